package dev.strait.channel;

import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.ClosedWithoutDone;
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
        this(new Ring(capacity));
    }

    private LocalChannel(Buffer buffer) {
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
        Wait wait;
        lock();
        try {
            Signal outcome = offer(value);
            if (outcome != Signal.FULL || timeoutNanos <= 0) {
                return outcome;
            }
            wait = enqueueSender(new Call(), value, 0, null);
        } finally {
            unlock();
        }
        return (Signal) await(wait, timeoutNanos, Signal.FULL);
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
            Wait wait;
            lock();
            try {
                T value = values.peek();
                while (value != null) {
                    Signal outcome = offer(value);
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
                wait = enqueueSender(new Call(), value, 0, null);
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
        lock();
        try {
            return offer(value);
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
    private Signal offer(Object value) {
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
            return channel.offer(value);
        }

        @Override
        Wait enqueue(Call call, int index, @Nullable Wait before) {
            return channel.enqueueSender(call, value, index, before);
        }
    }
}
