package dev.strait.error;

/**
 * The channel completed: every sender said {@code done}, and everything they sent has been taken. Nobody's fault, and the
 * regular end of a channel; code that does not want an exception iterates, or uses the try form. Also thrown by a send that
 * came after the completion: that value was not sent. Next: stop receiving; a new generation needs new ends.
 */
public final class ChannelDone extends ChannelClosed {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a completed channel.
     *
     * @param channel the name of the channel
     */
    public ChannelDone(String channel) {
        super(
                channel,
                "channel '" + channel + "' is done: every sender has finished and everything sent has been taken",
                null);
    }

    @Override
    public String code() {
        return "STRAIT-CHANNEL-DONE";
    }
}
