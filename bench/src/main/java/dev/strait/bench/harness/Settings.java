package dev.strait.bench.harness;

import java.time.Duration;
import java.util.List;

/**
 * How to measure; the same for every system.
 *
 * @param warmup from the first message to the window
 * @param window how long is measured
 * @param jvmFlags of every process
 * @param pin whether each process gets a core of its own in every scenario, and not only in ping-pong
 * @param divisor by what to divide how many channels there are where they are many; 1, except where tests have no time for all
 */
public record Settings(Duration warmup, Duration window, List<String> jvmFlags, boolean pin, int divisor) {
    /**
     * The heap of every process: 1 GiB from the start, each page of it touched before anything is measured. Otherwise the kernel gives each page
     * when the program first writes there, and a system has to pay for that the longer the less it allocates.
     */
    public static final List<String> JVM_FLAGS = List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");

    /** The fewest that are left of many. */
    private static final int FEWEST = 10;

    /** With as many channels as a scenario says. */
    public Settings(Duration warmup, Duration window, List<String> jvmFlags, boolean pin) {
        this(warmup, window, jvmFlags, pin, 1);
    }

    /** The part of so many that there are to be. */
    int partOf(int number) {
        return Math.max(Math.min(number, FEWEST), number / divisor);
    }
}
