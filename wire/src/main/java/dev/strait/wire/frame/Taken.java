package dev.strait.wire.frame;

/**
 * TAKEN: on a stream of a rendezvous channel, a receive has taken one message.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param number which of the stream's messages, the first is 1
 */
public record Taken(int stream, long number) implements StreamFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Taken {
        Checks.stream(stream);
        Checks.between("number of a message", number, 1, Long.MAX_VALUE);
    }

    @Override
    public FrameType type() {
        return FrameType.TAKEN;
    }
}
