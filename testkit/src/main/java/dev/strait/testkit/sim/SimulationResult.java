package dev.strait.testkit.sim;

import java.util.Optional;

/**
 * How a simulation went.
 *
 * @param options what was simulated
 * @param failure what did not hold, with the command that replays it; empty if all did
 * @param historyHash a number that two equal histories share
 * @param historyLines how long the history is
 * @param virtualNanos how much time passed in it
 * @param sent values that senders handed over
 * @param taken values that receivers took
 * @param faults connections lost, nodes crashed and paused
 */
public record SimulationResult(
        SimulationOptions options,
        Optional<String> failure,
        long historyHash,
        long historyLines,
        long virtualNanos,
        long sent,
        long taken,
        int faults) {
    /** Whether everything that is promised held. */
    public boolean passed() {
        return failure.isEmpty();
    }

    /** The command that shows this history line by line. */
    public String replayCommand() {
        return replayCommand(options.seed());
    }

    static String replayCommand(long seed) {
        return "./strait sim --seed " + seed + " --trace";
    }
}
