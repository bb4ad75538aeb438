package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Dice;
import dev.strait.wire.directory.ChannelSpec;

/**
 * A channel of a simulation.
 *
 * @param name what it is called here, where each has a name of its own
 * @param depth 0 if it has a name; else one more than that of the channel in whose values its receiver travels
 */
record ChannelPlan(ChannelSpec spec, String name, int depth) {
    static ChannelPlan draw(int number, Dice dice, SimulationOptions options, boolean rendezvous) {
        int expected = dice.chance(0.3) ? dice.between(1, options.work().maxSenders()) : 0;
        int capacity = rendezvous ? 0 : options.grants().capacity();
        boolean neverCompletes = dice.chance(0.05);
        boolean toleratesLostSenders = dice.chance(0.15);
        // A draw more here would change what all others are.
        boolean atMostOnce = !rendezvous && new Dice(options.seed(), "delivery on c" + number).chance(0.15);
        String name = "c" + number;
        return new ChannelPlan(
                new ChannelSpec(name, capacity, expected, neverCompletes, toleratesLostSenders, atMostOnce), name, 0);
    }

    /** Whether it has no name that nodes know, and its receiver travels in a value. */
    boolean isUnnamed() {
        return depth > 0;
    }

    boolean isRendezvous() {
        return spec.isRendezvous();
    }

    /** How many senders must have been open before it can complete. */
    int neededSenders() {
        return Math.max(1, spec.expectSenders());
    }
}
