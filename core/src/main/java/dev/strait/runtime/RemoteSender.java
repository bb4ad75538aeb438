package dev.strait.runtime;

import dev.strait.channel.Signal;
import dev.strait.codec.Codec;
import dev.strait.error.EndClosed;
import dev.strait.error.MessageTooLarge;
import dev.strait.error.StraitException;
import dev.strait.wire.dispatch.Allowance;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.mux.Batch;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sending end of a named channel.
 *
 * <p>The hot path, per message: this end's lock, an encode straight into the batch in the making, two counters. The engine is asked for an
 * {@link Allowance} and given the batch once per batch. The batch is sealed when it is full, when the allowance is spent, or when the
 * link's writer has nothing else to write and asks for it; a writer that finds the lock taken leaves a flag, which the sender sees
 * before it lets go, so that neither waits for the other.
 *
 * <p>Callers that must wait stand in line; a caller that need not wait goes ahead only when nobody stands there.
 *
 * @param <T> the type of the values
 */
public final class RemoteSender<T> {
    /** Wait without a time limit. */
    public static final long FOREVER = Long.MAX_VALUE;

    private static final long NO_WAIT = Long.MIN_VALUE;
    private static final int SEAL_SPINS = 200;

    private final EngineAccess access;
    private final String node;
    private final String channel;
    private final SenderEnd end;
    private final BatchBuffer<T> batch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Bell changed = new Bell();
    private final ArrayDeque<Place> line = new ArrayDeque<>();
    private int allowedMessages;
    private long allowedBytes;
    private @Nullable String finishedBy;
    private volatile boolean sealWanted;

    RemoteSender(EngineAccess access, String node, String channel, Codec<T> codec, SenderEnd end, int maxMessageBytes) {
        this.access = access;
        this.node = node;
        this.channel = channel;
        this.end = end;
        this.batch = new BatchBuffer<>(codec, maxMessageBytes);
    }

    /** The channel's name. */
    public String channel() {
        return channel;
    }

    /**
     * Sends a value.
     *
     * @param timeoutNanos how long to wait; zero or less does not wait, {@link #FOREVER} waits without limit
     * @return {@link Signal#ACCEPTED}, or {@link Signal#FULL} if the time went by and the value was not sent
     * @throws StraitException if the channel has ended or nobody can be reached, or the value cannot be encoded; it was not sent
     * @throws InterruptedException if the thread is interrupted; the value was not sent
     */
    public Signal send(T value, long timeoutNanos) throws InterruptedException {
        if (timeoutNanos > 0 && Thread.interrupted()) {
            throw new InterruptedException();
        }
        lock();
        try {
            return sendLocked(value, deadline(timeoutNanos));
        } finally {
            unlock();
        }
    }

    /**
     * Sends a value if that needs no waiting.
     *
     * @return {@link Signal#ACCEPTED} or {@link Signal#FULL}
     * @throws StraitException as {@link #send}
     */
    public Signal trySend(T value) {
        lock();
        try {
            return sendLocked(value, NO_WAIT);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted without waiting", e);
        } finally {
            unlock();
        }
    }

    private Signal sendLocked(T value, long deadline) throws InterruptedException {
        boolean ready = allowedMessages > 0 && line.isEmpty() && finishedBy == null;
        if (!ready && !acquire(1, deadline)) {
            return Signal.FULL;
        }
        encode(value);
        int cost = batch.place(allowedBytes);
        if (cost >= 0) {
            placed(cost);
            return Signal.ACCEPTED;
        }
        byte[] encoded = batch.encoded();
        sealLocked();
        if (!acquire(BatchBuffer.cost(encoded.length), deadline)) {
            return Signal.FULL;
        }
        cost = batch.place(encoded);
        if (cost >= 0) {
            placed(cost);
        } else {
            sealLocked(Batch.whole(encoded, 0, encoded.length));
        }
        return Signal.ACCEPTED;
    }

    /** Encodes; on failure nothing has changed, and no credit is kept from others. */
    private void encode(T value) {
        boolean encoded = false;
        try {
            batch.encode(value);
            encoded = true;
        } finally {
            if (!encoded) {
                sealLocked();
            }
        }
    }

    /** Counts a message that has become part of the batch. */
    private void placed(int cost) {
        allowedMessages--;
        allowedBytes -= cost;
        if (allowedMessages == 0 || batch.isFull() || sealWanted) {
            sealLocked();
        } else if (batch.messages() == 1) {
            NodeEngine engine = access.enter();
            try {
                engine.fill(end, access.now());
            } finally {
                access.exitLater();
            }
        }
    }

    /** Where a caller stands in line; known by identity. */
    private static final class Place {}

    /**
     * Waits in line for an allowance that covers {@code minBytes}.
     *
     * @return whether there is one; false if the time went by
     */
    private boolean acquire(int minBytes, long deadline) throws InterruptedException {
        Place place = null;
        try {
            while (true) {
                long seen = changed.rings();
                if ((line.isEmpty() || line.peek() == place) && allow(minBytes)) {
                    return true;
                }
                if (deadline == NO_WAIT) {
                    return false;
                }
                if (place == null) {
                    place = new Place();
                    line.add(place);
                }
                if (!park(seen, deadline)) {
                    return false;
                }
            }
        } finally {
            if (place != null) {
                line.remove(place);
                changed.ring();
            }
        }
    }

