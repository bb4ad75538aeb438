package dev.strait.runtime;

import dev.strait.transport.Connection;
import dev.strait.transport.SafeLog;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.ProtocolViolation;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who reads from a connection. The reader's role goes from hand to hand, as the writer's does ({@link LinkWriter}): a program that is about
 * to wait reads by itself for a moment ({@link #tryRead}, by {@link CallerReads}), so that what it waits for need not wake one thread that
 * wakes another. For everything else there is the link's reader thread, which waits for the socket and reads what nobody has read.
 *
 * <p>While callers keep on reading, the thread stands aside, or it would be woken for each message: it looks again after
 * {@value #ASIDE_NANOS} ns, and at once when a call parks ({@link #watch}). Where they read all the time it looks less and less often, down to once in
 * {@value #LONGEST_ASIDE_NANOS} ns, for each time it takes a core from one of them (docs/performance.md, "Threads that only look"). So nothing that
 * arrives waits for longer than twice that, the answer to a {@code post}, say, whose future a program waits for, and nothing that a parked call
 * waits for waits at all.
 */
final class LinkReader {
    private static final long ASIDE_NANOS = 1_000_000;
    private static final long LONGEST_ASIDE_NANOS = 4_000_000;
    /** Who reads more often than this, in the mean, reads all the time. A look reads every few microseconds. */
    private static final long NANOS_BETWEEN_READS = 125_000;

    private static final System.Logger LOG = System.getLogger(NodeRuntime.LOGGER);

    /** What becomes of a connection that cannot be read any more. By the thread that has found it, holding no lock. */
    interface Owner {
        /** It has ended, or is lost, for this reason. */
        void lost(String reason);

        /** It is to be closed at once. */
        void abort();
    }

    private final long id;
    private final Connection connection;
    private final EngineAccess access;
    private final Owner owner;
    private final FrameReader frames;
    private final ReentrantLock role = new ReentrantLock();
    /** Nothing more is read; written under the role. */
    private volatile boolean over;
    /** How often a caller has read, or looked; written under the role. */
    private final AtomicLong readsOfCallers = new AtomicLong();

    private volatile boolean aside;
    private volatile @Nullable Thread thread;

    LinkReader(long id, Connection connection, EngineAccess access, Owner owner, Runnable whenEstablished) {
        this.id = id;
        this.connection = connection;
        this.access = access;
        this.owner = owner;
        this.frames = new FrameReader(id, access, whenEstablished);
    }

    /** Reads until the connection has ended: the body of the reader thread. */
    void readAll() {
        thread = Thread.currentThread();
        CallerReads callers = access.callerReads();
        callers.add(this);
        try {
            long seen = readsOfCallers.get();
            FrameReader.Outcome outcome = FrameReader.Outcome.SOME;
            while (!over) {
                if (outcome != FrameReader.Outcome.SOME) {
                    connection.awaitReadable();
                }
                role.lock();
                outcome = readAndUnlock();
                if (outcome != FrameReader.Outcome.SOME && readsOfCallers.get() != seen) {
                    seen = standAside(callers);
                }
            }
        } catch (IOException e) {
            if (!over) {
                owner.lost(String.valueOf(e.getMessage()));
            }
        } catch (Throwable broken) {
            failed(broken);
        } finally {
            callers.remove(this);
            over = true;
            role.lock();
            try {
                frames.close();
            } finally {
                role.unlock();
            }
        }
    }

    /** Waits for as long as callers go on reading and none of them parks. @return how often they have read */
    private long standAside(CallerReads callers) {
        long nanos = ASIDE_NANOS;
        while (true) {
            long seen = readsOfCallers.get();
            aside = true;
            if (!over && !callers.areParked()) {
                LockSupport.parkNanos(this, nanos);
            }
            aside = false;
            long reads = readsOfCallers.get() - seen;
            if (reads == 0 || over || callers.areParked()) {
                return seen;
            }
            nanos = nextAsideNanos(nanos, reads);
        }
    }

    /** For how long the thread stands aside next, callers having read so often while it did so for this long. */
    static long nextAsideNanos(long nanos, long reads) {
        return reads * NANOS_BETWEEN_READS >= nanos ? Math.min(2 * nanos, LONGEST_ASIDE_NANOS) : ASIDE_NANOS;
    }

    /** Whether the thread leaves the reading to callers. */
    boolean isAside() {
        return aside;
    }

    /** A call has parked that may wait for this link: the thread watches it, if it stood aside. By any thread; never blocks. */
    void watch() {
        if (aside) {
            LockSupport.unpark(thread);
        }
    }

    /** Reads what is there, unless somebody else does. By a thread that holds no lock; never blocks. @return whether there was anything */
    boolean tryRead() {
        if (over || !role.tryLock()) {
            return false;
        }
        readsOfCallers.incrementAndGet(); // in vain or not: who looks will look again
        return readAndUnlock() != FrameReader.Outcome.NOTHING;
    }

    /** Holding the role, which it gives back; the consequences are drawn without it. */
    private FrameReader.Outcome readAndUnlock() {
        FrameReader.Outcome outcome = FrameReader.Outcome.STOPPED;
        Runnable end = () -> {};
        try {
            outcome = over ? FrameReader.Outcome.NOTHING : frames.read(connection);
            if (outcome == FrameReader.Outcome.END_OF_FILE) {
                end = () -> owner.lost("the other side closed the connection");
            }
        } catch (IOException e) {
            end = () -> owner.lost(String.valueOf(e.getMessage()));
        } catch (ProtocolViolation violation) {
            end = () -> violated(violation);
        } catch (Throwable broken) {
            end = () -> failed(broken);
        } finally {
            over |= outcome == FrameReader.Outcome.END_OF_FILE || outcome == FrameReader.Outcome.STOPPED;
            role.unlock();
        }
        end.run();
        access.runDeferred();
        return outcome;
    }

    private void violated(ProtocolViolation violation) {
        NodeEngine engine = access.enter();
        try {
            engine.violated(id, violation, access.now());
        } finally {
            access.exit();
        }
    }

    /** An invariant of ours is broken, or memory has run out: this connection ends, loudly, and the others go on. */
    private void failed(Throwable broken) {
        SafeLog.failure(LOG, System.Logger.Level.ERROR, "reading from " + connection.remote() + " failed", broken);
        access.failed(id, "reading failed: " + broken);
        owner.abort();
    }
}
