package dev.strait;

import java.util.BitSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What has become of every value of a soak. Values are handed out with ever new numbers, and each is settled just once: by the
 * receiver that took it, or by its sender, to whom it was reported as not sent. What is settled is forgotten by the page, so that this
 * stays small however long the soak is.
 */
final class SoakLedger {
    private static final int PAGE = 1 << 12;

    private final ConcurrentHashMap<Long, BitSet> pages = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, Long> issued = new ConcurrentHashMap<>();
    private final LongAdder received = new LongAdder();
    private final LongAdder notSent = new LongAdder();

    /** A new value of a sender; only its own thread asks. */
    long issue(int sender) {
        long number = issued.merge(sender, 1L, Long::sum) - 1;
        return (long) sender << 40 | number;
    }

    void received(long value) {
        settle(value, "received");
        received.increment();
    }

    void notSent(long value) {
        settle(value, "reported as not sent");
        notSent.increment();
    }

    private void settle(long value, String how) {
        pages.compute(value / PAGE, (number, page) -> {
            BitSet settled = page == null ? new BitSet(PAGE) : page;
            int bit = (int) (value % PAGE);
            if (settled.get(bit)) {
                throw new AssertionError("value " + Long.toHexString(value) + " was " + how + ", and settled before");
            }
            settled.set(bit);
            return settled.cardinality() == PAGE ? null : settled;
        });
    }

    /** Checks, when all is over, that every value ever issued is settled. */
    void close() {
        issued.forEach((sender, count) -> {
            long first = (long) sender << 40;
            long last = first + count - 1;
            if (count % PAGE != 0) {
                BitSet page = pages.remove(last / PAGE);
                int expected = (int) (count % PAGE);
                if (page == null || page.length() != expected || page.cardinality() != expected) {
                    throw new AssertionError(
                            "of the last " + expected + " values of sender " + sender + " settled: " + page);
                }
            }
        });
        if (!pages.isEmpty()) {
            throw new AssertionError("values lost, or settled twice, on pages " + pages);
        }
        long all = issued.values().stream().mapToLong(Long::longValue).sum();
        if (received.sum() + notSent.sum() != all) {
            throw new AssertionError(this + " of " + all);
        }
    }

    @Override
    public String toString() {
        return received + " received, " + notSent + " reported as not sent";
    }
}
