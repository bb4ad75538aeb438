package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Connection;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.Lane;
import dev.strait.wire.dispatch.OfferRank;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.mux.Batch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A defect planted between the network and an engine, or in the runtime that the simulation plays, to prove that the simulation finds defects.
 */
interface Tampering {
    /**
     * One direction of a connection.
     *
     * @param connection which
     * @param from the node that writes
     * @param to the node that reads
     */
    record Passage(Connection connection, SimulatedNode from, SimulatedNode to) {
        /** The other direction. */
        Passage back() {
            return new Passage(connection, to, from);
        }
    }

    /** The frames that a node is to take in instead of this, which it is about to: the frame itself, none, or others. */
    List<Frame> pass(Passage passage, Frame frame);

    /** Bytes of whole frames are written. */
    default void written(Passage passage, byte[] bytes) {}

    /**
     * The reader of a connection has closed it, or has heard that it is closed.
     *
     * @param cutOff what has come of a frame that is not whole, its header at least; null if there is none
     */
    default void closed(Passage passage, byte @Nullable [] cutOff) {}

    /** Whether the engine takes in fragments as they come: it does, but for defects that concern whole frames. */
    default boolean leavesFragments() {
        return true;
    }

    /** Whether what arrives on a connection that the node has closed is taken for the link: the rule is that it is not. */
    default boolean readsWhatIsClosed() {
        return false;
    }

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

    /** Whether programs still say what they take once their node has lost a link: the rule is that they do. */
    default boolean reportsAfterLosses() {
        return true;
    }

    /** Whether programs forget to hold what they answer later: the rule is that they do not. */
    default boolean forgetsToHold() {
        return false;
    }

    /** Whether links that have no room take messages all the same: the rule is that they do not. */
    default boolean fullLinksTake() {
        return false;
    }

    /** Whether programs read or close the receivers that they take out of values: the rule is that they do. */
    default boolean readsWhatItTakesOut() {
        return true;
    }

    /** Whether a sender's program hears that its receiver is gone: the rule is that it does. */
    default boolean hears(Closure.ReceiverGone gone) {
        return true;
    }

    /** A program has sent a batch. */
    default void sealed(Lane lane, Batch batch) {}

    /** No defect. */
    static Tampering none() {
        return (_, frame) -> List.of(frame);
    }
}
