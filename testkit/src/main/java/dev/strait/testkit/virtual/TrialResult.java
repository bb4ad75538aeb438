package dev.strait.testkit.virtual;

import java.util.Map;
import java.util.Optional;

/**
 * How a run went.
 *
 * @param options what its world was like
 * @param failure what did not hold, with the seed, and for an exception where it came from; the same whoever runs it; empty if all did
 * @param historyHash a number that two equal histories share
 * @param historyLines how long the history is
 * @param virtualNanos how much time passed in it
 * @param steps events that happened: bytes that arrived, timers, faults
 * @param faults what went wrong, by kind; kinds that did not are missing
 */
public record TrialResult(
        TrialOptions options,
        Optional<String> failure,
        long historyHash,
        long historyLines,
        long virtualNanos,
        long steps,
        Map<Fault, Integer> faults) {
    /** Whether everything that is promised held. */
    public boolean passed() {
        return failure.isEmpty();
    }
}
