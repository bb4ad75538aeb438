package dev.strait.integration;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting for a condition, and looking at one for as long as something lasts. */
public final class Waiting {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private Waiting() {}

    /** Whether something holds. */
    public interface Condition {
        boolean holds() throws InterruptedException;
    }

    /** Something that is looked at. */
    public interface Look {
        void look() throws InterruptedException;
    }

    /** Waits until the condition holds, which it must within this time. @return how long it took */
    public static Duration until(String what, Duration within, Condition condition) throws InterruptedException {
        long since = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - since > within.toNanos()) {
                fail("not within " + within + ": " + what);
            }
            tick();
        }
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /** Looks again and again while this time passes: a fault has to last. */
    public static void during(Duration time, Look look) throws InterruptedException {
        long since = System.nanoTime();
        while (System.nanoTime() - since < time.toNanos()) {
            look.look();
            tick();
        }
    }

    /** Lets this time pass. */
    public static void pass(Duration time) throws InterruptedException {
        during(time, () -> {});
    }

    private static void tick() throws InterruptedException {
        if (NEVER.await(10, TimeUnit.MILLISECONDS)) {
            throw new AssertionError();
        }
    }
}
