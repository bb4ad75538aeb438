package dev.strait.channel;

import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Room for a fixed number of values, allocated at once.
 *
 * <p>Its short ways are two {@link RingEnd}s, one for those who send and one for those who receive, each with a lock of its own. So a
 * sender and a receiver on two cores do not touch each other's lock, and read how far the other has come only when, by what they knew last,
 * there is no room or no value. A count kept on each side, and the other's read seldom, is how Lamport's queue is built today; see JCTools'
 * {@code SpscArrayQueue}. At capacity 1,024, between two virtual threads on 2 cores under heavy load from elsewhere, it passed 23 M
 * values/s beside 15 M of Jox in the same run. Against one lock for both sides no gain is shown yet: runs one after the other, not in turn,
 * gave 18 M after 6 M, and 23 M after 22 M.
 */
final class Ring extends Buffer {

    /** How often a call that finds no room, or no value, looks again before it gets in line, and how many pauses before each look. */
    private static final int LOOKS = 8;

    private static final int PAUSES = 5;

    private final @Nullable Object[] slots;
    private final RingEnd in = new RingEnd();
    private final RingEnd out = new RingEnd();

    /** Whether the short ways are open; written under both ends' locks, read under either. At first they are not. */
    private boolean open;

    Ring(int capacity) {
        slots = new @Nullable Object[capacity];
    }

    @Override
    long size() {
        return in.passed() - out.passed();
    }

    @Override
    boolean isFull() {
        return size() == slots.length;
    }

    @Override
    void add(Object value) {
        slots[in.slot] = value;
        in.pass(1, after(in.slot));
    }

    @Override
    Object remove() {
        Object value = Objects.requireNonNull(slots[out.slot]);
        slots[out.slot] = null;
        out.pass(1, after(out.slot));
        return value;
    }

    private int after(int slot) {
        return slot + 1 == slots.length ? 0 : slot + 1;
    }

    /** Waits until nobody is in a short way, and lets nobody in until {@link #leave}. */
    @Override
    void shut(Port channel, WaitQueue senders, WaitQueue receivers) {
        out.lock();
        in.lock();
    }

    @Override
    void leave(boolean open) {
        this.open = open;
        in.unlock();
        out.unlock();
    }

    @Override
    String kind() {
        return "buffered(" + slots.length + ")";
    }

    /** Whether there is no room; under the senders' lock. */
    private boolean noRoom() {
        return in.ahead() >= slots.length && in.aheadNow(out) == slots.length;
    }

    /** Whether there is no value; under the receivers' lock. */
    private boolean noValue() {
        return out.ahead() >= 0 && out.aheadNow(in) == 0;
    }

    @Override
    @Nullable
    Signal offer(Object value) {
        in.lock();
        try {
            if (!open) {
                return null;
            }
            if (noRoom()) {
                return Signal.FULL;
            }
            add(value);
            return Signal.ACCEPTED;
        } finally {
            in.unlock();
        }
    }

    @Override
    void offerAll(Queue<?> values) {
        in.lock();
        try {
            if (!open) {
                return;
            }
            int room = slots.length - (int) in.aheadNow(out);
            int slot = in.slot;
            int added = 0;
            for (; added < room; added++) {
                Object value = values.poll();
                if (value == null) {
                    break;
                }
                slots[slot] = value;
                slot = after(slot);
            }
            // At once, since they are sent in one step.
            in.pass(added, slot);
        } finally {
            in.unlock();
        }
    }

    @Override
    @Nullable
    Object poll() {
        out.lock();
        try {
            if (!open) {
                return null;
            }
            return noValue() ? Signal.EMPTY : remove();
        } finally {
            out.unlock();
        }
    }

    @Override
    int pollAll(List<Object> into, int max) {
        out.lock();
        try {
            if (!open) {
                return 0;
            }
            int taken = copy(into, 0, max);
            if (taken == max) {
                take(taken);
                return taken;
            }
            // Not as many as it wants: only while nothing comes in is that all there is.
            in.lock();
            try {
                taken = copy(into, taken, max);
                take(taken);
                return taken;
            } finally {
                in.unlock();
            }
        } finally {
            out.unlock();
        }
    }

    /** Copies what is there now, but for the first so many, up to {@code max} in all. @return how many in all */
    private int copy(List<Object> into, int from, int max) {
        int to = (int) Math.min(max, -out.aheadNow(in));
        for (int i = from; i < to; i++) {
            into.add(Objects.requireNonNull(slots[at(i)]));
        }
        return to;
    }

    private void take(int values) {
        for (int i = 0; i < values; i++) {
            slots[at(i)] = null;
        }
        out.pass(values, at(values));
    }

    /** The slot of the value behind so many. */
    private int at(int values) {
        int slot = out.slot + values;
        return slot < slots.length ? slot : slot - slots.length;
    }

    @Override
    boolean look(boolean forRoom) {
        return looks.worthwhile() && looks.note(finds(forRoom));
    }

    private boolean finds(boolean forRoom) {
        for (int i = 0; i < LOOKS; i++) {
            for (int j = 0; j < PAUSES; j++) {
                Thread.onSpinWait();
            }
            long held = in.passed() - out.passed();
            if (forRoom ? held < slots.length : held > 0) {
                return true;
            }
        }
        return false;
    }
}
