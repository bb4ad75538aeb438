package dev.strait.bench.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RoundTripsTest {
    private final RoundTrips trips = new RoundTrips(new Meter());

    @Test
    void percentilesAreExactToOnePercentOverTheWholeRange() {
        long[] before = trips.snapshot();
        long id = 0;
        for (long nanos = 1; nanos < 1L << 40; nanos = nanos * 3 / 2 + 1) {
            trips.add(id++, nanos);
            long[] after = trips.snapshot();
            double found = RoundTrips.percentile(before, after, 1);
            long wanted = nanos;
            assertTrue(Math.abs(found - wanted) <= wanted * 0.01, () -> found + " for " + wanted);
            before = after;
        }
    }

    @Test
    void percentilesAreThoseOfTheWindowAlone() {
        for (int i = 0; i < 1_000; i++) {
            trips.add(i, 5);
        }
        long[] before = trips.snapshot();
        for (int i = 1; i <= 100; i++) {
            trips.add(999 + i, i);
        }
        long[] after = trips.snapshot();
        assertEquals(50, RoundTrips.percentile(before, after, 0.5));
        assertEquals(99, RoundTrips.percentile(before, after, 0.99));
        assertEquals(100, RoundTrips.percentile(before, after, 0.999));
        assertEquals(Double.NaN, RoundTrips.percentile(after, after, 0.5));
    }

    @Test
    void aTimeBelowZeroCountsAsNone() {
        long[] before = trips.snapshot();
        trips.add(0, -7);
        assertEquals(0, RoundTrips.percentile(before, trips.snapshot(), 0.5));
    }
}
