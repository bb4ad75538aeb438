package dev.strait.runtime;

import dev.strait.transport.Connection;
import dev.strait.transport.SafeLog;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.engine.Transmission;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Who writes on a connection, and when: flush and batching policy, all of it. The engine says what waits, in three ways:
 *
 * <ul>
 *   <li><b>Write</b>: something that nothing is to be gained by keeping back: a long batch, one whose sender has no credit left, a frame
 *       that steers. Whoever caused it writes it, at once and without blocking ({@link #flush}): a hand-over to the writer thread costs as
 *       much as the system call, and comes before it.
 *   <li><b>Linger</b>: a batch in the making, or a short one, to which more may be added ({@link #linger}). If the link was quiet for
 *       {@value #QUIET_NANOS} ns it is one message alone, and its sender writes it; but within {@value #QUIET_BEHIND_LONG_NANOS} ns of a write
 *       of {@value #LONG_BYTES} bytes it is most likely the first of as many again, of a sender that had to wait for credit. Otherwise it
 *       waits for the program, which writes it when it has filled its batch, used up its credit, or is about to wait; for a program that
 *       does none of these the writer thread, which naps while anything lingers, for {@value #LINGER_NANOS} ns, and up to eight times as
 *       long where it finds nothing, writes what has waited for 100,000 ns or longer. A program that left what lingers to the thread in two
 *       naps, one behind the other, is expected to do so again, until it writes by itself: for such a one the thread is woken at once. Once
 *       says nothing: a program that has lost its core for a moment has left it, too.
 *   <li><b>Flush</b>: the program is about to wait, on a receiver or for credit: what lingers is written by its thread
 *       ({@link #flushAll}).
 * </ul>
 *
 * <p>The role is taken by trying: who does not get it leaves a call ({@link WriterCalls}), and its holder looks for calls when it has
 * let go. What a caller could not write because the socket was full the writer thread writes; it alone blocks. What this is worth is in
 * docs/performance.md, "Who writes, and when".
 */
final class LinkWriter {
    private static final long QUIET_NANOS = 20_000;
    private static final long QUIET_BEHIND_LONG_NANOS = 200_000;
    private static final int LONG_BYTES = 16 * 1024;
    private static final long LINGER_NANOS = 200_000;
    private static final long LONGEST_LINGER_NANOS = 8 * LINGER_NANOS;
    /** How many transmissions a caller writes before it leaves the rest to the thread: it only passes by, and others go on. */
    private static final int MOST_WRITES = 4;
    /** Who has left something to the thread so often in a row is expected to go on like that. */
    private static final int TIMES_TO_EXPECT_IT = 2;

    private static final System.Logger LOG = System.getLogger(NodeRuntime.LOGGER);
    private static final ByteBuffer[] NOTHING = {};

    private static final EngineStep<LinkWriter, Void, Void> TRANSMIT = new EngineStep<>((by, _, engine) -> {
        engine.transmit(by.id, by.transmission, by.sealUntilNanos, by.access.now());
        return null;
    });

    private final long id;
    private final Connection connection;
    private final EngineAccess access;
    private final Consumer<SenderEnd> seal;
    private final Runnable wakeThread;
    private final ReentrantLock role = new ReentrantLock();
    /** Guarded by the role. */
    private final Transmission transmission = new Transmission();
    /** Batches in the making since before this are sealed; guarded by the role. */
    private long sealUntilNanos;
    /** What the socket did not take; guarded by the role. */
    private ByteBuffer[] unwritten = NOTHING;

    /** From when on what is sent is a message alone. */
    private volatile long quietFromNanos;

    /** What the next holder of the role must look for. */
    private final WriterCalls calls = new WriterCalls();
    /** Something lingers: the thread naps, and looks. */
    private volatile boolean lingering;

    private volatile boolean napping;
    /** Of the thread alone. */
    private long napNanos = LINGER_NANOS;

    /**
     * In how many naps in a row a program has left to the thread what lingered. Counted by the thread, set to none by programs, without regard to each
     * other: a lost update costs a wake-up.
     */
    private volatile int timesLeft;

    private final AtomicBoolean woken = new AtomicBoolean();

    /**
     * A writer of this connection.
     *
     * @param seal has the batch sealed that the end has in the making; called by a thread that holds no lock but the role
     * @param wakeThread has the thread return from {@link #await}, starting it if need be; called holding no lock but the role
     */
    LinkWriter(long id, Connection connection, EngineAccess access, Consumer<SenderEnd> seal, Runnable wakeThread) {
        this.id = id;
        this.connection = connection;
        this.access = access;
        this.seal = seal;
        this.wakeThread = wakeThread;
        this.quietFromNanos = access.now();
    }

    // --- by any thread that holds no lock; none of these blocks ---

    /** Something waits to be written. */
    void flush() {
        if (lingering) {
            leftNone();
        }
        write(false);
    }

    /** Something waits to which more may be added. */
    void linger() {
        if (access.now() - quietFromNanos >= 0) {
            write(true);
            return;
        }
        if (timesLeft >= TIMES_TO_EXPECT_IT) {
            lingering = true;
            calls.seal();
            wake();
        } else {
            lingerForThread();
        }
    }

    /** Something waits to which more may be added, and somebody else is to write it: the thread does if that takes long. */
    void lingerForThread() {
        lingering = true;
        if (!napping) {
            wakeThread.run();
        }
    }

    /** The program is about to wait. */
    void flushAll() {
        leftNone();
        write(true);
    }

    private void leftNone() {
        if (timesLeft != 0) { // a write that changes nothing would cost a fence for each batch
            timesLeft = 0;
        }
    }

    private void write(boolean all) {
        if (all) {
            calls.writeAll();
        } else {
            calls.write();
        }
        for (int i = 0; i < MOST_WRITES && calls.areToWrite(); i++) {
            if (!role.tryLock()) {
                return;
            }
            boolean done = false;
            Throwable failure = null;
            try {
                done = tryWrite();
            } catch (IOException e) {
                done = false; // what was collected is unwritten still: the thread meets the same failure, and reports
                // it
            } catch (Throwable broken) {
                failure = broken;
            } finally {
                role.unlock();
                if (!done) {
                    wake();
                }
            }
            if (failure != null) {
                failed(failure);
            }
            if (!done) {
                return;
            }
        }
        if (calls.areToWrite()) {
            wake();
        }
    }

    /** What was collected may be lost, though the session counts it as written: an invariant of ours is broken, or memory has run out. */
    private void failed(Throwable broken) {
        SafeLog.failure(LOG, System.Logger.Level.ERROR, "writing to " + connection.remote() + " failed", broken);
        access.failed(id, "writing failed: " + broken);
    }

    /** Writes one transmission, if any, without blocking; false if the socket takes no more. */
    private boolean tryWrite() throws IOException {
        if (unwritten.length > 0) {
            return false;
        }
        if (!collect(calls.take() ? NodeEngine.SEAL_ALL : NodeEngine.SEAL_NONE)) {
            return true;
        }
        unwritten = transmission.buffers();
        long written = connection.tryWrite(unwritten, 0, unwritten.length);
        wrote(written);
        if (written < transmission.bytes()) {
            return false;
        }
        unwritten = NOTHING;
        return true;
    }

    private void wrote(long bytes) {
        long quietFrom = access.now() + (bytes >= LONG_BYTES ? QUIET_BEHIND_LONG_NANOS : QUIET_NANOS);
        if (quietFrom - quietFromNanos > 0) { // a short write behind a long one changes nothing
            quietFromNanos = quietFrom;
        }
    }

    /** Collects the next transmission, having batches sealed that were begun by then; false if there is none. */
    private boolean collect(long sealUntilNanos) {
        this.sealUntilNanos = sealUntilNanos;
        transmission.clear();
        while (true) {
            access.take(TRANSMIT, this, null);
            if (transmission.toSeal().isEmpty()) {
                break;
            }
            transmission.toSeal().forEach(seal);
        }
        if (transmission.isEmpty()) {
            return false;
        }
        if (sealUntilNanos == NodeEngine.SEAL_ALL && transmission.lingers()) {
            calls.writeAll();
        } else if (transmission.hasMore()) {
            calls.write();
        }
        return true;
    }

    // --- the thread ---

    /** Has the thread look. Never blocks; holding no lock but the role. */
    void wake() {
        if (!woken.getAndSet(true)) {
            wakeThread.run();
        }
    }

    /** Waits until there is something for the thread to do; true if it was woken, false if a nap is over. */
    boolean await() {
        while (!woken.getAndSet(false)) {
            if (lingering) {
                napping = true;
                if (!woken.get()) {
                    LockSupport.parkNanos(this, napNanos);
                }
                napping = false;
                return woken.getAndSet(false);
            }
            LockSupport.park(this);
        }
        return true;
    }

    /**
     * Writes what waits, blocking until it is written.
     *
     * @param woken whether the thread was; if not, a nap is over
     */
    void writeAll(boolean woken) throws IOException {
        role.lock();
        try {
            if (unwritten.length > 0) {
                connection.write(unwritten, 0, unwritten.length);
                wrote(transmission.bytes());
                unwritten = NOTHING;
            }
            boolean wasLeft = !calls.areToWrite() && !woken;
            lingering = false;
            napNanos = Math.min(napNanos * 2, LONGEST_LINGER_NANOS);
            // What is aged is asked anew for each: beside a message of many fragments this goes on for long.
            while (collect(calls.take() ? NodeEngine.SEAL_ALL : access.now() - LINGER_NANOS / 2)) {
                if (wasLeft) {
                    timesLeft = Math.min(timesLeft + 1, TIMES_TO_EXPECT_IT);
                    napNanos = LINGER_NANOS;
                    wasLeft = false; // it may write the next by itself, while this one is being written
                }
                ByteBuffer[] buffers = transmission.buffers();
                connection.write(buffers, 0, buffers.length);
                wrote(transmission.bytes());
            }
            if (transmission.lingers()) {
                lingering = true; // never false here: somebody may have said so since
            }
        } finally {
            role.unlock();
        }
        if (calls.areToWrite()) {
            wake();
        }
    }
}
