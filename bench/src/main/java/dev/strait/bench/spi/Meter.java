package dev.strait.bench.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts the messages of one thread, and checks their ids so that none can be skipped, repeated or optimised away. One thread at a time
 * counts; any may read. A count costs one store that nobody waits for; there is no look at the clock, so that the window of time can be as
 * exact for 4,000 messages a second as for 40 million.
 */
public final class Meter {
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

    /** Where the count is within the array: more than a cache line away from what other threads write. */
    private static final int COUNT = 16;

    private final long[] cells = new long[2 * COUNT + 1];

    private long count;
    private long last = -1;

    /** Makes one that has counted nothing; processes of the harness take theirs from {@link Run#meter()}. */
    public Meter() {}

    /**
     * Counts a message that must come right after the one before.
     *
     * @param id 0 for the first one, then one more each time
     * @throws IllegalStateException if it is another
     */
    public void inOrder(long id) {
        if (id != count) {
            throw new IllegalStateException("broken: message " + count + " should have come, not " + id);
        }
        count(1);
    }

    /**
     * Counts a message of a sequence that is shared with other meters: it must come somewhere after the one before. That none is
     * missing is found out at the end, see {@link Run#sent}.
     *
     * @param id 0 or more, and more than the one before
     * @throws IllegalStateException if it is not
     */
    public void increasing(long id) {
        if (id <= last) {
            throw new IllegalStateException("broken: message " + id + " came after " + last);
        }
        last = id;
        count(1);
    }

    /**
     * Counts messages whose order has been checked otherwise.
     *
     * @param messages how many
     */
    public void count(long messages) {
        count += messages;
        CELLS.setOpaque(cells, COUNT, count);
    }

    /** Returns the count, as any thread sees it. */
    public long total() {
        return (long) CELLS.getOpaque(cells, COUNT);
    }
}
