package dev.strait.bench.spi;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long round trips took: counts in cells whose width grows with the time, each at most 1/128 of it, as HdrHistogram has them. One thread
 * records; any may take a snapshot.
 */
public final class RoundTrips {
    private static final int SUB_BITS = 7;
    private static final int SUBS = 1 << SUB_BITS;
    private static final int CELLS = (Long.SIZE - SUB_BITS + 1) * SUBS;

    private final AtomicLongArray counts = new AtomicLongArray(CELLS);
    private final Meter meter;

    /**
     * Makes one without any; processes of the harness take theirs from {@link Run#roundTrips()}.
     *
     * @param meter counts each
     */
    public RoundTrips(Meter meter) {
        this.meter = meter;
    }

    /**
     * Records one.
     *
     * @param id its number, from 0 in order; that of the answer, not that of the question
     * @param nanos how long it took
     */
    public void add(long id, long nanos) {
        meter.inOrder(id);
        record(nanos);
    }

    /**
     * Records one of many sequences, whose order has been checked otherwise.
     *
     * @param nanos how long it took
     */
    public void add(long nanos) {
        meter.count(1);
        record(nanos);
    }

    private void record(long nanos) {
        int cell = cell(nanos);
        counts.setOpaque(cell, counts.getPlain(cell) + 1);
    }

    /** Returns the counts up to now, for {@link #percentile}. */
    public long[] snapshot() {
        long[] copy = new long[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            copy[cell] = counts.getOpaque(cell);
        }
        return copy;
    }

    /**
     * Finds the time that a part of the round trips between two snapshots did not exceed.
     *
     * @param before the earlier snapshot
     * @param after the later one
     * @param part from 0 to 1
     * @return nanoseconds, or NaN if there were none
     */
    public static double percentile(long[] before, long[] after, double part) {
        long total = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            total += after[cell] - before[cell];
        }
        long rank = (long) Math.ceil(total * part);
        long seen = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            seen += after[cell] - before[cell];
            if (seen >= rank && seen > 0) {
                return middle(cell);
            }
        }
        return Double.NaN;
    }

    private static int cell(long nanos) {
        long value = Math.max(0, nanos);
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - SUB_BITS - 1);
        return shift * SUBS + (int) (value >>> shift);
    }

    private static double middle(int cell) {
        int shift = Math.max(0, cell / SUBS - 1);
        long from = (long) (cell - shift * SUBS) << shift;
        return from + ((1L << shift) - 1) / 2.0;
    }
}
