package dev.strait.runtime;

import dev.strait.transport.SafeLog;
import dev.strait.wire.engine.EngineEvent;
import dev.strait.wire.engine.NodeEngine;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one short lock around the node's engine, taken once per batch and never per message, and never held while user code runs or bytes
 * are written.
 *
 * <p>The order of locks is: ends by id, then this one. What the engine has to tell is put into a queue on the way out, and acted on by a
 * thread that holds no lock at all: the one that called, when it holds none or has let go of its end's lock ({@link #runDeferred}), or
 * else the steward.
 */
final class EngineAccess {
    /** Acts on the engine's events. */
    interface Actor {
        /** Acts on an event, holding no lock. Several threads act at the same time, so what was said first may be acted on last. */
        void act(EngineEvent event);

        /** Under the engine's lock, in the order in which the engine says it: this will have to be acted on. Must not block. */
        default void said(EngineEvent event) {}

        /** There are events that the calling thread cannot act on: the steward must, soon. Must not block. */
        void callSteward();
    }

    /** Not in a hold of the lock: a step because nearly as many methods lead to it. */
    private static final EngineStep<EngineAccess, Void, Void> ACT = new EngineStep<>((by, _, _) -> {
        by.actOnDeferred();
        return null;
    });

    private static final System.Logger LOG = System.getLogger(NodeRuntime.LOGGER);
    private static final long AWAKE = Long.MIN_VALUE;
    /** How many events a thread acts on before it leaves the rest to the steward: it only passes by, and others go on causing them. */
    private static final int MOST_ACTS = 256;

    private final Chunks chunks = new Chunks();
    private final CallerReads callerReads = new CallerReads(() -> this.crowd);
    /** So many programs woken at a time are a crowd. */
    private static final int CROWD = 4;

    private final NodeEngine engine;
    private final Actor actor;
    private final long originNanos = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentLinkedQueue<EngineEvent> deferred = new ConcurrentLinkedQueue<>();
    /**
     * Whether anything may be in there: what every message looks at (a poll of the empty queue took more of a message's time than its lock).
     * Set behind what is put in, and reset only by who has found the queue empty and looks once more.
     */
    private volatile boolean hasDeferred;
    /** How many programs the last read woke that woke any. */
    private volatile int crowd;

    /** Under the lock: until when the steward sleeps, on the engine's clock; {@link #AWAKE} if it does not. */
    private long stewardWakesAt = AWAKE;

    EngineAccess(NodeEngine engine, Actor actor) {
        this.engine = engine;
        this.actor = actor;
    }

    /** Where the bytes of what arrives are. */
    Chunks chunks() {
        return chunks;
    }

    /** What programs read by themselves. */
    CallerReads callerReads() {
        return callerReads;
    }

    /** Takes the lock. */
    NodeEngine enter() {
        lock.lock();
        return engine;
    }

    /** Gives the lock back; for a thread that holds no end's lock: it acts on the events itself. */
    void exit() {
        leave(true);
        runDeferred();
    }

    /** As {@link #exitTaking}, for who has read from a link what others wait for: how many that wakes says whether there is a crowd. */
    void exitReading() {
        int waking = leave(true);
        if (waking > 0) {
            crowd = waking;
        }
    }

    /**
     * Gives the lock back; for a thread that holds an end's lock and calls {@link #runDeferred} when it has let go of it, and for the
     * writer of a link. What these do once per batch brings no deadline nearer, so none is looked at.
     */
    void exitLater() {
        leave(false);
    }

    /** Takes a step in a hold of the lock, which it gives back as {@link #exitLater} does. */
    <E, A, R> @Nullable R take(EngineStep<? super E, A, R> step, E by, @Nullable A told) {
        NodeEngine entered = enter();
        try {
            return step.take(by, told, entered);
        } finally {
            exitLater();
        }
    }

    /** As {@link #take}, and gives the lock back as {@link #exitTaking} does. */
    <E, A, R> @Nullable R takeInTime(EngineStep<? super E, A, R> step, E by, @Nullable A told) {
        NodeEngine entered = enter();
        try {
            return step.take(by, told, entered);
        } finally {
            exitTaking();
        }
    }

    /** As {@link #exitLater}, for a receiver that has taken something: this is to be announced in time. */
    void exitTaking() {
        leave(true);
    }

    /** @return how many programs there are to wake */
    private int leave(boolean mayBeDueEarlier) {
        boolean call;
        int waking = 0;
        try {
            for (EngineEvent event = engine.poll(); event != null; event = engine.poll()) {
                actor.said(event);
                deferred.add(event);
                hasDeferred = true;
                if (wakes(event)) {
                    waking++;
                }
            }
            call = mayBeDueEarlier && isDueBeforeStewardWakes();
        } finally {
            lock.unlock();
        }
        if (call) {
            actor.callSteward();
        }
        return waking;
    }

    /** This side has failed at a connection. Holding no lock. */
    void failed(long connection, String what) {
        NodeEngine entered = enter();
        try {
            entered.failed(connection, what, now());
        } finally {
            exit();
        }
    }

    // --- the steward's sleep ---

    /** Under the lock, by the steward: it will look again at this time, unless it is called. */
    void stewardSleeps(long untilNanos) {
        stewardWakesAt = untilNanos;
    }

    /** Under the lock, by the steward: it is awake. */
    void stewardWakes() {
        stewardWakesAt = AWAKE;
    }

    /** Whether the steward sleeps, and has not been called because a deadline came nearer. */
    boolean stewardIsAsleep() {
        lock.lock();
        try {
            return stewardWakesAt != AWAKE;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Under the lock, by whoever may have given the engine something to do at a time. Both sides look under the lock, so no deadline
     * is missed; only a sleeping steward makes it cost anything, and it is called once.
     */
    private boolean isDueBeforeStewardWakes() {
        if (stewardWakesAt == AWAKE || engine.deadline() >= stewardWakesAt) {
            return false;
        }
        stewardWakesAt = AWAKE;
        return true;
    }

    // --- events ---

    /**
     * Acts on what waits for a thread that holds no lock. The thread is whichever happens to pass: a failure is logged, and neither ends
     * it nor becomes the outcome of a call that has nothing to do with the event.
     */
    void runDeferred() {
        if (hasDeferred) {
            ACT.take(this, null, engine);
        }
    }

    private void actOnDeferred() {
        for (int acts = 0; hasDeferred; acts++) {
            if (acts == MOST_ACTS) {
                actor.callSteward();
                return;
            }
            EngineEvent event = deferred.poll();
            if (event == null) {
                hasDeferred = false;
                if (!deferred.isEmpty()) {
                    hasDeferred = true;
                }
            } else {
                act(event);
            }
        }
    }

    private void act(EngineEvent event) {
        try {
            actor.act(event);
        } catch (Throwable failed) {
            SafeLog.failure(
                    LOG,
                    System.Logger.Level.ERROR,
                    "acting on " + event.getClass().getSimpleName() + " failed",
                    failed);
        }
    }

    private static boolean wakes(EngineEvent event) {
        return event instanceof EngineEvent.CanReceive
                || event instanceof EngineEvent.CanSend
                || event instanceof EngineEvent.Opened;
    }

    /**
     * Whether the last read that woke programs woke many, and this is one such on a virtual thread: the others are about to say something
     * too, and it all goes into one write if that is left to a task behind them ({@link Flusher}).
     */
    boolean isInCrowd() {
        return crowd >= CROWD && Thread.currentThread().isVirtual();
    }

    /** The time on the engine's clock: nanoseconds since the node started. */
    long now() {
        return System.nanoTime() - originNanos;
    }
}
