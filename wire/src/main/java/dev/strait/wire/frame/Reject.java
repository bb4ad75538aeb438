package dev.strait.wire.frame;

/**
 * REJECT: on a stream of a queue channel, one message that was taken can never be processed: it is a dead letter, and not sent again.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param number which of the stream's messages, the first is 1
 * @param text why, for people; at most 1,024 bytes of UTF-8, see {@link Utf8#fit}
 */
public record Reject(int stream, long number, String text) implements StreamFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Reject {
        Checks.stream(stream);
        Checks.between("number of a message", number, 1, Long.MAX_VALUE);
        Checks.text("reason", text, 0, FrameLimits.MAX_REASON_BYTES);
    }

    @Override
    public FrameType type() {
        return FrameType.REJECT;
    }
}
