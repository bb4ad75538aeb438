package dev.strait.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.transport.ring.Doorbell.Wait;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketDoorbellTest {
    private static final long FOR_EVER = Long.MAX_VALUE;

    @TempDir
    private Path folder;

    private SocketDoorbell here;
    private SocketDoorbell there;

    @BeforeEach
    void connect() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("bell"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            here = bell(SocketChannel.open(address));
            there = bell(server.accept());
        }
    }

    private static SocketDoorbell bell(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        return new SocketDoorbell(channel);
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    /** Waits again and again, until the bell is closed or the other side is gone. */
    private Thread waiter(Wait what, AtomicInteger returns) {
        return Thread.ofPlatform().start(() -> {
            try {
                while (here.await(what, FOR_EVER)) {
                    returns.incrementAndGet();
                }
            } catch (IOException closed) {
                return;
            }
        });
    }

    @Test
    void aRingWhileNobodyWaitsEndsTheNextWait() throws Exception {
        there.ring();
        assertTrue(here.await(Wait.TO_WRITE, FOR_EVER));
        assertTrue(here.await(Wait.TO_READ, FOR_EVER), "it was for this one as well");
    }

    @Test
    void everyRingEndsTheWaitsOfBoth() throws Exception {
        AtomicInteger toRead = new AtomicInteger();
        AtomicInteger toWrite = new AtomicInteger();
        Thread reader = waiter(Wait.TO_READ, toRead);
        Thread writer = waiter(Wait.TO_WRITE, toWrite);
        for (int i = 0; i < 1_000; i++) {
            int readBefore = toRead.get();
            int writtenBefore = toWrite.get();
            there.ring();
            while (toRead.get() == readBefore || toWrite.get() == writtenBefore) {
                Thread.onSpinWait();
            }
        }
        here.close();
        reader.join();
        writer.join();
    }

    @Test
    void thoseWhoWaitDoNotWakeEachOtherForEver() throws Exception {
        AtomicInteger returns = new AtomicInteger();
        Thread reader = waiter(Wait.TO_READ, returns);
        Thread writer = waiter(Wait.TO_WRITE, returns);
        there.ring();
        here.wake();
        Thread.sleep(Duration.ofMillis(300));
        assertTrue(returns.get() < 20, "they returned " + returns + " times for one ring and one wake");
        here.close();
        reader.join();
        writer.join();
    }

    @Test
    void whoWaitsForTheEndIsNotHeldUpByWhoWaitsToRead() throws Exception {
        AtomicInteger returns = new AtomicInteger();
        Thread reader = waiter(Wait.TO_READ, returns);
        for (int i = 0; i < 10; i++) {
            assertTrue(here.await(Wait.TO_END, TimeUnit.MILLISECONDS.toNanos(5)));
        }
        there.close();
        assertFalse(here.await(Wait.TO_END, FOR_EVER));
        reader.join();
    }

    @Test
    void theEndOfTheOtherSideIsSeenByAllAndStays() throws Exception {
        here.ring(); // which it has not heard: its kernel resets the connection
        there.close();
        for (Wait what : Wait.values()) {
            assertFalse(here.await(what, FOR_EVER));
        }
        assertFalse(here.isThere());
        here.ring();
    }

    @Test
    void whatIsHeardWithoutWaitingEndsTheWaitsForIt() throws Exception {
        assertTrue(here.isThere());
        there.ring();
        assertTrue(here.isThere());
        assertTrue(here.await(Wait.TO_READ, FOR_EVER));
        assertTrue(here.await(Wait.TO_WRITE, FOR_EVER));
    }

    @Test
    void aClosedOneIsAnError() {
        here.close();
        here.close();
        assertThrows(IOException.class, () -> here.await(Wait.TO_READ, FOR_EVER));
        assertThrows(IOException.class, () -> here.await(Wait.TO_WRITE, FOR_EVER));
    }
}
