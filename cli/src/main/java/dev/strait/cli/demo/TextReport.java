package dev.strait.cli.demo;

import java.util.Formatter;
import java.util.Locale;

/** Writes a report for people. */
final class TextReport {

    private static final int LONGEST_SHOWN = 40;

    private TextReport() {}

    static String of(Report report) {
        Totals totals = report.totals();
        StringBuilder text = new StringBuilder();
        Formatter out = new Formatter(text, Locale.ROOT);
        int rank = 1;
        for (WordCount word : report.top()) {
            out.format("%4d  %,14d  %s\n", rank++, word.count(), shown(word.word()));
        }
        out.format("\n");
        out.format("files       %,14d\n", totals.files());
        out.format("skipped     %,14d  (a NUL byte in the first 8 KiB)\n", totals.skipped());
        out.format("unreadable  %,14d\n", totals.unreadable());
        out.format("bytes       %,14d\n", totals.bytes());
        out.format("words       %,14d\n", totals.words());
        out.format("distinct    %,14d\n", totals.distinct());
        double seconds = Math.max(report.seconds(), 0.001);
        out.format("elapsed     %,14.1f  seconds, %,.1f MB/s\n", report.seconds(), totals.bytes() / 1e6 / seconds);
        for (Totals.Worker worker : totals.workers()) {
            out.format(
                    "%-10s  %,14d  files, %d %% of the bytes\n",
                    worker.name(), worker.files(), totals.percentOf(worker));
        }
        out.format("lost        %,14d  of %,d files sent to the workers\n", totals.lost(), totals.sent());
        boolean disturbed = !report.lostWorkers().isEmpty() || report.mishap().isPresent();
        if (disturbed) {
            String names = String.join(", ", report.lostWorkers());
            out.format("workers lost%,14d%s\n", report.lostWorkers().size(), names.isEmpty() ? "" : "  " + names);
        }
        if (disturbed || totals.repeats() > 0) {
            out.format("repeats     %,14d  results came again and were dropped\n", totals.repeats());
        }
        report.mishap().ifPresent(what -> out.format("values lost: %,d; %s\n", totals.lost(), what));
        return text.toString();
    }

    private static String shown(String word) {
        return word.length() <= LONGEST_SHOWN
                ? word
                : String.format(Locale.ROOT, "%s... (%,d letters)", word.substring(0, LONGEST_SHOWN), word.length());
    }
}
