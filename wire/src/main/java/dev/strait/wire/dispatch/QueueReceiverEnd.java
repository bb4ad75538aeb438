package dev.strait.wire.dispatch;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Parcel;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A receiver end of a queue channel: what has arrived from all senders waits here to be polled, in order of arrival. Not thread-safe. */
public final class QueueReceiverEnd extends ReceiverEnd {
    /** Null until something has: most receivers are idle. */
    private @Nullable ArrayDeque<Parcel> arrived;

    private boolean waiting;
    private long polledMessages;

    /** Null if its channel has a name. */
    private final @Nullable Origin origin;

    /**
     * Where the one sender of a channel without a name is.
     *
     * @param sender the sender end
     * @param capacity most messages under way
     */
    public record Origin(EndRef sender, int capacity) {}

    /** A receiver end without senders. */
    public QueueReceiverEnd(EndRef ref, boolean toleratesLostSenders) {
        super(ref, toleratesLostSenders);
        origin = null;
    }

    /** The receiver end of a channel without a name. */
    public QueueReceiverEnd(EndRef ref, Origin origin) {
        super(ref, false);
        this.origin = origin;
        completed(List.of(origin.sender()), List.of());
    }

    /** Where its one sender is, if its channel has no name; else null. */
    public @Nullable Origin origin() {
        return origin;
    }

    /** The next messages, in order of arrival; null if there are none now. */
    public @Nullable Parcel poll() {
        Parcel next = arrived == null ? null : arrived.poll();
        if (next != null) {
            waiting = false;
            polledMessages += next.messages();
        }
        return next;
    }

    /** Whether the program has polled something and not taken all of it. */
    @Override
    public boolean isTaking() {
        return polledMessages > takenMessages();
    }

    /** Notes that the program waits for {@link #wakes}. */
    public void await() {
        waiting = true;
    }

    /** Whether a program that waits should look again; asks once per wait. */
    @Override
    public boolean wakes() {
        if (waiting && (holdsAny() || closure() != null)) {
            waiting = false;
            return true;
        }
        return false;
    }

    @Override
    void keep(Parcel parcel) {
        arrived = arrived == null ? new ArrayDeque<>() : arrived;
        arrived.add(parcel);
    }

    @Override
    boolean holdsAny() {
        return arrived != null && !arrived.isEmpty();
    }

    @Override
    void giveUp() {
        long messages = 0;
        for (Parcel parcel : arrived == null ? List.<Parcel>of() : arrived) {
            messages += parcel.messages();
        }
        arrived = null;
        unreceived(messages);
    }

    @Override
    void dropped(InStream stream) {
        // what has arrived can be taken without its stream
    }
}
