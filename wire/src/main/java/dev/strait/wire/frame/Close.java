package dev.strait.wire.frame;

import java.util.Objects;

/**
 * CLOSE, the last frame on a connection.
 *
 * @param code why
 * @param text why, for people; at most 1,024 bytes of UTF-8, see {@link Utf8#fit}
 */
public record Close(ErrorCode code, String text) implements LinkFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Close {
        Objects.requireNonNull(code);
        Checks.text("reason", text, 0, FrameLimits.MAX_REASON_BYTES);
    }

    /** A CLOSE whose text is cut to what fits. */
    public static Close of(ErrorCode code, String text) {
        return new Close(code, Utf8.fit(text, FrameLimits.MAX_REASON_BYTES));
    }

    @Override
    public FrameType type() {
        return FrameType.CLOSE;
    }
}
