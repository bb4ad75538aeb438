package dev.strait.wire.frame;

/**
 * LEFT: the sender's answer to LEAVE, its last frame on the stream; frees the stream id.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param sentMessages messages sent on the stream in all; not negative
 */
public record Left(int stream, long sentMessages) implements StreamFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Left {
        Checks.stream(stream);
        Checks.notNegative("messages sent", sentMessages);
    }

    @Override
    public FrameType type() {
        return FrameType.LEFT;
    }
}
