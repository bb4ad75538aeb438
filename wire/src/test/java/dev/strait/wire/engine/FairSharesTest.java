package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** One receiver of a channel takes a task in 1 µs, the other in 10 ms, and the sender makes no more than the fast one takes. */
class FairSharesTest {
    private static final long STEP_NANOS = 10_000;
    private static final int FAST_PER_STEP = 10;
    private static final long SLOW_TASK_NANOS = 10_000_000;

    private final Cluster cluster = new Cluster();
    private final Player host = cluster.host("host");
    private final Out tasks;
    private final In fast;
    private final In slow;
    private int sent;
    private int longestQueue;

    FairSharesTest() {
        fast = cluster.node("fast").join(host).receiver("tasks");
        slow = cluster.node("slow").join(host).receiver("tasks");
        tasks = host.sender("tasks");
    }

    @Test
    void aSlowReceiverHoardsNothingFromASenderOfOneTaskIn10Micros() {
        play(1, 20_000);
        assertTrue(longestQueue <= 16, "tasks waited at the slow receiver: " + longestQueue);
    }

    @Test
    void aSlowReceiverHoardsNothingFromASenderOfFiveTasksIn10Micros() {
        play(5, 20_000);
        assertTrue(longestQueue <= 16, "tasks waited at the slow receiver: " + longestQueue);
    }

    private void play(int perStep, int count) {
        long slowUntil = 0;
        while (fast.taken.size() + slow.taken.size() < count) {
            cluster.now += STEP_NANOS;
            for (int i = 0; i < perStep && sent < count && tasks.blocked() == 0; i++) {
                tasks.send(String.valueOf(sent++));
            }
            for (int i = 0; i < FAST_PER_STEP && fast.takeOne(); i++) {
                // and the next
            }
            if (cluster.now >= slowUntil && slow.takeOne()) {
                slowUntil = cluster.now + SLOW_TASK_NANOS;
            }
            cluster.run();
            longestQueue = Math.max(longestQueue, sent - tasks.blocked() - fast.taken.size() - slow.taken.size());
            assertTrue(cluster.now < 10_000_000_000L, "the tasks are not done in time");
        }
        assertEquals(count, fast.taken.size() + slow.taken.size());
    }
}
