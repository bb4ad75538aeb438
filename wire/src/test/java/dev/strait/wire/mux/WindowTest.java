package dev.strait.wire.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class WindowTest {
    @Test
    void aSmallCapacityBoundsTheInitialMessages() {
        assertEquals(new Window(4, 2_048, 4, 4_096), Window.of(4, 16, 2_048, 4_096));
        assertEquals(new Window(16, 2_048, 1_024, 4_096), Window.of(1_024, 16, 2_048, 4_096));
    }

    @Test
    void aLargeInitialCreditIsNotCutByTheLimitOfGrowth() {
        assertEquals(new Window(1, 9_000, 1, 9_000), Window.of(1, 16, 9_000, 4_096));
    }

    @Test
    void aWindowHoldsAtLeastOneMessage() {
        assertThrows(IllegalArgumentException.class, () -> new Window(0, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Window(2, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Window(1, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Window(1, 2, 1, 1));
    }
}
