package dev.strait.channel;

import org.jspecify.annotations.Nullable;

/**
 * A receiving port whose items are brought by another thread, such as the reader of a link. That thread adds what has arrived to
 * the subclass's own store under the lock, and then serves:
 *
 * {@snippet :
 * lock();
 * try {
 *     arrived.add(batch);
 *     serve();
 * } finally {
 *     unlock();
 * }
 * }
 *
 * <p>The end of the port is brought in the same way: the subclass notes it, so that {@link #pollItem} gives
 * {@link Signal#CLOSED} after the last item, and serves; every waiting call then gets it.
 *
 * @param <T> the type of the values
 */
public abstract class InboundPort<T> extends ReceivePort<T> {

    /** Makes a port without waiting receivers. */
    protected InboundPort() {}

    /**
     * Under the lock: whether {@link #pollItem} would give an item or {@link Signal#CLOSED} now. What it says must hold until
     * the lock is given back, or an item is taken: a waiting call is claimed on its strength, and cannot be set free again.
     *
     * @return false if {@link #pollItem} would give {@link Signal#EMPTY}
     */
    protected abstract boolean ready();

    /** Under the lock: hands items to waiting receivers, first come first served, while there are both. */
    protected final void serve() {
        while (ready()) {
            Wait receiver = receivers.claimFirst();
            if (receiver == null) {
                return;
            }
            Object holder = receiver.holder;
            complete(receiver, holder == null ? pollItem() : pollItem(holder));
        }
    }

    /** What has arrived is for those who came first; whoever acts on its arrival may not have got here yet. */
    @Override
    protected void serveLine() {
        serve();
    }

    /** A call that was decided for an item which it is yet to be given. */
    protected static final class Claimant {
        private final Wait wait;

        private Claimant(Wait wait) {
            this.wait = wait;
        }
    }

    /**
     * Under the lock: decides the call that has waited longest, which must be {@linkplain #give given} its item in the same hold.
     *
     * @return {@code null} if none waits
     */
    protected final @Nullable Claimant claim() {
        Wait receiver = receivers.claimFirst();
        return receiver == null ? null : new Claimant(receiver);
    }

    /**
     * Under the lock: gives a claimant its item.
     *
     * @param item the item, or {@link Signal#CLOSED}
     */
    protected final void give(Claimant claimant, Object item) {
        complete(claimant.wait, item);
    }

    /**
     * Under the lock: whether a call waits that has a value of its own with another node, of a higher rank than this, and may take an item if
     * that value comes back.
     *
     * @param rank the rank of the exchange that would bring the item
     * @return whether the item is worth keeping until then
     */
    protected final boolean mayYetTake(Rank rank) {
        return receivers.mayYetTake(rank);
    }

    /** Under the lock: those who only asked, and cannot wait, are told that there is nothing. */
    protected final void deny() {
        receivers.denyAll(this::wakeLater);
    }

    /** Under the lock: whether a call waits in line, undecided. */
    protected final boolean hasLine() {
        return receivers.firstOpen() != null;
    }

    /** Under the lock: whether this thread waits in line, undecided. */
    protected final boolean isWaiting(Thread thread) {
        return receivers.has(thread);
    }

    /**
     * Under the lock: how many calls wait in line, undecided.
     *
     * @param max counts no further
     * @return zero to {@code max}
     */
    protected final int waitingReceivers(int max) {
        return receivers.open(max);
    }
}
