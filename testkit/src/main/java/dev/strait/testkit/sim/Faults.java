package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Connection;
import dev.strait.testkit.virtual.Dice;
import dev.strait.testkit.virtual.Fault;
import dev.strait.testkit.virtual.Network;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What goes wrong, and when, of the kinds that a simulation has. Each of them is noted as what it is between nodes, for {@link LinkWatch}. */
final class Faults {
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000 * MILLISECOND;
    /** When the last begins at the latest. */
    private static final long LAST_NANOS = 6 * SECOND;
    /** For how long a connection is looked for on which something is written. */
    private static final long FULL_NANOS = SECOND;
    /** As long as PING and ACK together. */
    private static final int SIGN_OF_LIFE_BYTES = 40;
    /** Most connections that are cut in a row. */
    private static final int MOST_IN_A_ROW = 8;
    /** Most nodes that are killed by what they take. */
    private static final int MOST_KILLS = 8;

    private final World world;
    private final Network network;
    private final Cluster cluster;
    private final Workload workload;
    private final Dice dice;
    private int kills;
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private long quietAt;

    Faults(World world, Network network, Cluster cluster, Workload workload) {
        this.world = world;
        this.network = network;
        this.cluster = cluster;
        this.workload = workload;
        this.dice = new Dice(world.options().seed(), "faults");
    }

    /** Plans all faults. */
    void plan() {
        if (world.options().faults().contains(Fault.CRASH)) {
            world.hazards().arm(this::kill);
        }
        List<Fault> kinds = List.copyOf(world.options().faults());
        boolean often = dice.chance(0.25);
        int most = often ? 64 : Math.max(8, world.options().nodes().count());
        for (int faults = often ? dice.between(20, most) : dice.between(1, most); faults > 0; faults--) {
            long at = dice.chance(0.5)
                    ? dice.skewed(50 * MILLISECOND, LAST_NANOS)
                    : dice.between(100 * MILLISECOND, LAST_NANOS / 3);
            plan(dice.pick(kinds), at);
        }
    }

    private void plan(Fault fault, long at) {
        switch (fault) {
            case CUT -> {
                long after = 0;
                for (int more = dice.between(1, MOST_IN_A_ROW); more > 0; more--) {
                    happens(at + after, 2 * FULL_NANOS, () -> planCut(Fault.CUT, true, true));
                    after += dice.skewed(MILLISECOND, SECOND);
                }
            }
            case HALF_OPEN -> {
                boolean dialler = dice.chance(0.5);
                boolean acceptor = !dialler && dice.chance(0.6);
                happens(at, 2 * FULL_NANOS, () -> planCut(Fault.HALF_OPEN, dialler, acceptor));
            }
            case DELAY -> {
                long span = span(5 * SECOND, 8 * SECOND);
                happens(at, span, () -> hold(span));
            }
            case PARTITION -> {
                long span = span(5 * SECOND, 45 * SECOND);
                happens(at, span, () -> part(span));
            }
            case ONE_WAY -> {
                long span = span(5 * SECOND, 45 * SECOND);
                happens(at, span, () -> partOneWay(span));
            }
            case REFUSAL -> {
                long span = span(3 * SECOND, 5 * SECOND);
                happens(at, span, () -> refuse(span));
            }
            case PAUSE -> {
                long span = span(5 * SECOND, 60 * SECOND);
                happens(at, span, () -> pause(span));
            }
            case CRASH -> planCrash(at);
            case STALL -> {
                long span = span(5 * SECOND, 30 * SECOND);
                happens(at, span, () -> stall(span));
            }
        }
    }

    /** Short mostly, and as long as it gets now and then. */
    private long span(long usual, long longest) {
        return dice.chance(0.85) ? dice.skewed(MILLISECOND, usual) : dice.between(usual, longest);
    }

    /** From when on nothing goes wrong any more and every node that comes back is back. */
    long quietAt() {
        return quietAt;
    }

