package dev.strait.channel;

import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.ClosedWithoutDone;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A channel whose both sides are in this process, after Go's {@code runtime/chan.go}.
 *
 * <p>What holds whenever the lock is free, waits of decided calls left aside: receivers wait only while the buffer is empty and no sender
 * waits; senders wait only while the buffer is full and no receiver waits; nobody waits once the channel has ended. From that
 * follow first-in-first-out order and direct hand-over: a sender that finds a receiver waiting gives it the value, and a
 * receiver that finds a sender waiting at a full buffer takes the oldest value and moves the sender's into the buffer.
 *
 * <p>What needs nobody in line goes the short way of the {@link Buffer}, without the lock: {@link Ring} and {@link Door} say what that
 * gains. What finds it shut, or has to get in line, takes the lock, and everything below is as if there were no other way. A call that
 * has to wait first looks for a while, see {@link Looks}: with a buffer before it gets in line, so that a sender which keeps up with its
 * receiver is not handed its room value by value; in a rendezvous at the door, for there it must stand to be met.
 *
 * @param <T> the type of the values
 */
public final class LocalChannel<T> extends ReceivePort<T> {

    private final WaitQueue senders = new WaitQueue();
    private final Buffer buffer;
    private volatile @Nullable Supplier<ChannelClosed> ending;

    /**
     * Makes an open, empty channel.
     *
     * @param capacity how many values it holds; 0 makes it a rendezvous
     */
    public LocalChannel(int capacity) {
        this(capacity == 0 ? new Door() : new Ring(capacity));
    }

    /** With a buffer of its own. */
    LocalChannel(Buffer buffer) {
        this.buffer = buffer;
    }

    /**
     * Makes an open, empty channel that is never full.
     *
     * @param <T> the type of the values
     * @return the channel
     */
    public static <T> LocalChannel<T> unbounded() {
        return new LocalChannel<>(new Segments());
    }

    /**
     * Sends a value, and waits at most for the given time until it is in the buffer or a receiver has it.
     *
     * @param value the value
     * @param timeoutNanos how long to wait; zero or less does not wait, {@code Long.MAX_VALUE} waits without limit
     * @return {@link Signal#ACCEPTED}, {@link Signal#FULL} if the time went by, or {@link Signal#CLOSED}
     * @throws InterruptedException if the thread is interrupted; the value was not sent
     */
    public Signal put(T value, long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Signal quick = buffer.offer(value);
        if (quick == Signal.FULL && timeoutNanos > 0 && buffer.look(true)) {
            quick = buffer.offer(value);
        }
        if (quick == Signal.ACCEPTED || (quick == Signal.FULL && timeoutNanos <= 0)) {
            return quick;
        }
        Visitor visitor = quick == Signal.FULL ? buffer.enter(value) : null;
        return (Signal) (visitor == null ? putInLine(value, timeoutNanos) : await(visitor, timeoutNanos, Signal.FULL));
    }

    private Object putInLine(T value, long timeoutNanos) throws InterruptedException {
        Wait wait;
        lock();
        try {
            Signal outcome = send(value);
            if (outcome != Signal.FULL || timeoutNanos <= 0) {
                return outcome;
            }
            wait = new Wait(this, value);
            senders.add(wait);
        } finally {
            unlock();
        }
        return await(wait, timeoutNanos, Signal.FULL);
    }

    /** Waits, not under the lock, for what the visitor is given at the door or in line; {@code late} if the time goes by. */
    private Object await(Visitor visitor, long timeoutNanos, Signal late) throws InterruptedException {
        if (buffer.looks.worthwhile()) {
            buffer.looks.note(visitor.look());
        }
        Object result = visitor.given();
        if (result != null) {
            return result;
        }
        try {
            result = visitor.awaitResult(timeoutNanos);
        } finally {
            if (result == null) {
                visitor.leave(this);
            }
        }
        return result == null ? late : result;
    }

    /**
     * Sends a value, and waits until it is in the buffer or a receiver has it.
     *
     * @param value the value
     * @return {@link Signal#ACCEPTED} or {@link Signal#CLOSED}
     * @throws InterruptedException if the thread is interrupted; the value was not sent
     */
    public Signal put(T value) throws InterruptedException {
        return put(value, Call.FOREVER);
    }

    /**
     * Sends values in order: as many as can be in one step, under one hold of the lock, and then, if there are more, waits in line
     * with the next. Values of others may come in between, but nobody who waits is overtaken.
     *
     * @param values the values; each is removed when it was sent, so that those which are left were not
     * @return {@link Signal#ACCEPTED} if all were sent, or {@link Signal#CLOSED}
     * @throws InterruptedException if the thread is interrupted while there is something left to send
     */
    public Signal putAll(Queue<? extends T> values) throws InterruptedException {
        while (!values.isEmpty()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            buffer.offerAll(values);
            if (!values.isEmpty() && buffer.look(true)) {
                buffer.offerAll(values);
            }
            if (values.isEmpty()) {
                return Signal.ACCEPTED;
            }
            Wait wait;
            lock();
            try {
                T value = values.peek();
                while (value != null) {
                    Signal outcome = send(value);
                    if (outcome == Signal.CLOSED) {
                        return outcome;
                    }
                    if (outcome == Signal.FULL) {
                        break;
                    }
                    values.remove();
                    value = values.peek();
                }
                if (value == null) {
                    return Signal.ACCEPTED;
                }
                wait = new Wait(this, value);
                senders.add(wait);
            } finally {
                unlock();
            }
            if (await(wait, Call.FOREVER, Signal.FULL) == Signal.CLOSED) {
                return Signal.CLOSED;
            }
            values.remove();
        }
        return Signal.ACCEPTED;
    }

