package dev.strait.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FewMapTest {
    private static final int STEPS = 20_000;
    private static final int KEYS = 9; // more than are few

    @Test
    void whateverIsDoneItHoldsWhatALinkedHashMapHolds() {
        long seed = Long.getLong("strait.seed", System.nanoTime());
        System.out.println("whateverIsDoneItHoldsWhatALinkedHashMapHolds: repeat with -Dstrait.seed=" + seed);
        Random random = new Random(seed);
        Map<Integer, Integer> map = new FewMap<>();
        Map<Integer, Integer> model = new LinkedHashMap<>();
        for (int step = 0; step < STEPS; step++) {
            int key = random.nextInt(KEYS);
            switch (random.nextInt(7)) {
                case 0 -> assertEquals(model.put(key, step), map.put(key, step));
                case 1 -> assertEquals(model.putIfAbsent(key, -step), map.putIfAbsent(key, -step));
                case 2, 3, 4 -> assertEquals(model.remove(key), map.remove(key));
                case 5 -> {
                    model.values().removeIf(value -> value % 3 == key % 3);
                    map.values().removeIf(value -> value % 3 == key % 3);
                }
                default -> assertEquals(model.get(key), map.get(key));
            }
            assertEquals(new ArrayList<>(model.entrySet()), new ArrayList<>(map.entrySet()));
            assertEquals(new ArrayList<>(model.values()), new ArrayList<>(map.values()));
            assertEquals(model.containsKey(key), map.containsKey(key));
            assertEquals(model.size(), map.size());
        }
        map.clear();
        assertFalse(map.containsKey(0));
        assertEquals(Map.of(), map);
    }

    @Test
    void aRareSetHoldsWhatALinkedHashSetHolds() {
        long seed = Long.getLong("strait.seed", System.nanoTime());
        System.out.println("aRareSetHoldsWhatALinkedHashSetHolds: repeat with -Dstrait.seed=" + seed);
        Random random = new Random(seed);
        Set<Integer> set = null;
        Set<Integer> model = new LinkedHashSet<>();
        for (int step = 0; step < STEPS; step++) {
            int element = random.nextInt(KEYS);
            switch (random.nextInt(4)) {
                case 0 -> {
                    model.add(element);
                    set = RareSet.with(set, element);
                }
                default -> {
                    model.remove(element);
                    set = RareSet.without(set, element);
                }
            }
            assertEquals(model.isEmpty(), set == null);
            assertEquals(model.size(), RareSet.size(set));
            assertEquals(model.contains(element), RareSet.has(set, element));
            assertEquals(new ArrayList<>(model), RareSet.listOf(set));
        }
    }
}
