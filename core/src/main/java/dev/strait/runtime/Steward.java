package dev.strait.runtime;

import dev.strait.transport.SafeLog;
import dev.strait.wire.engine.NodeEngine;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The node's own thread: does what is due at a time, and acts on events that the thread which caused them could not act on.
 *
 * <p>It sleeps until the engine's next deadline, and is called by whoever brings one nearer ({@link EngineAccess}). While the node is busy
 * it naps for {@link #NAP_NANOS} instead: deadlines then come nearer all the time (something was taken and is to be announced within
 * 5 ms), and to be called for each would cost more than to look in. An idle node has deadlines only for its heartbeats.
 */
final class Steward {
    private static final long NAP_NANOS = 2_500_000;
    private static final int NAPS_BEFORE_SLEEP = 40;
    private static final long SHORTEST_NANOS = 100_000;
    /** How long it sleeps if nothing is due. */
    static final long LONGEST_NANOS = 1_000_000_000;

    private static final long AFTER_FAILURE_NANOS = 100_000_000;
    private static final System.Logger LOG = System.getLogger(NodeRuntime.LOGGER);

    /** What of the node is due at a time and not in the engine. Called under the engine's lock; must not block. */
    interface Duties {
        /** Does what is due. */
        void tick(long nowNanos);

        /** When {@link #tick} is due; {@link Long#MAX_VALUE} for never. */
        long deadline();
    }

    private final EngineAccess access;
    private final Duties duties;
    private final Thread thread;
    private final AtomicBoolean called = new AtomicBoolean();
    private final long longestNanos;
    private int idle;
    private volatile boolean stopped;

    /**
     * Of this node.
     *
     * @param longestNanos how long it sleeps if nothing is due; nothing of the duties may become due sooner than that
     */
    Steward(EngineAccess access, Duties duties, String nodeName, long longestNanos) {
        this.access = access;
        this.duties = duties;
        this.longestNanos = longestNanos;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("strait-" + nodeName + "-steward")
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Has it look at once. Never blocks. */
    void call() {
        if (!called.getAndSet(true)) {
            LockSupport.unpark(thread);
        }
    }

    void stop() {
        stopped = true;
        call();
    }

    private void run() {
        while (!stopped) {
            try {
                lookAround();
            } catch (Throwable failed) {
                // Without this thread the node neither dials nor notices silence: it goes on whatever happens.
                SafeLog.failure(LOG, System.Logger.Level.ERROR, thread.getName() + " failed, and goes on", failed);
                LockSupport.parkNanos(this, AFTER_FAILURE_NANOS);
            }
        }
    }

    private void lookAround() {
        boolean wasCalled = called.getAndSet(false);
        long wait;
        NodeEngine engine = access.enter();
        try {
            access.stewardWakes();
            long now = access.now();
            if (engine.deadline() <= now) {
                engine.tick(now);
            }
            duties.tick(now);
            wait = Math.min(engine.deadline(), duties.deadline()) - now;
            idle = wasCalled || wait < NAP_NANOS ? 0 : idle + 1;
            boolean sleeps = idle >= NAPS_BEFORE_SLEEP;
            wait = Math.clamp(wait, SHORTEST_NANOS, sleeps ? longestNanos : NAP_NANOS);
            if (sleeps) {
                access.stewardSleeps(now + wait);
            }
        } finally {
            access.exit();
        }
        if (!called.get() && !stopped) {
            LockSupport.parkNanos(this, wait);
        }
    }
}
