package dev.strait.testkit.sim;

import dev.strait.wire.dispatch.OfferRank;
import dev.strait.wire.frame.Frame;
import java.util.List;

/**
 * A defect planted between the network and an engine, or in the runtime that the simulation plays, to prove that the simulation finds defects.
 */
interface Tampering {
    /** The frames that a node is to take in instead of this, which it is about to: the frame itself, none, or others. */
    List<Frame> pass(long connection, Frame frame);

    /** Whether an offer that came is kept for a call whose own is out: the rule is that its own must be of higher rank. */
    default boolean keeps(OfferRank own, OfferRank offered) {
        return own.compareTo(offered) > 0;
    }

    /** Whether what nobody waits for any more goes back: the rule is that it does. */
    default boolean givesBack() {
        return true;
    }

    /** Whether calls that have run out of time, or were interrupted, stay in line and are given values: the rule is that they do not. */
    default boolean endedCallsStay() {
        return false;
    }

    /** No defect. */
    static Tampering none() {
        return (_, frame) -> List.of(frame);
    }
}
