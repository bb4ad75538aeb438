package dev.strait.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The collector's pauses in a window, from the JVM's own log: it has microseconds, where the management beans have whole milliseconds and
 * count concurrent phases as if they were pauses.
 *
 * @param count how many
 * @param totalMillis how long together
 * @param longestMillis the longest
 */
public record Pauses(int count, double totalMillis, double longestMillis) {
    /** None at all. */
    public static final Pauses NONE = new Pauses(0, 0, 0);

    /** For example {@code [1.234s] GC(3) Pause Young (Normal) (G1 Evacuation Pause) 24M->3M(1024M) 1.234ms}. */
    private static final Pattern LINE = Pattern.compile("\\[(\\d+\\.\\d+)s] GC\\(\\d+\\) Pause .* (\\d+\\.\\d+)ms");

    private static final double MILLIS_PER_SECOND = 1e3;

    /** Returns the flag that makes a JVM write what {@link #read} reads. */
    static String flag(Path log) {
        return "-Xlog:gc:file=" + log + ":uptime:filecount=0";
    }

    /** Reads those that ended between two times since the start of the JVM. */
    static Pauses read(Path log, long fromMillis, long toMillis) throws IOException {
        Pauses sum = NONE;
        for (String line : Files.readAllLines(log)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                double atMillis = Double.parseDouble(matcher.group(1)) * MILLIS_PER_SECOND;
                if (atMillis >= fromMillis && atMillis <= toMillis) {
                    double millis = Double.parseDouble(matcher.group(2));
                    sum = sum.plus(new Pauses(1, millis, millis));
                }
            }
        }
        return sum;
    }

    /** Both together. */
    public Pauses plus(Pauses other) {
        return new Pauses(
                count + other.count, totalMillis + other.totalMillis, Math.max(longestMillis, other.longestMillis));
    }
}
