package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Fault;
import java.util.Map;
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
 * @param taken values that receivers took, those that they took again included
 * @param redelivered values that receivers took again
 * @param deadLettered values that became dead letters
 * @param dropped values of channels that deliver at most once that were given up, for a receiver may have had them
 * @param claimed receivers that programs took out of values
 * @param resumed how often a link that had lost its connection went on, counted on both sides
 * @param steps events that happened: bytes that arrived, timers, what programs did
 * @param faults what went wrong, by kind; kinds that did not are missing
 */
public record SimulationResult(
        SimulationOptions options,
        Optional<String> failure,
        long historyHash,
        long historyLines,
        long virtualNanos,
        long sent,
        long taken,
        long redelivered,
        long deadLettered,
        long dropped,
        long claimed,
        long resumed,
        long steps,
        Map<Fault, Integer> faults) {
    /** Whether everything that is promised held. */
    public boolean passed() {
        return failure.isEmpty();
    }

    /** The command that shows this history line by line. */
    public String replayCommand() {
        return replayCommand(options);
    }

    static String replayCommand(SimulationOptions options) {
        return "./strait sim --seed " + options.seed() + " --trace" + (options.endsTravel() ? " --ends" : "");
    }
}
