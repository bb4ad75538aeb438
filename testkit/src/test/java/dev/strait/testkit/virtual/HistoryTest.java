package dev.strait.testkit.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static long hash(Object detail) {
        History history = new History(new EventQueue(), null);
        history.add("h0", "tells %s", detail);
        return history.hash();
    }

    @Test
    void historiesOfOtherContentAreTold() {
        BigInteger large = BigInteger.ONE.shiftLeft(64);
        for (List<Object> pair : List.of(
                List.<Object>of(1L, 2L),
                List.<Object>of(1, 2),
                List.<Object>of("one", "two"),
                List.<Object>of(1.25, 1.75),
                List.<Object>of(0.5f, 0.75f),
                List.<Object>of(Double.NaN, 0.0),
                List.<Object>of(large, large.shiftLeft(1)))) {
            assertEquals(hash(pair.getFirst()), hash(pair.getFirst()));
            assertNotEquals(hash(pair.getFirst()), hash(pair.getLast()), pair::toString);
        }
    }
}
