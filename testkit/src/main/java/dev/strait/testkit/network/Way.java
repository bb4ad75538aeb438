package dev.strait.testkit.network;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** What befalls the bytes that go from one node to another, on whichever connection. Set by the test, asked by every pipe that way. */
final class Way {
    private static final long NO_CUT = Long.MAX_VALUE;

    /** How long bytes are under way. */
    private record Delay(long leastNanos, long mostNanos) {}

    private volatile boolean silent;
    private volatile Delay delay = new Delay(0, 0);
    private final AtomicLong untilCut = new AtomicLong(NO_CUT);

    /** Whether bytes arrive at all now. */
    boolean passes() {
        return !silent;
    }

    void silence() {
        silent = true;
    }

    void heal() {
        silent = false;
    }

    void delay(Duration least, Duration most) {
        if (least.isNegative() || least.compareTo(most) > 0 || most.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "a delay goes from zero to an hour, the lesser first, was " + least + " to " + most);
        }
        delay = new Delay(least.toNanos(), most.toNanos());
    }

    /** Draws how long bytes that set out now are under way. */
    long drawDelayNanos(RandomGenerator random) {
        Delay now = delay;
        return now.leastNanos == now.mostNanos ? now.leastNanos : random.nextLong(now.leastNanos, now.mostNanos + 1);
    }

    void cutAfter(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a cut comes after 0 or more bytes, was " + bytes);
        }
        untilCut.set(bytes);
    }

    /** @return how many of so many bytes go; if fewer, their connection is to be cut behind them, and those to come are not */
    int admit(int bytes) {
        while (true) {
            long left = untilCut.get();
            if (left == NO_CUT) {
                return bytes;
            }
            int going = Math.toIntExact(Math.min(bytes, left));
            if (untilCut.compareAndSet(left, going < bytes ? NO_CUT : left - going)) {
                return going;
            }
        }
    }
}
