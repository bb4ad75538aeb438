package dev.strait.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DisturbancesTest {
    private static final long SECOND = 1_000_000_000L;

    private final Disturbances disturbances = new Disturbances();

    @Test
    void whatIsBetweenTwoNodesConcernsNoOther() {
        disturbances.between(1, 2, 0, SECOND, false);
        assertTrue(disturbances.any(2, 1, SECOND / 2, SECOND));
        assertFalse(disturbances.any(1, 3, 0, SECOND));
        assertFalse(disturbances.any(1, 2, SECOND + 1, 2 * SECOND));
    }

    @Test
    void whatIsAroundANodeOrEverywhereConcernsEveryPairOfIt() {
        disturbances.around(4, 0, SECOND);
        assertTrue(disturbances.any(7, 4, 0, 1));
        assertFalse(disturbances.any(7, 5, 0, 1));
        disturbances.everywhere(2 * SECOND, 3 * SECOND);
        assertTrue(disturbances.any(7, 5, 2 * SECOND, 2 * SECOND));
    }

    @Test
    void calmIsWhatIsLeftBetweenThem() {
        disturbances.between(0, 1, 2 * SECOND, 5 * SECOND, false);
        disturbances.between(0, 1, 4 * SECOND, 6 * SECOND, true);
        disturbances.between(0, 1, 9 * SECOND, 9 * SECOND, false);
        assertEquals(
                List.of(
                        new Disturbances.Calm(SECOND, 2 * SECOND, false),
                        new Disturbances.Calm(6 * SECOND, 9 * SECOND, true),
                        new Disturbances.Calm(9 * SECOND, 20 * SECOND, true)),
                disturbances.calm(1, 0, SECOND, 20 * SECOND));
    }

    @Test
    void nobodyWaitsInVainForLong() {
        disturbances.between(0, 1, SECOND, 2 * SECOND, true);
        assertEquals(
                List.of(new Disturbances.Calm(10 * SECOND, 20 * SECOND, false)),
                disturbances.calm(0, 1, 10 * SECOND, 20 * SECOND));
    }
}
