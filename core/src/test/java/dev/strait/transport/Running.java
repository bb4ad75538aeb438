package dev.strait.transport;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Something that runs in a thread of its own, and what came of it. */
final class Running<T> {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** What a thread is in when it waits for a connection: a selector's wait, or a condition's. */
    private static final Set<String> WAITS = Set.of("select", "awaitUninterruptibly");

    private final FutureTask<T> task;
    private final Thread thread;

    private Running(boolean virtual, Callable<T> body) {
        task = new FutureTask<>(body);
        thread = virtual
                ? Thread.ofVirtual().unstarted(task)
                : Thread.ofPlatform().unstarted(task);
    }

    static <T> Running<T> start(boolean virtual, Callable<T> body) {
        Running<T> running = new Running<>(virtual, body);
        running.thread.start();
        return running;
    }

    /** Returns when the thread waits for its connection. */
    void awaitBlocked() {
        while (!isBlocked()) {
            assertTrue(thread.isAlive(), "ended instead of blocking");
            Thread.yield();
        }
    }

    /** Returns when the thread waits for its connection or has nothing left to wait for. */
    void awaitBlockedOrEnded() {
        while (thread.isAlive() && !isBlocked()) {
            Thread.yield();
        }
    }

    private boolean isBlocked() {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (WAITS.contains(frame.getMethodName())) {
                return true;
            }
        }
        return false;
    }

    void interrupt() {
        thread.interrupt();
    }

    T get() throws Exception {
        return task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Returns the I/O error it ended with; anything else fails the test. */
    IOException getFailure() {
        ExecutionException failed = assertThrows(ExecutionException.class, this::get);
        return assertInstanceOf(IOException.class, failed.getCause());
    }

    void awaitEnd() throws InterruptedException {
        assertTrue(thread.join(LIMIT), thread + " is still blocked");
    }
}
