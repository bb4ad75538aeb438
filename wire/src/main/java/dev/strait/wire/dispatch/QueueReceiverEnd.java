package dev.strait.wire.dispatch;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Parcel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A receiver end of a queue channel: what has arrived from all senders waits here to be polled, in order of arrival. Not thread-safe. */
public final class QueueReceiverEnd extends ReceiverEnd {
    private final ArrayDeque<Parcel> arrived = new ArrayDeque<>(1); // most receivers are idle
    private boolean waiting;

    /** A receiver end without senders. */
    public QueueReceiverEnd(EndRef ref, boolean toleratesLostSenders) {
        super(ref, toleratesLostSenders);
    }

    /** The next messages, in order of arrival; null if there are none now. */
    public @Nullable Parcel poll() {
        Parcel next = arrived.poll();
        if (next != null) {
            waiting = false;
        }
        return next;
    }

    /** Notes that the program waits for {@link #wakes}. */
    public void await() {
        waiting = true;
    }

    /** Whether a program that waits should look again; asks once per wait. */
    @Override
    public boolean wakes() {
        if (waiting && (!arrived.isEmpty() || closure() != null)) {
            waiting = false;
            return true;
        }
        return false;
    }

    @Override
    void keep(Parcel parcel) {
        arrived.add(parcel);
    }

    @Override
    boolean holdsAny() {
        return !arrived.isEmpty();
    }

    @Override
    void giveUp() {
        long messages = 0;
        for (Parcel parcel : arrived) {
            messages += parcel.messages();
        }
        unreceived(messages);
        arrived.clear();
    }

    @Override
    void dropped(InStream stream) {
        // what has arrived can be taken without its stream
    }
}
