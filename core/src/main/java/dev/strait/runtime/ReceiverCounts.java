package dev.strait.runtime;

import java.util.Map;
import java.util.TreeMap;

/**
 * What became of what receivers took: {@code deliveries} is the sum of all that follow {@code redeliveries} but {@code late}.
 *
 * @param deliveries messages that programs took, redeliveries included
 * @param redeliveries those of them that were sent before to a receiver that may have taken them
 * @param acknowledged those that are acknowledged, by being taken or by an answer
 * @param open those that are taken and not answered
 * @param nacked those given back, also those given back because a time limit was over
 * @param rejected those rejected
 * @param revoked those whose answer came too late, or never, because the stream was over
 * @param late answers that came too late
 * @param lostSenders by the id of the node, why senders of the channel were lost
 */
public record ReceiverCounts(
        long deliveries,
        long redeliveries,
        long acknowledged,
        long open,
        long nacked,
        long rejected,
        long revoked,
        long late,
        Map<String, String> lostSenders) {
    /** Nothing was received. */
    public static final ReceiverCounts NONE = new ReceiverCounts(0, 0, 0, 0, 0, 0, 0, 0, Map.of());

    /** One answer came too late. */
    static final ReceiverCounts LATE = new ReceiverCounts(0, 0, 0, 0, 0, 0, 0, 1, Map.of());

    /** The sums of both. */
    public ReceiverCounts plus(ReceiverCounts other) {
        Map<String, String> lost = new TreeMap<>(lostSenders);
        lost.putAll(other.lostSenders);
        return new ReceiverCounts(
                deliveries + other.deliveries,
                redeliveries + other.redeliveries,
                acknowledged + other.acknowledged,
                open + other.open,
                nacked + other.nacked,
                rejected + other.rejected,
                revoked + other.revoked,
                late + other.late,
                lost);
    }
}
