package dev.strait.channel;

import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelDone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A port that can be received from. A subclass says where items come from; this class has the waiting. What a port gives out
 * is an item: the value itself in a local channel, perhaps encoded bytes at a remote end, which {@link #open} turns into the
 * value in the receiving thread, outside all locks.
 *
 * @param <T> the type of the values
 */
public abstract class ReceivePort<T> extends Port {

    /** {@link WaitQueue#NONE} until somebody waits: most open channels are idle. */
    WaitQueue receivers = WaitQueue.NONE;

    /** Where receivers get in line. */
    final WaitQueue line() {
        if (receivers == WaitQueue.NONE) {
            receivers = new WaitQueue();
        }
        return receivers;
    }

    /** Makes a port without waiting receivers. */
    protected ReceivePort() {}

    /**
     * Under the lock: takes the next item. Throws nothing. When it gives {@link Signal#EMPTY} to a blocking call that has
     * taken nothing, that call is about to wait.
     *
     * @return the item; {@link Signal#EMPTY} if there is none now; {@link Signal#CLOSED} if there is none and will be none,
     *     and then always
     */
    protected abstract Object pollItem();

    /**
     * Under the lock: as {@link #pollItem()}, for a call that came with somebody who keeps an account of what it gets.
     *
     * @param holder who that is
     */
    protected Object pollItem(Object holder) {
        return pollItem();
    }

    /**
     * Takes the next item as {@link #take(long)} does, for somebody who keeps an account of it.
     *
     * @param holder what {@link #pollItem(Object)} is called with
     */
    protected final Object take(long timeoutNanos, Object holder) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Wait wait;
        lock();
        try {
            if (receivers.firstOpen() != null) {
                serveLine();
            }
            Object item = pollItem(holder);
            if (item != Signal.EMPTY || timeoutNanos <= 0) {
                return item;
            }
            wait = new Wait(this, null);
            wait.holder = holder;
            line().add(wait);
        } finally {
            unlock();
        }
        return await(wait, timeoutNanos, Signal.EMPTY);
    }

    /**
     * Turns an item into its value. Called in the receiving thread without any lock, once for each item.
     *
     * @param item what {@link #pollItem} gave, not a {@link Signal}
     * @return the value
     * @throws dev.strait.error.DecodeFailed if it is not one
     */
    public abstract T open(Object item);

    /**
     * Says why {@link #pollItem} gave {@link Signal#CLOSED}.
     *
     * @return a new exception, for the calling thread to throw
     */
    public abstract ChannelClosed cause();

    /** Whether {@link #pollItem} gave {@link Signal#CLOSED} because the senders are done; then nobody need make an exception of it. */
    public boolean isDone() {
        return cause() instanceof ChannelDone;
    }

    /** Under the lock, with calls in line: a call has come, and those get what there is before it looks. Nothing, where none wait beside items. */
    protected void serveLine() {}

    /** Under the lock: takes the next item for a call that has just come. */
    private Object pollBehindLine() {
        if (receivers.firstOpen() != null) {
            serveLine();
        }
        return pollItem();
    }

    /**
     * Under the lock, after {@link #pollItem} gave {@link Signal#EMPTY}: whether somebody on another node is known to have an item for a
     * receiver that asks. One who then gets in line and cannot wait is told if it turns out that there is none.
     *
     * @return false, unless a subclass knows better
     */
    protected boolean mayAsk() {
        return false;
    }

    /**
     * Takes the next item on behalf of a select, which has looked at nothing else and holds no lock: in the receiving thread, which will
     * {@link #open} it. A port says here what it can say cheaply; the select then looks again, at all its ports at once.
     *
     * @return an item; {@link Signal#CLOSED}; {@link Signal#EMPTY} if there was none a moment ago; {@code null}, unless a subclass knows better,
     *     if a select must look at this port together with its others
     */
    protected @Nullable Object takeAlone() {
        return null;
    }

    /**
     * Takes the next item without waiting.
     *
     * @return the item, {@link Signal#EMPTY} or {@link Signal#CLOSED}
     */
    public Object tryTake() {
        lock();
        try {
            Object item = pollBehindLine();
            if (item != Signal.EMPTY || !mayAsk()) {
                return item;
            }
        } finally {
            unlock();
        }
        Selection.Choice choice = Selection.trySelect(receiveClause());
        return choice == null ? Signal.EMPTY : choice.result();
    }

    /**
     * Takes the next item, and waits until there is one.
     *
     * @return the item, or {@link Signal#CLOSED}
     * @throws InterruptedException if the thread is interrupted; no item was taken
     */
    public final Object take() throws InterruptedException {
        return take(Call.FOREVER);
    }

    /**
     * Takes the next item, and waits for it at most for the given time.
     *
     * @param timeoutNanos how long to wait; zero or less does not wait, {@code Long.MAX_VALUE} waits without limit
     * @return the item, {@link Signal#EMPTY} if the time went by, or {@link Signal#CLOSED}
     * @throws InterruptedException if the thread is interrupted; no item was taken
     */
    public Object take(long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (timeoutNanos <= 0) {
            return tryTake();
        }
        Wait wait;
        lock();
        try {
            Object item = pollBehindLine();
            if (item != Signal.EMPTY) {
                return item;
            }
            wait = enqueueReceiver();
        } finally {
            unlock();
        }
        return await(wait, timeoutNanos, Signal.EMPTY);
    }

    /**
     * Takes what is there, in one step under one hold of the lock, and waits at most for the given time until something is. A
     * call that has waited takes the one item that it was handed.
     *
     * @param items where the items are added, in order; at most {@code max}
     * @param max how many at most, at least 1
     * @param timeoutNanos how long to wait; zero or less does not wait, {@code Long.MAX_VALUE} waits without limit
     * @return false if the port has ended and everything is taken; else true, and nothing was added if the time went by
     * @throws InterruptedException if the thread is interrupted; no item was taken
     */
    public boolean takeAll(List<Object> items, int max, long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Wait wait = null;
        lock();
        try {
            Object item = pollBehindLine();
            if (item != Signal.EMPTY) {
                for (int left = max; !(item instanceof Signal); item = pollItem()) {
                    items.add(item);
                    if (--left == 0) {
                        return true;
                    }
                }
                return item == Signal.EMPTY || !items.isEmpty();
            }
            if (timeoutNanos > 0) {
                wait = enqueueReceiver();
            } else if (!mayAsk()) {
                return true;
            }
        } finally {
            unlock();
        }
        Object item = wait == null ? tryTake() : await(wait, timeoutNanos, Signal.EMPTY);
        if (!(item instanceof Signal)) {
            items.add(item);
        }
        return item != Signal.CLOSED;
    }

    /** Waits, not under the lock, for the result of a wait that stands in line; {@code late} if the time goes by. */
    static Object await(Wait wait, long timeoutNanos, Signal late) throws InterruptedException {
        boolean won = false;
        try {
            won = wait.call.await(timeoutNanos) != null;
        } finally {
            if (!won) {
                wait.leave();
            }
        }
        return won ? wait.result() : late;
    }

    /**
     * Receives the next value, and waits until there is one.
     *
     * @return the value
     * @throws ChannelClosed when the port has ended and what had arrived is taken
     * @throws dev.strait.error.DecodeFailed if the item is not a value
     * @throws InterruptedException if the thread is interrupted; no item was taken
     */
    public T receive() throws InterruptedException {
        Object item = take();
        if (item == Signal.CLOSED) {
            throw cause();
        }
        return open(item);
    }

    /**
     * A clause of a select that receives from this port.
     *
     * @return a new clause; its result is an item or {@link Signal#CLOSED}
     */
    public final Clause receiveClause() {
        return new ReceiveClause(this);
    }

    /** Under the lock: gives an item, or {@code CLOSED}, to the receiver that has waited longest; false if none waits. */
    final boolean handToReceiver(Object item) {
        Wait receiver = receivers.claimFirst();
        if (receiver == null) {
            return false;
        }
        complete(receiver, item);
        return true;
    }

    /** Under the lock: gets in line, for a call that does so nowhere else. */
    private Wait enqueueReceiver() {
        Wait wait = new Wait(this, null);
        line().add(wait);
        return wait;
    }

    /** Under the lock: gets in line. */
    final Wait enqueueReceiver(Call call, int clause, @Nullable Wait before) {
        Wait wait = new Wait(call, this, null, clause).inPlaceOf(before);
        line().add(wait);
        return wait;
    }

    private static final class ReceiveClause extends Clause {

        private final ReceivePort<?> port;

        ReceiveClause(ReceivePort<?> port) {
            super(port);
            this.port = port;
        }

        @Override
        @Nullable
        Object attemptAlone() {
            return port.takeAlone();
        }

        @Override
        Object attempt(Call call, int index) {
            return port.pollBehindLine();
        }

        @Override
        Wait enqueue(Call call, int index, @Nullable Wait before) {
            return port.enqueueReceiver(call, index, before);
        }

        @Override
        boolean mayAsk() {
            return port.mayAsk();
        }
    }
}
