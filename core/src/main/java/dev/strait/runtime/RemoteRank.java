package dev.strait.runtime;

import dev.strait.channel.Rank;
import dev.strait.wire.dispatch.OfferRank;

/** The rank of an offer as ports compare it. */
record RemoteRank(OfferRank rank) implements Rank {
    @Override
    public int compareTo(Rank other) {
        return rank.compareTo(((RemoteRank) other).rank);
    }
}
