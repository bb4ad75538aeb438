package dev.strait.error;

/**
 * A sender was closed without {@code done()} or {@code error(cause)}, so whether it had finished is not known. The fault of
 * the program that holds that sender, mostly an exception that left its try block; it ends the channel for every receiver, after
 * what had arrived. Next: look for the exception at the sender, and call {@code done()} as the last statement of the regular way.
 */
public final class ClosedWithoutDone extends ChannelClosed {

    private static final long serialVersionUID = 1L;

    private final String sender;

    /**
     * Reports a sender that was closed too early.
     *
     * @param channel the name of the channel
     * @param sender the node of that sender
     */
    public ClosedWithoutDone(String channel, String sender) {
        super(
                channel,
                "channel '" + channel + "' ended without done(): a sender on " + sender
                        + " was closed before it said done() or error(cause)",
                null);
        this.sender = sender;
    }

    /**
     * Where the sender was.
     *
     * @return the node of the sender that was closed without done
     */
    public String sender() {
        return sender;
    }

    @Override
    public String code() {
        return "STRAIT-CLOSED-WITHOUT-DONE";
    }
}
