package dev.strait.wire.frame;

import java.util.Objects;

/**
 * ERROR: the sender's end failed the channel; follows its last message on the stream.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param totalMessages messages sent on the stream in all; not negative
 * @param code what happened
 * @param origin the id of the node where it happened, 0 to 255 bytes of UTF-8
 * @param text what happened, for people; at most 4,096 bytes of UTF-8, see {@link Utf8#fit}
 */
public record StreamError(int stream, long totalMessages, ErrorCode code, String origin, String text)
        implements StreamFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public StreamError {
        Checks.stream(stream);
        Checks.notNegative("total messages", totalMessages);
        Objects.requireNonNull(code);
        Checks.text("origin of an error", origin, 0, FrameLimits.MAX_NODE_ID_BYTES);
        Checks.text("text of an error", text, 0, FrameLimits.MAX_ERROR_TEXT_BYTES);
    }

    @Override
    public FrameType type() {
        return FrameType.ERROR;
    }
}