    /**
     * Sends a value if that needs no waiting.
     *
     * @param value the value
     * @return {@link Signal#ACCEPTED}, {@link Signal#FULL} or {@link Signal#CLOSED}
     */
    public Signal tryPut(T value) {
        Signal quick = buffer.offer(value);
        if (quick != null) {
            return quick;
        }
        lock();
        try {
            return send(value);
        } finally {
            unlock();
        }
    }

    /**
     * A clause of a select that sends a value into this channel.
     *
     * @param value the value
     * @return a new clause; its result is {@link Signal#ACCEPTED} or {@link Signal#CLOSED}
     */
    public Clause sendClause(T value) {
        return new SendClause(this, value);
    }

    /** Ends the channel cleanly, if it is open. */
    public void done() {
        end(() -> new ChannelDone(name()));
    }

    /**
     * Ends the channel with an error, if it is open.
     *
     * @param cause why
     */
    public void error(Throwable cause) {
        end(() -> new ChannelFailed(name(), cause.toString(), null, cause));
    }

    /** Ends the channel, if it is open, as one whose sender was closed without saying how it finished. */
    public void close() {
        end(() -> new ClosedWithoutDone(name(), "this process"));
    }

    @Override
    public ChannelClosed cause() {
        return Objects.requireNonNull(ending, "the channel has not ended").get();
    }

    @Override
    @SuppressWarnings("unchecked") // only values of T are ever offered
    public T open(Object item) {
        return (T) item;
    }

    @Override
    public Object tryTake() {
        Object quick = buffer.poll();
        return quick == null ? super.tryTake() : quick;
    }

    @Override
    public Object take(long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Object quick = buffer.poll();
        if (quick == Signal.EMPTY && timeoutNanos > 0 && buffer.look(false)) {
            quick = buffer.poll();
        }
        if (quick != null && (quick != Signal.EMPTY || timeoutNanos <= 0)) {
            return quick;
        }
        Visitor visitor = quick == Signal.EMPTY ? buffer.enter(null) : null;
        return visitor == null ? super.take(timeoutNanos) : await(visitor, timeoutNanos, Signal.EMPTY);
    }

    @Override
    public boolean takeAll(List<Object> items, int max, long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (buffer.pollAll(items, max) > 0
                || (timeoutNanos > 0 && buffer.look(false) && buffer.pollAll(items, max) > 0)) {
            return true;
        }
        return super.takeAll(items, max, timeoutNanos);
    }

    @Override
    void locked() {
        buffer.shut(this, senders, line());
    }

    @Override
    protected void unlocking() {
        buffer.leave(ending == null && senders.firstOpen() == null && receivers.firstOpen() == null);
    }

    @Override
    protected Object pollItem() {
        Object value = buffer.size() > 0 ? buffer.remove() : null;
        Wait sender = senders.claimFirst();
        if (sender != null) {
            complete(sender, Signal.ACCEPTED);
            if (value == null) {
                return sender.offered();
            }
            buffer.add(sender.offered());
        }
        if (value != null) {
            return value;
        }
        return ending == null ? Signal.EMPTY : Signal.CLOSED;
    }

    /** Under the lock. */
    private Signal send(Object value) {
        if (ending != null) {
            return Signal.CLOSED;
        }
        if (handToReceiver(value)) {
            return Signal.ACCEPTED;
        }
        if (buffer.isFull()) {
            return Signal.FULL;
        }
        buffer.add(value);
        return Signal.ACCEPTED;
    }

    /** Under the lock. */
    private Wait enqueueSender(Call call, Object value, int clause, @Nullable Wait before) {
        Wait wait = new Wait(call, this, value, clause).inPlaceOf(before);
        senders.add(wait);
        return wait;
    }

    private void end(Supplier<ChannelClosed> how) {
        lock();
        try {
            if (ending != null) {
                return;
            }
            ending = how;
            while (handToReceiver(Signal.CLOSED)) {}
            for (Wait sender = senders.claimFirst(); sender != null; sender = senders.claimFirst()) {
                complete(sender, Signal.CLOSED);
            }
        } finally {
            unlock();
        }
    }

    private String name() {
        return buffer.kind() + " #" + id();
    }

    /** Says what the channel holds and who waits, for logs and debuggers. */
    @Override
    public String toString() {
        lock();
        try {
            return name() + "[" + (ending == null ? "open" : "ended") + ", " + buffer.size() + " buffered, "
                    + senders.size() + " sending, " + receivers.size() + " receiving]";
        } finally {
            unlock();
        }
    }

    private static final class SendClause extends Clause {

        private final LocalChannel<?> channel;
        private final Object value;

        SendClause(LocalChannel<?> channel, Object value) {
            super(channel);
            this.channel = channel;
            this.value = value;
        }

        @Override
        Object attempt(Call call, int index) {
            return channel.send(value);
        }

        @Override
        Wait enqueue(Call call, int index, @Nullable Wait before) {
            return channel.enqueueSender(call, value, index, before);
        }
    }
}
