package dev.strait.runtime;

import dev.strait.wire.engine.NodeEngine;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The node's own thread: does what is due at a time, and acts on events that the thread which caused them could not act on.
 *
 * <p>It sleeps until the engine's next deadline, but not longer than {@link #NAP_NANOS} while the node is busy: a deadline may come
 * nearer while it sleeps (something was taken and is to be announced within 5 ms), and to wake it for each would cost more than to look
 * in. An idle node has deadlines only for its heartbeats.
 */
final class Steward {
    private static final long NAP_NANOS = 2_500_000;
    private static final int NAPS_BEFORE_SLEEP = 40;
    private static final long SHORTEST_NANOS = 100_000;
    private static final long LONGEST_NANOS = 1_000_000_000;

    private final EngineAccess access;
    private final Thread thread;
    private final AtomicBoolean called = new AtomicBoolean();
    private volatile boolean asleep;
    private volatile boolean stopped;

    Steward(EngineAccess access, String nodeName) {
        this.access = access;
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

    /** A deadline may have come nearer: wakes it from its sleep, but not from a nap. Never blocks. */
    void nudge() {
        if (asleep) {
            call();
        }
    }

    void stop() {
        stopped = true;
        call();
    }

    private void run() {
        int idle = 0;
        while (!stopped) {
            boolean wasCalled = called.getAndSet(false);
            long wait;
            NodeEngine engine = access.enter();
            try {
                long now = access.now();
                if (engine.deadline() <= now) {
                    engine.tick(now);
                }
                wait = engine.deadline() - now;
            } finally {
                access.exit();
            }
            idle = wasCalled || wait < NAP_NANOS ? 0 : idle + 1;
            asleep = idle >= NAPS_BEFORE_SLEEP;
            if (!called.get() && !stopped) {
                LockSupport.parkNanos(this, Math.clamp(wait, SHORTEST_NANOS, asleep ? LONGEST_NANOS : NAP_NANOS));
            }
            asleep = false;
        }
    }
}
