package dev.strait.bench.harness;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class JvmTest {
    private static final int ARRAYS = 1 << 10;
    private static final int BYTES = 64 << 10;

    private final AtomicReference<byte[]> kept = new AtomicReference<>();

    private void allocate() {
        for (int i = 0; i < ARRAYS; i++) {
            kept.set(new byte[BYTES]);
        }
    }

    @Test
    void whatVirtualThreadsAllocateIsCountedAlsoWhenTheyHaveEnded() throws InterruptedException {
        long before = Jvm.allocatedBytes();
        Thread.ofVirtual().start(this::allocate).join();
        long allocated = Jvm.allocatedBytes() - before;
        assertTrue(allocated >= (long) ARRAYS * BYTES, () -> "counted " + allocated);
    }

    @Test
    void whatPlatformThreadsAllocateIsCountedAlsoWhenTheyHaveEnded() throws InterruptedException {
        long before = Jvm.allocatedBytes();
        Thread.ofPlatform().start(this::allocate).join();
        // The JVM counts a thread that ends a moment after it has let those go on that join it.
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (Jvm.allocatedBytes() - before < (long) ARRAYS * BYTES && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        long allocated = Jvm.allocatedBytes() - before;
        assertTrue(allocated >= (long) ARRAYS * BYTES, () -> "counted " + allocated);
    }

    @Test
    void processorTimeGrowsWithWork() {
        long before = Jvm.cpuNanos();
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (Jvm.cpuNanos() == before && System.nanoTime() < deadline) {
            allocate();
        }
        assertTrue(Jvm.cpuNanos() > before);
    }
}
