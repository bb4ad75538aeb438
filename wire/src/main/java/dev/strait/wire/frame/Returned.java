package dev.strait.wire.frame;

/**
 * RETURNED: on a stream of a rendezvous channel, one message was not taken and belongs to the sending end again.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param number which of the stream's messages, the first is 1
 */
public record Returned(int stream, long number) implements StreamFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Returned {
        Checks.stream(stream);
        Checks.between("number of a message", number, 1, Long.MAX_VALUE);
    }

    @Override
    public FrameType type() {
        return FrameType.RETURNED;
    }
}
