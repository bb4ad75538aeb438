package dev.strait.wire.mux;

import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.ProtocolViolation;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches of a queue channel: the receiver's totals settle their messages from the front. */
final class Retained implements Unsettled {
    private final int stream;
    private final Ledger ledger;
    private final @Nullable Spares spares;
    /** Null until something is sent: most streams are idle. */
    private @Nullable ArrayDeque<Batch> batches;

    /** With nothing unsettled; {@code spares} gets the arrays of what is taken, null if they are not to be used again. */
    Retained(int stream, Ledger ledger, @Nullable Spares spares) {
        this.stream = stream;
        this.ledger = ledger;
        this.spares = spares;
    }

    @Override
    public void add(Batch batch) {
        if (batches == null) {
            batches = new ArrayDeque<>();
        }
        batches.add(batch);
    }

    @Override
    public void taken(long total, long written) {
        long more = total - ledger.takenMessages();
        if (more <= 0) {
            return;
        }
        if (total > written) {
            throw new ProtocolViolation(
                    ErrorCode.PROTOCOL_VIOLATION,
                    "stream " + stream + " announces " + total + " messages taken of " + written + " sent");
        }
        ledger.take(more, 0);
        if (batches == null) {
            throw new IllegalStateException("stream " + stream + " keeps nothing of " + more + " messages taken");
        }
        while (more > 0) {
            Batch oldest = batches.element();
            int here = (int) Math.min(more, oldest.live());
            oldest.take(here);
            more -= here;
            if (oldest.live() == 0) {
                batches.remove();
                if (spares != null) {
                    spares.put(oldest);
                }
            }
        }
    }

    @Override
    public boolean isEmpty() {
        return batches == null || batches.isEmpty();
    }

    @Override
    public List<Batch> handBack() {
        List<Batch> all = batches == null ? List.of() : List.copyOf(batches);
        batches = null;
        all.forEach(Batch::keep);
        if (spares != null) {
            spares.ebb(); // with the last link gone nobody may look any more
        }
        return all;
    }
}
