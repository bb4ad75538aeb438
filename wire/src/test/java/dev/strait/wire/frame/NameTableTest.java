package dev.strait.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameTableTest {
    private static final int STEPS = 50_000;

    private record Named(String name, int since) {}

    @Test
    void whateverIsDoneItHoldsWhatAHashMapHolds() {
        long seed = Long.getLong("strait.seed", System.nanoTime());
        System.out.println("NameTableTest: repeat with -Dstrait.seed=" + seed);
        Random random = new Random(seed);
        NameTable<Named> table = new NameTable<>(Named::name);
        Map<String, Named> model = new HashMap<>();
        int names = 8;
        for (int step = 0; step < STEPS; step++) {
            if (step % 5_000 == 0) {
                names = 1 << random.nextInt(10);
            }
            Named thing = new Named(name(random.nextInt(names)), step);
            switch (random.nextInt(5)) {
                case 0, 1 -> assertEquals(model.put(thing.name(), thing), table.put(thing));
                case 2, 3 -> assertEquals(model.remove(thing.name()), table.remove(thing.name()));
                default -> {
                    if (random.nextInt(2_000) == 0) {
                        table.clear();
                        model.clear();
                    }
                }
            }
            assertEquals(model.get(thing.name()), table.get(thing.name()));
            assertEquals(model.size(), table.size());
            if (step % 50 == 0) {
                assertEquals(new HashSet<>(model.values()), new HashSet<>(table.all()));
                assertEquals(model.size(), table.all().size());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"crowd-%d", "%d", "idle-%06d", "orders/%d/lines", "%x", "a/%o.b", "stream %1$d of %1$d"})
    void numberedNamesDoNotCollide(String pattern) {
        NameTable<Named> table = new NameTable<>(Named::name);
        for (int number = 0; number < 200_000; number++) {
            table.put(new Named(pattern.formatted(number), number));
            assertFalse(table.hasCollided(), () -> table.size() + " names");
        }
    }

    @Test
    void namesMadeToCollideAreFoundAllTheSame() {
        NameTable<Named> table = new NameTable<>(Named::name);
        for (int number = 1; number < 2_048; number += 2) {
            assertEquals(null, table.put(new Named(name(number), number)));
        }
        assertTrue(table.hasCollided());
        assertEquals(1_024, table.size());
        for (int number = 1; number < 2_048; number += 2) {
            Named there = new Named(name(number), number);
            assertEquals(there, table.get(name(number)));
            assertEquals(there, table.put(there));
        }
        assertEquals(1_024, table.all().size());
        for (int number = 1; number < 2_048; number += 2) {
            assertEquals(new Named(name(number), number), table.remove(name(number)));
            assertEquals(null, table.get(name(number)));
        }
        assertEquals(0, table.size());
        table.clear();
        table.put(new Named("a", 1));
        assertEquals(1, table.size());
    }

    /** Names of one length of "Aa" and "BB" have one hash code: half of them collide. */
    private static String name(int number) {
        if (number % 2 == 0) {
            return "name-" + number;
        }
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < 11; bit++) {
            name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }
}
