package dev.strait.wire.mux;

import dev.strait.wire.frame.Acked;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.ProtocolViolation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Batches of a queue channel, until their messages are answered: from the front by the receiver's total; ahead of that by ranges, which cut a
 * batch. Ascending by number. Not thread-safe.
 */
final class Retained implements Unsettled {
    /** Who counts what is acknowledged. */
    interface Clerk {
        /** So many messages, of these places among those that the sender has sent, are acknowledged. */
        void acknowledged(long firstPlace, int messages);
    }

    private final int stream;
    private final Ledger ledger;
    private final @Nullable Spares spares;
    private final Clerk clerk;
    /** Null until something is sent: most streams are idle. */
    private @Nullable ArrayDeque<Batch> batches;

    /** With nothing unsettled; {@code spares} gets the arrays of what is acknowledged, null if they are not to be used again. */
    Retained(int stream, Ledger ledger, @Nullable Spares spares, Clerk clerk) {
        this.stream = stream;
        this.ledger = ledger;
        this.spares = spares;
        this.clerk = clerk;
    }

    @Override
    public void add(Batch batch) {
        if (batches == null) {
            batches = new ArrayDeque<>();
        }
        batches.add(batch);
    }

    @Override
    public void answered(long total, long written) {
        if (total > written) {
            throw violation("announces " + total + " messages answered of " + written + " sent");
        }
        if (batches == null) {
            return;
        }
        Batch oldest = batches.peek();
        while (oldest != null && oldest.firstNumber() <= total) {
            int here = (int) Math.min(total - oldest.firstNumber() + 1, oldest.live());
            clerk.acknowledged(oldest.firstPlace(), here);
            ledger.take(here, 0);
            oldest.take(here);
            if (oldest.live() > 0) {
                return;
            }
            batches.remove();
            if (spares != null) {
                spares.put(oldest);
            }
            oldest = batches.peek();
        }
    }

    /** Messages were acknowledged ahead of others. */
    void acknowledged(Acked acked, long written) {
        for (Batch piece : takeOut(acked.ranges(), written)) {
            clerk.acknowledged(piece.firstPlace(), piece.live());
        }
    }

    /** Takes out one message, which the receiver does not keep. */
    Batch takeOut(long number, long written) {
        return takeOut(List.of(new Acked.Range(number, number)), written)
                .getFirst()
                .compact();
    }

    /** Lets go of an array of which the first messages that are open are the last few: they may stay open for long. */
    void compactOldest() {
        Batch oldest = batches == null ? null : batches.peek();
        if (oldest != null && oldest.live() * 4L <= oldest.messages()) {
            Batch rest = oldest.cut(oldest.live()).compact();
            Objects.requireNonNull(batches).removeFirst();
            batches.addFirst(rest);
        }
    }

    private List<Batch> takeOut(List<Acked.Range> ranges, long written) {
        if (ranges.getLast().last() > written) {
            throw violation("has an answer to message " + ranges.getLast().last() + " of " + written + " sent");
        }
        requireThere(ranges); // before anything is changed: what is cut out is in nobody's hands
        List<Batch> out = new ArrayList<>();
        ArrayDeque<Batch> kept = new ArrayDeque<>();
        Iterator<Acked.Range> all = ranges.iterator();
        Acked.Range range = all.next();
        long wanted = range.first();
        for (Batch batch : batches == null ? List.<Batch>of() : batches) {
            boolean isCut = false;
            while (range != null && batch.live() > 0 && wanted < batch.firstNumber() + batch.live()) {
                long ahead = wanted - batch.firstNumber();
                isCut = true;
                if (ahead > 0) {
                    kept.add(batch.cut((int) ahead).compact());
                }
                Batch piece = batch.cut((int) Math.min(range.last() - wanted + 1, batch.live()));
                out.add(piece);
                ledger.take(piece.live(), 0);
                wanted = piece.firstNumber() + piece.live();
                if (wanted > range.last()) {
                    range = all.hasNext() ? all.next() : null;
                    wanted = range == null ? wanted : range.first();
                }
            }
            if (batch.live() > 0) {
                kept.add(isCut ? batch.cut(batch.live()).compact() : batch);
            }
        }
        batches = kept;
        return out;
    }

    private void requireThere(List<Acked.Range> ranges) {
        Iterator<Batch> all = batches == null ? Collections.emptyIterator() : batches.iterator();
        Batch batch = all.hasNext() ? all.next() : null;
        for (Acked.Range range : ranges) {
            for (long at = range.first(); at <= range.last(); at = batch.firstNumber() + batch.live()) {
                while (batch != null && at >= batch.firstNumber() + batch.live()) {
                    batch = all.hasNext() ? all.next() : null;
                }
                if (batch == null || at < batch.firstNumber()) {
                    throw violation("has an answer to message " + at + ", which is answered");
                }
            }
        }
    }

    private ProtocolViolation violation(String what) {
        return new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, "stream " + stream + " " + what);
    }

    @Override
    public boolean isEmpty() {
        return batches == null || batches.isEmpty();
    }

    /** The place of the message that was sent first of those that are not answered; {@link Long#MAX_VALUE} if there is none. */
    long firstPlace() {
        long first = Long.MAX_VALUE;
        for (Batch batch : batches == null ? List.<Batch>of() : batches) {
            first = Math.min(first, batch.firstPlace());
        }
        return first;
    }

    @Override
    public List<Batch> handBack(long taken, long written, EndRef receiver, String why) {
        List<Batch> all = new ArrayList<>();
        for (Batch batch : batches == null ? List.<Batch>of() : batches) {
            batch.keep();
            Batch reached = upTo(taken, batch);
            if (reached != null) {
                reached.past(batch.past().reached(receiver, why));
                all.add(reached.compact());
            }
            Batch inDoubt = upTo(written, batch);
            if (inDoubt != null) {
                inDoubt.past(batch.past().inDoubt(receiver, why));
                all.add(inDoubt.compact());
            }
            if (batch.live() > 0) {
                all.add(batch.cut(batch.live()).compact());
            }
        }
        batches = null;
        if (spares != null) {
            spares.ebb(); // with the last link gone nobody may look any more
        }
        return all;
    }

    /** Cuts off the messages up to this number; null if there are none. */
    private static @Nullable Batch upTo(long number, Batch batch) {
        long count = Math.min(number - batch.firstNumber() + 1, batch.live());
        return count <= 0 ? null : batch.cut((int) count);
    }
}
