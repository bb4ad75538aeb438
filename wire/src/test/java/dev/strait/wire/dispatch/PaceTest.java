package dev.strait.wire.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLI = 1_000_000;

    private final Pace pace = new Pace();

    @Test
    void nothingIsKnownAtFirst() {
        assertEquals(0, pace.share());
        pace.sent(5);
        assertEquals(0, pace.share());
    }

    @Test
    void aShareIsWhatIsTakenInAHundredMicroseconds() {
        pace.sent(1_000);
        pace.taken(512, false, 1_000 + 51_200);
        assertEquals(1_000, pace.share());
    }

    @Test
    void whoTakesLongForOneGetsNone() {
        pace.sent(0);
        pace.taken(1, true, MILLI);
        assertEquals(0, pace.share());
    }

    @Test
    void timeInWhichThereWasNothingToTakeDoesNotCount() {
        pace.sent(0);
        pace.taken(10, true, 1_000);
        assertEquals(1_000, pace.share());
        pace.sent(100 * MILLI);
        pace.taken(10, true, 100 * MILLI + 1_000);
        assertEquals(1_000, pace.share());
        pace.taken(0, true, 200 * MILLI);
        assertEquals(1_000, pace.share(), "a credit of bytes alone");
    }

    @Test
    void aReceiverThatBecomesSlowIsNoticedWithinAFewCredits() {
        pace.sent(0);
        long now = 51_200;
        pace.taken(512, false, now);
        int credits = 0;
        while (pace.share() > 0) {
            now += MILLI;
            pace.taken(1, false, now);
            credits++;
            assertTrue(credits < 5, "after " + credits + " credits still " + pace.share());
        }
    }

    @Test
    void aReceiverThatBecomesFastIsNoticedToo() {
        pace.sent(0);
        long now = MILLI;
        pace.taken(1, false, now);
        for (int i = 0; i < 40; i++) {
            now += 51_200;
            pace.taken(512, false, now);
        }
        assertTrue(pace.share() > 250, "still " + pace.share());
    }
}
