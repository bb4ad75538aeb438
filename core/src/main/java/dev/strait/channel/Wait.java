package dev.strait.channel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The place of one call in one queue of one port; Go's {@code sudog}. A select has one for each clause, any other call just
 * one. The links and the queue are guarded by the port's lock.
 */
final class Wait {

    final Call call;
    private final Port port;
    /** What a waiting sender offers; {@code null} in a waiting receiver. */
    private final @Nullable Object offered;
    /** Which clause of a select this is; 0 in other calls. */
    final int clause;

    @Nullable
    WaitQueue queue;

    @Nullable
    Wait previous;

    @Nullable
    Wait next;

    /** For a receiver the item or {@code CLOSED}, for a sender {@code ACCEPTED} or {@code CLOSED}. */
    private volatile @Nullable Object result;

    Wait(Call call, Port port, @Nullable Object offered, int clause) {
        this.call = call;
        this.port = port;
        this.offered = offered;
        this.clause = clause;
    }

    Object offered() {
        return Objects.requireNonNull(offered, "a waiting receiver offers nothing");
    }

    /** Gives the claimed call its result; under the port's lock, and in the same hold of it as the claim. */
    void complete(Object value) {
        result = value;
    }

    Object result() {
        return Objects.requireNonNull(result, "the wait has not won");
    }

    /**
     * Makes sure that a wait that has won has its result. The winner sets it right after the claim, under the port's lock; a
     * call that wakes up by itself in between gets in line behind the winner for that lock, rather than spin.
     */
    void awaitResult() {
        if (result == null) {
            port.lock();
            port.unlock();
        }
    }

    /** Leaves the queue, if it is still in it. Not under the port's lock. */
    void leave() {
        port.lock();
        try {
            WaitQueue in = queue;
            if (in != null) {
                in.remove(this);
            }
        } finally {
            port.unlock();
        }
    }
}
