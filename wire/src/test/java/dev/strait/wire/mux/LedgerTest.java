package dev.strait.wire.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger(10, 100);

    @Test
    void limitsNeverGoDown() {
        ledger.grant(20, 50);
        assertEquals(20, ledger.messageLimit());
        assertEquals(100, ledger.byteLimit());
        ledger.grant(5, 300);
        ledger.grant(-1, Long.MIN_VALUE);
        assertEquals(20, ledger.messageLimit());
        assertEquals(300, ledger.byteLimit());
    }

    @Test
    void whatIsSentIsCoveredByBothLimits() {
        assertTrue(ledger.covers(10, 100));
        assertFalse(ledger.covers(11, 1));
        assertFalse(ledger.covers(1, 101));
        ledger.spend(4, 90);
        assertEquals(6, ledger.freeMessages());
        assertEquals(10, ledger.freeBytes());
        assertThrows(IllegalStateException.class, () -> ledger.spend(1, 11));
        assertEquals(4, ledger.sentMessages());
        assertEquals(90, ledger.sentBytes());
    }

    @Test
    void whatWasSetAsideCanComeBackButNotWhatWasTaken() {
        ledger.spend(4, 40);
        ledger.take(1, 10);
        ledger.unspend(3, 30);
        assertEquals(1, ledger.sentMessages());
        assertThrows(IllegalStateException.class, () -> ledger.unspend(1, 0));
        assertThrows(IllegalStateException.class, () -> ledger.unspend(0, 1));
    }

    @Test
    void noMoreIsTakenThanWasSent() {
        ledger.spend(2, 20);
        assertThrows(IllegalStateException.class, () -> ledger.take(3, 20));
        assertThrows(IllegalStateException.class, () -> ledger.take(2, 21));
        ledger.take(2, 20);
        assertEquals(0, ledger.untakenMessages());
        assertEquals(0, ledger.untakenBytes());
        assertEquals(2, ledger.takenMessages());
        assertEquals(20, ledger.takenBytes());
    }

    @Test
    void totalsAtTheEndOfTheirRangeDoNotWrapAround() {
        ledger.grant(Long.MAX_VALUE, Long.MAX_VALUE);
        ledger.spend(Long.MAX_VALUE, Long.MAX_VALUE);
        assertFalse(ledger.covers(1, 0));
        assertThrows(IllegalStateException.class, () -> ledger.spend(1, 1));
        assertEquals(Long.MAX_VALUE, ledger.sentMessages());
    }

    @Test
    void initialLimitsAreNotNegative() {
        assertThrows(IllegalStateException.class, () -> new Ledger(-1, 0));
        assertThrows(IllegalStateException.class, () -> new Ledger(0, -1));
    }

    @Test
    void limitSentAndTakenStayInOrderWhateverIsTried() {
        long seed = 20_260_101L;
        Random random = new Random(seed);
        for (int step = 0; step < 20_000; step++) {
            long messages = random.nextInt(8);
            long bytes = random.nextInt(64);
            try {
                switch (random.nextInt(4)) {
                    case 0 -> ledger.grant(ledger.takenMessages() + messages, ledger.takenBytes() + bytes);
                    case 1 -> ledger.spend(messages, bytes);
                    case 2 -> ledger.take(messages, bytes);
                    default -> ledger.unspend(messages, bytes);
                }
            } catch (IllegalStateException refused) {
                // must have changed nothing, which the invariant below shows
            }
            int at = step;
            assertTrue(
                    ledger.messageLimit() >= ledger.sentMessages()
                            && ledger.sentMessages() >= ledger.takenMessages()
                            && ledger.takenMessages() >= 0
                            && ledger.byteLimit() >= ledger.sentBytes()
                            && ledger.sentBytes() >= ledger.takenBytes()
                            && ledger.takenBytes() >= 0,
                    () -> "seed " + seed + ", step " + at);
        }
    }
}
