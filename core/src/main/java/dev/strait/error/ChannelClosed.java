package dev.strait.error;

import org.jspecify.annotations.Nullable;

/**
 * The channel, or this end of it, takes no more part: nothing more will be received, or nothing more can be sent. The
 * subclass says why. The call that threw this had no effect, unless the subclass says otherwise.
 */
public abstract sealed class ChannelClosed extends StraitException
        permits ChannelDone, ChannelFailed, ClosedWithoutDone, EndClosed, ReceiverGone, SenderLost {

    private static final long serialVersionUID = 1L;

    private final String channel;

    ChannelClosed(String channel, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.channel = channel;
    }

    /**
     * The channel that is closed.
     *
     * @return its name; for an anonymous channel, a description
     */
    public final String channel() {
        return channel;
    }
}
