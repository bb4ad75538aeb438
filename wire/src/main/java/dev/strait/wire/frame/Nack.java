package dev.strait.wire.frame;

/**
 * NACK: on a stream of a queue channel, one message that was taken was not processed and belongs to the sending end again, for another
 * attempt.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param number which of the stream's messages, the first is 1
 * @param delayMillis how long to wait at least before it is sent again; 0 for at once
 * @param text why, for people; at most 1,024 bytes of UTF-8, see {@link Utf8#fit}
 */
public record Nack(int stream, long number, int delayMillis, String text) implements StreamFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Nack {
        Checks.stream(stream);
        Checks.between("number of a message", number, 1, Long.MAX_VALUE);
        Checks.between("delay", delayMillis, 0, Integer.MAX_VALUE);
        Checks.text("reason", text, 0, FrameLimits.MAX_REASON_BYTES);
    }

    @Override
    public FrameType type() {
        return FrameType.NACK;
    }
}
