package dev.strait.channel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The place of one call in one queue of one port; Go's {@code sudog}. A select has one for each clause. Any other call has just one, and is
 * that itself: one object to allocate, and for two cores to hand each other, instead of two. The links and the queue are guarded by the
 * port's lock.
 */
final class Wait extends Call {

    final Call call;
    private final Port port;
    /** What a waiting sender offers; {@code null} in a waiting receiver. */
    private final @Nullable Object offered;
    /** Which clause of a select this is; 0 in other calls. */
    final int clause;

    /** The place in the line of its queue: a call that got in line again after its value came back keeps the one it had. */
    long place = WaitQueue.NO_PLACE;

    /** Set before the claim by a wait whose value goes to another node; {@code null} in all others. */
    private @Nullable Exchange exchange;

    /** Who keeps an account of the item that the call gets; {@code null} if nobody does. Set before it gets in line. */
    @Nullable
    Object holder;

    /** Whether the call only waits for an answer of this port; under its lock. */
    boolean asks;

    @Nullable
    WaitQueue queue;

    @Nullable
    Wait previous;

    @Nullable
    Wait next;

    /** For a receiver the item or {@code CLOSED}; for a sender {@code ACCEPTED}, {@code CLOSED}, {@code RETURNED} or a {@link Refusal}. */
    private volatile @Nullable Object result;

    /** Of a call with several. */
    Wait(Call call, Port port, @Nullable Object offered, int clause) {
        this.call = call;
        this.port = port;
        this.offered = offered;
        this.clause = clause;
        call.looksOut(port.lookout());
    }

    /** Of a call that has no other. */
    @SuppressWarnings("this-escape")
    Wait(Port port, @Nullable Object offered) {
        this.call = this;
        this.port = port;
        this.offered = offered;
        this.clause = 0;
        looksOut(port.lookout());
    }

    boolean isReceiver() {
        return offered == null;
    }

    Object offered() {
        return Objects.requireNonNull(offered, "a waiting receiver offers nothing");
    }

    /** Gives the claimed call its result, before its thread is woken. If the claim was under the port's lock, then in the same hold of it. */
    void complete(Object value) {
        result = value;
    }

    Object result() {
        return Objects.requireNonNull(result, "the wait has not won");
    }

    /** Before it gets in line: it stands where that one stood, which has left; {@code null} for the end of the line. */
    Wait inPlaceOf(@Nullable Wait before) {
        if (before != null) {
            place = before.place;
        }
        return this;
    }

    /** Before the claim, under the port's lock: the value will go to another node, and the result be what that says. */
    void exchange(Exchange begun) {
        exchange = begun;
        begun.of(this);
    }

    /** Whether this wait, having won, has its value at another node that has not answered. */
    boolean isOut() {
        return exchange != null && result == null;
    }

    /** Whether this wait, having won, may yet prove not to have: its value is out, or came back. */
    boolean isTentative() {
        return exchange != null && (result == null || result == Signal.RETURNED);
    }

    /** Whether the exchange of this wait is of a higher rank. */
    boolean outranks(Rank other) {
        Exchange own = exchange;
        return own != null && own.rank().compareTo(other) > 0;
    }

    /** Asks for the value back that is at another node. Not under a port's lock. */
    void askBack() {
        Exchange own = exchange;
        if (own != null) {
            port.askBack(own);
        }
    }

    /** Whether there is a result; a wait that has won gets it, and its thread is woken, right after the claim, unless its value is out. */
    boolean hasResult() {
        return result != null;
    }

    /** Leaves the queue, if it is still in it. Not under the port's lock. */
    void leave() {
        port.lock();
        try {
            drop();
        } finally {
            port.unlock();
        }
    }

    /** As {@link #leave}, under the port's lock. */
    void drop() {
        WaitQueue in = queue;
        if (in != null) {
            in.remove(this);
        }
    }
}
