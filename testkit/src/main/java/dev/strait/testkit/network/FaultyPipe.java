package dev.strait.testkit.network;

import dev.strait.transport.memory.Pipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One direction of a connection: a bounded queue of what was written, each piece with the time at which it arrives. No thread moves it:
 * whoever reads waits for that time itself. What the one side does reaches the other as bytes do, so that a silent way is silent in everything:
 * the end of the output travels behind the bytes, and that the reader has closed, which ends the writes, travels the way back.
 *
 * <p>Under one lock that is held only while bytes are copied. {@link #changed} must be called after a way or the line has changed.
 */
final class FaultyPipe implements Pipe {
    /** A time to wait that is not known. */
    private static final long UNKNOWN = Long.MAX_VALUE;

    private record Piece(ByteBuffer bytes, long dueNanos) {}

    private final Way way;
    private final Way back;
    private final Fate fate;
    private final SplittableRandom random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition readable = lock.newCondition();
    private final Condition writable = lock.newCondition();
    private final ArrayDeque<Piece> underWay = new ArrayDeque<>();
    private int size;
    private long lastDueNanos = System.nanoTime();
    private boolean ended;
    private long endDueNanos;
    private boolean abandoned;
    private long abandonDueNanos;
    /** What gets through of that which is under way is known; the connection is cut. */
    private volatile boolean cut;

    /**
     * An empty pipe.
     *
     * @param way what befalls what is written
     * @param back what befalls the word of the reading side
     * @param fate of the whole connection
     * @param random for delays, and for how much of what is under way arrives when it is cut; of this pipe alone
     */
    FaultyPipe(Way way, Way back, Fate fate, SplittableRandom random) {
        this.way = way;
        this.back = back;
        this.fate = fate;
        this.random = random;
    }

    // --- the reading side ---

    @Override
    public int tryRead(ByteBuffer into) throws IOException {
        lock.lock();
        try {
            requireNotAbandoned();
            int before = into.remaining();
            while (into.hasRemaining() && !underWay.isEmpty() && nanosUntilReadable() <= 0) {
                copyOut(underWay.element().bytes, into);
            }
            int count = before - into.remaining();
            if (count > 0) {
                size -= count;
                writable.signal();
                return count;
            }
            if (!underWay.isEmpty() || nanosUntilReadable() > 0) {
                return 0;
            }
            requireNotCut();
            return -1;
        } finally {
            lock.unlock();
        }
    }

    private void copyOut(ByteBuffer from, ByteBuffer into) {
        int count = Math.min(from.remaining(), into.remaining());
        into.put(from.slice(from.position(), count));
        from.position(from.position() + count);
        if (!from.hasRemaining()) {
            underWay.remove();
        }
    }

    @Override
    public void awaitReadable() throws IOException {
        lock.lock();
        try {
            requireNotAbandoned();
            for (long wait = nanosUntilReadable(); wait > 0; wait = nanosUntilReadable()) {
                await(readable, wait);
                requireNotAbandoned();
            }
        } finally {
            lock.unlock();
        }
    }

    private void requireNotAbandoned() throws IOException {
        if (abandoned) {
            throw new AsynchronousCloseException();
        }
    }

    /** Until there is a byte, the end of the output or a cut to read. */
    private long nanosUntilReadable() {
        if (!cut && !passes(way)) {
            return UNKNOWN;
        }
        Piece next = underWay.peek();
        if (next != null) {
            return next.dueNanos - System.nanoTime();
        }
        if (fate.isCut()) {
            return 0;
        }
        return ended ? endDueNanos - System.nanoTime() : UNKNOWN;
    }

    /** The reading side closes: what is under way is discarded. */
    @Override
    public void abandon() {
        lock.lock();
        try {
            if (!abandoned) {
                abandoned = true;
                abandonDueNanos = System.nanoTime() + back.drawDelayNanos(random);
                keep(0);
                signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    // --- the writing side ---

    @Override
    public long tryWrite(ByteBuffer[] from, int offset, int length) throws IOException {
        lock.lock();
        try {
            return copyIn(from, offset, length);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(ByteBuffer[] from, int offset, int length) throws IOException {
        lock.lock();
        try {
            copyIn(from, offset, length);
            while (remaining(from, offset, length) > 0) {
                for (long wait = nanosUntilWritable(); wait > 0; wait = nanosUntilWritable()) {
                    await(writable, wait);
                }
                copyIn(from, offset, length);
            }
        } finally {
            lock.unlock();
        }
    }

    private long copyIn(ByteBuffer[] from, int offset, int length) throws IOException {
        if (ended) {
            throw new AsynchronousCloseException();
        }
        requireNotCut();
        if (abandoned && nanosUntilAbandonIsKnown() <= 0) {
            throw new IOException("closed by the other side");
        }
        int wanted = Math.toIntExact(Math.min(remaining(from, offset, length), CAPACITY - size));
        int count = way.admit(wanted);
        if (count > 0) {
            underWay.add(new Piece(take(from, offset, count), due()));
            size += count;
            readable.signal();
        }
        if (count < wanted) {
            fate.cut();
            cut = true; // all that was admitted before arrives
            signalAll();
        }
        return count;
    }

    private static ByteBuffer take(ByteBuffer[] from, int offset, int count) {
        ByteBuffer piece = ByteBuffer.allocate(count);
        for (int i = offset; piece.hasRemaining(); i++) {
            int part = Math.min(from[i].remaining(), piece.remaining());
            piece.put(from[i].slice(from[i].position(), part));
            from[i].position(from[i].position() + part);
        }
        return piece.flip();
    }

    /** When what is written now arrives: after its delay, and behind all that was written before. */
    private long due() {
        long due = System.nanoTime() + way.drawDelayNanos(random);
        if (due - lastDueNanos > 0) {
            lastDueNanos = due;
        }
        return lastDueNanos;
    }

    /** Until there is room, or a reason why nothing will be written any more. */
    private long nanosUntilWritable() {
        if (ended || fate.isCut() || size < CAPACITY) {
            return 0;
        }
        return abandoned ? nanosUntilAbandonIsKnown() : UNKNOWN;
    }

    private long nanosUntilAbandonIsKnown() {
        return passes(back) ? abandonDueNanos - System.nanoTime() : UNKNOWN;
    }

    private static long remaining(ByteBuffer[] from, int offset, int length) {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += from[i].remaining();
        }
        return total;
    }

    /** The writing side closes: what is under way arrives, then the end of the output. */
    @Override
    public void end() {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                endDueNanos = due();
                signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    // --- faults ---

    /** Breaks it: of what is under way some first part arrives, nothing if its way is silent; both sides are told. */
    void cut() {
        lock.lock();
        try {
            if (!cut) {
                keep(passes(way) ? random.nextInt(size + 1) : 0);
                cut = true;
                signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is cut; by {@link #cut} or by a write that went as far as the way's cut. */
    boolean isCut() {
        return cut;
    }

    /** A way or the line has changed: who waits looks again. */
    void changed() {
        lock.lock();
        try {
            signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void requireNotCut() throws IOException {
        if (fate.isCut()) {
            throw new IOException(fate.cutReason());
        }
    }

    private boolean passes(Way direction) {
        return direction.passes() && !fate.isSilenced();
    }

    private void keep(int most) {
        while (size > most) {
            Piece last = underWay.removeLast();
            int left = Math.max(0, last.bytes.remaining() - (size - most));
            size -= last.bytes.remaining() - left;
            if (left > 0) {
                underWay.addLast(new Piece(last.bytes.limit(last.bytes.position() + left), last.dueNanos));
            }
        }
    }

    private void signalAll() {
        readable.signalAll();
        writable.signalAll();
    }

    @SuppressWarnings("WaitNotInLoop") // who calls it does so in one
    private static void await(Condition condition, long nanos) {
        if (nanos == UNKNOWN) {
            condition.awaitUninterruptibly();
            return;
        }
        try {
            var _ = condition.awaitNanos(nanos);
        } catch (InterruptedException e) {
            return; // harms no connection, and the threads that wait here belong to the link: see Connection
        }
    }
}
