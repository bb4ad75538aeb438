package dev.strait.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is left to whoever holds the writer role of a link next: callers leave it and go, the holder takes it all at once. Each step is one
 * atomic operation: a call that is left while another is taken is taken then or stays. Were it a read and a write, a call between
 * the two would be wiped out, and what it was for never written, since the engine calls once. Safe for use by any thread.
 */
final class WriterCalls {
    private static final int NOTHING = 0;
    private static final int WRITE = 1;
    private static final int SEAL = 2;

    private final AtomicInteger calls = new AtomicInteger();

    /** What waits is to be written. */
    void write() {
        leave(WRITE);
    }

    /** What waits is to be written, batches in the making too. */
    void writeAll() {
        leave(WRITE | SEAL);
    }

    /** Whoever writes next is to have the batches in the making sealed. */
    void seal() {
        leave(SEAL);
    }

    private void leave(int call) {
        calls.accumulateAndGet(call, (before, added) -> before | added);
    }

    /** Whether somebody wants something written. */
    boolean areToWrite() {
        return (calls.get() & WRITE) != 0;
    }

    /**
     * Takes every call, before looking for what there is to write: a call that comes later is for the next.
     *
     * @return whether batches in the making are to be sealed
     */
    boolean take() {
        return (calls.getAndSet(NOTHING) & SEAL) != 0;
    }
}
