package dev.strait.wire.dispatch;

import dev.strait.wire.mux.Batch;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What came back to a sender, by the place of the first message: it goes out again in the order in which it was sent. Whoever keeps one replaces it
 * by what {@link #with} gives: to nearly every sender nothing ever comes back, and they share {@link #NONE}. Not thread-safe.
 */
final class ReturnedBatches {
    /** Nothing came back. */
    static final ReturnedBatches NONE = new ReturnedBatches();

    private final TreeMap<Long, Batch> batches = new TreeMap<>();

    private ReturnedBatches() {}

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** One more: this with it, unless others share this. */
    ReturnedBatches with(Batch batch) {
        ReturnedBatches own = this == NONE ? new ReturnedBatches() : this;
        own.batches.put(batch.firstPlace(), batch);
        return own;
    }

    /** Takes out the one that was sent first; null if there is none. */
    @Nullable
    Batch pollFirst() {
        Map.Entry<Long, Batch> first = batches.pollFirstEntry();
        return first == null ? null : first.getValue();
    }

    /** The place of the message that was sent first; {@link Long#MAX_VALUE} if there is none. */
    long firstPlace() {
        return batches.isEmpty() ? Long.MAX_VALUE : batches.firstKey();
    }

    /** Messages that are not taken. */
    long messages() {
        long messages = 0;
        for (Batch batch : batches.values()) {
            messages += batch.live();
        }
        return messages;
    }
}
