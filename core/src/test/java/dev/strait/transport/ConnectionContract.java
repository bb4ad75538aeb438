package dev.strait.transport;

import static dev.strait.transport.Traffic.bytes;
import static dev.strait.transport.Traffic.bytesOf;
import static dev.strait.transport.Traffic.fill;
import static dev.strait.transport.Traffic.one;
import static dev.strait.transport.Traffic.readExactly;
import static dev.strait.transport.Traffic.readToEnd;
import static dev.strait.transport.Traffic.writeAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every connection promises, and the pieces that contract tests are made of. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ConnectionContract {
    static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long SEED = 20_261_120L;

    final Transport transport = transport();
    final LinkedBlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
    final List<AutoCloseable> opened = new ArrayList<>();
    private final Queue<Running<?>> started = new ConcurrentLinkedQueue<>();

    /** The transport under test. */
    protected abstract Transport transport();

    /** An address at which a listener chooses a free port. */
    protected abstract Address free();

    /** Called with each side of a connection that a test is about to use; fails if it is not what is under test. */
    protected void check(Connection side) {}

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            if (each instanceof Connection connection) {
                connection.close(Duration.ZERO);
            } else {
                each.close();
            }
        }
        for (Running<?> each : started) {
            each.awaitEnd();
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("strait-accept-")
                    || thread.getName().startsWith("strait-resolve-")) {
                assertTrue(thread.join(LIMIT), thread + " is left behind");
            }
        }
    }

    @Test
    void bytesArriveInOrderThroughOddSizedWritesAndReads() throws Exception {
        Pair pair = connect();
        byte[] sent = bytes(3_000_001);
        Running<Void> writing = run(() -> {
            Random sizes = new Random(SEED);
            int at = 0;
            while (at < sent.length) {
                ByteBuffer[] batch = new ByteBuffer[1 + sizes.nextInt(40)];
                for (int i = 0; i < batch.length; i++) {
                    int size = Math.min(sizes.nextInt(sizes.nextInt(20) == 0 ? 300_000 : 3_000), sent.length - at);
                    batch[i] = ByteBuffer.wrap(sent, at, size);
                    at += size;
                }
                if (sizes.nextBoolean()) {
                    pair.dialled.tryWrite(batch, 0, batch.length);
                }
                int half = batch.length / 2;
                pair.dialled.write(batch, 0, half);
                pair.dialled.write(batch, half, batch.length - half);
            }
            return null;
        });
        byte[] received = new byte[sent.length];
        Random sizes = new Random(SEED + 1);
        int at = 0;
        while (at < received.length) {
            int room = Math.min(1 + sizes.nextInt(70_000), received.length - at);
            ByteBuffer into = ByteBuffer.wrap(received, at, room);
            int count = pair.accepted.read(into);
            assertTrue(count > 0);
            assertEquals(at + count, into.position());
            at += count;
        }
        writing.get();
        assertArrayEquals(sent, received, "seed " + SEED);
    }

    @Test
    void bothDirectionsFlowAtOnce() throws Exception {
        Pair pair = connect();
        byte[] there = bytes(1_000_000);
        byte[] back = bytes(1_000_003);
        Running<Void> writingThere = run(() -> writeAll(pair.dialled, there));
        Running<Void> writingBack = run(() -> writeAll(pair.accepted, back));
        Running<byte[]> readingThere = run(() -> readExactly(pair.accepted, there.length));
        assertArrayEquals(back, readExactly(pair.dialled, back.length));
        assertArrayEquals(there, readingThere.get());
        writingThere.get();
        writingBack.get();
    }

    @Test
    void smallMessagesGoBackAndForth() throws Exception {
        Pair pair = connect();
        Running<Void> answering = run(() -> {
            for (int i = 0; i < 3_000; i++) {
                writeAll(pair.accepted, readExactly(pair.accepted, 4));
            }
            return null;
        });
        for (int i = 0; i < 3_000; i++) {
            writeAll(pair.dialled, bytesOf(i));
            assertArrayEquals(bytesOf(i), readExactly(pair.dialled, 4));
        }
        answering.get();
    }

    @Test
    void directAndReadOnlyBuffersAreWrittenToo() throws Exception {
        Pair pair = connect();
        ByteBuffer direct =
                ByteBuffer.allocateDirect(3).put(new byte[] {1, 2, 3}).flip();
        ByteBuffer readOnly = ByteBuffer.wrap(new byte[] {4, 5}).asReadOnlyBuffer();
        pair.dialled.write(new ByteBuffer[] {direct, readOnly}, 0, 2);
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5}, readExactly(pair.accepted, 5));
    }

    @Test
    void onlyTheNamedPartOfTheArrayIsWritten() throws Exception {
        Pair pair = connect();
        ByteBuffer[] from = {one(1), one(2), one(3), one(4)};
        assertEquals(2, pair.dialled.tryWrite(from, 1, 2));
        assertTrue(from[0].hasRemaining() && from[3].hasRemaining());
        pair.dialled.close();
        assertArrayEquals(new byte[] {2, 3}, readToEnd(pair.accepted));
    }

    @Test
    void nothingToWriteIsDoneAtOnce() throws Exception {
        Pair pair = connect();
        ByteBuffer empty = ByteBuffer.allocate(0);
        assertEquals(0, pair.dialled.tryWrite(new ByteBuffer[] {empty}, 0, 1));
        pair.dialled.write(new ByteBuffer[] {empty, empty}, 0, 2);
        pair.dialled.write(new ByteBuffer[0], 0, 0);
    }

    @Test
    void readingWithoutRoomIsRefused() throws Exception {
        Pair pair = connect();
        assertThrows(IllegalArgumentException.class, () -> pair.dialled.read(ByteBuffer.allocate(0)));
    }

    @Test
    void endOfFileComesAfterTheLastByteAndStays() throws Exception {
        Pair pair = connect();
        byte[] sent = bytes(100_000);
        writeAll(pair.dialled, sent);
        Running<Void> closing = run(() -> {
            pair.dialled.close(LIMIT);
            return null;
        });
        assertArrayEquals(sent, readToEnd(pair.accepted));
        assertEquals(-1, pair.accepted.read(ByteBuffer.allocate(10)));
        pair.accepted.close();
        closing.get();
    }

    @Test
    void aBlockedReadIsEndedByCloseFromAnotherThread() throws Exception {
        for (boolean virtual : new boolean[] {false, true}) {
            Pair pair = connect();
            Running<Integer> reading = run(virtual, () -> pair.dialled.read(ByteBuffer.allocate(10)));
            reading.awaitBlocked();
            pair.dialled.close(Duration.ZERO);
            IOException ended = reading.getFailure();
            assertTrue(ended.getMessage().contains(pair.dialled.remote().toString()), ended.getMessage());
        }
    }

    @Test
    void aBlockedReadIsEndedAtOnceAlsoWhileCloseLingers() throws Exception {
        Pair pair = connect();
        Running<Integer> reading = run(() -> pair.dialled.read(ByteBuffer.allocate(10)));
        reading.awaitBlocked();
        Running<Void> closing = run(() -> {
            pair.dialled.close(Duration.ofSeconds(20));
            return null;
        });
        reading.getFailure();
        pair.accepted.close(Duration.ZERO);
        closing.get();
    }

    @Test
    void aWriteBlockedByAFullPeerIsEndedByClose() throws Exception {
        for (boolean virtual : new boolean[] {false, true}) {
            Pair pair = connect();
            fill(pair.dialled);
            Running<Void> writing = run(virtual, () -> writeAll(pair.dialled, new byte[20_000_000]));
            writing.awaitBlocked();
            pair.dialled.close(Duration.ZERO);
            writing.getFailure();
        }
    }

    @Test
    void aWriteBlockedByAFullPeerFailsWhenThePeerCloses() throws Exception {
        Pair pair = connect();
        fill(pair.dialled);
        Running<Void> writing = run(() -> writeAll(pair.dialled, new byte[20_000_000]));
        writing.awaitBlocked();
        pair.accepted.close(Duration.ZERO);
        writing.getFailure();
    }

    @Test
    void aWriteBlockedByAFullPeerGoesOnWhenThePeerReads() throws Exception {
        Pair pair = connect();
        long filled = fill(pair.dialled);
        byte[] more = bytes(500_000);
        Running<Void> writing = run(() -> writeAll(pair.dialled, more));
        writing.awaitBlocked();
        byte[] all = readExactly(pair.accepted, Math.toIntExact(filled + more.length));
        writing.get();
        assertArrayEquals(more, Arrays.copyOfRange(all, Math.toIntExact(filled), all.length));
    }

    @Test
    void tryWriteReturnsZeroWhenThePeerTakesNoMore() throws Exception {
        Pair pair = connect();
        long filled = fill(pair.dialled);
        assertTrue(filled > 0);
        readExactly(pair.accepted, Math.toIntExact(filled));
    }

    @Test
    void tenThousandInterruptsDoNotReachTheConnection() throws Exception {
        for (boolean virtual : new boolean[] {false, true}) {
            Pair pair = connect();
            Running<Integer> writing = run(virtual, () -> {
                int rounds = 0;
                for (; rounds < 10_000; rounds++) {
                    Thread.currentThread().interrupt();
                    ByteBuffer[] batch = {ByteBuffer.wrap(bytesOf(rounds)), one(rounds)};
                    while (batch[1].hasRemaining()) {
                        pair.dialled.tryWrite(batch, 0, 2);
                    }
                    assertTrue(Thread.currentThread().isInterrupted(), "the interrupt status is kept");
                }
                return rounds;
            });
            ByteBuffer received = ByteBuffer.wrap(readExactly(pair.accepted, 50_000));
            assertEquals(10_000, writing.get());
            for (int i = 0; i < 10_000; i++) {
                assertEquals(i, received.getInt());
                assertEquals((byte) i, received.get());
            }
        }
    }

    @Test
    void interruptsOfABlockedReaderAndWriterDoNotReachTheConnection() throws Exception {
        Pair pair = connect();
        long filled = fill(pair.dialled);
        Running<Integer> reading = run(() -> pair.dialled.read(ByteBuffer.allocate(10)));
        Running<Void> writing = run(() -> writeAll(pair.dialled, new byte[3_000_000]));
        for (int i = 0; i < 100; i++) {
            reading.interrupt();
            writing.interrupt();
        }
        reading.awaitBlocked();
        writing.awaitBlocked();
        readExactly(pair.accepted, Math.toIntExact(filled + 3_000_000));
        writeAll(pair.accepted, new byte[] {1});
        assertEquals(1, reading.get());
        writing.get();
    }

    @Test
    void readsAndWritesThatACloseCatchesFailAsThoseBehindItDo() throws Exception {
        Listener listener = listen();
        for (int i = 0; i < 100; i++) {
            Pair pair = dialTo(listener);
            Running<Void> reading = run(() -> {
                ByteBuffer into = ByteBuffer.allocate(10_000);
                while (true) {
                    pair.dialled.tryRead(into.clear());
                }
            });
            Running<Void> writing = run(() -> {
                ByteBuffer[] from = {ByteBuffer.allocate(10_000)};
                while (true) {
                    pair.dialled.tryWrite(from, 0, 1);
                    from[0].clear();
                }
            });
            readExactly(pair.accepted, 10_000);
            pair.dialled.close(Duration.ZERO);
            assertTrue(reading.getFailure().getMessage().contains("closed at this side"));
            assertTrue(writing.getFailure().getMessage().contains("closed at this side"));
            pair.accepted.close(Duration.ZERO);
        }
    }

    @Test
    void readAndWriteAfterCloseFail() throws Exception {
        Pair pair = connect();
        pair.dialled.close(Duration.ZERO);
        pair.dialled.close();
        ByteBuffer[] from = {one(1)};
        assertThrows(IOException.class, () -> pair.dialled.read(ByteBuffer.allocate(1)));
        assertThrows(IOException.class, () -> pair.dialled.tryWrite(from, 0, 1));
        assertThrows(IOException.class, () -> pair.dialled.write(from, 0, 1));
        assertEquals(1, from[0].remaining());
    }

    @Test
    void theLastBytesBeforeCloseArriveAlsoWhenTheCloserHasUnreadInput() throws Exception {
        Pair pair = connect();
        writeAll(pair.accepted, bytes(100_000));
        byte[] last = bytes(1_000);
        writeAll(pair.dialled, last);
        // More than the other side's system has taken yet, so that part of it still waits at this side.
        long filled = fill(pair.dialled);
        Running<Void> closing = run(() -> {
            pair.dialled.close(LIMIT);
            return null;
        });
        closing.awaitBlockedOrEnded();
        byte[] received = readToEnd(pair.accepted);
        assertEquals(last.length + filled, received.length);
        assertArrayEquals(last, Arrays.copyOf(received, last.length));
        pair.accepted.close();
        closing.get();
    }

    @Test
    void closeKeepsTheInterruptStatusAndStillDeliversTheLastBytes() throws Exception {
        Pair pair = connect();
        writeAll(pair.accepted, bytes(100_000));
        writeAll(pair.dialled, new byte[] {1, 2, 3});
        Running<Boolean> closing = run(() -> {
            Thread.currentThread().interrupt();
            pair.dialled.close(LIMIT);
            return Thread.interrupted();
        });
        assertArrayEquals(new byte[] {1, 2, 3}, readToEnd(pair.accepted));
        pair.accepted.close();
        assertTrue(closing.get());
    }

    @Test
    void bothSidesMayCloseAtOnceWithoutWaitingOutTheLinger() throws Exception {
        Pair pair = connect();
        Running<Void> closing = run(() -> {
            pair.dialled.close(Duration.ofHours(1));
            return null;
        });
        pair.accepted.close(Duration.ofHours(1));
        closing.get();
    }

    @Test
    void closeGivesUpOnAPeerThatDoesNotEnd() throws Exception {
        Pair pair = connect();
        pair.dialled.close(Duration.ofMillis(20));
        assertThrows(IOException.class, () -> pair.dialled.read(ByteBuffer.allocate(1)));
    }

    // --- the pieces ---

    record Pair(Connection dialled, Connection accepted) {}

    Listener listen() throws IOException {
        Listener listener = transport.listen(free(), accepted::add);
        opened.add(listener);
        return listener;
    }

    Pair connect() throws Exception {
        return dialTo(listen());
    }

    Pair dialTo(Listener listener) throws Exception {
        Connection dialled = transport.dial(listener.address(), LIMIT);
        opened.add(dialled);
        Connection taken = accepted.take();
        opened.add(taken);
        check(dialled);
        check(taken);
        return new Pair(dialled, taken);
    }

    <T> Running<T> run(Callable<T> body) {
        return run(false, body);
    }

    <T> Running<T> run(boolean virtual, Callable<T> body) {
        Running<T> running = Running.start(virtual, body);
        started.add(running);
        return running;
    }
}
