package dev.strait.testkit.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Task;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.MemoryAddress;
import dev.strait.transport.memory.Pipe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each fault does to the bytes of a connection. */
class FaultsOfConnectionsTest {
    private static final long SEED = 20_261_121L;
    private static final MemoryAddress B = new MemoryAddress("b");
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Switchboard network = new Switchboard(SEED);
    private final FaultyTransport hostA = new FaultyTransport(network, "a");
    private final FaultyTransport hostB = new FaultyTransport(network, "b");
    private final LinkedBlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
    private Listener listener;
    private Connection a;
    private Connection b;

    @BeforeEach
    void connect() throws Exception {
        listener = hostB.listen(B, accepted::add);
        dial();
    }

    private void dial() throws Exception {
        a = hostA.dial(B, LONG);
        b = accepted.take();
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void ofWhatIsUnderWaySomeFirstPartArrivesWhenTheConnectionIsCut() throws Exception {
        byte[] sent = bytes(1_000);
        Set<Integer> lengths = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            for (int at = 0; at < sent.length; at += 100) {
                write(a, Arrays.copyOfRange(sent, at, at + 100));
            }
            assertEquals(1, network.cut("b", "a"));
            byte[] got = readToCut(b);
            assertArrayEquals(Arrays.copyOf(sent, got.length), got, "seed " + SEED);
            lengths.add(got.length);
            assertThrows(IOException.class, () -> write(a, sent));
            dial();
        }
        assertTrue(lengths.size() > 20, "cuts at " + lengths + ", seed " + SEED);
    }

    @Test
    void aCutIsToldToThoseWhoWaitAtBothSides() throws Exception {
        while (a.tryWrite(new ByteBuffer[] {ByteBuffer.allocate(50_000)}, 0, 1) > 0) {
            continue;
        }
        Task<Object> writing = Task.start(() -> {
            write(a, new byte[1]);
            return null;
        });
        Task<Integer> reading = Task.start(() -> a.read(ByteBuffer.allocate(1)));
        writing.awaitBlocked();
        reading.awaitBlocked();
        assertEquals(1, network.cut("a", "b"));
        for (Task<?> each : new Task<?>[] {writing, reading}) {
            String message = each.failure().getMessage();
            assertTrue(message.contains("memory:b") && message.contains("seed " + SEED), message);
        }
        assertEquals(0, network.cut("a", "b"), "it is broken already");
        dial();
        write(a, new byte[] {1});
        assertArrayEquals(new byte[] {1}, read(b, 1));
    }

    @Test
    void aCutAfterSoManyBytesLetsExactlyThosePass() throws Exception {
        for (int bytes : new int[] {0, 1, 99, 1_000, 300_000}) {
            network.way("a", "b").cutAfter(bytes);
            byte[] sent = bytes(bytes + 500);
            Task<Throwable> writing = Task.start(() -> assertThrows(IOException.class, () -> {
                for (int at = 0; at < sent.length; at += 70) {
                    write(a, Arrays.copyOfRange(sent, at, Math.min(sent.length, at + 70)));
                }
            }));
            assertArrayEquals(Arrays.copyOf(sent, bytes), readToCut(b));
            writing.get();
            assertThrows(IOException.class, () -> write(b, sent), "the other direction breaks with it");
            dial();
        }
        write(a, bytes(1_000_000 / 8));
        read(b, 1_000_000 / 8);
    }

    @Test
    void aCutAfterSoManyBytesWaitsForTheConnectionToCome() throws Exception {
        network.way("a", "b").cutAfter(150);
        write(a, new byte[100]);
        read(b, 100);
        network.cut("a", "b");
        dial();
        assertThrows(IOException.class, () -> {
            write(a, new byte[100]);
            write(a, new byte[100]);
        });
        assertEquals(50, readToCut(b).length);
    }

    @Test
    void aSilentWayDeliversNothingAndLosesNothing() throws Exception {
        byte[] before = bytes(100);
        byte[] during = bytes(5_000);
        write(a, before);
        network.change(() -> network.way("a", "b").silence());
        write(a, during);
        assertEquals(0, b.tryRead(ByteBuffer.allocate(10)), "what was under way is held, too");
        write(b, new byte[] {7});
        assertArrayEquals(new byte[] {7}, read(a, 1), "the other way goes on");
        Task<byte[]> reading = Task.start(() -> read(b, before.length + during.length));
        reading.awaitBlocked();
        network.heal();
        byte[] all = reading.get();
        assertArrayEquals(before, Arrays.copyOf(all, before.length));
        assertArrayEquals(during, Arrays.copyOfRange(all, before.length, all.length));
    }

