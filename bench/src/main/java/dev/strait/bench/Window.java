package dev.strait.bench;

/** Counts in a window of time after a warm-up, and ends when it is over. For one thread. */
final class Window {
    private static final int LOOK_EVERY = 1 << 10;

    private final long fromNanos;
    private final long toNanos;
    private long count;
    private long countAtStart = -1;
    private long startedNanos;
    private long endedNanos;

    Window(double warmupSeconds, double seconds) {
        long now = System.nanoTime();
        fromNanos = now + (long) (warmupSeconds * 1e9);
        toNanos = fromNanos + (long) (seconds * 1e9);
    }

    /** Counts one. @return whether the window is still open */
    boolean count() {
        return ++count % LOOK_EVERY != 0 || look();
    }

    private boolean look() {
        long now = System.nanoTime();
        if (countAtStart < 0 && now >= fromNanos) {
            countAtStart = count;
            startedNanos = now;
        }
        endedNanos = now;
        return now < toNanos;
    }

    /** Per second, within the window. */
    double rate() {
        return (count - countAtStart) * 1e9 / (endedNanos - startedNanos);
    }
}
