package dev.strait.wire.dispatch;

import dev.strait.wire.frame.EndRef;
import java.util.Comparator;

/**
 * The place of an offer in one order of all offers of the cluster, the same at both of its sides: by the sending end (the node's id as
 * unsigned bytes of UTF-8, its incarnation, the end's number), then by the receiving end, then by number. The lower rank goes first
 * where two offers stand in each other's way (docs/protocol.md, "Rendezvous"). Immutable.
 *
 * @param sender the end that offers
 * @param receiver the end that it offers to
 * @param number the number of the message on the stream between them, from 1
 */
public record OfferRank(EndRef sender, EndRef receiver, long number) implements Comparable<OfferRank> {
    private static final Comparator<OfferRank> ORDER = Comparator.comparing(OfferRank::sender)
            .thenComparing(OfferRank::receiver)
            .thenComparingLong(OfferRank::number);

    @Override
    public int compareTo(OfferRank other) {
        return ORDER.compare(this, other);
    }
}
