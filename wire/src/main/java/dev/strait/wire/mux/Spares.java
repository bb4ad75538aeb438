package dev.strait.wire.mux;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of long batches that have been taken, for the batches to come: a sender that streams makes no garbage of the bytes it sends
 * (about as many as the messages have, 80 of the 120 bytes allocated per message of the sample record before). One end's own: what a
 * receiver gets of an array too much, because it announced as taken what was not written yet, are bytes of its own channel. Not
 * thread-safe.
 */
public final class Spares {
    /** Shorter arrays are left to the garbage collector. */
    private static final int SHORTEST_BYTES = 16 << 10;

    private final ArrayDeque<byte[]> arrays = new ArrayDeque<>();

    /** An array that nobody uses; null if there is none. */
    public byte @Nullable [] take() {
        return arrays.poll();
    }

    /** A batch has been taken whole. */
    void put(Batch batch) {
        byte[] array = batch.reusable();
        if (array != null && array.length >= SHORTEST_BYTES) {
            arrays.push(array);
        }
    }

    /** Nothing is under way any more on one of the end's streams: of what was needed in full flow one is kept. */
    void ebb() {
        while (arrays.size() > 1) {
            arrays.removeLast();
        }
    }
}
