package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Dice;

/**
 * How a receiver's program answers what it takes. What it does not hold is acknowledged by being taken.
 *
 * @param held the share of values that it holds
 * @param most how many it holds at most
 * @param maxBodyNanos how long it works on a value that it holds, at most
 * @param nacked the share of those that it gives back
 * @param rejected the share of those that it rejects
 * @param neglected the share of those that it never answers: it leaves some time after the first
 * @param limitNanos when whoever drives the program gives back for it what it holds so long; 0 for never
 * @param leavesOpen whether it leaves with values that it holds; else it answers them first
 */
record Handling(
        double held,
        int most,
        long maxBodyNanos,
        double nacked,
        double rejected,
        double neglected,
        long limitNanos,
        boolean leavesOpen) {
    private static final long MILLISECOND = 1_000_000;
    /** All values of a channel together are worked on for so long at most, should one receiver take them one by one. */
    private static final long ALL_NANOS = 40_000 * MILLISECOND;

    private static final long LONGEST_BODY_NANOS = 2_000 * MILLISECOND;
    private static final int MOST_HELD = 64;

    /** Everything is acknowledged by being taken. */
    static final Handling AT_TAKE = new Handling(0, 1, 1, 0, 0, 0, 0, false);

    /**
     * Draws one.
     *
     * @param patient whether the receiver is to answer everything that it takes
     */
    static Handling draw(Dice dice, SimulationOptions.Work work, boolean patient) {
        if (dice.chance(0.35)) {
            return AT_TAKE;
        }
        long all = Math.max(1, (long) work.maxSenders() * work.maxValues());
        long body = dice.skewed(1_000, Math.clamp(ALL_NANOS / all, MILLISECOND, LONGEST_BODY_NANOS));
        boolean oneByOne = dice.chance(0.3);
        return new Handling(
                dice.chance(0.7) ? 1 : dice.chance(0.5) ? 0.5 : 0.05,
                oneByOne ? 1 : (int) dice.skewed(2, MOST_HELD),
                body,
                dice.chance(0.5) ? 0 : dice.skewed(10, 400) / 1_000.0,
                dice.chance(0.6) ? 0 : dice.skewed(5, 100) / 1_000.0,
                patient || dice.chance(0.75) ? 0 : dice.skewed(5, 100) / 1_000.0,
                dice.chance(0.75) ? 0 : dice.skewed(Math.max(1_000, body / 4), body * 2),
                dice.chance(0.5));
    }

    /** Whether it ever holds anything. */
    boolean holdsAny() {
        return held > 0;
    }
}