    @Test
    void whoeverHearsOfACutLaterHearsOfTheCutAndNotThatTheOtherSideHasClosedMeanwhile() throws Exception {
        Way way = new Way();
        Fate fate = new Fate("a cut");
        var there = new FaultyPipe(way, new Way(), fate, new SplittableRandom(SEED));
        var back = new FaultyPipe(new Way(), way, fate, new SplittableRandom(SEED));
        way.cutAfter(0);
        assertEquals(0, there.tryWrite(new ByteBuffer[] {ByteBuffer.allocate(1)}, 0, 1));
        // The reader at the other side has seen it and closes, before the pipe back is cut.
        there.abandon();
        back.end();
        ByteBuffer into = ByteBuffer.allocate(1);
        assertEquals(
                "a cut",
                assertThrows(IOException.class, () -> back.tryRead(into)).getMessage());
        ByteBuffer[] more = {ByteBuffer.allocate(1)};
        assertEquals(
                "a cut",
                assertThrows(IOException.class, () -> there.write(more, 0, 1)).getMessage());
    }

    @Test
    void aSilentWayFillsUpAndThenItsWriterWaits() throws Exception {
        network.change(() -> network.way("a", "b").silence());
        byte[] much = bytes(Pipe.CAPACITY + 1);
        assertEquals(Pipe.CAPACITY, a.tryWrite(new ByteBuffer[] {ByteBuffer.wrap(much)}, 0, 1));
        Task<Object> writing = Task.start(() -> {
            write(a, new byte[] {much[Pipe.CAPACITY]});
            return null;
        });
        writing.awaitBlocked();
        network.heal();
        assertArrayEquals(much, read(b, much.length));
        writing.get();
    }

    @Test
    void aSilentWayTellsNobodyThatTheOtherSideHasClosed() throws Exception {
        network.change(() -> network.way("b", "a").silence());
        write(b, new byte[] {1});
        b.close();
        write(a, new byte[10]);
        assertEquals(0, a.tryRead(ByteBuffer.allocate(10)));
        Task<byte[]> reading = Task.start(() -> readToEnd(a));
        reading.awaitBlocked();
        network.heal();
        assertArrayEquals(new byte[] {1}, reading.get());
        assertThrows(IOException.class, () -> write(a, new byte[1]));
    }

    @Test
    void ofWhatASilentWayHoldsNothingArrivesWhenTheConnectionIsCut() throws Exception {
        network.change(() -> network.way("a", "b").silence());
        write(a, new byte[1_000]);
        network.cut("a", "b");
        assertEquals(0, readToCut(b).length);
    }

    @Test
    void whoDialsThroughASilentWayWaitsInVainUntilItHeals() throws Exception {
        for (String[] way : new String[][] {{"a", "b"}, {"b", "a"}}) {
            network.change(() -> network.way(way[0], way[1]).silence());
            IOException late = assertThrows(IOException.class, () -> hostA.dial(B, Duration.ofMillis(50)));
            assertTrue(late.getMessage().contains("memory:b: no answer within 50 ms"), late.getMessage());
            Task<Connection> dialling = Task.start(() -> hostA.dial(B, LONG));
            Task<Connection> interrupted = Task.start(() -> hostA.dial(B, LONG));
            dialling.awaitBlocked();
            interrupted.awaitBlocked();
            interrupted.interrupt();
            assertEquals(InterruptedException.class, interrupted.failure().getClass());
            network.heal();
            write(dialling.get(), new byte[] {3});
            assertArrayEquals(new byte[] {3}, read(accepted.take(), 1));
        }
        assertEquals(3, network.made("b", "a"));
        assertTrue(accepted.isEmpty());
    }

    @Test
    void whoDialsANodeThatRefusesIsToldAtOnceAndConnectionsRemain() throws Exception {
        network.refuse("b", true);
        assertThrows(ConnectException.class, () -> hostA.dial(B, LONG));
        write(a, new byte[] {1});
        assertArrayEquals(new byte[] {1}, read(b, 1));
        network.refuse("b", false);
        dial();
    }

