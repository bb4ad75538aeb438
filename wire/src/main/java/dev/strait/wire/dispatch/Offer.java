package dev.strait.wire.dispatch;

import dev.strait.wire.mux.Batch;
import org.jspecify.annotations.Nullable;

/**
 * A value of a rendezvous channel on its way to one receiver, on a ticket of that receiver's. It is prepared, then out, and in the end
 * settled by a {@link Verdict}. Not thread-safe: it changes only in calls of the engine that it belongs to.
 */
public final class Offer {
    private final Lane lane;
    private final long preparedNumber;
    private final long preparedCost;
    /** Null until it is sent. */
    private @Nullable Batch message;

    private boolean settled;
    private boolean withdrawn;

    Offer(Lane lane, long preparedNumber, long preparedCost) {
        this.lane = lane;
        this.preparedNumber = preparedNumber;
        this.preparedCost = preparedCost;
    }

    /** Where it goes. */
    public Lane lane() {
        return lane;
    }

    /**
     * The number of its message on the stream, from 1. It is final once the message has begun to be written; until then it falls by one
     * when an earlier offer on the stream is withdrawn.
     */
    public long number() {
        Batch sent = message;
        return sent == null ? preparedNumber : sent.firstPlace() + 1;
    }

    /** Its place among all offers, by the number that it has now. */
    public OfferRank rank() {
        return new OfferRank(lane.sender().ref(), lane.receiver(), number());
    }

    /** The bytes of credit that it was prepared for: those of the whole form, which is the larger of the two. */
    long preparedCost() {
        return preparedCost;
    }

    /** Whether it was sent and has no verdict. */
    public boolean isOut() {
        return message != null && !settled;
    }

    /** Whether it has its verdict. */
    public boolean isSettled() {
        return settled;
    }

    /** Whether it was sent. */
    boolean isSent() {
        return message != null;
    }

    void sent(Batch batch) {
        message = batch;
    }

    void settled() {
        settled = true;
    }

    /** The message, if it is out and nobody has asked for it; it is asked for now. */
    @Nullable
    Batch withdraw() {
        Batch wanted = isOut() && !withdrawn ? message : null;
        withdrawn = true;
        return wanted;
    }
}
