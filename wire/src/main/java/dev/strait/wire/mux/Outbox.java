package dev.strait.wire.mux;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link OutStream} has once it is used: the ledger, what waits to be written, what was written and is not settled, and how much of all that
 * there was. One object, made when the first of it is needed: of ten thousand open streams nearly all are idle. Not thread-safe.
 */
final class Outbox extends Ledger {
    /** Null until something is queued. */
    private @Nullable ArrayDeque<Item> queue;

    /** Null until something is sent; kept by the stream. */
    @Nullable
    Unsettled unsettled;

    long queuedMessages;
    long writtenMessages;
    /** How many messages came back by NACK: DONE says it, so that one which was written before the last of them counts for nothing. */
    long returnedMessages;
    /** The receiver's total of messages taken, as far as it is known: at least those that are answered. */
    long knownTaken;
    /** How far the fragmented message at the head is written; -1 if there is none. */
    int fragmentAt = -1;
    /** How many sends wait for a ticket, and what the receiver will believe of it once everything queued is there. */
    int waiting;

    int announcedWaiting;
    /** The largest message asked for, until credit covers it or a message is queued; -1 for none. */
    int wanted = -1;

    /** Of a stream that may send so much before the first CREDIT. */
    Outbox(int initialMessages, int initialBytes) {
        super(initialMessages, initialBytes);
    }

    ArrayDeque<Item> queue() {
        ArrayDeque<Item> made = queue;
        if (made == null) {
            made = new ArrayDeque<>();
            queue = made;
        }
        return made;
    }

    /** The receiver has taken so many. */
    void known(long taken) {
        knownTaken = Math.max(knownTaken, taken);
    }

    /** Whether something is queued. */
    boolean hasQueued() {
        return queue != null && !queue.isEmpty();
    }

    /** How many bytes of arrays what waits keeps, summed up anew. */
    long recountWaiting() {
        long sum = 0;
        for (Item each : queue == null ? List.<Item>of() : queue) {
            sum += each instanceof Batch batch ? batch.keptBytes() : 0;
        }
        return sum;
    }
}
