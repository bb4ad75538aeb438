package dev.strait.error;

/**
 * A receiver was lost with values that it had been sent and had not acknowledged: its process died, or its link was lost for
 * good. Nobody's fault in this process; it ends the channel for its senders. Whether the values in doubt were
 * received is unknown. Next: send them again elsewhere if handling one twice does no harm, otherwise ask where they were to
 * take effect.
 */
public final class ReceiverLost extends ChannelClosed {

    private static final long serialVersionUID = 1L;

    private final String node;
    private final long inDoubt;
    private final String reason;

    /**
     * Reports a lost receiver.
     *
     * @param channel the name of the channel
     * @param node the node of the lost receiver
     * @param inDoubt how many values were sent to it and not acknowledged
     * @param reason why the link to its node was lost, at the node that had sent to it; empty if that is not known
     */
    public ReceiverLost(String channel, String node, long inDoubt, String reason) {
        super(
                channel,
                "channel '" + channel + "' lost its receiver on " + node + " with " + inDoubt
                        + " values in doubt (sent to it, and not acknowledged)"
                        + (reason.isEmpty() ? "" : ": " + reason),
                reason.isEmpty() ? null : new LinkLost(node, reason));
        this.node = node;
        this.inDoubt = inDoubt;
        this.reason = reason;
    }

    /**
     * Where the receiver was.
     *
     * @return its node
     */
    public String node() {
        return node;
    }

    /**
     * How many values may or may not have been received.
     *
     * @return a number of values, zero or more
     */
    public long inDoubt() {
        return inDoubt;
    }

    /**
     * Why the link to that node was lost, at the node that had sent to the receiver; also in the message, and the {@link LinkLost} that
     * is the cause.
     *
     * @return the reason, for people; empty if it is not known
     */
    public String reason() {
        return reason;
    }

    @Override
    public String code() {
        return "STRAIT-RECEIVER-LOST";
    }
}
