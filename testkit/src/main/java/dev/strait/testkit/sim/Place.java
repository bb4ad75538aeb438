package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.wire.dispatch.Offer;
import dev.strait.wire.dispatch.OfferRank;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The place of one clause of a call in the line of its end. */
final class Place {
    /** Not given a number yet. */
    static final long NO_NUMBER = -1;

    private final SimulatedCall.Round round;
    private final Clause clause;
    private final int index;
    private @Nullable Offer offer;
    /** The rank that it had when it was offered, as the runtime keeps it. */
    private @Nullable OfferRank rank;

    private @Nullable Result result;

    /** A call that got in line again after its value came back keeps the number it had. */
    long number = NO_NUMBER;
    /** Whether the call only waits for an answer of this end. */
    boolean asks;

    Place(SimulatedCall.Round round, Clause clause, int index) {
        this.round = round;
        this.clause = clause;
        this.index = index;
    }

    SimulatedCall.Round round() {
        return round;
    }

    SimulatedCall call() {
        return round.call();
    }

    Clause clause() {
        return clause;
    }

    int index() {
        return index;
    }

    Value value() {
        return Objects.requireNonNull(clause.value(), "a receive offers nothing");
    }

    /** Its value is about to go to another end. */
    void offer(Offer prepared) {
        offer = prepared;
        rank = prepared.rank();
    }

    /** Its value is at another end, or was; null if it never was. */
    @Nullable
    Offer offer() {
        return offer;
    }

    @Nullable
    OfferRank rank() {
        return rank;
    }

    /** Gives the call, which this place has won, its result. */
    void complete(Result what) {
        if (result != null) {
            throw new ContractViolation(call() + " was given " + what + " after " + result);
        }
        result = what;
        call().caller().unpark(call());
    }

    Result result() {
        return Objects.requireNonNull(result, "the place has not won");
    }

    /** Whether its value is out without a verdict. */
    boolean isOut() {
        return offer != null && result == null;
    }

    /** Whether it has won and may yet prove not to have. */
    boolean isTentative() {
        return offer != null && (result == null || result instanceof Result.Returned);
    }
}
