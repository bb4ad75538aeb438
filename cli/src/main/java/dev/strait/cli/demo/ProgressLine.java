package dev.strait.cli.demo;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws the state of a job as one line of text. */
final class ProgressLine {

    private static final int WIDEST_BAR = 30;
    private static final int NARROWEST_BAR = 5;

    private ProgressLine() {}

    /**
     * The line, no longer than so many columns.
     *
     * @param known how many files there are, as far as known; 0 if nothing is known yet
     * @param columns at least 20
     */
    static String draw(Totals totals, long known, Duration elapsed, int columns) {
        long all = Math.max(known, totals.filesDone());
        double seconds = Math.max(0.001, elapsed.toMillis() / 1000.0);
        double megabytes = totals.bytesCounted() / 1e6;
        String figures = String.format(
                Locale.ROOT,
                " %,d/%,d files  %,.1f MB  %,.1f MB/s ",
                totals.filesDone(),
                all,
                megabytes,
                megabytes / seconds);
        int room = columns - figures.length() - NARROWEST_BAR - 2;
        String shares = shares(totals);
        if (shares.length() > room) {
            shares = totals.workers().stream()
                    .map(worker -> Integer.toString(totals.percentOf(worker)))
                    .collect(Collectors.joining("/", "shares ", "%"));
        }
        int bar = Math.min(WIDEST_BAR, columns - figures.length() - shares.length() - 3);
        String line = (bar < NARROWEST_BAR ? "" : bar(totals.filesDone(), all, bar)) + figures + " " + shares;
        return line.length() <= columns ? line : line.substring(0, columns);
    }

    private static String shares(Totals totals) {
        return totals.workers().stream()
                .map(worker -> worker.name() + " " + totals.percentOf(worker) + "%")
                .collect(Collectors.joining("  "));
    }

    private static String bar(long done, long all, int width) {
        int full = all == 0 ? 0 : (int) (width * done / all);
        return "[" + "#".repeat(full) + "-".repeat(width - full) + "]";
    }
}
