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
 */
public record Settings(Duration warmup, Duration window, List<String> jvmFlags, boolean pin) {
    /** The heap of every process: 1 GiB from the start. */
    public static final List<String> JVM_FLAGS = List.of("-Xms1g", "-Xmx1g");
}
