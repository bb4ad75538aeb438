package dev.strait.channel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that play a {@link SmallProgram} again and again, each time over new channels. Each time they leave a barrier together, and then
 * dawdle for a random few nanoseconds each, so that their calls meet in ever new ways. One more thread, of the same kind, closes
 * the channels when all others have returned from their calls or wait in them.
 */
final class Stage {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int SPINS = 20;
    private static final int YIELDS = 60;

    private final SmallProgram program;
    private final List<Performance> performances = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private Stage(SmallProgram program, int times, Random random) {
        this.program = program;
        for (int i = 0; i < times; i++) {
            performances.add(new Performance(program, random));
        }
    }

    /** Plays a program so many times; returns its outcomes, as {@link SmallProgram#outcome} has them, and how often each was met. */
    static Map<List<String>, Integer> play(SmallProgram program, int times, ThreadFactory factory, Random random)
            throws InterruptedException {
        return new Stage(program, times, random).play(factory);
    }

    private Map<List<String>, Integer> play(ThreadFactory factory) throws InterruptedException {
        for (int i = 0; i < program.acts().size(); i++) {
            int index = i;
            threads.add(factory.newThread(() -> performances.forEach(performance -> act(performance, index))));
        }
        Thread closing = factory.newThread(() -> performances.forEach(this::close));
        threads.forEach(Thread::start);
        closing.start();
        Map<List<String>, Integer> outcomes = new LinkedHashMap<>();
        int number = 0;
        for (Performance performance : performances) {
            awaitEnd(performance, number++);
            outcomes.merge(SmallProgram.outcome(List.of(performance.outcomes), performance.channels), 1, Integer::sum);
        }
        return outcomes;
    }

    private void awaitEnd(Performance performance, int number) throws InterruptedException {
        if (!performance.ended.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
            threads.forEach(thread -> System.out.println(Arrays.toString(thread.getStackTrace())));
            throw new AssertionError(program + " is stuck, time " + number + ": "
                    + Arrays.toString(performance.outcomes) + " " + performance.channels);
        }
    }

    /** What each of the threads does in each performance. */
    private void act(Performance performance, int index) {
        performance.arrived.incrementAndGet();
        for (int turn = 0; performance.arrived.get() < threads.size(); turn++) {
            pause(turn);
        }
        for (int i = 0; i < performance.dawdle[index]; i++) {
            Thread.onSpinWait();
        }
        String outcome =
                Act.perform(program.acts().get(index), performance.channels, threads, performance.someNanos[index]);
        performance.returned.incrementAndGet();
        for (int turn = 0; performance.returned.get() < threads.size(); turn++) {
            pause(turn);
        }
        // Nobody interrupts any more: the flag is read, and cleared for the next time.
        performance.outcomes[index] = AllowedOutcomes.flagged(outcome, Thread.interrupted());
        performance.left.incrementAndGet();
    }

    /** Waits until everybody has begun his call, and returned or got in line; then nothing more will happen without the closing. */
    private void close(Performance performance) {
        for (int turn = 0; !performance.isAtRest(threads); turn++) {
            pause(turn);
        }
        for (int i = 0; i < performance.channels.size(); i++) {
            Act.perform(SmallProgram.lastly(i), performance.channels, threads, 0);
        }
        for (int turn = 0; performance.left.get() < threads.size(); turn++) {
            pause(turn);
        }
        performance.ended.countDown();
    }

    /** Passes some time, the more the longer it takes already: there are fewer processors than threads. */
    private static void pause(int turn) {
        if (turn < SPINS) {
            Thread.onSpinWait();
        } else if (turn < YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(20_000);
        }
    }

    /** One time that the program is played. */
    private static final class Performance {
        final List<LocalChannel<Integer>> channels;
        final String[] outcomes;
        final int[] dawdle;
        final long[] someNanos;
        final AtomicInteger arrived = new AtomicInteger();
        final AtomicInteger returned = new AtomicInteger();
        final AtomicInteger left = new AtomicInteger();
        /** Open until the channels are closed, behind all who have left. */
        final CountDownLatch ended = new CountDownLatch(1);

        Performance(SmallProgram program, Random random) {
            channels = program.newChannels(random.nextInt(4) > 0);
            int count = program.acts().size();
            outcomes = new String[count];
            dawdle = random.ints(count, 0, random.nextInt(4) == 0 ? 200 : 20).toArray();
            someNanos = random.longs(count, 1, random.nextBoolean() ? 2_000 : 40_000)
                    .toArray();
        }

        boolean isAtRest(List<Thread> threads) {
            // Those that have returned are counted first, or one that returns meanwhile would be counted twice.
            int counted = returned.get();
            for (Thread thread : threads) {
                if (LockSupport.getBlocker(thread) instanceof Call) {
                    counted++;
                }
            }
            return counted >= threads.size();
        }
    }
}
