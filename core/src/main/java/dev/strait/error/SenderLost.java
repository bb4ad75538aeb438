package dev.strait.error;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Senders were lost before they said {@code done}: their process died, or its link was lost for good. Nobody's fault in this
 * process; it ends the channel, after every value that had arrived was received and all other senders were done. What a lost
 * sender had not delivered is unknown here. Next: treat the work as incomplete, or declare the channel as tolerating lost
 * senders.
 */
public final class SenderLost extends ChannelClosed {

    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, String> reasons;

    /**
     * Reports the senders that a channel has lost.
     *
     * @param channel the name of the channel
     * @param reasons the nodes of every lost sender, at least one, and why each of them counts as lost, for people
     */
    public SenderLost(String channel, Map<String, String> reasons) {
        super(
                channel,
                "channel '" + channel + "' ended without the end of every sender: lost before done() on "
                        + reasons.entrySet().stream()
                                .map(it -> it.getKey() + " (" + it.getValue() + ")")
                                .collect(Collectors.joining(", ")),
                causes(reasons));
        this.reasons = new LinkedHashMap<>(reasons);
    }

    /** What is known of the first, with what is known of the others beside it. */
    private static LinkLost causes(Map<String, String> reasons) {
        List<LinkLost> lost = reasons.entrySet().stream()
                .map(it -> new LinkLost(it.getKey(), it.getValue()))
                .toList();
        lost.stream().skip(1).forEach(lost.getFirst()::addSuppressed);
        return lost.getFirst();
    }

    /**
     * The nodes whose senders were lost.
     *
     * @return every one of them, unmodifiable
     */
    public List<String> nodes() {
        return List.copyOf(reasons.keySet());
    }

    /**
     * Why each of these nodes counts as lost: what ended the link to it here, or that the directory has lost it, if there was none. Also
     * in the message; the cause is the {@link LinkLost} of the first.
     *
     * @return by the node, the reason for people; unmodifiable
     */
    public Map<String, String> reasons() {
        return Collections.unmodifiableMap(reasons);
    }

    @Override
    public String code() {
        return "STRAIT-SENDER-LOST";
    }
}
