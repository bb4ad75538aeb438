package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Dice;
import dev.strait.testkit.virtual.Faults;

/** Nodes that are killed by what they take: they crash, and come back. */
final class Kills {
    private static final long MILLISECOND = 1_000_000;
    /** Most of them. */
    private static final int MOST = 8;

    private final World world;
    private final Cluster cluster;
    private final Faults faults;
    private final Dice dice;
    private int kills;

    /**
     * None so far.
     *
     * @param dice those of the faults
     */
    Kills(World world, Cluster cluster, Faults faults, Dice dice) {
        this.world = world;
        this.cluster = cluster;
        this.faults = faults;
        this.dice = dice;
    }

    /** A node has taken something that kills it, unless there were enough or nothing goes wrong any more. */
    void kill(SimulatedNode node) {
        long after = dice.chance(0.5) ? dice.skewed(1_000, 100 * MILLISECOND) : 0;
        long away = dice.skewed(MILLISECOND, 1_000 * MILLISECOND);
        if (kills < MOST && world.now() + after + away < faults.quietAt()) {
            kills++;
            world.history().add(node.name(), "has taken what kills it, in %d us", after / 1_000);
            world.queue().after(after, () -> {
                if (cluster.node(node.place()).equals(node)) {
                    faults.crash(node.place(), away, true);
                }
            });
        }
    }
}
