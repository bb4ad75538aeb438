package dev.strait.testkit.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DriftingClockTest {
    @Test
    void aFastClockShowsMore() {
        DriftingClock clock = new DriftingClock(1_000, 77, 10_000);
        assertEquals(77, clock.at(1_000));
        assertEquals(77 + 1_010_000_000L, clock.at(1_000_001_000L));
    }

    @Test
    void whatIsDueByAClockIsDueAtTheFirstMomentAtWhichItShowsThat() {
        for (int drift = -10_000; drift <= 10_000; drift += 999) {
            DriftingClock clock = new DriftingClock(5, 1_000_000_007L, drift);
            for (long local = 1_000_000_008L; local < 700_000_000_000L; local = local * 3 + 1) {
                long due = clock.whenItShows(local);
                assertTrue(clock.at(due) >= local && clock.at(due - 1) < local, drift + " at " + local);
            }
        }
    }

    /** Longer than a product of nanoseconds and millionths fits. */
    @Test
    void whatIsDueInElevenDaysIsDueThen() {
        long days = 11 * 86_400_000_000_000L;
        for (int drift : new int[] {-TrialOptions.MAX_DRIFT_PPM, 0, TrialOptions.MAX_DRIFT_PPM}) {
            DriftingClock clock = new DriftingClock(5, 1_000, drift);
            long due = clock.whenItShows(1_000 + days);
            assertTrue(clock.at(due) >= 1_000 + days && clock.at(due - 1) < 1_000 + days, drift + " ppm");
            assertEquals(days / (1 + drift / 1e6), due, 1e3, drift + " ppm");
        }
    }

    @Test
    void whatIsNeverDueStaysSo() {
        assertEquals(Long.MAX_VALUE, new DriftingClock(5, 1_000, 10_000).whenItShows(Long.MAX_VALUE));
    }

    @Test
    void whatWasDueBeforeItWasSetIsDueThen() {
        DriftingClock clock = new DriftingClock(5, 1_000_000_000_000_000L, 10_000);
        assertEquals(5, clock.whenItShows(0));
        assertEquals(5, clock.whenItShows(Long.MIN_VALUE));
        assertEquals(5, clock.whenItShows(1_000_000_000_000_000L));
    }

    @Test
    void aClockThatGoesBackIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new DriftingClock(0, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> new DriftingClock(0, 0, -1_000_000));
    }
}
