package dev.strait.wire.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TurnsTest {
    @Test
    void aBulkStreamWritesOneFrameBetweenEachTwoOfASmallOne() {
        Turns<String> turns = new Turns<>();
        turns.add("bulk");
        turns.add("small");
        turns.add("other");
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            String stream = turns.next();
            written.append(stream).append(' ');
            turns.add(stream);
        }
        assertEquals("bulk small other ".repeat(3), written.toString());
    }

    @Test
    void nobodyIsNextWhenNobodyWaits() {
        Turns<String> turns = new Turns<>();
        assertTrue(turns.isEmpty());
        assertNull(turns.next());
        turns.add("one");
        assertEquals("one", turns.next());
        assertTrue(turns.isEmpty());
    }
}
