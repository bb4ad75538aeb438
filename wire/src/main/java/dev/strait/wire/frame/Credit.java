package dev.strait.wire.frame;

/**
 * CREDIT: the receiver's four running totals since the stream was opened. A repeated or overtaken one does no harm; the
 * sender keeps the highest of each.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param takenMessages messages taken so far; not negative
 * @param answeredMessages so many, from the first, are answered: acknowledged, unless {@link Nack} or {@link Reject} has said otherwise; at
 *     most {@code takenMessages}
 * @param messageLimit how many messages may have been sent in all; at least {@code takenMessages}
 * @param byteLimit how many bytes may have been sent in all, counted as in {@code docs/protocol.md}, "CREDIT"; not negative
 */
public record Credit(int stream, long takenMessages, long answeredMessages, long messageLimit, long byteLimit)
        implements StreamFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Credit {
        Checks.stream(stream);
        Checks.notNegative("messages taken", takenMessages);
        Checks.notNegative("messages answered", answeredMessages);
        Checks.notNegative("message limit", messageLimit);
        Checks.notNegative("byte limit", byteLimit);
        if (messageLimit < takenMessages) {
            throw new IllegalArgumentException(
                    "message limit " + messageLimit + " must be at least the " + takenMessages + " messages taken");
        }
        Checks.answered(answeredMessages, takenMessages);
    }

    /** All that is taken is answered. */
    public Credit(int stream, long takenMessages, long messageLimit, long byteLimit) {
        this(stream, takenMessages, takenMessages, messageLimit, byteLimit);
    }

    @Override
    public FrameType type() {
        return FrameType.CREDIT;
    }
}
