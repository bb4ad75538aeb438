package dev.strait.runtime;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Lets threads wait until something holds that others bring about. Safe for use by any thread. */
final class Changes {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long changes;

    /** Something may hold now that did not before. */
    void signal() {
        lock.lock();
        try {
            changes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until something holds.
     *
     * @param holds is asked at first, and after every change; without this object's lock, so that it may take others
     * @return whether it holds; false if the time is over
     */
    boolean await(BooleanSupplier holds, Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        while (true) {
            long seen = seen();
            if (holds.getAsBoolean()) {
                return true;
            }
            lock.lock();
            try {
                while (changes == seen) {
                    if (nanos <= 0) {
                        return false;
                    }
                    nanos = changed.awaitNanos(nanos);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private long seen() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }
}
