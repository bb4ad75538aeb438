package dev.strait.bench.harness;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What this JVM has used until now. */
final class Jvm {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private Jvm() {}

    /** User and system time of all threads, those of the compiler and of the collector included. */
    static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /**
     * Bytes allocated on the heap by all threads, those that have ended included. The JVM counts where memory is handed out, which for a
     * virtual thread is its carrier; so virtual threads are counted with their carriers (JvmTest holds it).
     */
    static long allocatedBytes() {
        return THREADS.getTotalThreadAllocatedBytes();
    }

    /** Bytes left on the heap when garbage has been collected until that makes no difference of more than a thousandth. */
    static long liveBytes() {
        long before = Long.MAX_VALUE;
        long now = collect();
        while (now < before - before / 1000) {
            before = now;
            now = collect();
        }
        return Math.min(now, before);
    }

    private static long collect() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Milliseconds since the JVM started, by the clock of its log. */
    static long uptimeMillis() {
        return ManagementFactory.getRuntimeMXBean().getUptime();
    }
}
