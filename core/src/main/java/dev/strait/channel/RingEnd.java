package dev.strait.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * One side of a {@link Ring}: a lock, and how many values have passed. It is the lock, and not has one, so that all that a thread
 * touches for each value is in one cache line; what follows it keeps the other side's out of that line.
 */
@SuppressWarnings("serial") // never serialized
final class RingEnd extends AbstractQueuedSynchronizer {

    /** How often a thread looks at a taken lock before it parks, as {@link Port}. */
    private static final int SPINS = 10;

    private static final VarHandle PASSED;

    static {
        try {
            PASSED = MethodHandles.lookup().findVarHandle(RingEnd.class, "passed", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Where the next value goes in, or comes out. Under the lock. */
    int slot;

    /** How many values have passed here; read from the other side too. */
    private long passed;

    /** How many had passed at the other side when this one last looked. Under the lock. */
    private long seen;

    // Two lines, for processors fetch lines in pairs.
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, pa, pb, pc, pd, pe, pf;

    void lock() {
        if (!compareAndSetState(0, 1)) {
            lockSlowly();
        }
    }

    private void lockSlowly() {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
            if (getState() == 0 && compareAndSetState(0, 1)) {
                return;
            }
        }
        acquire(1);
    }

    void unlock() {
        release(1);
    }

    @Override
    protected boolean tryAcquire(int one) {
        return compareAndSetState(0, 1);
    }

    @Override
    protected boolean tryRelease(int one) {
        setState(0);
        return true;
    }

    /** By how much this side is ahead of the other, by what it knew last; negative if it is behind. Under the lock. */
    long ahead() {
        return passed - seen;
    }

    /** As {@link #ahead}, by what is so now. */
    long aheadNow(RingEnd other) {
        seen = other.passed();
        return passed - seen;
    }

    /** How many values have passed, and all that was done to the slots before. */
    long passed() {
        return (long) PASSED.getAcquire(this);
    }

    /** So many more have passed; the next slot is this. Under the lock. */
    void pass(int values, int nextSlot) {
        slot = nextSlot;
        PASSED.setRelease(this, passed + values);
    }
}
