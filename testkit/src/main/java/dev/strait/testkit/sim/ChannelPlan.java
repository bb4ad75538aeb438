package dev.strait.testkit.sim;

import dev.strait.wire.directory.ChannelSpec;

/** A channel of a simulation. */
record ChannelPlan(ChannelSpec spec) {
    static ChannelPlan draw(int number, Dice dice, SimulationOptions options, boolean rendezvous) {
        int expected = dice.chance(0.3) ? dice.between(1, options.work().maxSenders()) : 0;
        int capacity = rendezvous ? 0 : options.grants().capacity();
        return new ChannelPlan(new ChannelSpec("c" + number, capacity, expected, dice.chance(0.05), dice.chance(0.15)));
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
