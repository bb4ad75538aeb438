package dev.strait.testkit.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultsTest {
    private static final long MILLISECOND = 1_000_000;
    private static final int SEEDS = 10;
    /** What each kind shows of itself, and nothing but that. */
    private static final Map<Fault, Set<String>> SIGNS = Map.of(
            Fault.CUT, Set.of("both told"),
            Fault.HALF_OPEN, Set.of("one told", "none told"),
            Fault.DELAY, Set.of("held up"),
            Fault.PARTITION, Set.of("held up", "both told"),
            Fault.ONE_WAY, Set.of("held up"),
            Fault.REFUSAL, Set.of("refusing"),
            Fault.PAUSE, Set.of("paused"),
            Fault.CRASH, Set.of("started", "one told", "none told"),
            Fault.STALL, Set.of("stalled"));

    /** Four hosts that always talk to each other, and some kinds of faults. */
    private static class World implements Hosts, Watch {
        final EventQueue queue = new EventQueue();
        final List<String> lines = new ArrayList<>();
        final History history = new History(queue, lines::add);
        final Network network;
        final Faults faults;
        final List<Peer> peers = new ArrayList<>();
        final Set<String> signs = new TreeSet<>();
        long lastAt;

        World(long seed, Set<Fault> kinds) {
            this(seed, kinds, 5 * MILLISECOND);
        }

        World(long seed, Set<Fault> kinds, long maxDelayNanos) {
            network = new Network(
                    queue,
                    history,
                    new Dice(seed, "network"),
                    new NetworkOptions(maxDelayNanos, 100, 100_000_000, 1 << 20),
                    4,
                    this);
            for (int place = 0; place < 4; place++) {
                peers.add(new Peer(network, place).listens());
            }
            faults = new Faults(network, this, new Dice(seed, "faults"), kinds);
            faults.plan();
            talk();
            queue.runUntil(faults.quietAt() + 1);
            long quiet = lastAt;
            queue.runUntil(faults.quietAt() + 60_000 * MILLISECOND);
            assertEquals(quiet, lastAt, "nothing goes wrong afterwards");
        }

        private void talk() {
            Set<String> connected = new TreeSet<>();
            for (Connection each : network.connections()) {
                connected.add(each.toString());
                if (!each.dialled().isClosed()) {
                    each.dialled().write(new byte[50]);
                }
            }
            for (Peer one : peers) {
                for (Peer other : peers) {
                    if (one.isUp() && one != other && !connected.contains(one.name() + "-" + other.name())) {
                        network.dial(one, 0, other.name());
                    }
                }
            }
            queue.after(50 * MILLISECOND, this::talk);
        }

        private void sign(String what) {
            signs.add(what);
            lastAt = queue.now();
        }

        @Override
        public Host at(int place) {
            return peers.get(place);
        }

        @Override
        public void restart(int place) {
            sign("started");
            peers.set(place, new Peer(network, place).listens());
        }

        @Override
        public boolean stall(Dice dice, long nanos) {
            sign("stalled");
            return true;
        }

        @Override
        public void broken(Connection connection, Ending atDialler, Ending atAcceptor) {
            sign(
                    atDialler.told() && atAcceptor.told()
                            ? "both told"
                            : atDialler.told() || atAcceptor.told() ? "one told" : "none told");
        }

        @Override
        public void heldUp(int one, int other, long untilNanos) {
            sign("held up");
        }

        @Override
        public void refusing(long untilNanos) {
            sign("refusing");
        }

        @Override
        public void paused(int place, long untilNanos) {
            sign("paused");
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aKindOfFaultShowsItsOwnSignsAndNoOther(Fault kind) {
        Set<String> seen = new TreeSet<>();
        int count = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            World world = new World(seed, EnumSet.of(kind));
            seen.addAll(world.signs);
            count += world.faults.counts().getOrDefault(kind, 0);
            assertTrue(Set.of(kind).containsAll(world.faults.counts().keySet()), world.faults.counts()::toString);
        }
        assertTrue(count >= SEEDS, kind + " happened " + count + " times");
        assertEquals(new TreeSet<>(SIGNS.get(kind)), seen);
    }

    /** What is looked at is the constructor's {@code nothing goes wrong afterwards}. */
    @Test
    void nothingGoesWrongAfterwardsHoweverSlowTheNetworkIs() {
        for (long seed = 1; seed <= 5 * SEEDS; seed++) {
            World world = new World(seed, EnumSet.of(Fault.CUT, Fault.HALF_OPEN), 30_000 * MILLISECOND);
            assertTrue(world.faults.quietAt() > 0, "something was planned");
        }
    }

    @Test
    void withoutKindsNothingGoesWrong() {
        World world = new World(1, Set.of());
        assertEquals(Set.of(), world.signs);
        assertEquals(Map.of(), world.faults.counts());
        assertEquals(0, world.faults.quietAt());
    }

    @Test
    void equalSeedsGiveEqualFaults() {
        World once = new World(3, EnumSet.allOf(Fault.class));
        World again = new World(3, EnumSet.allOf(Fault.class));
        assertEquals(once.faults.counts(), again.faults.counts());
        assertEquals(once.lines, again.lines);
        assertEquals(once.history.hash(), again.history.hash());
    }

    @Test
    void whoIsTheLastDoesNotCrash() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            World world = new World(seed, EnumSet.of(Fault.CRASH));
            assertTrue(world.peers.stream().anyMatch(Host::isUp), "somebody is up");
        }
    }

    @Test
    void whoAlwaysComesBackDoes() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            World world = new World(seed, EnumSet.of(Fault.CRASH)) {
                @Override
                public boolean comesBack(int place) {
                    return true;
                }
            };
            assertTrue(world.peers.stream().allMatch(Host::isUp), "all are up");
        }
    }
}