    @Test
    void bytesAreUnderWayForTheirDelayAndKeepTheirOrder() throws Exception {
        network.way("a", "b").delay(Duration.ofMillis(1), Duration.ofMillis(30));
        byte[] sent = bytes(2_000);
        long begun = System.nanoTime();
        for (int at = 0; at < sent.length; at += 100) {
            write(a, Arrays.copyOfRange(sent, at, at + 100));
        }
        write(b, new byte[] {1});
        assertArrayEquals(new byte[] {1}, read(a, 1));
        long back = System.nanoTime() - begun;
        assertArrayEquals(sent, read(b, sent.length));
        long there = System.nanoTime() - begun;
        assertTrue(there >= 1_000_000, "after " + there + " ns");
        assertTrue(there > back, "the other way is not delayed");
        begun = System.nanoTime();
        network.way("a", "b").delay(Duration.ofMillis(30), Duration.ofMillis(30));
        network.way("b", "a").delay(Duration.ofMillis(20), Duration.ofMillis(20));
        a.close();
        assertEquals(-1, b.read(ByteBuffer.allocate(1)));
        assertTrue(System.nanoTime() - begun >= 30_000_000, "the end of the output has its way to go, too");
        begun = System.nanoTime();
        dial();
        assertTrue(System.nanoTime() - begun >= 50_000_000, "a connection is made by a way there and one back");
    }

    @Test
    void ofAHostThatHasCrashedTheOtherSideIsToldAtOnce() throws Exception {
        Task<Integer> reading = Task.start(() -> a.read(ByteBuffer.allocate(1)));
        reading.awaitBlocked();
        network.crash(hostB, true);
        assertTrue(reading.failure().getMessage().contains("cut"), reading.failure()::getMessage);
        assertThrows(IOException.class, () -> write(a, new byte[1]));
        assertThrows(IOException.class, () -> write(b, new byte[1]));
        assertThrows(IOException.class, () -> b.read(ByteBuffer.allocate(1)));
        assertThrows(ConnectException.class, () -> hostA.dial(B, LONG));
        assertThrows(IOException.class, () -> hostB.listen(B, accepted::add));
        listener = new FaultyTransport(network, "b").listen(B, accepted::add);
        dial();
    }

    @Test
    void aHostThatHasVanishedIsSilentUntilThereIsANewOne() throws Exception {
        write(b, new byte[100]);
        network.crash(hostB, false);
        write(a, new byte[100]);
        network.heal();
        assertEquals(0, a.tryRead(ByteBuffer.allocate(1)), "what was under way is lost with it");
        assertThrows(IOException.class, () -> write(b, new byte[1]));
        Task<Connection> dialling = Task.start(() -> hostA.dial(B, LONG));
        dialling.awaitBlocked();
        listener = new FaultyTransport(network, "b").listen(B, accepted::add);
        dialling.get();
        accepted.take();
        assertEquals(0, a.tryRead(ByteBuffer.allocate(1)), "the new host knows nothing of the connection");
    }

    @Test
    void theSeedDecidesWhatArrives() throws Exception {
        assertArrayEquals(lengthsOfCuts(3), lengthsOfCuts(3));
        assertFalse(Arrays.equals(lengthsOfCuts(3), lengthsOfCuts(4)));
    }

    private static int[] lengthsOfCuts(long seed) throws Exception {
        Switchboard other = new Switchboard(seed);
        LinkedBlockingQueue<Connection> taken = new LinkedBlockingQueue<>();
        FaultyTransport host = new FaultyTransport(other, "b");
        int[] lengths = new int[20];
        try (Listener ignored = host.listen(B, taken::add)) {
            for (int i = 0; i < lengths.length; i++) {
                write(host.dial(B, LONG), new byte[10_000]);
                other.cut("b", "b");
                lengths[i] = readToCut(taken.take()).length;
            }
        }
        return lengths;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }

    private static void write(Connection connection, byte[] bytes) throws IOException {
        connection.write(new ByteBuffer[] {ByteBuffer.wrap(bytes)}, 0, 1);
    }

    private static byte[] read(Connection connection, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining()) {
            assertTrue(connection.read(into) > 0, "ended after " + into.position() + " of " + length);
        }
        return into.array();
    }

    private static byte[] readToEnd(Connection connection) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        readInto(connection, all);
        return all.toByteArray();
    }

    /** Reads what is there before the connection turns out to be cut. */
    private static byte[] readToCut(Connection connection) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        IOException cut = assertThrows(IOException.class, () -> readInto(connection, all));
        assertTrue(cut.getMessage().contains("cut"), cut.getMessage());
        return all.toByteArray();
    }

    private static void readInto(Connection connection, ByteArrayOutputStream all) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(77);
        while (connection.read(into) >= 0) {
            all.write(into.array(), 0, into.position());
            into.clear();
        }
    }
}
