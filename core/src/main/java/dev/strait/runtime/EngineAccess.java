package dev.strait.runtime;

import dev.strait.wire.engine.EngineEvent;
import dev.strait.wire.engine.NodeEngine;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

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
        /** Acts on an event, holding no lock. */
        void act(EngineEvent event);

        /** Acts on an event if that takes no end's lock and does not block, and tells whether it has. */
        boolean actUnderLock(EngineEvent event);

        /** There are events that the calling thread cannot act on: the steward must, soon. Must not block. */
        void callSteward();
    }

    private final NodeEngine engine;
    private final Actor actor;
    private final long originNanos = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentLinkedQueue<EngineEvent> deferred = new ConcurrentLinkedQueue<>();

    EngineAccess(NodeEngine engine, Actor actor) {
        this.engine = engine;
        this.actor = actor;
    }

    /** Takes the lock. */
    NodeEngine enter() {
        lock.lock();
        return engine;
    }

    /** Gives the lock back; for a thread that holds no end's lock: all events are acted on before it returns. */
    void exit() {
        leave();
        runDeferred();
    }

    /** Gives the lock back; for a thread that holds an end's lock and calls {@link #runDeferred} when it has let go of it. */
    void exitLater() {
        leave();
    }

    /** Gives the lock back; for a thread that holds an end's lock and will not call {@link #runDeferred} itself. */
    void exitToSteward() {
        boolean left = false;
        try {
            for (EngineEvent event = engine.poll(); event != null; event = engine.poll()) {
                if (!actor.actUnderLock(event)) {
                    deferred.add(event);
                    left = true;
                }
            }
        } finally {
            lock.unlock();
        }
        if (left) {
            actor.callSteward();
        }
    }

    private void leave() {
        try {
            for (EngineEvent event = engine.poll(); event != null; event = engine.poll()) {
                deferred.add(event);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether anything waits for {@link #runDeferred}. */
    boolean hasDeferred() {
        return !deferred.isEmpty();
    }

    /** Acts on what waits for a thread that holds no lock. */
    void runDeferred() {
        for (EngineEvent event = deferred.poll(); event != null; event = deferred.poll()) {
            actor.act(event);
        }
    }

    /** The time on the engine's clock: nanoseconds since the node started. */
    long now() {
        return System.nanoTime() - originNanos;
    }
}
