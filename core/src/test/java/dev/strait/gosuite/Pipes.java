package dev.strait.gosuite;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Received;
import dev.strait.Task;
import dev.strait.error.ChannelClosed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The channels and the threads of one run of one test. When a thread fails, every channel is ended, so that nobody
 * waits for what will not come. Closing ends every channel and waits for every thread: one that is woken by that is at its
 * end; any other failure is the test's.
 */
final class Pipes implements AutoCloseable {

    /** What a thread does; {@code go func() {...}()} in Go. */
    interface Body {
        void run() throws Exception;
    }

    private static final Duration JOIN = Duration.ofSeconds(20);

    private final Carrier carrier;
    private final Wiring wiring;
    private final Queue<Pipe<?>> made = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean ending;

    Pipes(Carrier carrier, Wiring wiring) {
        this.carrier = carrier;
        this.wiring = wiring;
    }

    /** Whether the channels are named ones between two nodes. */
    boolean areRemote() {
        return carrier == Carrier.REMOTE;
    }

    /** A new channel of whole numbers. */
    Pipe<Integer> ints(int capacity) throws InterruptedException {
        return pipe(capacity, Integer.class);
    }

    /** A number of new channels of whole numbers. */
    List<Pipe<Integer>> ints(int count, int capacity) throws InterruptedException {
        List<Pipe<Integer>> pipes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            pipes.add(ints(capacity));
        }
        return pipes;
    }

    /** A new channel. */
    <T> Pipe<T> pipe(int capacity, Class<T> type) throws InterruptedException {
        Pipe<T> pipe = wiring.pipe(capacity, type);
        made.add(pipe);
        if (ending) {
            end(pipe);
        }
        return pipe;
    }

    /** Starts a virtual thread. */
    Thread go(Body body) {
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            try {
                body.run();
            } catch (Throwable e) {
                failed(e);
            }
        });
        threads.add(thread);
        thread.start();
        return thread;
    }

    private void failed(Throwable e) {
        if (!(ending && e instanceof ChannelClosed)) {
            failures.add(e);
            endAll();
        }
    }

    /**
     * Checks that the body waits, and that a wait that is interrupted has done nothing: the thread is seen waiting for 10 ms
     * without a break, and then answers its interrupt.
     */
    void assertBlocks(Body body) throws InterruptedException {
        Throwable[] end = new Throwable[1];
        Thread thread = go(() -> {
            try {
                body.run();
            } catch (InterruptedException e) {
                end[0] = e;
            }
        });
        untilWaiting(thread);
        thread.interrupt();
        assertTrue(thread.join(JOIN), "an interrupt did not wake it");
        rethrow();
        assertTrue(end[0] instanceof InterruptedException, "it did not block");
    }

    /** Waits until each thread has been waiting for 10 ms without a break; fails if one ends. */
    static void untilWaiting(Thread... threads) {
        for (Thread thread : threads) {
            untilWaitingOrOver(thread);
            assertTrue(thread.isAlive(), "it ended and did not wait");
        }
    }

    /** Waits until a thread has been waiting for 10 ms without a break, or has ended. */
    static void untilWaitingOrOver(Thread thread) {
        long[] since = {System.nanoTime()};
        Task.until(() -> {
            Thread.State state = thread.getState();
            if (state != Thread.State.WAITING && state != Thread.State.TIMED_WAITING) {
                since[0] = System.nanoTime();
            }
            return state == Thread.State.TERMINATED || System.nanoTime() - since[0] > 10_000_000;
        });
    }

    /** Waits until the given threads have ended, and fails if any thread has failed. */
    void await(List<Thread> ending) throws InterruptedException {
        for (Thread thread : ending) {
            assertTrue(thread.join(JOIN), "a thread did not end");
        }
        rethrow();
    }

    /** Waits until every thread has ended by itself. */
    void awaitAll() throws InterruptedException {
        await(List.copyOf(threads));
    }

    private void endAll() {
        ending = true;
        made.forEach(pipe -> pipe.in().done());
        made.forEach(Pipes::end);
    }

    /** Ends a channel and takes what is left in it, since a node that closes waits until somebody has. */
    private static void end(Pipe<?> pipe) {
        try (AutoCloseable in = pipe.in()::close;
                AutoCloseable out = pipe.out()::close) {
            pipe.in().done();
            while (pipe.out().receive(JOIN) instanceof Received.Value) {}
        } catch (Exception e) {
            throw new AssertionError("could not end " + pipe, e);
        }
    }

    private void rethrow() {
        if (!failures.isEmpty()) {
            AssertionError error = new AssertionError("a thread of the test failed");
            failures.forEach(error::addSuppressed);
            throw error;
        }
    }

    @Override
    public void close() throws InterruptedException {
        endAll();
        awaitAll();
    }

    @Override
    public String toString() {
        return carrier.name().toLowerCase(Locale.ROOT);
    }
}
