package dev.strait;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.SoakActor.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many threads of both kinds that do everything one can do with channels, local ones and ends on two nodes, and are interrupted while they
 * do: every value is received once or reported as not sent, nobody is stuck, and neither heap nor threads grow. Takes ten minutes, or as
 * many seconds as {@code -Dstrait.soak.seconds} says; its seed is {@code -Dstrait.soak.seed}, or printed.
 */
class ChannelSoakTest {
    private static final int VIRTUAL = 48;
    private static final int PLATFORM = 8;
    private static final long MAX_GROWTH_BYTES = 24 << 20;

    private final long seed = Long.getLong("strait.soak.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final SoakLedger ledger = new SoakLedger();
    private final List<SoakActor> actors = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @Test
    void threeSecondsOfEverythingLoseNothing() throws Exception {
        soak(3);
    }

    @Test
    @Tag("soak")
    @Timeout(3_600)
    void tenMinutesOfEverythingLoseNothing() throws Exception {
        soak(Integer.getInteger("strait.soak.seconds", 600));
    }

    private void soak(int seconds) throws Exception {
        System.out.println("soak for " + seconds + " s, seed " + seed);
        int threadsBefore = Thread.activeCount();
        long heapEarly;
        long heapLate;
        List<Lane> lanes = new ArrayList<>();
        try (var cluster = new Cluster()) {
            for (int capacity : new int[] {1, 7, 1_024}) {
                lanes.add(local("buffered " + capacity, Channel.buffered(capacity)));
                lanes.add(remote(cluster, capacity));
            }
            lanes.add(local("rendezvous", Channel.rendezvous()));
            lanes.add(local("another rendezvous", Channel.rendezvous()));
            lanes.add(local("unbounded", Channel.unbounded()));
            lanes.add(remote(cluster, 0));
            lanes.add(back(cluster, 0));
            start(lanes);
            disturbFor(Duration.ofSeconds(seconds).dividedBy(3));
            heapEarly = usedHeap();
            disturbFor(Duration.ofSeconds(seconds).multipliedBy(2).dividedBy(3));
            heapLate = usedHeap();
            stop();
            for (Lane lane : lanes) {
                lane.sender().done();
                lane.receiver().forEach(ledger::received);
                lane.sender().close();
                lane.receiver().close();
            }
        }
        ledger.close();
        long calls = actors.stream().mapToLong(SoakActor::calls).sum();
        System.out.println(calls + " calls, " + ledger + "; heap " + heapEarly + " and then " + heapLate);
        assertTrue(
                heapLate < heapEarly + MAX_GROWTH_BYTES, () -> "the heap grew from " + heapEarly + " to " + heapLate);
        // A thread that has been joined may be counted for a moment more.
        Task.until(() -> Thread.activeCount() <= threadsBefore);
    }

    private static Lane local(String name, Channel<Long> channel) {
        return new Lane(name, channel, channel);
    }

    /** A channel with its two ends on two nodes. */
    private static Lane remote(Cluster cluster, int capacity) throws InterruptedException {
        ChannelName<Long> name = ChannelName.of("soak-" + capacity, Long.class).capacity(capacity);
        Node there = cluster.join("of-" + capacity);
        return new Lane("remote " + capacity, cluster.hub().sender(name), there.receiver(name));
    }

    /** The same, the other way round. */
    private static Lane back(Cluster cluster, int capacity) throws InterruptedException {
        ChannelName<Long> name =
                ChannelName.of("soak-back-" + capacity, Long.class).capacity(capacity);
        Node there = cluster.join("back-" + capacity);
        return new Lane("back " + capacity, there.sender(name), cluster.hub().receiver(name));
    }

    private void start(List<Lane> lanes) {
        for (int i = 0; i < VIRTUAL + PLATFORM; i++) {
            SoakActor actor = new SoakActor(i, lanes, ledger, random.nextLong());
            actors.add(actor);
            threads.add((i < VIRTUAL ? Thread.ofVirtual() : Thread.ofPlatform())
                    .name("soak-" + i)
                    .start(actor));
        }
    }

    /** Interrupts somebody now and then, and whoever has not come back from his call for a second: all may wait for each other. */
    private void disturbFor(Duration time) throws InterruptedException {
        long[] calls = new long[actors.size()];
        long until = System.nanoTime() + time.toNanos();
        long lookAgain = System.nanoTime();
        while (System.nanoTime() < until) {
            TimeUnit.MICROSECONDS.sleep(200 + random.nextInt(2_000));
            threads.get(random.nextInt(threads.size())).interrupt();
            if (System.nanoTime() > lookAgain) {
                lookAgain = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
                for (int i = 0; i < calls.length; i++) {
                    assertNull(actors.get(i));
                    if (actors.get(i).calls() == calls[i]) {
                        threads.get(i).interrupt();
                    }
                    calls[i] = actors.get(i).calls();
                }
            }
        }
    }

    private void assertNull(SoakActor actor) {
        if (actor.failure() != null) {
            throw new AssertionError("seed " + seed, actor.failure());
        }
    }

    private void stop() throws InterruptedException {
        actors.forEach(SoakActor::stop);
        for (int i = 0; i < threads.size(); i++) {
            Thread thread = threads.get(i);
            thread.interrupt();
            assertTrue(
                    thread.join(Duration.ofSeconds(20)),
                    () -> thread.getName() + " is stuck at " + List.of(thread.getStackTrace()) + ", seed " + seed);
            assertNull(actors.get(i));
        }
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
