package dev.strait.cli.demo;

import dev.strait.Counters;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of a job.
 *
 * @param top the most frequent words, the most frequent first, those equally frequent in alphabetical order
 * @param elapsed from the start of the first worker to the merge of the last result
 * @param lostWorkers the names of the workers that were lost before the job was done
 * @param mishap what was done to a worker half way, to whom and how, without a full stop
 * @param counters those of the first node at the end; of its links, those from before the workers went home
 */
record Report(
        Totals totals,
        List<WordCount> top,
        Duration elapsed,
        List<String> lostWorkers,
        Optional<String> mishap,
        Counters counters) {

    /** How many of the most frequent words are shown. */
    static final int TOP = 20;

    double seconds() {
        return elapsed.toMillis() / 1000.0;
    }
}
