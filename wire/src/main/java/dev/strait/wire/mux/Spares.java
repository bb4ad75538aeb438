package dev.strait.wire.mux;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of long batches and of large messages that have been taken, for those to come: a sender that streams makes no garbage of the
 * bytes it sends (about as many as the messages have, 80 of the 120 bytes allocated per message of the sample record before; a large
 * message's own length, all of it written with zeros first). One end's own: what a receiver gets of an array too much, because it announced as taken what was not
 * written yet, are bytes of its own channel. Not thread-safe.
 */
public final class Spares {
    /** Shorter arrays are left to the garbage collector. */
    private static final int SHORTEST_BYTES = 16 << 10;

    /** An array of so many times the bytes that are needed is kept for what needs more. */
    private static final int MOST_TIMES = 2;

    /** Null until there is one. */
    private @Nullable ArrayDeque<byte[]> arrays;

    private @Nullable ArrayDeque<byte[]> large;
    private boolean asked;

    /** An array for a batch that nobody uses; null if there is none. */
    public byte @Nullable [] take() {
        asked = true;
        return arrays == null ? null : arrays.poll();
    }

    /**
     * An array for a message of so many bytes that nobody uses, of that length or somewhat longer; null if there is none. Then one that does not
     * fit is let go of, so that never more are kept than were under way.
     */
    public byte @Nullable [] takeLarge(int bytes) {
        asked = true;
        if (large == null) {
            return null;
        }
        for (Iterator<byte[]> all = large.iterator(); all.hasNext(); ) {
            byte[] array = all.next();
            if (array.length >= bytes && array.length / MOST_TIMES <= bytes) {
                all.remove();
                return array;
            }
        }
        large.pollLast();
        return null;
    }

    /** A batch has been taken whole. */
    void put(Batch batch) {
        byte[] array = batch.reusable();
        if (array != null && array.length >= SHORTEST_BYTES) {
            if (batch.isWhole()) {
                large = large == null ? new ArrayDeque<>() : large;
                large.push(array);
            } else {
                arrays = arrays == null ? new ArrayDeque<>() : arrays;
                arrays.push(array);
            }
        }
    }

    /** Whether it keeps more than an end may that sends nothing. */
    public boolean isAmple() {
        return (arrays != null && arrays.size() > 1) || (large != null && !large.isEmpty());
    }

    /**
     * To be called from time to time while it is ample: if nothing was asked for since the last time, the flow has ebbed, and of what was needed
     * in full flow one array is kept, and no large one. (Not as soon as nothing is under way, which in full flow happens now and then:
     * a quarter of all messages of 64 KiB then had a new array.)
     */
    public void look() {
        if (!asked) {
            ebb();
        }
        asked = false;
    }

    /** Lets go of what only full flow needs. */
    void ebb() {
        while (arrays != null && arrays.size() > 1) {
            arrays.removeLast();
        }
        large = null;
    }
}