    /** Waits for the bell, without the lock. @return false if the deadline has passed */
    private boolean park(long seen, long deadline) throws InterruptedException {
        unlock();
        try {
            return changed.await(seen, deadline);
        } finally {
            lock.lock();
        }
    }

    private static long deadline(long timeoutNanos) {
        if (timeoutNanos <= 0) {
            return NO_WAIT;
        }
        return timeoutNanos == FOREVER ? Bell.FOREVER : System.nanoTime() + timeoutNanos;
    }

    /** Asks the engine; throws if nothing can be sent at all. */
    private boolean allow(int minBytes) {
        if (finishedBy != null) {
            throw new EndClosed(channel, finishedBy);
        }
        if (allowedMessages > 0 && minBytes <= allowedBytes) {
            return true;
        }
        sealLocked();
        Allowance allowance;
        NodeEngine engine = access.enter();
        try {
            Closure closure = engine.closure(end);
            if (closure != null) {
                throw Failures.ofSender(node, channel, closure);
            }
            allowance = engine.allow(end, minBytes, access.now());
            if (allowance == null) {
                checkSize(minBytes);
            }
        } finally {
            access.exitLater();
        }
        if (allowance == null) {
            return false;
        }
        allowedMessages = allowance.messages();
        allowedBytes = allowance.bytes();
        return true;
    }

    /** A message that none of the receivers there are would ever take is refused, not waited for. */
    private void checkSize(int minBytes) {
        long largest = end.largestMessageBytes();
        if (largest >= 0 && minBytes - Batch.WHOLE_OVERHEAD > largest) {
            throw new MessageTooLarge(minBytes - Batch.WHOLE_OVERHEAD, largest);
        }
    }

    /** Gives the batch in the making to the engine, and what is left of the allowance back. */
    private void sealLocked() {
        sealWanted = false;
        if (batch.messages() > 0) {
            sealLocked(batch.take());
        } else if (allowedMessages > 0 || end.isFilling()) {
            sealLocked(null);
        }
    }

    private void sealLocked(@Nullable Batch sealed) {
        allowedMessages = 0;
        allowedBytes = 0;
        NodeEngine engine = access.enter();
        try {
            engine.seal(end, sealed, access.now());
        } finally {
            access.exitLater();
        }
    }

    /** The engine says that something this end may wait for has changed. Never blocks. */
    void signal() {
        changed.ring();
    }

    /** The link has nothing else to write: seals, or has the thread that holds the lock do it. Never blocks. */
    void sealForLink() {
        sealWanted = true;
        for (int i = 0; i < SEAL_SPINS && sealWanted; i++) {
            if (lock.tryLock()) {
                try {
                    sealLocked();
                } finally {
                    lock.unlock();
                }
                return;
            }
            Thread.onSpinWait();
        }
    }

    private void lock() {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("a value of channel '" + channel
                    + "' was sent through the same end by its codec or by an accessor of the value being encoded");
        }
        lock.lock();
    }

    private void unlock() {
        lock.unlock();
        while (sealWanted && lock.tryLock()) {
            try {
                sealLocked();
            } finally {
                lock.unlock();
            }
        }
        if (!lock.isHeldByCurrentThread()) {
            access.runDeferred();
        }
    }

    /** Waits until there are so many receivers to send to; false if the time went by. */
    public boolean awaitReceivers(int count, long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long deadline = deadline(timeoutNanos);
        lock.lock();
        try {
            while (true) {
                long seen = changed.rings();
                if (hasReceivers(count)) {
                    return true;
                }
                if (deadline == NO_WAIT || !park(seen, deadline)) {
                    return false;
                }
            }
        } finally {
            unlock();
        }
    }

    private boolean hasReceivers(int count) {
        if (finishedBy != null) {
            throw new EndClosed(channel, finishedBy);
        }
        NodeEngine engine = access.enter();
        try {
            if (end.liveLanes() >= count) {
                return true;
            }
            Closure closure = engine.closure(end);
            if (closure != null) {
                throw Failures.ofSender(node, channel, closure);
            }
            engine.awaitLanes(end, count);
            return false;
        } finally {
            access.exitLater();
        }
    }

    /** The program has sent everything. */
    public void done() {
        finish("done()", (engine, now) -> engine.done(end, now));
    }

    /** The program fails the channel. */
    public void error(Throwable cause) {
        String text = cause.toString();
        finish("error(cause)", (engine, now) -> engine.fail(end, ErrorCode.APPLICATION_ERROR, text, now));
    }

    /** Gives the end back; without {@link #done} or {@link #error} before, that is an error. */
    public void close() {
        finish(
                "close()",
                (engine, now) -> engine.fail(
                        end,
                        ErrorCode.CLOSED_WITHOUT_DONE,
                        "a sender on node " + node + " was closed without done()",
                        now));
        NodeEngine engine = access.enter();
        try {
            engine.closeSender(end, access.now());
        } finally {
            access.exit();
        }
    }

    /** How a program ends its sender; only the first time counts. */
    private interface Finish {
        void apply(NodeEngine engine, long nowNanos);
    }

    private void finish(String by, Finish finish) {
        lock.lock();
        try {
            if (finishedBy != null) {
                return;
            }
            finishedBy = by;
            sealLocked();
            NodeEngine engine = access.enter();
            try {
                finish.apply(engine, access.now());
            } finally {
                access.exitLater();
            }
            changed.ring();
        } finally {
            unlock();
        }
    }
}
