package dev.strait.channel;

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
            complete(receiver, pollItem());
        }
    }
}
