package dev.strait.error;

import java.util.ArrayList;
import java.util.List;

/**
 * Senders were lost before they said {@code done}: their process died, or its link was lost for good. Nobody's fault in this
 * process; it ends the channel, after every value that had arrived was received and all other senders were done. What a lost
 * sender had not delivered is unknown here. Next: treat the work as incomplete, or declare the channel as tolerating lost
 * senders.
 */
public final class SenderLost extends ChannelClosed {

    private static final long serialVersionUID = 1L;

    private final ArrayList<String> nodes;

    /**
     * Reports the senders that a channel has lost.
     *
     * @param channel the name of the channel
     * @param nodes the nodes of every lost sender
     */
    public SenderLost(String channel, List<String> nodes) {
        super(
                channel,
                "channel '" + channel + "' ended without the end of every sender: lost before done() on "
                        + String.join(", ", nodes),
                null);
        this.nodes = new ArrayList<>(nodes);
    }

    /**
     * The nodes whose senders were lost.
     *
     * @return every one of them, unmodifiable
     */
    public List<String> nodes() {
        return List.copyOf(nodes);
    }

    @Override
    public String code() {
        return "STRAIT-SENDER-LOST";
    }
}
