package dev.strait;

import java.lang.management.ManagementFactory;

/** What lives on the heap of this process. */
final class UsedHeap {
    private static final int COLLECTIONS = 3;

    private UsedHeap() {}

    /** Bytes in use after a full collection: the least of a few, since other threads allocate meanwhile. */
    static long bytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
