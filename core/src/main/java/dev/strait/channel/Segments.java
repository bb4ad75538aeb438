package dev.strait.channel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Room without a bound: a chain of arrays, which grows at the tail and is dropped at the head. Nothing is ever copied, so no
 * single add takes longer because much is held; and a burst gives its memory back as it is taken, down to one array of
 * at most {@link #LARGEST} slots.
 */
final class Segments extends Buffer {

    /** Slots of the first array; small, because many channels never hold much. */
    static final int SMALLEST = 16;

    /** Slots of an array at most; each is twice as long as the one before it, up to here. */
    static final int LARGEST = 1_024;

    private static final class Segment {
        final @Nullable Object[] slots;

        @Nullable
        Segment next;

        Segment(int length) {
            slots = new @Nullable Object[length];
        }
    }

    private Segment first = new Segment(SMALLEST);
    private Segment last = first;
    /** The slot of the oldest value in {@link #first}. */
    private int head;
    /** The next free slot in {@link #last}. */
    private int tail;

    private long count;

    @Override
    long size() {
        return count;
    }

    @Override
    boolean isFull() {
        return false;
    }

    @Override
    void add(Object value) {
        if (tail == last.slots.length) {
            Segment next = new Segment(Math.min(LARGEST, 2 * tail));
            last.next = next;
            last = next;
            tail = 0;
        }
        last.slots[tail++] = value;
        count++;
    }

    @Override
    Object remove() {
        Segment segment = first;
        Object value = Objects.requireNonNull(segment.slots[head]);
        segment.slots[head++] = null;
        count--;
        if (count == 0) {
            // The last segment is never without a value unless all are, so this is it: begin it anew, so that a channel
            // that is mostly empty allocates nothing.
            head = 0;
            tail = 0;
        } else if (head == segment.slots.length) {
            first = Objects.requireNonNull(segment.next);
            // A dropped segment that a collector keeps for a while shall not keep those after it.
            segment.next = null;
            head = 0;
        }
        return value;
    }

    @Override
    String kind() {
        return "unbounded";
    }
}
