package dev.strait.bench.harness;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pauses of a JVM's collector, from its own log on standard output: that has microseconds, where the management beans have whole
 * milliseconds and count concurrent phases as if they were pauses. For any number of threads.
 */
final class PauseLog {
    /** Makes a JVM write its log. */
    static final String FLAG = "-Xlog:gc:stdout:uptime";

    /** For example {@code [1.234s] GC(3) Pause Young (Normal) (G1 Evacuation Pause) 24M->3M(1024M) 1.234ms}. */
    private static final Pattern PAUSE = Pattern.compile("\\[(\\d+\\.\\d+)s] GC\\(\\d+\\) Pause .* (\\d+\\.\\d+)ms");

    private static final Pattern ANY = Pattern.compile("\\[\\d+\\.\\d+s] .*");

    private static final double MILLIS_PER_SECOND = 1e3;

    private record Pause(double atMillis, double millis) {}

    private final Queue<Pause> pauses = new ConcurrentLinkedQueue<>();

    /** Takes a line if it is one of the log. @return whether it was */
    boolean take(String line) {
        Matcher pause = PAUSE.matcher(line);
        if (pause.matches()) {
            double atMillis = Double.parseDouble(pause.group(1)) * MILLIS_PER_SECOND;
            pauses.add(new Pause(atMillis, Double.parseDouble(pause.group(2))));
            return true;
        }
        return ANY.matcher(line).matches();
    }

    /** Sums up those that ended between two times since the start of the JVM. */
    Pauses between(long fromMillis, long toMillis) {
        return pauses.stream()
                .filter(pause -> pause.atMillis >= fromMillis && pause.atMillis <= toMillis)
                .map(pause -> new Pauses(1, pause.millis, pause.millis))
                .reduce(Pauses.NONE, Pauses::plus);
    }
}
