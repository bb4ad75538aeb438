package dev.strait.wire.dispatch;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.OutStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which receiver gets the next message: the one with the fewest untaken messages among those whose credit holds it, ties in turn, and one whose link is
 * suspended only if there is no other; and
 * whom a message waits for that no credit holds. Not thread-safe.
 */
final class LaneChoice {
    private static final Lane[] NONE = {};

    /** Whose turn it is, first; in an array of just their number, for most have one. */
    private Lane[] turn = NONE;

    private @Nullable Lane wantedFrom;
    private long wantedCost;

    void add(Lane lane) {
        turn = Arrays.copyOf(turn, turn.length + 1);
        turn[turn.length - 1] = lane;
    }

    void remove(Lane lane) {
        if (backmost(lane)) {
            turn = turn.length == 1 ? NONE : Arrays.copyOf(turn, turn.length - 1);
        }
        if (wantedFrom == lane) {
            wantedFrom = null;
        }
    }

    /** Whose credit is to be used for a message of this cost; null if nobody's holds it. */
    @Nullable
    Lane choose(long cost) {
        return choose(cost, null);
    }

    /** As {@link #choose(long)}, but only if there is no other the lane to this receiver, which has given back what is to be sent; null for any. */
    @Nullable
    Lane choose(long cost, @Nullable EndRef last) {
        Lane asked = wantedFrom;
        if (asked != null && asked.carrier().isUp() && canSend(asked, cost)) {
            // Credit cannot be given back: what was asked of a receiver is used there once it has come, or it would be
            // kept from others for ever. Until then nobody waits for a receiver that may never take.
            return asked;
        }
        Lane best = null;
        for (Lane lane : turn) {
            if (canSend(lane, cost) && (best == null || isBetter(lane, best, last))) {
                best = lane;
            }
        }
        return best;
    }

    /** Whoever was chosen goes to the back, so that ties are broken in turn. */
    void chosen(Lane lane, long cost) {
        // What is smaller than what was asked for leaves some of it unused: the rest is asked for of the same one.
        if (lane == wantedFrom && (cost == 0 || cost >= wantedCost)) {
            wantedFrom = null;
        }
        backmost(lane);
    }

    /** Puts a lane behind all others. @return whether it is one of them */
    private boolean backmost(Lane lane) {
        int at = 0;
        while (at < turn.length && turn[at] != lane) {
            at++;
        }
        if (at == turn.length) {
            return false;
        }
        System.arraycopy(turn, at + 1, turn, at, turn.length - at - 1);
        turn[turn.length - 1] = lane;
        return true;
    }

    /** Whether another lane than this has credit too. */
    boolean hasRival(Lane best) {
        for (Lane lane : turn) {
            if (lane != best && lane.carrier().isUp() && canSend(lane, 1)) {
                return true;
            }
        }
        return false;
    }

    /** Asks a lane that has a message to spare for the bytes of a large message; one lane at a time. */
    void wantFor(long cost) {
        want(cost, null, null);
    }

    /** As {@link #wantFor}, but only if there is no other the lane to this receiver, which has given the message back; null for any. */
    void wantFor(long cost, @Nullable EndRef last) {
        want(cost, null, last);
    }

    /**
     * As {@link #wantFor}, of others than this lane, which has the credit but has returned what it was sent last: its receives may be gone each
     * time, while another has one that waits, and lacks the bytes alone.
     */
    void wantBeside(Lane inVain, long cost) {
        want(cost, inVain, null);
    }

    private void want(long cost, @Nullable Lane but, @Nullable EndRef last) {
        if (wantedFrom == null || wantedFrom == but || !wantedFrom.carrier().isUp() || !mayComeTo(wantedFrom)) {
            Lane best = bestToAsk(cost, but, last);
            if (best == null) {
                return;
            }
            wantedFrom = best;
            wantedCost = cost;
        } else if (wantedFrom.sender().isRendezvous()) {
            wantedCost = cost;
        } else {
            // What is smaller, and came back meanwhile, goes first there: the rest is for the one that was asked for.
            wantedCost = Math.max(wantedCost, cost);
        }
        if (wantedFrom.ledger().freeBytes() < cost) {
            ask(wantedFrom, cost);
        }
    }

    private @Nullable Lane bestToAsk(long cost, @Nullable Lane but, @Nullable EndRef last) {
        Lane best = null;
        for (Lane lane : turn) {
            if (lane != but
                    && lane.state() == OutStream.State.OPEN
                    && lane.ledger().freeMessages() > 0
                    && cost <= lane.carrier().maxMessageBytes() + Batch.WHOLE_OVERHEAD
                    && (best == null || isBetterToAsk(lane, best, last))) {
                best = lane;
            }
        }
        return best;
    }

    /**
     * Whether what is asked of a lane can still be used there. Where messages need a ticket, one that has none now may never have one again,
     * for its receives have gone: another that has one is asked.
     */
    private static boolean mayComeTo(Lane lane) {
        return lane.state() == OutStream.State.OPEN
                && (!lane.sender().isRendezvous() || lane.ledger().freeMessages() > 0);
    }

    private static boolean canSend(Lane lane, long cost) {
        return lane.state() == OutStream.State.OPEN
                && lane.carrier().hasRoom()
                && lane.ledger().covers(1, cost)
                && cost <= lane.carrier().maxMessageBytes() + Batch.WHOLE_OVERHEAD;
    }

    private static void ask(Lane lane, long cost) {
        if (lane.want((int) Math.max(0, cost - Batch.WHOLE_OVERHEAD))) {
            lane.carrier().ready(lane);
        }
    }

    /**
     * Whose link has a connection, ahead of one that must wait for one; then any other than who had it last; then whoever has fewer messages
     * untaken.
     */
    private static boolean isBetter(Lane lane, Lane best, @Nullable EndRef last) {
        boolean up = lane.carrier().isUp();
        if (up != best.carrier().isUp()) {
            return up;
        }
        if (isLast(lane, last) != isLast(best, last)) {
            return isLast(best, last);
        }
        return lane.ledger().untakenMessages() < best.ledger().untakenMessages();
    }

    private static boolean isLast(Lane lane, @Nullable EndRef last) {
        return lane.receiver().equals(last);
    }

    /** Another than who had it last; the least busy; of equals whoever has granted most, so that it is used. */
    private static boolean isBetterToAsk(Lane lane, Lane best, @Nullable EndRef last) {
        if (lane.carrier().isUp() != best.carrier().isUp()) {
            return lane.carrier().isUp();
        }
        if (isLast(lane, last) != isLast(best, last)) {
            return isLast(best, last);
        }
        int byUntaken =
                Long.compare(lane.ledger().untakenMessages(), best.ledger().untakenMessages());
        return byUntaken < 0
                || (byUntaken == 0 && lane.ledger().freeBytes() > best.ledger().freeBytes());
    }
}
