package dev.strait.runtime;

import dev.strait.channel.Signal;
import dev.strait.codec.Codec;
import dev.strait.codec.Output;
import dev.strait.error.EndClosed;
import dev.strait.error.MessageTooLarge;
import dev.strait.error.StraitException;
import dev.strait.wire.dispatch.Allowance;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Varint;
import dev.strait.wire.mux.Batch;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
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

    private static final int FIRST_BUFFER_BYTES = 1 << 10;
    private static final int FULL_BUFFER_BYTES = Batch.HEADROOM + Batch.MAX_FRAMED_BYTES;
    private static final int MAX_PREFIX_BYTES = Varint.MAX_BYTES;
    private static final int SEAL_SPINS = 200;

    private final EngineAccess access;
    private final String node;
    private final String channel;
    private final Codec<T> codec;
    private final SenderEnd end;
    private final Output output;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Place> line = new ArrayDeque<>();
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
    private int at = Batch.HEADROOM;
    private int prefixBytes = 1;
    private int messages;
    private int allowedMessages;
    private long allowedBytes;
    private @Nullable String finishedBy;
    private volatile boolean sealWanted;

    RemoteSender(EngineAccess access, String node, String channel, Codec<T> codec, SenderEnd end, int maxMessageBytes) {
        this.access = access;
        this.node = node;
        this.channel = channel;
        this.codec = codec;
        this.end = end;
        this.output = new Output(buffer, 0, 0, maxMessageBytes);
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
        lock.lock();
        try {
            return sendLocked(value, timeoutNanos);
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
        lock.lock();
        try {
            return sendLocked(value, 0);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted without waiting", e);
        } finally {
            unlock();
        }
    }

    private Signal sendLocked(T value, long timeoutNanos) throws InterruptedException {
        boolean ready = allowedMessages > 0 && line.isEmpty() && finishedBy == null;
        if (!ready && !acquire(1, timeoutNanos)) {
            return Signal.FULL;
        }
        encode(value);
        if (!place()) {
            byte[] aside = output.toByteArray();
            sealLocked();
            if (!acquire(cost(aside.length), timeoutNanos)) {
                return Signal.FULL;
            }
            placeAside(aside);
        }
        if (allowedMessages == 0 || sealWanted) {
            sealLocked();
        }
        return Signal.ACCEPTED;
    }

    /** Encodes behind the batch so far, leaving room for a length of the width that the last message had. */
    private void encode(T value) {
        int from = Math.min(at + prefixBytes, buffer.length);
        output.reset(buffer, from, buffer.length);
        codec.encode(value, output);
    }

    @SuppressWarnings("ReferenceEquality") // whether the output has outgrown the buffer
    private boolean isInPlace(int prefix) {
        return output.array() == buffer && prefix == prefixBytes;
    }

    /** Makes the encoded message part of the batch; false, and nothing has changed, if it does not fit buffer or credit. */
    private boolean place() {
        int length = output.length();
        int prefix = Varint.length(length);
        int cost = prefix + length;
        if (cost > allowedBytes) {
            return false;
        }
        if (isInPlace(prefix)) {
            Varint.write(buffer, at, length);
            add(cost);
            return true;
        }
        if (!makeRoom(cost)) {
            return false;
        }
        // Within one array the ranges may overlap; arraycopy allows for it.
        System.arraycopy(output.array(), output.start(), buffer, at + prefix, length);
        prefixBytes = prefix;
        Varint.write(buffer, at, length);
        add(cost);
        return true;
    }

    private boolean makeRoom(int cost) {
        if (at + cost <= buffer.length) {
            return true;
        }
        if (at + cost > FULL_BUFFER_BYTES) {
            return false;
        }
        int size = Math.max(at + cost, Math.min(FULL_BUFFER_BYTES, buffer.length * 4));
        byte[] larger = new byte[size];
        System.arraycopy(buffer, 0, larger, 0, at);
        buffer = larger;
        return true;
    }

    /** The allowance covers the message, and no batch is in the making. */
    private void placeAside(byte[] message) {
        int cost = cost(message.length);
        if (at + cost > FULL_BUFFER_BYTES) {
            giveBatch(Batch.whole(message, 0, message.length));
            return;
        }
        makeRoom(cost);
        int prefix = Varint.write(buffer, at, message.length);
        System.arraycopy(message, 0, buffer, prefix, message.length);
        add(cost);
    }

    /** What a message of this length costs of the byte credit. */
    private static int cost(int length) {
        int framed = Varint.length(length) + length;
        return framed <= Batch.MAX_FRAMED_BYTES ? framed : (int) Batch.wholeCost(length);
    }

    private void add(int cost) {
        at += cost;
        messages++;
        allowedMessages--;
        allowedBytes -= cost;
        if (messages == 1 && allowedMessages > 0) {
            NodeEngine engine = access.enter();
            try {
                engine.fill(end, access.now());
            } finally {
                access.exitLater();
            }
        }
        if (FULL_BUFFER_BYTES - at < MAX_PREFIX_BYTES + 1) {
            sealLocked();
        }
    }

    /** Where a caller stands in line; known by identity. */
    private static final class Place {}

    /**
     * Waits in line for an allowance that covers {@code minBytes}.
     *
     * @return whether there is one; false if the time went by
     */
    private boolean acquire(int minBytes, long timeoutNanos) throws InterruptedException {
        Place place = null;
        long left = timeoutNanos;
        try {
            while (true) {
                if ((line.isEmpty() || line.peek() == place) && allow(minBytes)) {
                    return true;
                }
                if (left <= 0) {
                    return false;
                }
                if (place == null) {
                    place = new Place();
                    line.add(place);
                }
                if (runDeferred()) {
                    continue;
                }
                if (left == FOREVER) {
                    changed.await();
                } else {
                    left = changed.awaitNanos(left);
                }
            }
        } finally {
            if (place != null) {
                line.remove(place);
                changed.signalAll();
            }
        }
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
        if (messages > 0) {
            giveBatch(takeBatch());
        } else if (allowedMessages > 0 || end.isFilling()) {
            giveBatch(null);
        }
    }

    private void giveBatch(@Nullable Batch batch) {
        allowedMessages = 0;
        allowedBytes = 0;
        messages = 0;
        at = Batch.HEADROOM;
        NodeEngine engine = access.enter();
        try {
            engine.seal(end, batch, access.now());
        } finally {
            access.exitLater();
        }
    }

    /** The batch in a buffer of its own: a small one is copied, so that it does not keep a large buffer until it is taken. */
    private Batch takeBatch() {
        byte[] array = buffer;
        if (at < buffer.length / 4) {
            array = Arrays.copyOf(buffer, at);
        } else {
            int size = buffer.length - at < buffer.length / 4
                    ? Math.min(FULL_BUFFER_BYTES, buffer.length * 2)
                    : buffer.length;
            buffer = new byte[size];
        }
        return Batch.framed(array, Batch.HEADROOM, at, messages);
    }

    /** The engine says that something this end may wait for has changed. */
    void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            unlock();
        }
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

    /**
     * Before parking: what the engine has told on the way (a batch to write) must not wait for this thread to come back.
     *
     * @return whether the lock was let go of meanwhile, so that everything has to be looked at again
     */
    private boolean runDeferred() {
        if (!access.hasDeferred()) {
            return false;
        }
        unlock();
        lock.lock();
        return true;
    }

    /** Waits until there are so many receivers to send to; false if the time went by. */
    public boolean awaitReceivers(int count, long timeoutNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            // While this thread waits nobody would see that the link wants the batch in the making.
            sealLocked();
            long left = timeoutNanos;
            while (!hasReceivers(count)) {
                if (left <= 0) {
                    return false;
                }
                if (runDeferred()) {
                    continue;
                }
                if (left == FOREVER) {
                    changed.await();
                } else {
                    left = changed.awaitNanos(left);
                }
            }
            return true;
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
            changed.signalAll();
        } finally {
            unlock();
        }
    }
}
