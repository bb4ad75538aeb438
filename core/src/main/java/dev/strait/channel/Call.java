package dev.strait.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One call that waits, and the only place where its fate is decided: exactly one of its {@link Wait}s claims it (a hand-over,
 * or the end of a port), or the call itself cancels (time limit, interrupt). This compare-and-set is Go's
 * {@code g.selectDone}; here a call on a single port goes through it too, because a Java thread, unlike a goroutine, may
 * wake up by itself at any time.
 */
final class Call {

    /** As a time limit: wait without one. */
    static final long FOREVER = Long.MAX_VALUE;

    private static final Object CANCELLED = new Object();
    private static final VarHandle WINNER;

    static {
        try {
            WINNER = MethodHandles.lookup().findVarHandle(Call.class, "winner", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Thread thread = Thread.currentThread();

    /** Undecided while {@code null}; then the {@link Wait} that won, or {@code CANCELLED}. */
    @SuppressWarnings("UnusedVariable") // written through WINNER
    private volatile @Nullable Object winner;

    /** Decides for {@code wait}, unless the call is already decided. Only under the lock of that wait's port. */
    boolean claim(Wait wait) {
        return winner == null && WINNER.compareAndSet(this, null, wait);
    }

    /** Decides that no wait wins, unless one has. */
    boolean cancel() {
        return WINNER.compareAndSet(this, null, CANCELLED);
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    /**
     * Parks until one of the waits has won. For the thread that made the call, holding no port's lock; whatever comes out, it
     * then takes its other waits out of their queues.
     *
     * @param timeoutNanos how long at most, or {@link #FOREVER}
     * @return the wait that won, with its result; {@code null} if the time went by, and then none ever wins
     * @throws InterruptedException if the thread was interrupted, and then none ever wins. A call that was already won is
     *     not given up for an interrupt: it returns, with the interrupt flag as it is
     */
    @Nullable
    Wait await(long timeoutNanos) throws InterruptedException {
        long deadline = timeoutNanos == FOREVER ? 0 : System.nanoTime() + timeoutNanos;
        while (true) {
            if (winner instanceof Wait won) {
                won.awaitResult();
                return won;
            }
            if (thread.isInterrupted()) {
                if (cancel()) {
                    // Clears the flag, as every method that throws InterruptedException does.
                    Thread.interrupted();
                    throw new InterruptedException();
                }
            } else if (timeoutNanos == FOREVER) {
                LockSupport.park(this);
            } else {
                long remaining = deadline - System.nanoTime();
                if (remaining > 0) {
                    LockSupport.parkNanos(this, remaining);
                } else if (cancel()) {
                    return null;
                }
            }
        }
    }
}
