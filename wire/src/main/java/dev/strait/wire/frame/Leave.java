package dev.strait.wire.frame;

import java.util.Objects;

/**
 * LEAVE: the receiver takes nothing more, because its end closes or because it refuses the OPEN; answered by {@link Left}.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param takenMessages messages taken in all; not negative
 * @param answeredMessages so many, from the first, are answered, as in {@link Credit}; at most {@code takenMessages}. What was taken and is not
 *     answered goes back
 * @param code why
 * @param text why, for people; at most 1,024 bytes of UTF-8, see {@link Utf8#fit}
 */
public record Leave(int stream, long takenMessages, long answeredMessages, ErrorCode code, String text)
        implements StreamFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Leave {
        Checks.stream(stream);
        Checks.notNegative("messages taken", takenMessages);
        Checks.notNegative("messages answered", answeredMessages);
        Checks.answered(answeredMessages, takenMessages);
        Objects.requireNonNull(code);
        Checks.text("reason", text, 0, FrameLimits.MAX_REASON_BYTES);
    }

    /** All that is taken is answered. */
    public Leave(int stream, long takenMessages, ErrorCode code, String text) {
        this(stream, takenMessages, takenMessages, code, text);
    }

    @Override
    public FrameType type() {
        return FrameType.LEAVE;
    }
}
