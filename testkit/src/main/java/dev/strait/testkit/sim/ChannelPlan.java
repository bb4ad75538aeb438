package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Dice;
import dev.strait.wire.directory.ChannelSpec;

/** A channel of a simulation. */
record ChannelPlan(ChannelSpec spec) {
    static ChannelPlan draw(int number, Dice dice, SimulationOptions options, boolean rendezvous) {
        int expected = dice.chance(0.3) ? dice.between(1, options.work().maxSenders()) : 0;
        int capacity = rendezvous ? 0 : options.grants().capacity();
        boolean neverCompletes = dice.chance(0.05);
        boolean toleratesLostSenders = dice.chance(0.15);
        // A draw more here would change what all others are.
        boolean atMostOnce = !rendezvous && new Dice(options.seed(), "delivery on c" + number).chance(0.15);
        return new ChannelPlan(
                new ChannelSpec("c" + number, capacity, expected, neverCompletes, toleratesLostSenders, atMostOnce));
    }

    String name() {
        return spec.name();
    }

    boolean isRendezvous() {
        return spec.isRendezvous();
    }

    /** How many senders must have been open before it can complete. */
    int neededSenders() {
        return Math.max(1, spec.expectSenders());
    }
}
