package dev.strait.wire.dispatch;

/**
 * A value of a rendezvous channel on its way to one receiver, on a ticket of that receiver's. It is prepared, then out, and in the end
 * settled by a {@link Verdict}. Not thread-safe: it changes only in calls of the engine that it belongs to.
 */
public final class Offer {
    private enum Phase {
        PREPARED,
        OUT,
        SETTLED
    }

    private final Lane lane;
    private long number;
    private Phase phase = Phase.PREPARED;

    Offer(Lane lane, long number) {
        this.lane = lane;
        this.number = number;
    }

    /** Where it goes. */
    public Lane lane() {
        return lane;
    }

    /**
     * The number of its message on the stream, from 1. It is final once the message has begun to be written; until then it falls by one
     * when an earlier offer is withdrawn.
     */
    public long number() {
        return number;
    }

    /** Its place among all offers, by the number that it has now. */
    public OfferRank rank() {
        return new OfferRank(lane.sender().ref(), lane.receiver(), number);
    }

    /** Whether it was sent and has no verdict. */
    public boolean isOut() {
        return phase == Phase.OUT;
    }

    /** Whether it has its verdict. */
    public boolean isSettled() {
        return phase == Phase.SETTLED;
    }
}
