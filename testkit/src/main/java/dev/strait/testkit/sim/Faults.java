package dev.strait.testkit.sim;

import dev.strait.testkit.sim.SimulatedNetwork.Connection;
import java.util.List;

/** What goes wrong, and when: connections cut with one side, both or none told, held up, dials refused, nodes crashed and paused. */
final class Faults {
    private static final long MILLISECOND = 1_000_000;

    private final World world;
    private final SimulatedNetwork network;
    private final Cluster cluster;
    private final Workload workload;
    private final Dice dice;
    private long quietAt;
    private int count;

    Faults(World world, SimulatedNetwork network, Cluster cluster, Workload workload) {
        this.world = world;
        this.network = network;
        this.cluster = cluster;
        this.workload = workload;
        this.dice = new Dice(world.options().seed(), "faults");
    }

    /** Plans all faults. */
    void plan() {
        boolean crashes = dice.chance(0.6);
        boolean cuts = dice.chance(0.7);
        boolean delays = dice.chance(0.5);
        for (int faults = dice.between(1, 8); faults > 0; faults--) {
            long at = dice.skewed(50 * MILLISECOND, 6_000 * MILLISECOND);
            double kind = dice.between(0, 99);
            if (crashes && kind < 25) {
                planCrash(at);
            } else if (cuts && kind < 60) {
                happens(at, 0, this::cut);
            } else if (delays && kind < 75) {
                long hold = dice.skewed(MILLISECOND, 5_000 * MILLISECOND);
                happens(at, hold, () -> hold(hold));
            } else if (delays && kind < 90) {
                long pause = dice.skewed(MILLISECOND, 5_000 * MILLISECOND);
                happens(at, pause, () -> pause(pause));
            } else {
                long span = dice.skewed(MILLISECOND, 3_000 * MILLISECOND);
                happens(at, span, () -> refuse(span));
            }
        }
    }

    /** From when on nothing goes wrong any more and every node that comes back is back. */
    long quietAt() {
        return quietAt;
    }

    /** How many faults there were so far. */
    int count() {
        return count;
    }

    private void happens(long at, long span, Runnable fault) {
        quietAt = Math.max(quietAt, at + span);
        world.queue().at(at, fault);
    }

    private void planCrash(long at) {
        int place = dice.between(0, world.options().nodes() - 1);
        long away = dice.skewed(MILLISECOND, 4_000 * MILLISECOND);
        boolean returns = place == 0 || dice.chance(0.7);
        happens(at, away, () -> crash(place, away, returns));
    }

    private void crash(int place, long away, boolean returns) {
        SimulatedNode node = cluster.node(place);
        boolean last = cluster.up().size() == 1;
        if (node.isUp() && !last) {
            count++;
            node.crash(dice.chance(0.6));
            if (returns) {
                world.queue().after(away, () -> workload.restarted(cluster.restart(place)));
            }
        }
    }

    private void cut() {
        List<Connection> connections = network.connections();
        if (!connections.isEmpty()) {
            count++;
            Connection connection = dice.pick(connections);
            boolean dialler = dice.chance(0.6);
            boolean acceptor = dice.chance(0.6);
            String nodes = connection.dialled().node().name() + "-"
                    + connection.accepted().node().name();
            world.history().add("network", "cuts %s, tells %s", nodes, dialler + "/" + acceptor);
            network.cut(connection, dialler, acceptor);
        }
    }

    private void hold(long nanos) {
        List<Connection> connections = network.connections();
        if (!connections.isEmpty()) {
            count++;
            Connection connection = dice.pick(connections);
            String nodes = connection.dialled().node().name() + "-"
                    + connection.accepted().node().name();
            world.history().add("network", "holds %s up for %d ms", nodes, nanos / MILLISECOND);
            connection.dialled().out().hold(world.now() + nanos);
            if (dice.chance(0.7)) {
                connection.accepted().out().hold(world.now() + nanos);
            }
        }
    }

    private void pause(long nanos) {
        count++;
        dice.pick(cluster.up()).pause(nanos);
    }

    private void refuse(long nanos) {
        count++;
        world.history().add("network", "refuses dials for %d ms", nanos / MILLISECOND);
        network.refuse(dice.chance(0.5) ? 1 : 0.5);
        world.queue().after(nanos, () -> network.refuse(0));
    }
}
