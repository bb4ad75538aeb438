package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What callers leave to the holder of the writer role. */
class WriterCallsTest {
    private static final int ROUNDS = 10_000;

    private final WriterCalls calls = new WriterCalls();

    @Test
    void aCallIsTakenOnce() {
        assertFalse(calls.areToWrite());
        calls.write();
        assertTrue(calls.areToWrite());
        assertFalse(calls.take());
        assertFalse(calls.areToWrite());
    }

    @Test
    void aCallForAllIsTakenWithThoseForWhatWaits() {
        calls.writeAll();
        calls.write();
        assertTrue(calls.take());
        assertFalse(calls.take());
    }

    @Test
    void aSealAloneCallsNobodyToWrite() {
        calls.seal();
        assertFalse(calls.areToWrite());
        calls.write();
        assertTrue(calls.take());
    }

    @Test
    void aCallThatIsLeftWhileAnotherIsTakenIsNotLost() throws Exception {
        AtomicInteger sealed = new AtomicInteger();
        AtomicInteger left = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(2);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        Thread caller = Thread.ofPlatform().start(() -> {
            await(start);
            while (left.get() < ROUNDS && System.nanoTime() - deadline < 0) {
                calls.writeAll();
                left.incrementAndGet();
                while (sealed.get() < left.get() && System.nanoTime() - deadline < 0) {
                    Thread.onSpinWait();
                }
            }
        });
        await(start);
        while (caller.isAlive()) {
            calls.write();
            if (calls.take()) {
                sealed.incrementAndGet();
            }
        }
        caller.join();
        assertEquals(ROUNDS, left.get());
        assertEquals(ROUNDS, sealed.get());
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
