package dev.strait.runtime;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Rings when something has changed that callers wait for. It has a lock of its own, held for an instant, so that whoever rings never waits
 * for a caller that is encoding. A caller notes the number of rings, looks at what it waits for, and then waits for another ring.
 */
final class Bell {
    /** Wait without a time limit. */
    static final long FOREVER = Long.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private final AtomicLong rings = new AtomicLong();

    /** How often it has rung. */
    long rings() {
        return rings.get();
    }

    void ring() {
        lock.lock();
        try {
            rings.incrementAndGet();
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until it has rung more often than that.
     *
     * @param deadlineNanos on the clock of {@link System#nanoTime}; {@link #FOREVER} for none
     * @return false if the deadline has passed
     */
    boolean await(long seen, long deadlineNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (rings.get() == seen) {
                if (deadlineNanos == FOREVER) {
                    rung.await();
                } else {
                    long left = deadlineNanos - System.nanoTime();
                    if (left <= 0) {
                        return false;
                    }
                    rung.awaitNanos(left);
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
