package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Task;
import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.MemoryAddress;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.engine.EngineConfig;
import dev.strait.wire.engine.EngineEvent;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.NodeRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One link over a connection that the test makes fail. */
class LinkIoTest {
    private static final EngineConfig CONFIG = new EngineConfig(
            new NodeRef("link-test", 1, 1),
            "default",
            List.of(),
            false,
            EngineConfig.Credit.DEFAULT,
            EngineConfig.Times.DEFAULT);

    /** Nobody ever says anything, and a write that does not wait fails. */
    private static final class Broken implements Connection {
        final CountDownLatch closed = new CountDownLatch(1);
        final AtomicLong bytesOfTheWriter = new AtomicLong();

        @Override
        public int tryRead(ByteBuffer into) {
            return 0;
        }

        @Override
        public void awaitReadable() throws IOException {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
        }

        @Override
        public long tryWrite(ByteBuffer[] from, int offset, int length) throws IOException {
            throw new IOException("broken by the test");
        }

        @Override
        public void write(ByteBuffer[] from, int offset, int length) throws IOException {
            for (int i = offset; i < offset + length; i++) {
                bytesOfTheWriter.addAndGet(from[i].remaining());
            }
            throw new IOException("broken by the test");
        }

        @Override
        public void close(Duration linger) {
            closed.countDown();
        }

        @Override
        public Address remote() {
            return new MemoryAddress("broken");
        }
    }

    private final Broken connection = new Broken();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final EngineAccess access =
            new EngineAccess(new NodeEngine(CONFIG, new Random(1)::nextLong), new EngineAccess.Actor() {
                @Override
                public void act(EngineEvent event) {
                    if (event instanceof EngineEvent.Write) {
                        link().pen().flush();
                    }
                }

                @Override
                public void callSteward() {}
            });
    private final LinkIo link = newLink(connection);

    private LinkIo newLink(Connection over) {
        return new LinkIo(
                1,
                over,
                access,
                new LinkIo.Owner() {
                    @Override
                    public void seal(SenderEnd end) {}

                    @Override
                    public void established(long id) {}

                    @Override
                    public void ended(long id) {
                        ended.countDown();
                    }
                },
                "link-test");
    }

    private LinkIo link() {
        return link;
    }

    private static boolean runs(String thread) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(it -> it.getName().equals("strait-link-test-link-1-" + thread));
    }

    @Test
    void aWriteThatFailsInTheCallersThreadIsMetAgainByTheWriterAndEndsTheLink() throws Exception {
        link.start();
        NodeEngine engine = access.enter();
        try {
            engine.dialled(1, 1, access.now());
        } finally {
            access.exit();
        }
        Task.until(() -> ended.getCount() == 0);
        assertTrue(connection.bytesOfTheWriter.get() > 0, "what the caller could not write was lost");
        assertTrue(link.awaitEnd(20_000));
    }

    @Test
    void theWriterThreadStartsOnceHoweverManyWakeItAtATime() throws Exception {
        int rounds = 2_000;
        AtomicInteger arrived = new AtomicInteger();
        List<Broken> connections = Stream.generate(Broken::new).limit(rounds).toList();
        List<LinkIo> links = connections.stream().map(this::newLink).toList();
        Callable<Void> waker = () -> {
            for (int round = 0; round < rounds; round++) {
                arrived.incrementAndGet();
                while (arrived.get() < 2 * (round + 1)) {
                    Thread.onSpinWait(); // so that both go on at the same moment
                }
                links.get(round).wakeThread();
            }
            return null;
        };
        Task<Void> one = Task.start(Thread.ofPlatform(), waker);
        Task<Void> other = Task.start(Thread.ofPlatform(), waker);
        one.get();
        other.get();
        for (int round = 0; round < rounds; round++) {
            assertEquals(1, connections.get(round).closed.getCount(), "a second start counted as one that failed");
            links.get(round).abort();
            assertTrue(links.get(round).awaitEnd(20_000));
        }
    }

    @Test
    void aLinkThatHasNothingToWriteHasNoWriterThread() throws Exception {
        link.start();
        Task.until(() -> runs("reader"));
        assertFalse(runs("writer"));
        link.abort();
        assertTrue(link.awaitEnd(20_000));
        assertEquals(0, ended.getCount());
    }
}
