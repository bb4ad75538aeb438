package dev.strait.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LongTableTest {
    private static final int STEPS = 20_000;
    private static final long[] FROM = {0, 1_000, 1L << 40, Long.MAX_VALUE - 40, -5};

    @Test
    void whateverIsDoneItHoldsWhatATreeMapHolds() {
        long seed = Long.getLong("strait.seed", System.nanoTime());
        System.out.println("whateverIsDoneItHoldsWhatATreeMapHolds: repeat with -Dstrait.seed=" + seed);
        Random random = new Random(seed);
        LongTable<String> table = new LongTable<>();
        TreeMap<Long, String> model = new TreeMap<>();
        for (int step = 0; step < STEPS; step++) {
            long number = FROM[random.nextInt(FROM.length)] + random.nextInt(40);
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    table.put(number, "at " + step);
                    model.put(number, "at " + step);
                }
                case 2, 3 -> assertEquals(model.remove(number), table.remove(number));
                default -> {
                    if (random.nextInt(500) == 0) {
                        table.clear();
                        model.clear();
                    }
                }
            }
            assertEquals(model.get(number), table.get(number));
            assertEquals(model.containsKey(number), table.contains(number));
            assertEquals(model.size(), table.size());
            assertEquals(model.isEmpty(), table.isEmpty());
            assertEquals(new ArrayList<>(model.values()), table.all());
        }
    }

    @Test
    void numbersThatCollideInAHashOfThemAreFoundAllTheSame() {
        LongTable<Long> table = new LongTable<>();
        for (long i = 0; i < 10_000; i++) {
            table.put(i << 36 ^ i << 4, i);
        }
        for (long i = 0; i < 10_000; i++) {
            assertEquals(i, table.remove(i << 36 ^ i << 4));
            assertNull(table.get(i << 36 ^ i << 4));
        }
        assertTrue(table.isEmpty());
    }
}
