package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Task;
import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.MemoryAddress;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.engine.EngineConfig;
import dev.strait.wire.engine.EngineEvent;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.Ping;
import dev.strait.wire.frame.Ready;
import dev.strait.wire.frame.SessionToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A defect of ours in the reading or writing of an established link: its session ends, and says so, rather than to hang. */
class LinkFailureTest {
    private static final EngineConfig CONFIG = new EngineConfig(
            new NodeRef("failing", 1, 1),
            "default",
            List.of(),
            false,
            EngineConfig.Credit.DEFAULT,
            EngineConfig.Times.DEFAULT);
    private static final Hello PEER = new Hello(
            Hello.VERSION,
            Hello.VERSION,
            0,
            "default",
            new NodeRef("peer", 1, 1),
            List.of(),
            16,
            2_048,
            1 << 20,
            List.of(),
            0,
            SessionToken.NONE);

    /** A line that takes what is written and brings nothing, until it has a defect. */
    private static final class Defective implements Connection {
        final CountDownLatch readable = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        volatile boolean failsToRead;
        volatile boolean failsToWrite;

        @Override
        public int tryRead(ByteBuffer into) {
            if (failsToRead) {
                throw new IllegalStateException("a planted defect");
            }
            return 0;
        }

        @Override
        public void awaitReadable() throws IOException {
            try {
                readable.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (closed.getCount() == 0) {
                throw new IOException("closed");
            }
        }

        @Override
        public long tryWrite(ByteBuffer[] from, int offset, int length) {
            if (failsToWrite) {
                throw new IllegalStateException("a planted defect");
            }
            long bytes = 0;
            for (int i = offset; i < offset + length; i++) {
                bytes += from[i].remaining();
                from[i].position(from[i].limit());
            }
            return bytes;
        }

        @Override
        public void write(ByteBuffer[] from, int offset, int length) {
            tryWrite(from, offset, length);
        }

        @Override
        public void close(Duration linger) {
            closed.countDown();
            readable.countDown();
        }

        @Override
        public Address remote() {
            return new MemoryAddress("defective");
        }
    }

    private final Defective connection = new Defective();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Queue<String> links = new ConcurrentLinkedQueue<>();
    private final EngineAccess access =
            new EngineAccess(new NodeEngine(CONFIG, new Random(1)::nextLong), new EngineAccess.Actor() {
                @Override
                public void act(EngineEvent event) {
                    switch (event) {
                        case EngineEvent.Write _, EngineEvent.Linger _ ->
                            link().pen().flush();
                        case EngineEvent.Disconnect _ -> link().finishOrAbort();
                        case EngineEvent.LinkChanged(String text) -> links.add(text);
                        default -> {} // there are no ends
                    }
                }

                @Override
                public void callSteward() {}
            });
    private final LinkIo link = new LinkIo(
            1,
            connection,
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
            "failing");

    private LinkIo link() {
        return link;
    }

    private void engine(Consumer<NodeEngine> input) {
        NodeEngine engine = access.enter();
        try {
            input.accept(engine);
        } finally {
            access.exit();
        }
    }

    private void establish() {
        engine(it -> it.accepted(1, access.now()));
        link.start();
        engine(it -> it.receive(1, PEER, access.now()));
        engine(it -> it.receive(1, new Ready(0), access.now()));
        assertTrue(links.contains("link to node peer is up"), links::toString);
    }

    private void assertEndsSaying(String what) throws Exception {
        Task.until(() -> links.stream().anyMatch(it -> it.contains("is down")));
        Task.until(() -> ended.getCount() == 0);
        assertTrue(link.awaitEnd(20_000));
        assertEquals(0, connection.closed.getCount());
        String down =
                links.stream().filter(it -> it.contains("is down")).findFirst().orElseThrow();
        assertTrue(down.startsWith("link to node peer is down: INTERNAL: " + what), down);
        assertTrue(down.contains("a planted defect"), down);
        engine(it -> assertEquals(
                0, it.status().links() + it.status().suspended() + it.status().connections()));
    }

    @Test
    void aDefectInReadingEndsTheSession() throws Exception {
        establish();
        connection.failsToRead = true;
        connection.readable.countDown();
        assertEndsSaying("reading failed");
    }

    @Test
    void aDefectInWritingEndsTheSession() throws Exception {
        establish();
        connection.failsToWrite = true;
        engine(it -> it.receive(1, new Ping(1), access.now()));
        assertEndsSaying("writing failed");
    }
}
