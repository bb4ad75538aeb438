package dev.strait.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sender ended the channel with {@code error(cause)}. The fault of the program that holds that sender; it reaches every end
 * of the channel. Receivers get this after what had arrived before; a send that gets this did not happen. Next: read the
 * reason, and open the channel again when it is gone. From a remote sender only the text of the cause travels, so that no class
 * named by a peer is ever loaded; then {@link #getCause()} is {@code null}.
 */
public final class ChannelFailed extends ChannelClosed {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final @Nullable String origin;

    /**
     * Reports a failed channel.
     *
     * @param channel the name of the channel
     * @param reason the text of the sender's cause
     * @param origin the node of the sender that failed, or {@code null} if it was in this process
     * @param cause the sender's cause itself, when it was in this process
     */
    public ChannelFailed(String channel, String reason, @Nullable String origin, @Nullable Throwable cause) {
        super(
                channel,
                "channel '" + channel + "' was ended with an error by a sender"
                        + (origin == null ? "" : " on node " + origin) + ": " + reason,
                cause);
        this.reason = reason;
        this.origin = origin;
    }

    /**
     * What the failing sender gave as its cause.
     *
     * @return the text of the cause
     */
    public String reason() {
        return reason;
    }

    /**
     * Where the failing sender was.
     *
     * @return its node, or empty if it was in this process
     */
    public Optional<String> origin() {
        return Optional.ofNullable(origin);
    }

    @Override
    public String code() {
        return "STRAIT-CHANNEL-FAILED";
    }
}
