package dev.strait.testkit.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiceTest {
    private static final long FAR = 1_000_000_000_000_000L;

    private final Dice dice = new Dice(7, "dice");

    /** With {@code Math} in place of {@code StrictMath}, each of these was lower by one on the processor on which they were found. */
    @Test
    void whatIsDrawnIsTheSameOnEveryMachine() {
        assertEquals(806_048_821_616_811L, new Dice(2_845, "skewed").skewed(1, FAR));
        assertEquals(203_382_962_244_713L, new Dice(3_901, "skewed").skewed(1, FAR));
        assertEquals(361_727_911_702_691L, new Dice(5_330, "skewed").skewed(1, FAR));
    }

    @Test
    void allOfARangeIsDrawnAndNothingElse() {
        boolean[] drawn = new boolean[3];
        boolean[] skewed = new boolean[3];
        for (int i = 0; i < 200; i++) {
            drawn[dice.between(1, 3) - 1] = true;
            skewed[(int) dice.skewed(1, 3) - 1] = true;
            assertEquals(1, dice.skewed(0, 1));
            assertEquals(5, dice.between(5L, 5L));
            assertEquals(5, dice.skewed(5, 5));
            assertTrue(dice.chance(1));
            assertFalse(dice.chance(0));
        }
        for (int i = 0; i < 3; i++) {
            assertTrue(drawn[i] && skewed[i], "number " + i);
        }
    }

    @Test
    void smallOnesComeAsOftenAsLargeOnes() {
        int small = 0;
        for (int i = 0; i < 1_000; i++) {
            small += dice.skewed(1, 1_000_000) < 1_000 ? 1 : 0;
        }
        assertTrue(small > 400 && small < 600, small + " of 1,000 are below the middle");
    }

    @Test
    void whatIsNoRangeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> dice.between(2, 1));
        assertThrows(IllegalArgumentException.class, () -> dice.between(1, Integer.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> dice.between(2L, 1L));
        assertThrows(IllegalArgumentException.class, () -> dice.between(1L, Long.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> dice.skewed(2, 1));
        assertThrows(IllegalArgumentException.class, () -> dice.skewed(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> dice.skewed(1, Long.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> dice.pick(List.of()));
    }
}
