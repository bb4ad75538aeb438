package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a decoder allocates, whatever the bytes: in proportion to them, however much they announce. */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long FIXED_BYTES = 64 << 10;

    private Allocation() {}

    /**
     * Does something with so many bytes, and checks that it has allocated at most 64 KiB and {@code perByte} times as many. What allocates
     * more has another try, for the JVM may have linked some code.
     */
    static void assertInProportion(int bytes, int perByte, Runnable action) {
        long most = FIXED_BYTES + (long) bytes * perByte;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4 && least > most; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            action.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        long allocated = least;
        assertTrue(allocated <= most, () -> bytes + " bytes made it allocate " + allocated);
    }
}
