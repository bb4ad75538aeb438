package dev.strait.bench.harness;

import java.util.Locale;

/**
 * What a process of a measurement knows of itself at one moment. Two of them make a window.
 *
 * @param nanos the time of {@link System#nanoTime()} of that process
 * @param uptimeMillis since the JVM started, as its log of collections has it
 * @param count messages counted until now
 * @param cpuNanos CPU time until now, user and system, all threads, companions too
 * @param allocatedBytes allocated on the heap until now, by all threads
 * @param p50 median round trip in microseconds since the sample before, NaN where none were taken
 * @param p99 99th percentile likewise
 * @param p999 99.9th percentile likewise
 * @param share the rate of the slowest tenth of the meters since the sample before, of the median rate; NaN where that is not the figure
 * @param beside messages counted beside those of the figure until now
 */
record Sample(
        long nanos,
        long uptimeMillis,
        long count,
        long cpuNanos,
        long allocatedBytes,
        double p50,
        double p99,
        double p999,
        double share,
        long beside) {

    /** The line that {@link #parse} reads. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%d %d %d %d %d %s %s %s %s %d",
                nanos,
                uptimeMillis,
                count,
                cpuNanos,
                allocatedBytes,
                p50,
                p99,
                p999,
                share,
                beside);
    }

    static Sample parse(String line) {
        String[] words = line.split(" ", -1);
        return new Sample(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Double.parseDouble(words[5]),
                Double.parseDouble(words[6]),
                Double.parseDouble(words[7]),
                Double.parseDouble(words[8]),
                Long.parseLong(words[9]));
    }
}
