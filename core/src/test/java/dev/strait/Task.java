package dev.strait;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** A thread of a test with a result; and waiting for a condition without sleeping. */
public final class Task<T> {

    private static final long LIMIT_SECONDS = 30;

    private final FutureTask<T> result;
    private final Thread thread;

    private Task(Thread.Builder kind, Callable<T> body) {
        result = new FutureTask<>(body);
        thread = kind.start(result);
    }

    public static <T> Task<T> start(Callable<T> body) {
        return start(Thread.ofVirtual(), body);
    }

    public static <T> Task<T> start(Thread.Builder kind, Callable<T> body) {
        return new Task<>(kind, body);
    }

    /** What the body returned; what it threw is the cause of an {@link AssertionError}. */
    public T get() {
        try {
            return result.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return fail("the task failed", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            return fail("the task did not end", e);
        }
    }

    /** What the body threw. */
    public Throwable failure() {
        try {
            return fail("the task returned " + result.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            return fail("the task did not end", e);
        }
    }

    /** What the body returned or threw. */
    public Object outcome() {
        try {
            return result.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            return fail("the task did not end", e);
        }
    }

    public void interrupt() {
        thread.interrupt();
    }

    public boolean isDone() {
        return result.isDone();
    }

    /** Waits until the task's thread waits in a call on a channel, not for a lock. */
    public Task<T> awaitBlocked() {
        until(() -> isDone() || isBlocked(thread));
        if (isDone()) {
            fail("the task did not wait: " + result.state());
        }
        return this;
    }

    /** As {@link #awaitBlocked}, in a wait without a time limit: one that it may have had is over. */
    public Task<T> awaitBlockedWithoutLimit() {
        until(() -> thread.getState() == Thread.State.WAITING && isBlocked(thread));
        return this;
    }

    /** Whether the thread waits in a call on a channel, not for a lock or for an end to open. */
    public static boolean isBlocked(Thread thread) {
        Thread.State state = thread.getState();
        if (state != Thread.State.WAITING && state != Thread.State.TIMED_WAITING) {
            return false;
        }
        StackTraceElement[] stack = thread.getStackTrace();
        return Arrays.stream(stack).anyMatch(Task::waits)
                && Arrays.stream(stack).noneMatch(Task::opens);
    }

    private static boolean waits(StackTraceElement frame) {
        return frame.getMethodName().startsWith("await")
                && !frame.getClassName().equals(Select.class.getName());
    }

    private static boolean opens(StackTraceElement frame) {
        return frame.getMethodName().startsWith("open") && frame.getClassName().startsWith("dev.strait.runtime");
    }

    /** Waits until the condition holds. */
    public static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                fail("the condition was not met in " + LIMIT_SECONDS + " s");
            }
            Thread.yield();
        }
    }

    /** Waits until a channel's description has the given part, such as {@code 1 receiving}. */
    public static void untilState(Object channel, String part) {
        until(() -> channel.toString().contains(part));
    }
}
