package dev.strait.runtime;

import dev.strait.transport.Connection;
import dev.strait.transport.SafeLog;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.engine.Transmission;
import dev.strait.wire.frame.ProtocolViolation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes of one connection: a reader thread, and the writer role.
 *
 * <p>Flush and batching policy, all of it: whoever has given the engine something to write {@link #flush flushes}. If the role is free
 * and the link was quiet for {@value #HOT_NANOS} ns, the caller takes the role and writes once without blocking: one message alone is on
 * its way without a hand-off. Otherwise the link's writer thread is woken, and whatever is added until it gets round to it goes out in
 * one write: a stream of messages makes its own batches. What a caller could not write at once the thread writes. Both threads are
 * platform threads: a program that computes on virtual threads must not silence its own links. The writer starts when it is first needed:
 * a connection that only keeps silent costs one thread.
 */
final class LinkIo {
    /** Whose connection it is. */
    interface Owner {
        /** Seals the batch that the end has in the making. Holding no lock. */
        void seal(SenderEnd end);

        /** The handshake is over. On the reader thread. */
        void established(long id);

        /** The connection is closed, and both its threads end. */
        void ended(long id);
    }

    private static final long HOT_NANOS = 20_000;
    private static final long PARTING_MILLIS = 1_000;
    private static final System.Logger LOG = System.getLogger(NodeRuntime.LOGGER);
    private static final ByteBuffer[] NOTHING = {};

    private final long id;
    private final Connection connection;
    private final EngineAccess access;
    private final Owner owner;
    private final ReentrantLock role = new ReentrantLock();
    private final Transmission transmission = new Transmission();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Thread reader;
    private final Thread writer;
    /** Open until the writer has ended, or could not start. */
    private final CountDownLatch written = new CountDownLatch(1);

    private volatile boolean writerStarted;
    /** What a caller could not write; guarded by the role. */
    private ByteBuffer[] unwritten = NOTHING;

    private int unwrittenFrom;
    private long lastWriteNanos;
    private volatile boolean closing;
    private volatile boolean closed;

    LinkIo(long id, Connection connection, EngineAccess access, Owner owner, String nodeName) {
        this.id = id;
        this.connection = connection;
        this.access = access;
        this.owner = owner;
        this.lastWriteNanos = access.now() - HOT_NANOS;
        String name = "strait-" + nodeName + "-link-" + id;
        reader = Thread.ofPlatform().daemon().name(name + "-reader").unstarted(this::readAll);
        writer = Thread.ofPlatform().daemon().name(name + "-writer").unstarted(this::writeAll);
    }

    /** Starts to read. If that fails nothing has been started. */
    void start() {
        reader.start();
    }

    // --- writing ---

    /** There is something to write. Never blocks; for a thread that holds no lock. */
    void flush() {
        if (access.now() - lastWriteNanos < HOT_NANOS || !role.tryLock()) {
            wakeWriter();
            return;
        }
        boolean more = true;
        try {
            more = unwritten.length > 0 || writeOnce();
        } catch (IOException e) {
            more = true; // What was collected is still unwritten: the writer thread meets the same failure, and
            // reports it.
        } finally {
            role.unlock();
            if (more) {
                wakeWriter();
            }
        }
    }

    /** Writes one transmission without blocking. @return whether there is more to write */
    private boolean writeOnce() throws IOException {
        if (!collect()) {
            return false;
        }
        keepUnwritten();
        long bytes = transmission.bytes();
        long count = connection.tryWrite(unwritten, 0, unwritten.length);
        lastWriteNanos = access.now();
        if (count < bytes) {
            return true;
        }
        unwritten = NOTHING;
        if (!collect()) {
            return false;
        }
        keepUnwritten();
        return true;
    }

    /** Collects the next transmission, having batches sealed that nothing else keeps waiting; false if there is none. */
    private boolean collect() {
        while (true) {
            NodeEngine engine = access.enter();
            try {
                engine.transmit(id, transmission, access.now());
            } finally {
                access.exitLater();
            }
            if (!transmission.isEmpty()) {
                return true;
            }
            if (transmission.toSeal().isEmpty()) {
                return false;
            }
            transmission.toSeal().forEach(owner::seal);
        }
    }

    private void keepUnwritten() {
        unwritten = transmission.buffers();
        unwrittenFrom = 0;
    }

    /** Has the thread write if it has been started; false if it has not. Never blocks; under any lock. */
    boolean wakeStartedWriter() {
        if (writerStarted) {
            wakeWriter();
        }
        return writerStarted;
    }

    /** Has the thread write. Never blocks; holding no lock but the role. */
    private void wakeWriter() {
        if (woken.getAndSet(true)) {
            return;
        }
        if (writerStarted) {
            LockSupport.unpark(writer);
        } else {
            startWriter();
        }
    }

    /** Called once: only the writer itself takes back that it was woken. */
    private void startWriter() {
        writerStarted = true;
        try {
            writer.start();
        } catch (Throwable noThread) {
            SafeLog.failure(LOG, System.Logger.Level.ERROR, writer.getName() + " could not start", noThread);
            closed = true;
            connection.close(Duration.ZERO);
            ended("no thread to write with");
        }
    }

    private void writeAll() {
        try {
            while (!closed) {
                while (!woken.getAndSet(false)) {
                    LockSupport.park(this);
                }
                boolean last = closing;
                role.lock();
                try {
                    writePending();
                } finally {
                    role.unlock();
                }
                access.runDeferred();
                if (last) {
                    break;
                }
            }
        } catch (IOException e) {
            lost(String.valueOf(e.getMessage()));
        } catch (Throwable broken) {
            failed(writer, broken);
        } finally {
            closed = true;
            connection.close();
            ended("closed by this node");
        }
    }

    private void ended(String reason) {
        try {
            lost(reason);
        } finally {
            owner.ended(id);
            written.countDown();
        }
    }

    /** An invariant of ours is broken, or memory has run out: this connection ends, loudly, and the others go on. */
    private static void failed(Thread thread, Throwable failure) {
        SafeLog.failure(LOG, System.Logger.Level.ERROR, thread.getName() + " failed", failure);
    }

    private void writePending() throws IOException {
        if (unwritten.length > 0) {
            connection.write(unwritten, unwrittenFrom, unwritten.length - unwrittenFrom);
            unwritten = NOTHING;
        }
        while (collect()) {
            ByteBuffer[] buffers = transmission.buffers();
            connection.write(buffers, 0, buffers.length);
            lastWriteNanos = access.now();
        }
    }

    /** Writes what is left, then closes. Never blocks. */
    void finish() {
        closing = true;
        wakeWriter();
    }

    /** As {@link #finish}, and closes at once if that takes longer than {@value #PARTING_MILLIS} ms: the other side may read no more. */
    void finishOrAbort() {
        finish();
        try {
            Thread.ofPlatform().daemon().name(writer.getName() + "-parting").start(this::awaitParting);
        } catch (Throwable noThread) {
            failed(writer, noThread);
            abort();
        }
    }

    private void awaitParting() {
        try {
            if (written.await(PARTING_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        abort();
    }

    /** Closes at once. */
    void abort() {
        closed = true;
        closing = true;
        connection.close();
        wakeWriter();
    }

    /** Waits until both threads have ended, at most so long; true if they have. */
    boolean awaitEnd(long millis) throws InterruptedException {
        boolean ended = written.await(Math.max(1, millis), TimeUnit.MILLISECONDS);
        reader.join(Math.max(1, millis));
        return ended && !reader.isAlive();
    }

    // --- reading ---

    private void readAll() {
        FrameReader frames = new FrameReader(id, access, () -> owner.established(id));
        try {
            FrameReader.Outcome outcome;
            do {
                outcome = frames.read(connection);
            } while (outcome == FrameReader.Outcome.MORE);
            if (outcome == FrameReader.Outcome.END_OF_FILE) {
                lost("the other side closed the connection");
            }
        } catch (IOException e) {
            lost(String.valueOf(e.getMessage()));
        } catch (ProtocolViolation violation) {
            NodeEngine engine = access.enter();
            try {
                engine.violated(id, violation, access.now());
            } finally {
                access.exit();
            }
        } catch (Throwable broken) {
            failed(reader, broken);
            abort();
        }
    }

    private void lost(String reason) {
        NodeEngine engine = access.enter();
        try {
            engine.connectionLost(id, reason, access.now());
        } finally {
            access.exit();
        }
        finish();
    }
}
