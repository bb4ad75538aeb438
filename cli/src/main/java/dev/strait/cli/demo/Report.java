package dev.strait.cli.demo;

import java.time.Duration;
import java.util.List;

/**
 * The outcome of a job.
 *
 * @param top the most frequent words, the most frequent first, those equally frequent in alphabetical order
 * @param elapsed from the start of the first worker to the merge of the last result
 */
record Report(Totals totals, List<WordCount> top, Duration elapsed) {

    /** How many of the most frequent words are shown. */
    static final int TOP = 20;

    double seconds() {
        return elapsed.toMillis() / 1000.0;
    }
}
