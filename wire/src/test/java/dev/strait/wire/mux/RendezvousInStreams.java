package dev.strait.wire.mux;

import dev.strait.wire.frame.Open;

/** Receiving halves of rendezvous channels. */
final class RendezvousInStreams {
    private RendezvousInStreams() {}

    static RendezvousInStream of(Budget budget) {
        return new RendezvousInStream(
                new Open(3, 1, 2, "words", new byte[0]),
                InStreams.SENDER,
                Window.of(0, 16, 2_048, 1 << 20),
                budget,
                InStreams.MAX_MESSAGE_BYTES);
    }
}
