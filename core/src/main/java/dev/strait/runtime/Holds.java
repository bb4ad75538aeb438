package dev.strait.runtime;

import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.mux.InStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What programs hold of one receiver, and the account of it. The engine is told of a hold when it is told that the message was taken, so
 * that one which is answered by then costs it nothing. Guarded by the receiver's lock.
 */
final class Holds {
    private record Numbered(InStream stream, long number) {}

    private final ArrayDeque<Hold> untold = new ArrayDeque<>();
    /** Acknowledged, and the engine has yet to hear of it. */
    private final ArrayDeque<Numbered> acknowledged = new ArrayDeque<>();
    /** Those that are held for a limited time. */
    private final Set<Hold> limited = new LinkedHashSet<>();

    /** Those of messages in which receivers came. */
    private final Set<Hold> bringing = new LinkedHashSet<>();

    private long remindedAtNanos = Hold.NO_LIMIT;
    private boolean closed;
    /** The first of the bodies that work; the others are linked behind it. */
    private @Nullable Hold bodies;

    private long open;
    private long nacked;
    private long rejected;
    private long revoked;
    private long late;

    /** A message is held from now on. */
    void begin(Hold hold) {
        untold.add(hold);
        open++;
        if (hold.isBody()) {
            Hold first = bodies;
            hold.after = first;
            if (first != null) {
                first.before = hold;
            }
            bodies = hold;
        }
    }

    /** These receivers came in the message. */
    void brought(Hold hold, Arrived arrived) {
        hold.arrived(arrived);
        bringing.add(hold);
    }

    /** Everything that is held is about to go back: so do the receivers that came in it. */
    void giveBackArrived() {
        for (Hold each : bringing) {
            giveBackArrived(each);
        }
    }

    /** The message is about to go back: so do the receivers that came in it. */
    static void giveBackArrived(Hold hold) {
        Arrived arrived = hold.arrived();
        if (arrived != null) {
            arrived.giveBack();
        }
    }

    /**
     * Whether bodies work: what they hold may be given back yet, though no program says so.
     *
     * @param waiting threads whose bodies do not go on before this is known
     */
    boolean hasBodies(Predicate<@Nullable Thread> waiting) {
        for (Hold body = bodies; body != null; body = body.after) {
            if (!waiting.test(body.worker())) {
                return true;
            }
        }
        return false;
    }

    /** Inside the engine, before it hears of what was taken: tells it what of that is held. */
    void tell(NodeEngine engine) {
        for (Hold hold = untold.poll(); hold != null; hold = untold.poll()) {
            engine.hold(hold.stream(), hold.number());
            hold.tell();
        }
    }

    /** The message is acknowledged; the engine hears of it in time, if it has heard of the hold. */
    void acknowledge(Hold hold) {
        if (hold.isTold()) {
            acknowledged.add(new Numbered(hold.stream(), hold.number()));
        } else {
            untold.remove(hold);
        }
        letGo(hold);
    }

    /** Inside the engine, which knows of it: what is acknowledged. */
    void sayAcknowledged(NodeEngine engine, RemoteReceiver<?> receiver, long nowNanos) {
        for (Numbered it = acknowledged.poll(); it != null; it = acknowledged.poll()) {
            if (!engine.acknowledge(receiver.end, it.stream(), it.number(), nowNanos)) {
                revoked++;
                late++;
            }
        }
    }

    /** Inside the engine, which knows of the hold: says the answer. @return false if it was too late */
    boolean say(NodeEngine engine, RemoteReceiver<?> receiver, Hold hold, Answer answer, long nowNanos) {
        InStream stream = hold.stream();
        long number = hold.number();
        letGo(hold);
        boolean inTime = switch (answer.kind()) {
            case ACK -> engine.acknowledge(receiver.end, stream, number, nowNanos);
            case NACK -> engine.nack(receiver.end, stream, number, answer.delayMillis(), answer.why(), nowNanos);
            case REJECT -> engine.reject(receiver.end, stream, number, answer.why(), nowNanos);
        };
        if (!inTime) {
            revoked++;
            late++;
        } else if (answer.kind() == Answer.Kind.NACK) {
            nacked++;
        } else if (answer.kind() == Answer.Kind.REJECT) {
            rejected++;
        }
        return inTime;
    }

    private void letGo(Hold hold) {
        if (hold.deadlineNanos != Hold.NO_LIMIT) {
            limited.remove(hold);
        }
        if (!bringing.isEmpty()) {
            bringing.remove(hold);
        }
        hold.letGo();
        open--;
        if (hold.isBody()) {
            unlink(hold);
        }
    }

    private void unlink(Hold body) {
        Hold before = body.before;
        Hold after = body.after;
        if (before == null) {
            bodies = after;
        } else {
            before.after = after;
        }
        if (after != null) {
            after.before = before;
        }
        body.before = null;
        body.after = null;
    }

    /** An answer has come to what is not held any more. */
    void tooLate() {
        late++;
    }

    /** The end is closed: what is held has gone back. */
    void close() {
        closed = true;
        revoked += open;
        open = 0;
        bodies = null;
        limited.clear();
        bringing.clear();
    }

    boolean isClosed() {
        return closed;
    }

    /** The message may be held until then. @return whether a reminder is needed for it */
    boolean limit(Hold hold, long deadlineNanos) {
        hold.deadlineNanos = deadlineNanos;
        if (deadlineNanos == Hold.NO_LIMIT) {
            limited.remove(hold);
            return false;
        }
        limited.add(hold);
        if (deadlineNanos >= remindedAtNanos) {
            return false;
        }
        remindedAtNanos = deadlineNanos;
        return true;
    }

    /** The reminder has come: those whose time is over. */
    List<Hold> overdue(long nowNanos) {
        remindedAtNanos = Hold.NO_LIMIT;
        List<Hold> overdue = new ArrayList<>();
        for (Hold hold : limited) {
            if (hold.deadlineNanos <= nowNanos) {
                overdue.add(hold);
            }
        }
        return overdue;
    }

    /** When the next reminder is needed; {@link Hold#NO_LIMIT} for never, or if one is on its way. */
    long nextReminder() {
        long next = Hold.NO_LIMIT;
        for (Hold hold : limited) {
            next = Math.min(next, hold.deadlineNanos);
        }
        if (next >= remindedAtNanos) {
            return Hold.NO_LIMIT;
        }
        remindedAtNanos = next;
        return next;
    }

    /** The account, of so many deliveries. */
    ReceiverCounts counts(long deliveries, long redeliveries, Map<String, String> lostSenders) {
        long answered = deliveries - open - nacked - rejected - revoked;
        return new ReceiverCounts(
                deliveries, redeliveries, answered, open, nacked, rejected, revoked, late, lostSenders);
    }
}
