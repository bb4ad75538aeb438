package dev.strait.channel;

import java.util.concurrent.locks.AbstractQueuedLongSynchronizer;

/**
 * The lock of a port: reentrant, not fair, as {@link java.util.concurrent.locks.ReentrantLock} is. Its owner is a number, the id of the thread. A
 * reference to the thread would be written into an old object for every message, which under G1 costs a full fence (docs/performance.md, "What a
 * reference costs"). The price: thread dumps and the JVM's search for deadlocks do not say who holds it.
 */
final class PortLock extends AbstractQueuedLongSynchronizer {
    private static final long serialVersionUID = 1;
    private static final long FREE = 0;
    /** The low bits of the state: how often the owner has taken it besides the first time; above them is the owner. */
    private static final int AGAIN_BITS = 16;

    private static final long MAX_AGAIN = (1L << AGAIN_BITS) - 1;

    /** Waits for it, parked if need be; an interrupt changes nothing. */
    void lock() {
        acquire(1);
    }

    /** Takes it if it is free, or the caller's. */
    boolean tryLock() {
        return tryAcquire(1);
    }

    /**
     * Gives it back.
     *
     * @throws IllegalMonitorStateException if the calling thread does not hold it
     */
    void unlock() {
        release(1);
    }

    /** Whether anybody holds it, or held it just now. */
    boolean isLocked() {
        return getState() != FREE;
    }

    boolean isHeldByCaller() {
        return getState() >>> AGAIN_BITS == caller();
    }

    /** Never {@link #FREE}: the ids of threads are positive. */
    private static long caller() {
        return Thread.currentThread().threadId();
    }

    @Override
    protected boolean tryAcquire(long ignored) {
        long state = getState();
        long caller = caller();
        if (state == FREE) {
            return compareAndSetState(FREE, caller << AGAIN_BITS);
        }
        if (state >>> AGAIN_BITS != caller) {
            return false;
        }
        if ((state & MAX_AGAIN) == MAX_AGAIN) {
            throw new IllegalStateException("the lock of a port is taken " + MAX_AGAIN + " times over by one thread");
        }
        setState(state + 1);
        return true;
    }

    @Override
    protected boolean tryRelease(long ignored) {
        long state = getState();
        if (state >>> AGAIN_BITS != caller()) {
            throw new IllegalMonitorStateException(
                    "the lock of a port is given back by a thread that does not hold it");
        }
        if ((state & MAX_AGAIN) > 0) {
            setState(state - 1);
            return false;
        }
        setState(FREE);
        return true;
    }
}
