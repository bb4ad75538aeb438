package dev.strait.channel;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Something that calls can wait on: one lock, and in the subclasses a queue of waiting calls for each side.
 *
 * <p>Whoever holds several ports' locks has taken them in the order of {@link #id}. While it holds one, it may take locks that
 * are not of ports (the engine of a link), never the other way round; it runs no user code and never parks. Threads are
 * unparked after the lock is given back.
 */
public abstract class Port {

    /**
     * How often a thread looks at a taken lock before it parks: a few hundred nanoseconds at most. A lock is held for tens of
     * nanoseconds, and to park and unpark a thread costs a hundred times that.
     */
    private static final int SPINS = 30;

    private static final AtomicLong NEXT_ID = new AtomicLong(1);

    private final long id = NEXT_ID.getAndIncrement();
    private final ReentrantLock lock = new ReentrantLock();

    /** The waits completed in this hold of the lock, linked by {@code next}; their threads are unparked after it. */
    private @Nullable Wait completed;

    /** Makes a port with an id of its own. */
    protected Port() {}

    /**
     * The rank of this port among all ports of the process: the order of locking.
     *
     * @return a number that no other port has
     */
    public final long id() {
        return id;
    }

    /** Takes the lock of this port. */
    protected final void lock() {
        if (lock.tryLock()) {
            return;
        }
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
            if (!lock.isLocked() && lock.tryLock()) {
                return;
            }
        }
        lock.lock();
    }

    /** Gives the lock back, and then wakes the threads of all calls completed under it. */
    protected final void unlock() {
        Wait woken = takeCompleted();
        lock.unlock();
        wake(woken);
        unlocked();
    }

    /** Takes the lock if nobody holds it. */
    protected final boolean tryLock() {
        return lock.tryLock();
    }

    /** Called after the lock was given back: what somebody left to be done, rather than wait for it, can be done now. */
    protected void unlocked() {}

    /** Gives the lock back; {@link #takeCompleted()} has been called before, or nothing was completed. */
    final void unlockOnly() {
        lock.unlock();
        unlocked();
    }

    /** Under the lock: gives a claimed wait its result, and notes its thread for waking. */
    final void complete(Wait claimed, Object result) {
        claimed.complete(result);
        claimed.next = completed;
        completed = claimed;
    }

    final @Nullable Wait takeCompleted() {
        Wait woken = completed;
        completed = null;
        return woken;
    }

    static void wake(@Nullable Wait woken) {
        Wait wait = woken;
        while (wait != null) {
            Wait following = wait.next;
            wait.next = null;
            wait.call.wake();
            wait = following;
        }
    }
}
