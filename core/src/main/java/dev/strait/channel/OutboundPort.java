package dev.strait.channel;

import org.jspecify.annotations.Nullable;

/**
 * A sending port whose items are taken away by another thread, such as the writer of a link. What is sent is an item that was made
 * from a value aside, in the calling thread, without any lock: so a send can wait, in a select too, and whoever brings room passes the
 * item on in its stead.
 *
 * <p>There are two kinds. With a buffer, to pass an item on is the end of the matter. In a rendezvous the item goes to a receive that
 * waits on another node, and {@link #settle} tells later whether it was taken. Until then its call is tentative; if it comes back, the
 * call starts again.
 *
 * <p>Two tentative selects on two nodes can each have a value at the other, and neither would take before it knows. The order of
 * {@link Rank}s decides: a value waits for the outcome of an exchange of higher rank, and comes back at once from one of lower rank. The
 * ranks along a chain of such waits only grow, so no chain closes to a circle.
 */
public abstract class OutboundPort extends Port {

    /** {@link WaitQueue#NONE} until somebody waits: most open channels are idle. */
    private WaitQueue senders = WaitQueue.NONE;

    private WaitQueue line() {
        if (senders == WaitQueue.NONE) {
            senders = new WaitQueue();
        }
        return senders;
    }

    /** Makes a port without waiting senders. */
    protected OutboundPort() {}

    /** Decides somebody's call for an item that can be passed on. */
    @FunctionalInterface
    protected interface Claim {
        /**
         * Decides, under the port's lock and at most the engine's.
         *
         * @param exchange what passing the item on begins; {@code null} where nothing follows, because there is a buffer
         * @return false if the call has been decided otherwise, and the item must not be passed on
         */
        boolean claim(@Nullable Exchange exchange);
    }

    /**
     * Under the lock: passes an item on, if there is room and the claim says that it is wanted. Asks the claim once at most, and when it
     * says yes, passes the item on without fail.
     *
     * @param item what to send
     * @param claim to be asked when nothing else is in the way
     * @return {@link Signal#ACCEPTED}; or nothing has happened: {@link Signal#FULL}, a {@link Refusal}, or {@link Signal#RETURNED} if the claim
     *     said no
     */
    protected abstract Object tryPass(Object item, Claim claim);

    /**
     * Under the lock: an item that was out has met its fate.
     *
     * @param exchange what the claim was asked with; each once
     * @param outcome {@link Signal#ACCEPTED}, {@link Signal#RETURNED}, or a {@link Refusal}
     */
    protected final void settle(Exchange exchange, Object outcome) {
        complete(exchange.claimant(), outcome);
    }

    /** Under the lock: passes on the items of waiting calls, first come first served, as far as there is room. */
    protected final void serve() {
        for (Wait first = senders.firstOpen(); first != null; first = senders.firstOpen()) {
            Wait wait = first;
            Object outcome = tryPass(wait.offered(), exchange -> claim(wait, exchange));
            if (outcome == Signal.FULL) {
                return;
            }
            if (outcome instanceof Refusal && senders.claim(wait)) {
                complete(wait, outcome);
            }
        }
    }

    private boolean claim(Wait wait, @Nullable Exchange exchange) {
        if (exchange != null) {
            wait.exchange(exchange);
        }
        boolean claimed = senders.claim(wait);
        if (claimed && exchange == null) {
            complete(wait, Signal.ACCEPTED);
        }
        return claimed;
    }

    /** Under the lock: whether a call that comes now has to stand behind others. */
    protected final boolean hasLine() {
        return senders.firstOpen() != null;
    }

    /**
     * Under the lock: how many calls wait in line, undecided.
     *
     * @param max counts no further
     * @return zero to {@code max}
     */
    protected final int waitingSenders(int max) {
        return senders.open(max);
    }

    /**
     * A clause of a select that sends an item through this port.
     *
     * @param item what to send
     * @return a new clause; its result is {@link Signal#ACCEPTED} or a {@link Refusal}
     */
    protected final Clause sendClause(Object item) {
        return new SendClause(this, item);
    }

    private Object attempt(Object item, Call call, int index) {
        if (hasLine()) {
            return Signal.FULL;
        }
        Wait wait = new Wait(call, this, item, index);
        Object outcome = tryPass(item, exchange -> {
            if (exchange == null) {
                return true;
            }
            line().givePlace(wait);
            wait.exchange(exchange);
            return call.claim(wait);
        });
        return wait.isOut() ? wait : outcome;
    }

    private Wait enqueue(Object item, Call call, int index, @Nullable Wait before) {
        Wait wait = new Wait(call, this, item, index).inPlaceOf(before);
        line().add(wait);
        return wait;
    }

    private static final class SendClause extends Clause {

        private final OutboundPort port;
        private final Object item;

        SendClause(OutboundPort port, Object item) {
            super(port);
            this.port = port;
            this.item = item;
        }

        @Override
        Object attempt(Call call, int index) {
            return port.attempt(item, call, index);
        }

        @Override
        Wait enqueue(Call call, int index, @Nullable Wait before) {
            return port.enqueue(item, call, index, before);
        }
    }
}
