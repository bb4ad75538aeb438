package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Task;
import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.MemoryAddress;
import dev.strait.wire.engine.EngineConfig;
import dev.strait.wire.engine.EngineEvent;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.NodeRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who reads from a connection, seen at a connection whose socket always says that there is something to read. */
class LinkReaderTest {
    /** More than a thread that naps between looks would do in the time that a test has. */
    private static final int NAPS_OF_A_MINUTE = 60_000;

    private static final class Scripted implements Connection {
        final AtomicLong waits = new AtomicLong();
        final AtomicLong readsOfThread = new AtomicLong();
        volatile Thread thread;
        volatile int readable;
        volatile boolean broken;
        volatile boolean wrong;
        volatile boolean closed;

        @Override
        public int tryRead(ByteBuffer into) throws IOException {
            if (Thread.currentThread() == thread) {
                readsOfThread.incrementAndGet();
            }
            if (broken) {
                throw new IOException("broken by the test");
            }
            if (wrong) {
                throw new IllegalStateException("by the test");
            }
            return readable;
        }

        @Override
        public void awaitReadable() throws IOException {
            thread = Thread.currentThread();
            waits.incrementAndGet();
            if (closed) {
                throw new IOException("closed");
            }
        }

        @Override
        public long tryWrite(ByteBuffer[] from, int offset, int length) {
            return 0;
        }

        @Override
        public void write(ByteBuffer[] from, int offset, int length) {}

        @Override
        public void close(Duration linger) {
            closed = true;
        }

        @Override
        public Address remote() {
            return new MemoryAddress("scripted");
        }
    }

    private final Scripted connection = new Scripted();
    private final Queue<String> lost = new ConcurrentLinkedQueue<>();
    private final AtomicInteger aborts = new AtomicInteger();
    private final EngineAccess access = new EngineAccess(
            new NodeEngine(
                    new EngineConfig(
                            new NodeRef("reader-test", 1, 1),
                            "default",
                            List.of(),
                            false,
                            EngineConfig.Credit.DEFAULT,
                            EngineConfig.Times.DEFAULT),
                    new Random(1)::nextLong),
            new EngineAccess.Actor() {
                @Override
                public void act(EngineEvent event) {}

                @Override
                public void callSteward() {}
            });
    private final LinkReader reader = new LinkReader(
            1,
            connection,
            access,
            new LinkReader.Owner() {
                @Override
                public void lost(String reason) {
                    lost.add(reason);
                }

                @Override
                public void abort() {
                    aborts.incrementAndGet();
                }
            },
            () -> {});
    private final Task<Void> running = Task.start(Thread.ofPlatform(), () -> {
        reader.readAll();
        return null;
    });

    @AfterEach
    void theThreadEnds() throws Exception {
        connection.closed = true;
        running.get();
    }

    /** A look asks again and again whether its call is decided; a call that does not look never asks. */
    @Test
    void aCallThatIsOneOfVeryManyDoesNotLook() throws Exception {
        AtomicInteger woken = new AtomicInteger(8 * Runtime.getRuntime().availableProcessors());
        CallerReads reads = new CallerReads(woken::get);
        reads.add(reader);
        AtomicInteger asked = new AtomicInteger();
        Runnable look = () -> reads.lookout().look(() -> asked.incrementAndGet() > 3, Long.MAX_VALUE);
        Thread.ofVirtual().start(look).join();
        assertEquals(0, asked.get());
        look.run();
        assertTrue(asked.getAndSet(0) > 0, "a platform thread has its own");
        woken.decrementAndGet();
        Thread.ofVirtual().start(look).join();
        assertTrue(asked.get() > 0, "one fewer");
    }

    private void readUntilTheThreadStandsAside() {
        Task.until(() -> {
            reader.tryRead();
            return reader.isAside();
        });
    }

    @Test
    void theThreadStandsAsideWhileCallersRead() {
        readUntilTheThreadStandsAside();
    }

    @Test
    void theThreadWatchesWhileACallIsParkedWhoeverReads() {
        readUntilTheThreadStandsAside();
        access.callerReads().parks();
        long before = connection.waits.get();
        Task.until(() -> {
            reader.tryRead();
            return connection.waits.get() > before + NAPS_OF_A_MINUTE;
        });
        access.callerReads().parksNoMore();
        assertFalse(access.callerReads().areParked());
    }

    /** A read every few microseconds doubles how long it stands aside, up to four milliseconds; one now and then has it back at one. */
    @Test
    void standsAsideForLongerWhereCallersReadAllTheTime() {
        long millisecond = TimeUnit.MILLISECONDS.toNanos(1);
        long nanos = millisecond;
        for (long expected : new long[] {2, 4, 4, 4}) {
            nanos = LinkReader.nextAsideNanos(nanos, nanos / 10_000);
            assertEquals(expected * millisecond, nanos);
        }
        assertEquals(millisecond, LinkReader.nextAsideNanos(nanos, 1));
        assertEquals(4 * millisecond, LinkReader.nextAsideNanos(nanos, 32));
        assertEquals(millisecond, LinkReader.nextAsideNanos(nanos, 31), "fewer than one in 125 microseconds");
    }

    @Test
    void theThreadReadsAgainWhenCallersDoNotAnyMore() {
        readUntilTheThreadStandsAside();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
        while (System.nanoTime() < until) { // long enough for it to stand aside for as long as it ever does
            reader.tryRead();
        }
        long before = connection.readsOfThread.get();
        Task.until(() -> connection.readsOfThread.get() > before + NAPS_OF_A_MINUTE);
    }

    @Test
    void aLossThatACallerMeetsEndsTheLinkOnceAndNotTheCaller() throws Exception {
        Task.until(() -> connection.waits.get() > 0);
        connection.broken = true;
        reader.tryRead();
        Task.until(() -> !lost.isEmpty());
        assertFalse(reader.tryRead(), "nothing more is read");
        connection.closed = true;
        running.get();
        assertEquals(List.of("broken by the test"), List.copyOf(lost));
        assertEquals(0, aborts.get());
    }

    @Test
    void anEndOfFileThatACallerMeetsEndsTheLink() {
        connection.readable = -1;
        reader.tryRead();
        Task.until(() -> !lost.isEmpty());
        assertEquals("the other side closed the connection", lost.element());
    }

    @Test
    void anInvariantBrokenInACallersReadEndsTheLinkAndNotTheCaller() {
        connection.wrong = true;
        reader.tryRead();
        Task.until(() -> aborts.get() > 0);
        assertFalse(reader.tryRead());
    }
}
