package dev.strait.testkit.sim;

import dev.strait.wire.directory.ChannelSpec;

/** A channel of a simulation. */
record ChannelPlan(ChannelSpec spec) {
    static ChannelPlan draw(int number, Dice dice, SimulationOptions options) {
        int expected = dice.chance(0.3) ? dice.between(1, options.maxSenders()) : 0;
        return new ChannelPlan(new ChannelSpec(
                "c" + number, options.grants().capacity(), expected, dice.chance(0.05), dice.chance(0.15)));
    }

    String name() {
        return spec.name();
    }

    /** How many senders must have been open before it can complete. */
    int neededSenders() {
        return Math.max(1, spec.expectSenders());
    }
}
