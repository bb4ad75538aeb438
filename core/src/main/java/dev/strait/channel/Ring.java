package dev.strait.channel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Room for a fixed number of values, allocated at once; none at all for a rendezvous. */
final class Ring extends Buffer {

    private final @Nullable Object[] slots;
    private int head;
    private int count;

    Ring(int capacity) {
        slots = new @Nullable Object[capacity];
    }

    @Override
    long size() {
        return count;
    }

    @Override
    boolean isFull() {
        return count == slots.length;
    }

    @Override
    void add(Object value) {
        int tail = head + count;
        slots[tail < slots.length ? tail : tail - slots.length] = value;
        count++;
    }

    @Override
    Object remove() {
        Object value = Objects.requireNonNull(slots[head]);
        slots[head] = null;
        head = head + 1 == slots.length ? 0 : head + 1;
        count--;
        return value;
    }

    @Override
    String kind() {
        return slots.length == 0 ? "rendezvous" : "buffered(" + slots.length + ")";
    }
}
