package dev.strait.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One call that waits, and the only place where its fate is decided: exactly one of its {@link Wait}s claims it (a hand-over,
 * or the end of a port), or the call itself cancels (time limit, interrupt). This compare-and-set is Go's
 * {@code g.selectDone}; here a call on a single port goes through it too, because a Java thread, unlike a goroutine, may
 * wake up by itself at any time.
 *
 * <p>A wait whose value goes to another node claims the call like any other, and its result follows when that node has answered: until then the
 * call is <em>tentative</em>. If the value comes back the result is {@link Signal#RETURNED}; the call is spent, and whoever made it
 * goes on with a new one.
 */
class Call {

    /** As a time limit: wait without one. */
    static final long FOREVER = Long.MAX_VALUE;

    /** How often a thread looks, with a pause between, before it parks: {@link Looks} says when, and why. */
    static final int LOOKS = 128;

    /** The fate of a call that has none. */
    private enum Nothing {
        CANCELLED
    }

    private static final VarHandle WINNER;

    static {
        try {
            WINNER = MethodHandles.lookup().findVarHandle(Call.class, "winner", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Thread thread = Thread.currentThread();

    /** Undecided while {@code null}; then the {@link Wait} that won, {@code CANCELLED}, or what a {@link Visitor} was given. */
    @SuppressWarnings("UnusedVariable") // written through WINNER
    private volatile @Nullable Object winner;

    /** Whether the thread parks, or is about to, and must be unparked. */
    private volatile boolean parks;

    /** Of a port that the call waits on, and that has one; of the last, if there are several. By its thread alone. */
    private @Nullable Lookout lookout;

    /** Decides for {@code wait}, unless the call is already decided. Only under the lock of that wait's port. */
    final boolean claim(Wait wait) {
        return winner == null && decide(wait);
    }

    /** Decides that no wait wins, unless one has. */
    final boolean cancel() {
        return decide(Nothing.CANCELLED);
    }

    final boolean decide(Object fate) {
        return WINNER.compareAndSet(this, null, fate);
    }

    /** What decided that was neither a wait nor the call itself; {@code null} if nothing did. */
    final @Nullable Object given() {
        Object fate = winner;
        return fate == Nothing.CANCELLED || fate instanceof Wait ? null : fate;
    }

    /** Whether a wait has won, or none ever will. */
    boolean isDecided() {
        return winner != null;
    }

    /** The wait whose value is with another node, or has come back and the caller has not gone on yet; {@code null} if there is none. */
    @Nullable
    Wait tentative() {
        return winner instanceof Wait won && won.isTentative() ? won : null;
    }

    /** Whether this thread made the call. */
    final boolean isOf(Thread other) {
        return thread.equals(other);
    }

    /** A port that was asked has nothing; after the last such answer no wait wins any more. Under any lock. @return whether to wake the thread */
    boolean deny() {
        return false;
    }

    /** After a decision, or a result: the thread goes on, if it does not by itself. @return whether it parked, or was about to */
    final boolean wake() {
        boolean parked = parks;
        if (parked) {
            LockSupport.unpark(thread);
        }
        return parked;
    }

    /** Before the call stands in line at a port: that port's, if it has one. */
    final void looksOut(@Nullable Lookout over) {
        if (over != null) {
            lookout = over;
        }
    }

    /** Looks for a short while, before parking, whether the call is decided. @return whether it is */
    final boolean look() {
        for (int i = 0; i < LOOKS; i++) {
            if (winner != null) {
                return true;
            }
            Thread.onSpinWait();
        }
        return winner != null;
    }

    /**
     * Parks until one of the waits has won. For the thread that made the call, holding no port's lock; whatever comes out, it
     * then takes its other waits out of their queues.
     *
     * @param timeoutNanos how long at most, or {@link #FOREVER}
     * @return the wait that won, with its result; {@code null} if the time went by, or all ports that were asked said no, and then none
     *     ever wins; {@code null}, too, if the call was {@link #given} something
     * @throws InterruptedException if the thread was interrupted, and then none ever wins. A call that was already won is
     *     not given up for an interrupt: it returns, with the interrupt flag as it is
     */
    @Nullable
    Wait await(long timeoutNanos) throws InterruptedException {
        long deadline = deadline(timeoutNanos);
        return await(deadline, deadline, true);
    }

    /** A deadline on the clock of {@link System#nanoTime}, or {@link #FOREVER}. */
    static long deadline(long timeoutNanos) {
        if (timeoutNanos == FOREVER) {
            return FOREVER;
        }
        long deadline = System.nanoTime() + timeoutNanos;
        return deadline == FOREVER ? FOREVER - 1 : deadline;
    }

    /**
     * As {@link #await(long)}.
     *
     * @param giveUpAt the {@link #deadline} at which no wait wins any more if none has
     * @param askBackAt the deadline at which a value that is with another node is asked back
     * @param interruptible false if an interrupt only leaves its flag, as it was found
     */
    @Nullable
    Wait await(long giveUpAt, long askBackAt, boolean interruptible) throws InterruptedException {
        boolean interrupted = false;
        try {
            while (true) {
                Object decided = winner;
                if (decided instanceof Wait won) {
                    awaitResultOf(won, askBackAt, interruptible);
                    return won;
                }
                if (decided != null) {
                    return null;
                }
                if (thread.isInterrupted()) {
                    // Clears the flag: every method that throws InterruptedException does, and no thread parks with it.
                    if (!interruptible) {
                        interrupted = Thread.interrupted();
                    } else if (cancel()) {
                        Thread.interrupted();
                        throw new InterruptedException();
                    }
                } else if (!parks) {
                    lookOut(null, giveUpAt);
                } else if (giveUpAt == FOREVER) {
                    LockSupport.park(this);
                } else {
                    long remaining = giveUpAt - System.nanoTime();
                    if (remaining > 0) {
                        LockSupport.parkNanos(this, remaining);
                    } else if (cancel()) {
                        return null;
                    }
                }
            }
        } finally {
            if (parks && lookout != null) {
                lookout.parksNoMore();
            }
            if (interrupted) {
                thread.interrupt();
            }
        }
    }

    /**
     * Before the thread parks for the first time: it looks once more, by itself, if it can.
     *
     * @param won the wait whose result it waits for; {@code null} if none has won
     */
    private void lookOut(@Nullable Wait won, long untilNanos) {
        Lookout over = lookout;
        if (over != null) {
            // One class for both: with two, C2 compiles the look twice, with all that it does (docs/performance.md,
            // "Compiling less").
            BooleanSupplier decided = () -> won == null ? winner != null : won.hasResult();
            over.look(decided, untilNanos);
            if (decided.getAsBoolean()) {
                return;
            }
            over.parks();
        }
        parks = true; // Whoever decides after the next look sees it.
    }

    /**
     * Waits for the result of the wait that has won, mostly for a moment. If its value is with another node, a deadline or an interrupt only
     * asks for it back: what has become of it decides that node, and the call waits for the answer, or for the loss of the link.
     */
    private void awaitResultOf(Wait won, long askBackAt, boolean interruptible) {
        boolean asked = !won.isOut();
        for (int i = 0; asked && i < LOOKS && !won.hasResult(); i++) {
            Thread.onSpinWait();
        }
        if (won.hasResult()) {
            return;
        }
        if (!parks) {
            lookOut(won, askBackAt);
        }
        boolean interrupted = false;
        while (!won.hasResult()) {
            interrupted |= Thread.interrupted();
            long remaining = askBackAt == FOREVER ? FOREVER : askBackAt - System.nanoTime();
            if (!asked && ((interrupted && interruptible) || remaining <= 0)) {
                asked = true;
                won.askBack();
            } else if (asked || askBackAt == FOREVER) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, remaining);
            }
        }
        if (interrupted) {
            thread.interrupt();
        }
    }
}
