package dev.strait.testkit.virtual;

import java.util.List;
import java.util.function.Consumer;

/** Faults between hosts: which connections and hosts they hit. */
final class NetworkFaults {
    private static final long MILLISECOND = 1_000_000;
    /** For how long a connection is looked for on which something is written. */
    private static final long FULL_NANOS = 1_000 * MILLISECOND;
    /** How much later than it is written on it is cut at most, however slow the network is. */
    private static final long LATER_NANOS = FULL_NANOS;
    /** By when a connection is cut at the latest. */
    static final long CUT_NANOS = FULL_NANOS + LATER_NANOS;

    private final Network network;
    private final Hosts hosts;
    private final Dice dice;
    private final Consumer<Fault> counter;

    NetworkFaults(Network network, Hosts hosts, Dice dice, Consumer<Fault> counter) {
        this.network = network;
        this.hosts = hosts;
        this.dice = dice;
        this.counter = counter;
    }

    // --- connections ---

    /** Mostly cuts the next connection on which something worth while is written, at once or a little later: where nothing is lost, little is proved. */
    void cut(Fault fault, boolean tellDialler, boolean tellAcceptor) {
        if (dice.chance(0.2)) {
            cutOne(fault, network.connections(), tellDialler, tellAcceptor);
            return;
        }
        Consumer<Connection> whenWritten = written -> network.queue()
                .after(
                        dice.chance(0.5)
                                ? 0
                                : dice.skewed(
                                        1_000,
                                        Math.min(LATER_NANOS, network.options().maxDelayNanos())),
                        () -> cutOne(fault, List.of(written), tellDialler, tellAcceptor));
        network.whenWritten(hosts.signOfLifeBytes(), whenWritten);
        network.queue().after(FULL_NANOS, () -> {
            if (network.whenWrittenNoMore(whenWritten)) {
                cutOne(fault, network.connections(), tellDialler, tellAcceptor);
            }
        });
    }

    private void cutOne(Fault fault, List<Connection> connections, boolean tellDialler, boolean tellAcceptor) {
        if (!connections.isEmpty()) {
            counter.accept(fault);
            Connection connection = dice.pick(connections);
            network.history().add("network", "cuts %s, tells %s", connection, tellDialler + "/" + tellAcceptor);
            network.cut(connection, tellDialler, tellAcceptor);
        }
    }

    void hold(long nanos) {
        List<Connection> connections = network.connections();
        if (!connections.isEmpty()) {
            counter.accept(Fault.DELAY);
            Connection connection = dice.pick(connections);
            network.history().add("network", "holds %s up for %d ms", connection, nanos / MILLISECOND);
            long until = network.queue().now() + nanos;
            network.hold(connection.dialled(), until);
            if (dice.chance(0.7)) {
                network.hold(connection.accepted(), until);
            }
        }
    }

    // --- hosts from hosts ---

    void part(long nanos) {
        boolean[] side = sides();
        boolean told = dice.chance(0.4);
        counter.accept(Fault.PARTITION);
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

    void partOneWay(long nanos) {
        boolean[] side = sides();
        counter.accept(Fault.ONE_WAY);
        tellOf(side, "lets %s hear nothing for %d ms", nanos);
        forEachPair(side, nanos, false);
    }

    private boolean[] sides() {
        int count = network.places();
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
            some.append(side[place] ? " " + hosts.at(place).name() : "");
        }
        network.history().add("network", format, some.toString().strip(), nanos / MILLISECOND);
    }

    private void forEachPair(boolean[] side, long nanos, boolean bothWays) {
        long until = network.queue().now() + nanos;
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

    void refuse(long nanos) {
        counter.accept(Fault.REFUSAL);
        network.history().add("network", "refuses dials for %d ms", nanos / MILLISECOND);
        network.refuse(dice.chance(0.5) ? 1 : 0.5, nanos);
    }
}
