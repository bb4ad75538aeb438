package dev.strait.channel;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls that wait on one side of a port, in the order in which they came: a doubly linked list through the {@link Wait}s
 * themselves, so that leaving takes no search; Go's {@code waitq}. Guarded by the port's lock.
 */
final class WaitQueue {

    /** For ports on which nobody has waited yet; nobody gets in line here. */
    static final WaitQueue NONE = new WaitQueue();

    /** Not given a place yet. */
    static final long NO_PLACE = -1;

    private long nextPlace;
    private @Nullable Wait first;
    private @Nullable Wait last;
    private int size;

    int size() {
        return size;
    }

    /** Gets in line: at its end, or, if it has stood here before, ahead of all that came later. */
    void add(Wait wait) {
        Wait after = last;
        if (wait.place == NO_PLACE) {
            givePlace(wait);
        }
        while (after != null && after.place > wait.place) {
            after = after.previous;
        }
        Wait before = after == null ? first : after.next;
        wait.queue = this;
        wait.previous = after;
        wait.next = before;
        if (after == null) {
            first = wait;
        } else {
            after.next = wait;
        }
        if (before == null) {
            last = wait;
        } else {
            before.previous = wait;
        }
        size++;
    }

    /** Gives it the next place in line, without letting it in. */
    void givePlace(Wait wait) {
        wait.place = nextPlace++;
    }

    void remove(Wait wait) {
        Wait before = wait.previous;
        Wait after = wait.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        wait.queue = null;
        wait.previous = null;
        wait.next = null;
        size--;
    }

    /**
     * Takes out the first wait whose call is still undecided, and decides that call for it. Waits before it are dropped: their
     * calls were decided elsewhere; only those of tentative calls stay, unclaimed. The caller must {@link Port#complete} the wait in the
     * same hold of the port's lock.
     */
    @Nullable
    Wait claimFirst() {
        for (Wait wait = firstOpen(); wait != null; wait = firstOpen()) {
            if (claim(wait)) {
                return wait;
            }
        }
        return null;
    }

    /** The first wait whose call is still undecided, as it seems; {@code null} if there is none. Drops waits as {@link #claimFirst}. */
    @Nullable
    Wait firstOpen() {
        Wait wait = first;
        while (wait != null && wait.call.isDecided()) {
            Wait following = wait.next;
            if (wait.call.tentative() == null) {
                remove(wait);
            }
            wait = following;
        }
        return wait;
    }

    /** How many waits are of calls that are still undecided, as it seems; counts to {@code max} at most. */
    int open(int max) {
        int open = 0;
        for (Wait wait = first; wait != null && open < max; wait = wait.next) {
            if (!wait.call.isDecided()) {
                open++;
            }
        }
        return open;
    }

    /** Whether this thread waits here, undecided as it seems. */
    boolean has(Thread thread) {
        for (Wait wait = first; wait != null; wait = wait.next) {
            if (wait.call.isOf(thread) && !wait.call.isDecided()) {
                return true;
            }
        }
        return false;
    }

    /** Decides the call of this wait for it, and takes it out; if the call was decided in the meantime it may stay. @return whether it won */
    boolean claim(Wait wait) {
        if (wait.call.claim(wait)) {
            remove(wait);
            return true;
        }
        return false;
    }

    /** Whether a value of this rank is worth keeping: a call stands here that may yet take it, once its own exchange, of higher rank, has come to nothing. */
    boolean mayYetTake(Rank rank) {
        for (Wait wait = first; wait != null; wait = wait.next) {
            Wait tentative = wait.call.tentative();
            if (tentative != null && tentative.outranks(rank)) {
                return true;
            }
        }
        return false;
    }

    /** Tells each call that asked here that there is nothing; those that it was the last answer for are handed over, to be woken. */
    void denyAll(Consumer<Wait> ended) {
        Wait wait = first;
        while (wait != null) {
            Wait following = wait.next;
            if (wait.asks) {
                wait.asks = false;
                remove(wait);
                if (wait.call.deny()) {
                    ended.accept(wait);
                }
            }
            wait = following;
        }
    }
}
