package dev.strait.runtime;

import dev.strait.transport.Connection;
import dev.strait.transport.SafeLog;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.engine.NodeEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The bytes of one connection, and its two threads.
 *
 * <p>When what is written or read, and by whom, is the business of {@link LinkWriter} and {@link LinkReader}. Both threads are platform threads: a program that computes on
 * virtual threads must not silence its own links. The writer thread starts when it is first needed: a connection that only keeps silent
 * costs one thread.
 */
final class LinkIo {
    /** Whose connection it is. */
    interface Owner {
        /** Seals the batch that the end has in the making. Holding no lock. */
        void seal(SenderEnd end);

        /** The handshake is over. */
        void established(long id);

        /** The connection is closed, and both its threads end. */
        void ended(long id);
    }

    private static final long PARTING_MILLIS = 1_000;
    private static final System.Logger LOG = System.getLogger(NodeRuntime.LOGGER);

    private final long id;
    private final Connection connection;
    private final EngineAccess access;
    private final Owner owner;
    private final LinkWriter pen;
    private final Flusher flusher;
    private final LinkReader source;
    private final Thread reader;
    private final Thread writer;
    /** Open until the writer has ended, or could not start. */
    private final CountDownLatch written = new CountDownLatch(1);

    private final AtomicBoolean writerStarted = new AtomicBoolean();
    private volatile boolean closing;
    private volatile boolean closed;

    LinkIo(long id, Connection connection, EngineAccess access, Owner owner, String nodeName) {
        this.id = id;
        this.connection = connection;
        this.access = access;
        this.owner = owner;
        this.pen = new LinkWriter(id, connection, access, owner::seal, this::wakeThread);
        this.flusher = new Flusher(pen::flushAll, Thread::startVirtualThread);
        this.source = new LinkReader(
                id,
                connection,
                access,
                new LinkReader.Owner() {
                    @Override
                    public void lost(String reason) {
                        LinkIo.this.lost(reason);
                    }

                    @Override
                    public void abort() {
                        LinkIo.this.abort();
                    }
                },
                () -> owner.established(id));
        String name = "strait-" + nodeName + "-link-" + id;
        reader = Thread.ofPlatform().daemon().name(name + "-reader").unstarted(source::readAll);
        writer = Thread.ofPlatform().daemon().name(name + "-writer").unstarted(this::writeAll);
    }

    /** Starts to read. If that fails nothing has been started. */
    void start() {
        reader.start();
    }

    // --- writing ---

    /** Acts on what the engine says of this connection. Never blocks; for a thread that holds no lock. */
    LinkWriter pen() {
        return pen;
    }

    /** Acts on it for programs of which there are many. */
    Flusher flusher() {
        return flusher;
    }

    /** Has the writer thread look what there is to do. By any thread, several at a time too. */
    void wakeThread() {
        if (!writerStarted.compareAndSet(false, true)) {
            LockSupport.unpark(writer); // before it has started this does nothing, and it looks when it starts
            return;
        }
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
                boolean woken = pen.await();
                boolean last = closing;
                pen.writeAll(woken);
                access.runDeferred();
                if (last) {
                    break;
                }
            }
        } catch (IOException e) {
            lost(String.valueOf(e.getMessage()));
        } catch (Throwable broken) {
            failed(writer, broken);
            access.failed(id, "writing failed: " + broken);
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

    /** Writes what is left, then closes. Never blocks. */
    void finish() {
        closing = true;
        pen.wake();
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
        pen.wake();
    }

    /** Waits until both threads have ended, at most so long; true if they have. */
    boolean awaitEnd(long millis) throws InterruptedException {
        boolean ended = written.await(Math.max(1, millis), TimeUnit.MILLISECONDS);
        reader.join(Math.max(1, millis));
        return ended && !reader.isAlive();
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
