package dev.strait.wire.engine;

import dev.strait.wire.directory.DirectoryClient;
import dev.strait.wire.dispatch.Offered;
import dev.strait.wire.dispatch.QueueReceiverEnd;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.dispatch.RendezvousReceiverEnd;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Nack;
import dev.strait.wire.frame.Reject;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Parcel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What programs do at the receiver ends of this node; {@link NodeEngine} says what each call means. Not thread-safe. */
final class ReceiverDesk {
    private final Ends ends;
    private final Events events;
    private final DirectoryClient client;
    private final ReceiverStreams streams;
    private final Reports reports;
    /** Those whose drivers want to be reminded, the earliest first. */
    private final TreeSet<ReceiverSlot> reminders =
            new TreeSet<>(Comparator.comparingLong((ReceiverSlot it) -> it.remindAtNanos)
                    .thenComparingLong(it -> it.end.ref().number()));

    /** Receivers that came in messages and are to be left. */
    private final ArrayDeque<ReceiverSlot> forsaken = new ArrayDeque<>();

    private boolean forsaking;

    ReceiverDesk(Ends ends, Events events, DirectoryClient client, ReceiverStreams streams, long announceNanos) {
        this.ends = ends;
        this.events = events;
        this.client = client;
        this.streams = streams;
        this.reports = new Reports(announceNanos);
        streams.leaveBy(this::forsake);
    }

    @Nullable
    Parcel poll(ReceiverEnd end, long nowNanos) {
        Parcel parcel = queue(end).poll();
        ReceiverSlot slot = ends.receiver(end.ref());
        if (parcel == null && slot != null) {
            if (end.closure() == null) {
                streams.announce(slot, nowNanos);
            } else {
                streams.leaveEnded(slot);
            }
        }
        return parcel;
    }

    void await(ReceiverEnd end) {
        queue(end).await();
    }

    void startedTaking(ReceiverEnd end, long nowNanos) {
        ReceiverSlot slot = ends.receiver(end.ref());
        if (slot != null) {
            reports.startedTaking(slot, nowNanos);
        }
    }

    /** Whether anything was taken. */
    boolean taken(ReceiverEnd end, InStream stream, long messages, long bytes, long nowNanos) {
        ReceiverSlot slot = ends.receiver(end.ref());
        if (slot == null || messages == 0) {
            return false;
        }
        streams.taken(slot, stream, messages, bytes, reports.reported(slot, nowNanos));
        return true;
    }

    void hold(InStream stream, long number) {
        if (Incoming.of(stream) != null) {
            stream.hold(number);
        }
    }

    boolean acknowledge(ReceiverEnd end, InStream stream, long number, long nowNanos) {
        ReceiverSlot slot = ends.receiver(end.ref());
        return slot != null && streams.acknowledge(slot, stream, number, nowNanos);
    }

    boolean nack(ReceiverEnd end, InStream stream, Nack nack, long nowNanos) {
        ReceiverSlot slot = ends.receiver(end.ref());
        return slot != null && streams.nack(slot, stream, nack, nowNanos);
    }

    boolean reject(ReceiverEnd end, InStream stream, Reject reject, long nowNanos) {
        ReceiverSlot slot = ends.receiver(end.ref());
        return slot != null && streams.reject(slot, stream, reject, nowNanos);
    }

    void waiting(ReceiverEnd end, int receives) {
        rendezvous(end).waiting(receives);
        ReceiverSlot slot = ends.receiver(end.ref());
        if (slot != null) {
            streams.touch(slot);
        }
    }

    boolean decide(ReceiverEnd end, Offered offered, boolean taken) {
        ReceiverSlot slot = ends.receiver(rendezvous(end).ref());
        return slot != null && streams.decide(slot, offered, taken);
    }

    void close(ReceiverEnd end) {
        ReceiverSlot slot = ends.receiver(end.ref());
        if (slot != null) {
            leave(slot, "the receiver was closed");
            if (!slot.isAnonymous) {
                client.closeEnd(end.ref());
            }
        }
    }

    /**
     * The message that brought the receiver was not acknowledged, or nobody has claimed it. Messages that it has not given to its program may hold
     * receivers themselves, and so on: these wait for it, rather than be left within.
     */
    private void forsake(ReceiverSlot slot) {
        forsaken.add(slot);
        if (forsaking) {
            return;
        }
        forsaking = true;
        try {
            for (ReceiverSlot next = forsaken.poll(); next != null; next = forsaken.poll()) {
                if (ends.receiver(next.end.ref()) != null) {
                    leave(next, "the value that the receiver was in was given back, or nobody took it out");
                    events.add(new EngineEvent.Forsaken(next.end));
                }
            }
        } finally {
            forsaking = false;
        }
    }

    List<ReceiverEnd> claim(InStream stream, long number) {
        List<ReceiverEnd> claimed = new ArrayList<>(1);
        for (ReceiverSlot slot : streams.claim(stream, number)) {
            claimed.add(slot.end);
        }
        return claimed;
    }

    /** The open is taken back: nobody else may have heard of it. */
    void withdrawOpen(ReceiverSlot slot) {
        leave(slot, "the receiver was withdrawn");
    }

    private void leave(ReceiverSlot slot, String why) {
        slot.end.leave();
        streams.leave(slot, ErrorCode.CLOSED, why);
        reports.remove(slot);
        remindAt(slot, ReceiverSlot.NEVER);
        ends.remove(slot);
        streams.gone(slot);
    }

    void remind(ReceiverEnd end, long atNanos) {
        ReceiverSlot slot = ends.receiver(end.ref());
        if (slot != null && atNanos < slot.remindAtNanos) {
            remindAt(slot, atNanos);
        }
    }

    private void remindAt(ReceiverSlot slot, long atNanos) {
        if (slot.remindAtNanos != ReceiverSlot.NEVER) {
            reminders.remove(slot);
        }
        slot.remindAtNanos = atNanos;
        if (atNanos != ReceiverSlot.NEVER) {
            reminders.add(slot);
        }
    }

    /** Asks for the reports that are due, and reminds. */
    void tick(long nowNanos) {
        while (!reminders.isEmpty() && reminders.first().remindAtNanos <= nowNanos) {
            ReceiverSlot slot = reminders.first();
            remindAt(slot, ReceiverSlot.NEVER);
            events.add(new EngineEvent.Remind(slot.end));
        }
        for (ReceiverSlot slot = reports.poll(nowNanos); slot != null; slot = reports.poll(nowNanos)) {
            events.add(new EngineEvent.ReportTaken(slot.end));
        }
    }

    /** When {@link #tick} is due; {@link Long#MAX_VALUE} for never. */
    long deadline() {
        long deadline = reminders.isEmpty() ? Long.MAX_VALUE : reminders.first().remindAtNanos;
        return Math.min(deadline, Math.min(streams.budget().deadline(), reports.deadline()));
    }

    private static RendezvousReceiverEnd rendezvous(ReceiverEnd end) {
        if (end instanceof RendezvousReceiverEnd it) {
            return it;
        }
        throw new IllegalStateException("receiver end " + end.ref() + " is one of a queue channel");
    }

    private static QueueReceiverEnd queue(ReceiverEnd end) {
        if (end instanceof QueueReceiverEnd it) {
            return it;
        }
        throw new IllegalStateException("receiver end " + end.ref() + " is one of a rendezvous channel");
    }
}
