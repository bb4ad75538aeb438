package dev.strait.testkit.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostTest {
    private static final long SECOND = 1_000_000_000L;

    private final EventQueue queue = new EventQueue();
    private final Network network = new Network(
            queue,
            new History(queue, null),
            new Dice(7, "network"),
            new NetworkOptions(1_000_000, 100, 100_000_000, 1 << 20),
            2,
            Watch.none());
    private final Peer one = new Peer(network, 0).listens();
    private final Peer other = new Peer(network, 1).listens();

    private Connection connect() {
        network.dial(one, 1, other.name());
        queue.runUntil(queue.now() + SECOND);
        return one.dialled.getLast().connection();
    }

    @Test
    void aDeadlineIsMetWithATickAndAnEarlierOneFirst() {
        one.wantsTickAt(3 * SECOND);
        one.wantsTickAt(SECOND);
        queue.runUntil(10 * SECOND);
        assertEquals(SECOND, one.ticks.getFirst());
        one.wantsTickAt(20 * SECOND);
        queue.runUntil(30 * SECOND);
        assertEquals(20 * SECOND, one.ticks.getLast());
    }

    @Test
    void aDeadlineThatStaysDueIsADefect() {
        one.heedsTicks = false;
        one.wantsTickAt(SECOND);
        ContractViolation found = assertThrows(ContractViolation.class, () -> queue.runUntil(2 * SECOND));
        assertEquals("p0: the deadline stays due whatever is done", found.getMessage());
    }

    @Test
    void whatComesToAPausedHostComesAtOnceWhenItGoesOn() {
        Connection connection = connect();
        long goesOnAt = queue.now() + 10 * SECOND;
        other.pause(10 * SECOND);
        other.wantsTickAt(queue.now() + SECOND);
        int steps = other.steps;
        for (int i = 0; i < 5; i++) {
            connection.dialled().write(new byte[] {1, 2, 3});
            queue.runUntil(queue.now() + SECOND);
        }
        assertEquals(steps, other.steps);
        queue.runUntil(goesOnAt);
        assertEquals(15, other.bytes.size());
        assertTrue(other.arrivals.stream().allMatch(at -> at == goesOnAt), other.arrivals.toString());
        queue.runUntil(goesOnAt + SECOND);
        assertEquals(List.of(goesOnAt), other.ticks);
    }

    @Test
    void aCrashedHostHearsNothingItsConnectionsBreakAndItCannotBeDialled() {
        Connection connection = connect();
        connection.dialled().write(new byte[] {1, 2, 3});
        other.crash(true);
        assertTrue(other.crashed);
        assertFalse(other.isUp());
        int steps = other.steps;
        network.dial(one, 2, other.name());
        queue.runUntil(queue.now() + 100 * SECOND);
        assertEquals(steps, other.steps);
        assertEquals("connection reset", one.ends.get(connection.dialled()));
        assertEquals(List.of("nobody listens at p1"), one.failures);
    }

    @Test
    void peersOfACrashedHostThatAreNotToldHearNothing() {
        Connection connection = connect();
        other.crash(false);
        queue.runUntil(queue.now() + 100 * SECOND);
        assertFalse(one.ends.containsKey(connection.dialled()));
    }

    @Test
    void aHostThatCrashesWhileItPausesDoesNotGoOn() {
        connect().dialled().write(new byte[] {1, 2, 3});
        other.pause(SECOND);
        queue.runUntil(queue.now() + SECOND / 2);
        other.crash(true);
        queue.runUntil(queue.now() + 10 * SECOND);
        assertEquals(0, other.bytes.size());
    }
}
