package dev.strait.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest {
    @Test
    void listsOfTheSystemAreUnderstood() {
        assertEquals(List.of(0, 1), Cores.parse("0-1"));
        assertEquals(List.of(3), Cores.parse("3"));
        assertEquals(List.of(0, 2, 3, 4, 9), Cores.parse("0,2-4,9"));
    }
}