    /** How many faults there were so far, by kind; kinds without any are missing. */
    Map<Fault, Integer> counts() {
        return Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    private void count(Fault fault) {
        counts.merge(fault, 1, Integer::sum);
    }

    private void happens(long at, long span, Runnable fault) {
        quietAt = Math.max(quietAt, at + span);
        world.queue().at(at, fault);
    }

    // --- connections ---

    /** Mostly cuts the next connection on which something worth while is written, at once or a little later: where nothing is lost, little is proved. */
    private void planCut(Fault fault, boolean tellDialler, boolean tellAcceptor) {
        if (dice.chance(0.2)) {
            cut(fault, network.connections(), tellDialler, tellAcceptor);
            return;
        }
        Consumer<Connection> whenWritten = written -> world.queue()
                .after(
                        dice.chance(0.5)
                                ? 0
                                : dice.skewed(1_000, world.options().network().maxDelayNanos()),
                        () -> cut(fault, List.of(written), tellDialler, tellAcceptor));
        network.whenWritten(SIGN_OF_LIFE_BYTES, whenWritten);
        world.queue().after(FULL_NANOS, () -> {
            if (network.whenWrittenNoMore(whenWritten)) {
                cut(fault, network.connections(), tellDialler, tellAcceptor);
            }
        });
    }

    private void cut(Fault fault, List<Connection> connections, boolean tellDialler, boolean tellAcceptor) {
        if (!connections.isEmpty()) {
            count(fault);
            Connection connection = dice.pick(connections);
            world.history().add("network", "cuts %s, tells %s", connection, tellDialler + "/" + tellAcceptor);
            network.cut(connection, tellDialler, tellAcceptor);
        }
    }

    private void hold(long nanos) {
        List<Connection> connections = network.connections();
        if (!connections.isEmpty()) {
            count(Fault.DELAY);
            Connection connection = dice.pick(connections);
            world.history().add("network", "holds %s up for %d ms", connection, nanos / MILLISECOND);
            network.hold(connection.dialled(), world.now() + nanos);
            if (dice.chance(0.7)) {
                network.hold(connection.accepted(), world.now() + nanos);
            }
        }
    }

    // --- nodes from nodes ---

    private void part(long nanos) {
        boolean[] side = sides();
        boolean told = dice.chance(0.4);
        count(Fault.PARTITION);
        tellOf(side, told ? "parts %s for %d ms, and tells them" : "parts %s for %d ms", nanos);
        for (Connection each : network.connections()) {
            if (told
                    && side[each.dialled().host().place()]
                            != side[each.accepted().host().place()]) {
                network.cut(each, true, true);
            }
        }
        forEachPair(side, nanos, true);
    }

    private void partOneWay(long nanos) {
        boolean[] side = sides();
        count(Fault.ONE_WAY);
        tellOf(side, "lets %s hear nothing for %d ms", nanos);
        forEachPair(side, nanos, false);
    }

    private boolean[] sides() {
        int count = world.options().nodes().count();
        boolean[] side = new boolean[count];
        boolean alone = dice.chance(0.5);
        for (int place = 0; place < count; place++) {
            side[place] = !alone && dice.chance(0.5);
        }
        side[dice.between(0, count - 1)] = true;
        return side;
    }

    private void tellOf(boolean[] side, String format, long nanos) {
        StringBuilder some = new StringBuilder();
        for (int place = 0; place < side.length; place++) {
            some.append(side[place] ? " n" + place : "");
        }
        world.history().add("network", format, some.toString().strip(), nanos / MILLISECOND);
    }

    private void forEachPair(boolean[] side, long nanos, boolean bothWays) {
        long until = world.now() + nanos;
        for (int one = 0; one < side.length; one++) {
            for (int other = 0; other < side.length; other++) {
                if (!side[one] && side[other]) {
                    network.block(one, other, until);
                    if (bothWays) {
                        network.block(other, one, until);
                    }
                }
            }
        }
    }

    private void refuse(long nanos) {
        count(Fault.REFUSAL);
        world.history().add("network", "refuses dials for %d ms", nanos / MILLISECOND);
        network.refuse(dice.chance(0.5) ? 1 : 0.5, nanos);
    }

    // --- nodes and programs ---

    private void pause(long nanos) {
        count(Fault.PAUSE);
        SimulatedNode node = dice.pick(cluster.up());
        node.pause(nanos);
    }

    private void planCrash(long at) {
        int place = dice.between(0, world.options().nodes().count() - 1);
        long away = dice.skewed(MILLISECOND, 4 * SECOND);
        boolean returns = place == 0 || dice.chance(0.7);
        happens(at, away, () -> crash(place, away, returns));
    }

    private void crash(int place, long away, boolean returns) {
        SimulatedNode node = cluster.node(place);
        boolean last = cluster.up().size() == 1;
        if (node.isUp() && !last) {
            count(Fault.CRASH);
            node.crash(dice.chance(0.6));
            if (returns) {
                world.queue().after(away, () -> workload.restarted(cluster.restart(place)));
            }
        }
    }

    /** A node has taken something that kills it, unless it was protected or nothing goes wrong any more. */
    private void kill(SimulatedNode node) {
        long after = dice.chance(0.5) ? dice.skewed(1_000, 100 * MILLISECOND) : 0;
        long away = dice.skewed(MILLISECOND, SECOND);
        if (kills < MOST_KILLS && world.now() + after + away < quietAt) {
            kills++;
            world.history().add(node.name(), "has taken what kills it, in %d us", after / 1_000);
            world.queue().after(after, () -> {
                if (cluster.node(node.place()) == node) {
                    crash(node.place(), away, true);
                }
            });
        }
    }

    private void stall(long nanos) {
        List<QueueReceiverProgram> receivers = workload.takingReceivers();
        if (!receivers.isEmpty()) {
            count(Fault.STALL);
            dice.pick(receivers).stall(nanos);
        }
    }
}
