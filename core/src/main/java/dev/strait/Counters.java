package dev.strait;

import dev.strait.runtime.ReceiverCounts;
import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.dispatch.SenderCounts;
import dev.strait.wire.engine.LinkCounts;
import java.util.List;
import java.util.Map;

/**
 * What a node has sent and received since it started, at one moment: {@link Node#counters()}. The ends that are closed count, too; of more than
 * 10,000 channels all ends of which are closed, those that were closed first are counted under {@link #OTHERS}.
 *
 * @param sent by the name of the channel, what became of what this node has sent
 * @param received by the name of the channel, what became of what this node has received
 * @param links what went over the links that this node has now, in no order
 */
public record Counters(Map<String, Sending> sent, Map<String, Receiving> received, List<Link> links) {
    /** In place of a name: the channels that are not counted by name any more. */
    public static final String OTHERS = "";

    /** In place of a name: the channels without one, all together. */
    public static final String ANONYMOUS = ChannelSpec.ANONYMOUS;

    /** Keeps copies. */
    public Counters {
        sent = Map.copyOf(sent);
        received = Map.copyOf(received);
        links = List.copyOf(links);
    }

    /**
     * What became of the values that were sent on a channel. Of each value one thing becomes, so that at every moment {@code sent} is the sum of
     * all that follow but {@code redelivered}; at rest {@code unanswered} is 0.
     *
     * @param sent values that programs have sent: what is being encoded, or waits for room, is not among them
     * @param unanswered those of which nothing is known yet: on their way, taken and not acknowledged, or back and to be sent again
     * @param acknowledged those that a receiver has acknowledged
     * @param deadLettered those that were rejected or came back too often, and were handed over to whoever gets dead letters
     * @param dropped those that a receiver may have taken that was lost, or has given back, on a channel that delivers at most once
     * @param undelivered those that nobody had taken when the channel failed
     * @param unknown those that a receiver may have taken when the channel failed, or on a channel of capacity 0 when its link was lost
     * @param redelivered how often a value was sent again that a receiver may have taken
     */
    public record Sending(
            long sent,
            long unanswered,
            long acknowledged,
            long deadLettered,
            long dropped,
            long undelivered,
            long unknown,
            long redelivered) {
        static Sending of(SenderCounts it) {
            return new Sending(
                    it.sent(),
                    it.unanswered(),
                    it.acknowledged(),
                    it.deadLettered(),
                    it.dropped(),
                    it.undelivered(),
                    it.unknown(),
                    it.redelivered());
        }
    }

    /**
     * What became of the values that were received on a channel: {@code deliveries} is the sum of {@code acknowledged}, {@code open}, {@code nacked},
     * {@code rejected} and {@code revoked}.
     *
     * @param deliveries values that programs have taken, each time they came
     * @param redeliveries those of them that had been sent before to a receiver that may have taken them
     * @param acknowledged those that were acknowledged, by being taken or by an answer
     * @param open those that are taken and not answered
     * @param nacked those that were given back, also because their processing limit was over
     * @param rejected those that were rejected
     * @param revoked those that were not answered before their receiver was closed, or their link lost
     * @param late answers that came too late, and changed nothing
     * @param lostSenders by the id of the node, why senders of the channel were lost
     */
    public record Receiving(
            long deliveries,
            long redeliveries,
            long acknowledged,
            long open,
            long nacked,
            long rejected,
            long revoked,
            long late,
            Map<String, String> lostSenders) {
        /** Keeps a copy. */
        public Receiving {
            lostSenders = Map.copyOf(lostSenders);
        }

        static Receiving of(ReceiverCounts it) {
            return new Receiving(
                    it.deliveries(),
                    it.redeliveries(),
                    it.acknowledged(),
                    it.open(),
                    it.nacked(),
                    it.rejected(),
                    it.revoked(),
                    it.late(),
                    it.lostSenders());
        }
    }

    /**
     * What went over a link since its session began: {@code written} is the sum of {@code acknowledged} and {@code kept}.
     *
     * @param node the id of the node at the other side
     * @param isUp whether it has a connection now
     * @param written frames of values and of what steers them, each counted once, however often it was written again
     * @param acknowledged those that the other side is known to have received
     * @param kept those that it may not have received, which are kept to be written again
     * @param keptBytes what these take
     * @param received frames that came
     * @param resumes how often it went on with another connection after one had broken
     */
    public record Link(
            String node,
            boolean isUp,
            long written,
            long acknowledged,
            long kept,
            long keptBytes,
            long received,
            long resumes) {
        static Link of(LinkCounts it) {
            return new Link(
                    it.node(),
                    it.isUp(),
                    it.written(),
                    it.acknowledged(),
                    it.kept(),
                    it.keptBytes(),
                    it.received(),
                    it.resumes());
        }
    }
}
