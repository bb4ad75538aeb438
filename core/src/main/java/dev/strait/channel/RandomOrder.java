package dev.strait.channel;

import java.util.concurrent.ThreadLocalRandom;

/** A uniformly random order of the numbers below a limit, drawn as far as it is looked at (Fisher and Yates, 1938). For one thread. */
final class RandomOrder {
    private final int[] order;
    private int drawn;

    /** Of the numbers from 0 to this one, which is not among them. */
    RandomOrder(int limit) {
        order = new int[limit];
        for (int i = 0; i < limit; i++) {
            order[i] = i;
        }
    }

    /** The number at this place, the same each time. */
    int at(int place) {
        while (drawn <= place) {
            int from = drawn + ThreadLocalRandom.current().nextInt(order.length - drawn);
            int number = order[from];
            order[from] = order[drawn];
            order[drawn++] = number;
        }
        return order[place];
    }
}
