package dev.strait.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SharesTest {
    @Test
    void theSlowestTenthIsComparedWithTheMedian() {
        long[] before = LongStream.generate(() -> 1_000).limit(20).toArray();
        long[] after = LongStream.range(0, 20).map(meter -> 1_100).toArray();
        assertEquals(1.0, Shares.ofSlowestTenth(before, after));
        after[7] = 1_000;
        after[13] = 1_050;
        assertEquals(0.25, Shares.ofSlowestTenth(before, after), "two of twenty: 0 and 50 beside 100");
    }

    @Test
    void ofFewAtLeastOneIsTheSlowest() {
        assertEquals(0.5, Shares.ofSlowestTenth(new long[3], new long[] {4, 2, 8}));
    }

    @Test
    void thereIsNoShareWhereHalfOfThemCountedNothing() {
        assertEquals(Double.NaN, Shares.ofSlowestTenth(new long[0], new long[0]));
        assertEquals(Double.NaN, Shares.ofSlowestTenth(new long[2], new long[2]));
    }
}
