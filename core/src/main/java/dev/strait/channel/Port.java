package dev.strait.channel;

import java.util.concurrent.atomic.AtomicLong;
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
    private static final int SPINS = 10;

    private static final AtomicLong NEXT_ID = new AtomicLong(1);

    private final long id = NEXT_ID.getAndIncrement();
    private final PortLock lock = new PortLock();

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
        if (!lock.tryLock()) {
            lockSlowly();
        }
        locked();
    }

    private void lockSlowly() {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
            if (!lock.isLocked() && lock.tryLock()) {
                return;
            }
        }
        lock.lock();
    }

    /** Under the lock, which was just taken. Throws nothing. */
    void locked() {}

    /** Gives the lock back, and then wakes the threads of all calls completed under it. */
    protected final void unlock() {
        Wait woken = release();
        wake(woken);
        unlocked();
    }

    /** As {@link #unlock}, but leaves {@link #unlocked} to the caller, or to whoever is next. */
    protected final void unlockQuietly() {
        wake(release());
    }

    /** Gives the lock back. @return the waits completed under it, for the caller to {@link #wake}; it then calls {@link #unlocked} */
    final @Nullable Wait release() {
        Wait woken;
        try {
            unlocking();
        } finally {
            woken = completed;
            completed = null;
            lock.unlock();
        }
        return woken;
    }

    /** Whether the calling thread holds the lock. */
    protected final boolean isLockedByCaller() {
        return lock.isHeldByCaller();
    }

    /** Under the lock, before it is given back: what follows from calls having come and gone is done now. Throws nothing. */
    protected void unlocking() {}

    /** Takes the lock if nobody holds it. */
    protected final boolean tryLock() {
        boolean taken = lock.tryLock();
        if (taken) {
            locked();
        }
        return taken;
    }

    /** After the lock was given back, holding no port's lock: what somebody left to be done, rather than wait for it, can be done now. */
    protected void unlocked() {}

    /** How a call that waits here may look by itself before it parks; {@code null} if it cannot. */
    protected @Nullable Lookout lookout() {
        return null;
    }

    /**
     * An item that is with another node is wanted back: its call has run out of time, or was interrupted. Holding no port's lock; nothing
     * happens if its fate is known already.
     *
     * @param exchange the one that this port began
     */
    protected void askBack(Exchange exchange) {
        throw new IllegalStateException("no item of this port leaves the process");
    }

    /** Under the lock: gives a claimed wait its result, and notes its thread for waking. */
    final void complete(Wait claimed, Object result) {
        claimed.complete(result);
        wakeLater(claimed);
    }

    /** Under the lock: notes a wait whose call is decided, for waking its thread. */
    final void wakeLater(Wait decided) {
        decided.next = completed;
        completed = decided;
    }

    /** Two lists of waits, linked by {@code next}, in one. */
    static @Nullable Wait join(@Nullable Wait first, @Nullable Wait second) {
        if (first == null) {
            return second;
        }
        Wait last = first;
        while (last.next != null) {
            last = last.next;
        }
        last.next = second;
        return first;
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
