package dev.strait.wire.dispatch;

import dev.strait.wire.frame.MessageCursor;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.Past;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Messages of a sender that are not sent again, until whoever gets dead letters has them. Not thread-safe. */
final class DeadLetters {
    /** While so many wait, the sender sends nothing new. */
    static final int MAX_WAITING = 1_024;

    private final ArrayDeque<DeadLetter> untold = new ArrayDeque<>();
    /** By place, those that nobody has yet, with their past. */
    private final TreeMap<Long, Past> waiting = new TreeMap<>();

    /** Every message of the batch is one. */
    void add(Batch batch) {
        if (batch.isWhole()) {
            add(batch, batch.firstPlace(), batch.from(), batch.to());
            return;
        }
        MessageCursor cursor = batch.cursor();
        for (long place = batch.firstPlace(); cursor.next(); place++) {
            add(batch, place, cursor.from(), cursor.to());
        }
    }

    private void add(Batch batch, long place, int from, int to) {
        Past past = batch.past();
        String node = Objects.requireNonNull(past.last(), "a dead letter that nobody had")
                .node()
                .id();
        waiting.put(place, past);
        untold.add(new DeadLetter(place, batch.array(), from, to, batch.isHeaded(), past.attempts(), node, past.why()));
    }

    /** The next that is to be handed over; null if there is none. */
    @Nullable
    DeadLetter poll() {
        return untold.poll();
    }

    /** It was handed over. @return its past */
    Past buried(long place) {
        Past past = waiting.remove(place);
        if (past == null) {
            throw new IllegalStateException("no dead letter waits that was message " + place);
        }
        return past;
    }

    /** How many wait. */
    int waiting() {
        return waiting.size();
    }

    /** The place of the first; {@link Long#MAX_VALUE} if there is none. */
    long firstPlace() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.firstKey();
    }
}
