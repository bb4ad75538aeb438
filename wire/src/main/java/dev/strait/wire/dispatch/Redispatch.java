package dev.strait.wire.dispatch;

import dev.strait.wire.frame.MessageCursor;
import dev.strait.wire.mux.Batch;

/** Cuts batches that came back into new ones that fit another receiver's credit, in order. */
final class Redispatch {
    private Redispatch() {}

    /** The cost of the oldest message that is not taken. */
    static long firstCost(Batch batch) {
        if (batch.isWhole()) {
            return batch.cost();
        }
        MessageCursor cursor = batch.cursor();
        cursor.next();
        return (long) cursor.to() - cursor.start();
    }

    /** Takes as many messages off the front as fit; at least one does. The new batch has bytes of its own. */
    static Batch next(Batch batch, long maxMessages, long maxBytes) {
        long place = batch.firstPlace();
        Batch next = cut(batch, maxMessages, maxBytes);
        return next.like(batch, place);
    }

    private static Batch cut(Batch batch, long maxMessages, long maxBytes) {
        if (batch.isWhole()) {
            batch.take(1);
            return Batch.whole(batch.array(), batch.from(), batch.to());
        }
        MessageCursor cursor = batch.cursor();
        int from = -1;
        int to = 0;
        int messages = 0;
        while (messages < maxMessages
                && cursor.next()
                && cursor.to() - (from < 0 ? cursor.start() : from) <= maxBytes) {
            if (from < 0) {
                from = cursor.start();
            }
            to = cursor.to();
            messages++;
        }
        batch.take(messages, to);
        byte[] copy = new byte[Batch.HEADROOM + to - from];
        System.arraycopy(batch.array(), from, copy, Batch.HEADROOM, to - from);
        return Batch.framed(copy, Batch.HEADROOM, copy.length, messages);
    }
}
