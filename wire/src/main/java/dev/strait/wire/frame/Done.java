package dev.strait.wire.frame;

/**
 * DONE: the sender's end is done; follows its last message on the stream.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param totalMessages messages sent on the stream in all; not negative
 */
public record Done(int stream, long totalMessages) implements StreamFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Done {
        Checks.stream(stream);
        Checks.notNegative("total messages", totalMessages);
    }

    @Override
    public FrameType type() {
        return FrameType.DONE;
    }
}
