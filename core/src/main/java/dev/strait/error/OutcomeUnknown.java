package dev.strait.error;

/**
 * A value had been sent to a receiver that waited for it on another node, and the link to that node was lost before it could say whether
 * the receiver had taken it. Nobody's fault in this process; it reaches this call, and the channel goes on. Only channels of capacity 0
 * say so of a single send. Next: send the value again if handling it twice does no harm, otherwise ask where it was to take effect.
 */
public final class OutcomeUnknown extends StraitException {

    private static final long serialVersionUID = 1L;

    private final String channel;
    private final String node;
    private final String reason;

    /**
     * Reports a send of which nobody knows what became.
     *
     * @param channel the name of the channel
     * @param node the node of the receiver that may have taken the value
     * @param reason what ended the link to that node, for people
     */
    public OutcomeUnknown(String channel, String node, String reason) {
        super(
                "a value of channel '" + channel + "' was on its way to a receiver on " + node
                        + " when the link to it was lost (" + reason + "): it may or may not have been taken",
                new LinkLost(node, reason));
        this.channel = channel;
        this.node = node;
        this.reason = reason;
    }

    /**
     * The channel that the value was sent through.
     *
     * @return its name
     */
    public String channel() {
        return channel;
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
     * What ended the link to that node; also in the message, and the {@link LinkLost} that is the cause.
     *
     * @return the reason, for people
     */
    public String reason() {
        return reason;
    }

    @Override
    public String code() {
        return "STRAIT-OUTCOME-UNKNOWN";
    }
}
