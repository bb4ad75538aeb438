package dev.strait.wire.mux;

/** Receiving halves of rendezvous channels. */
final class RendezvousInStreams {
    private RendezvousInStreams() {}

    static RendezvousInStream of(Budget budget) {
        return new RendezvousInStream(
                3,
                new byte[0],
                InStreams.SENDER,
                new Terms(Window.of(0, 16, 2_048, 1 << 20), budget, InStreams.MAX_MESSAGE_BYTES));
    }
}
