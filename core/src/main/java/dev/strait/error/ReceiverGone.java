package dev.strait.error;

/**
 * The one receiver of a channel without a name takes nothing more: it was closed, its process was lost, or the value that it was in was not delivered.
 * What was sent and not received will not be. The send that gets this did not happen. Next: stop producing for it; whoever still wants the values asks
 * anew.
 */
public final class ReceiverGone extends ChannelClosed {

    private static final long serialVersionUID = 1L;

    private final String node;

    /**
     * Reports a receiver that is gone.
     *
     * @param channel a description of the channel
     * @param node the node that had the receiver; empty if none had
     * @param reason what happened, for people
     */
    public ReceiverGone(String channel, String node, String reason) {
        super(
                channel,
                "the receiver of channel '" + channel + "'" + (node.isEmpty() ? "" : ", on node " + node + ",")
                        + " takes nothing more: " + reason,
                null);
        this.node = node;
    }

    /**
     * Where the receiver was.
     *
     * @return the id of the node; empty if the receiver had not arrived anywhere
     */
    public String node() {
        return node;
    }

    @Override
    public String code() {
        return "STRAIT-RECEIVER-GONE";
    }
}
