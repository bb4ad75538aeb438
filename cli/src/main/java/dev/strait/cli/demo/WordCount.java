package dev.strait.cli.demo;

import java.util.Comparator;

/**
 * How often a word occurs.
 *
 * @param word in lower case
 * @param count at least 1
 */
record WordCount(String word, long count) {

    /** The order of reports: by count, and those equally frequent by the alphabet. */
    static final Comparator<WordCount> MOST_FREQUENT_FIRST =
            Comparator.comparingLong(WordCount::count).reversed().thenComparing(WordCount::word);
}
