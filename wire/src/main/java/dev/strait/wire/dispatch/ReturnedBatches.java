package dev.strait.wire.dispatch;

import dev.strait.wire.mux.Batch;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What came back to a sender, by the place of the first message: it goes out again in the order in which it was sent. Not thread-safe. */
final class ReturnedBatches {
    /** Null while there is nothing, as nearly always. */
    private @Nullable TreeMap<Long, Batch> batches;

    boolean isEmpty() {
        return batches == null;
    }

    void add(Batch batch) {
        if (batches == null) {
            batches = new TreeMap<>();
        }
        batches.put(batch.firstPlace(), batch);
    }

    /** Takes out the one that was sent first; null if there is none. */
    @Nullable
    Batch pollFirst() {
        if (batches == null) {
            return null;
        }
        Batch first = batches.pollFirstEntry().getValue();
        if (batches.isEmpty()) {
            batches = null;
        }
        return first;
    }

    /** Messages that are not taken. */
    long messages() {
        long messages = 0;
        if (batches != null) {
            for (Batch batch : batches.values()) {
                messages += batch.live();
            }
        }
        return messages;
    }

    void clear() {
        batches = null;
    }
}
