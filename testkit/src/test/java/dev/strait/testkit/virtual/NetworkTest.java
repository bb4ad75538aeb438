package dev.strait.testkit.virtual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000 * MILLISECOND;

    private final EventQueue queue = new EventQueue();
    private final List<Watch.Ending> endings = new ArrayList<>();
    private final Network network = new Network(
            queue,
            new History(queue, null),
            new Dice(7, "network"),
            new NetworkOptions(10 * MILLISECOND, 100, 100_000_000, 1 << 20),
            3,
            new Watch() {
                @Override
                public void broken(Connection connection, Ending atDialler, Ending atAcceptor) {
                    endings.add(atDialler);
                    endings.add(atAcceptor);
                }
            });
    private final Peer one = new Peer(network, 0).listens();
    private final Peer other = new Peer(network, 1).listens();

    private Connection connect() {
        network.dial(one, 1, other.name());
        queue.runUntil(queue.now() + SECOND);
        return one.dialled.getLast().connection();
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }

    @Test
    void whoDialsIsConnectedAndBothSidesCarryBytes() {
        Connection connection = connect();
        assertEquals(connection.accepted(), other.accepted.getFirst());
        assertEquals("p0-p1", connection.toString());
        connection.dialled().write(bytes(1_000));
        connection.accepted().write(bytes(500));
        queue.runUntil(queue.now() + SECOND);
        assertArrayEquals(bytes(1_000), other.bytes.toByteArray());
        assertArrayEquals(bytes(500), one.bytes.toByteArray());
    }

    @Test
    void whoClosesIsHeardBehindWhatWasWritten() {
        Connection connection = connect();
        connection.dialled().write(bytes(1_000));
        connection.dialled().close("enough");
        assertTrue(connection.dialled().isClosed());
        queue.runUntil(queue.now() + SECOND);
        assertArrayEquals(bytes(1_000), other.bytes.toByteArray());
        assertEquals("enough", other.ends.get(connection.accepted()));
        assertTrue(connection.accepted().isClosed());
        assertEquals(List.of(), network.connections());
        assertThrows(IllegalStateException.class, () -> connection.dialled().write(bytes(1)));
    }

    @Test
    void nobodyIsWhereNobodyListens() {
        network.dial(one, 1, "p2");
        network.stopListening(other);
        network.dial(one, 2, "p1");
        queue.runUntil(SECOND);
        assertEquals(2, one.failures.size());
        assertTrue(one.failures.contains("nobody listens at p2"), one.failures.toString());
    }

    @Test
    void refusedDialsFailUntilThatIsOver() {
        network.refuse(1, SECOND);
        network.dial(one, 1, "p1");
        queue.runUntil(SECOND);
        assertEquals(List.of("the network refuses"), one.failures);
        connect();
        assertEquals(1, one.dialled.size());
    }

    @Test
    void ofACutConnectionTheFirstPartArrivesAndWhoIsToldHearsItBehindThat() {
        boolean inPart = false;
        for (int i = 0; i < 50; i++) {
            Connection connection = connect();
            one.bytes.reset();
            other.bytes.reset();
            connection.dialled().write(bytes(2_000));
            queue.runUntil(queue.now() + MILLISECOND);
            network.cut(connection, true, true);
            queue.runUntil(queue.now() + SECOND);
            byte[] arrived = other.bytes.toByteArray();
            assertArrayEquals(Arrays.copyOf(bytes(2_000), arrived.length), arrived);
            inPart |= arrived.length > 0 && arrived.length < 2_000;
            assertEquals("connection reset", one.ends.get(connection.dialled()));
            assertEquals("connection reset", other.ends.get(connection.accepted()));
        }
        assertTrue(inPart, "some arrives, and some does not");
    }

    @Test
    void whoIsNotToldOfACutHearsNothingAnyMore() {
        Connection connection = connect();
        network.cut(connection, false, true);
        queue.runUntil(queue.now() + 100 * SECOND);
        assertEquals("connection reset", other.ends.get(connection.accepted()));
        assertFalse(one.ends.containsKey(connection.dialled()));
        assertFalse(connection.dialled().isClosed());
        connection.dialled().write(bytes(10));
        queue.runUntil(queue.now() + SECOND);
        assertEquals(0, other.bytes.size());
        assertEquals(
                List.of(false, true), endings.stream().map(Watch.Ending::told).toList());
    }

    @Test
    void whatIsHeldUpOneWayArrivesWhenThatIsOverAndTheOtherWayGoesOn() {
        Connection connection = connect();
        long until = queue.now() + 5 * SECOND;
        network.block(0, 1, until);
        connection.dialled().write(bytes(10));
        connection.accepted().write(bytes(20));
        queue.runUntil(until - 1);
        assertEquals(0, other.bytes.size());
        assertEquals(20, one.bytes.size());
        queue.runUntil(until);
        assertEquals(10, other.bytes.size());
    }

    @Test
    void dialsWaitForABlockedWayOrTimeOutAfterThreeSeconds() {
        network.block(1, 0, SECOND);
        for (int dial = 0; dial < 20; dial++) {
            network.dial(one, dial, "p1");
        }
        queue.runUntil(SECOND - 1);
        assertEquals(0, one.dialled.size() + one.failures.size());
        queue.runUntil(SECOND + 20 * MILLISECOND);
        assertTrue(one.dialled.size() > 5, "some are connected as soon as the way is free: " + one.dialled.size());
        assertEquals(0, one.failures.size());
        queue.runUntil(Network.DIAL_NANOS);
        assertEquals(20, one.dialled.size() + one.failures.size());
        assertTrue(one.failures.stream().allMatch("timed out"::equals), one.failures.toString());
    }

    @Test
    void aSideIsHeldUpAlone() {
        Connection connection = connect();
        long until = queue.now() + SECOND;
        network.hold(connection.accepted(), until);
        connection.dialled().write(bytes(10));
        connection.accepted().write(bytes(20));
        queue.runUntil(until - 1);
        assertEquals(10, other.bytes.size());
        assertEquals(0, one.bytes.size());
    }

    @Test
    void whoeverWaitsForAWriteGetsAConnectionOnWhichEnoughIsWritten() {
        Connection connection = connect();
        List<Connection> got = new ArrayList<>();
        network.whenWritten(100, got::add);
        for (int i = 0; i < 100; i++) {
            connection.dialled().write(bytes(100));
        }
        assertEquals(List.of(), got);
        for (int i = 0; i < 100; i++) {
            connection.dialled().write(bytes(101));
        }
        assertEquals(List.of(connection), got);
        assertFalse(network.whenWrittenNoMore(got::add));
    }

    @Test
    void anEmptyNetworkAndAPlaceThatIsNotThereAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Network(
                        queue, network.history(), new Dice(1, "network"), network.options(), 0, Watch.none()));
        assertThrows(IllegalArgumentException.class, () -> new Peer(network, 3));
        assertThrows(IllegalArgumentException.class, () -> new Peer(network, -1));
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        new NetworkOptions(1_000, 1, 1, 1);
        assertThrows(IllegalArgumentException.class, () -> new NetworkOptions(999, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new NetworkOptions(1_000, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new NetworkOptions(1_000, 1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new NetworkOptions(1_000, 1, 1, 0));
    }
}
