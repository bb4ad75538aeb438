package dev.strait.runtime;

import dev.strait.codec.Codec;
import dev.strait.codec.Input;
import dev.strait.wire.dispatch.QueueReceiverEnd;
import dev.strait.wire.dispatch.ReceiverEnd;
import java.util.ArrayList;
import java.util.List;

/**
 * The receivers that came in one message, claimed for the program that has taken it. Those that its value has no place for are closed once it is
 * decoded; all are if it cannot be. They are closed, too, before the message is given back: what the program has taken of them is reported by
 * that, and is not sent again.
 *
 * <p>For the one thread that decodes; {@link #giveBack} is for any.
 */
final class Arrived implements Input.Arrivals {
    private final OpenEnds ends;
    private final List<ReceiverEnd> unopened;
    private volatile List<RemoteReceiver<?>> opened = List.of();

    Arrived(OpenEnds ends, List<ReceiverEnd> claimed) {
        this.ends = ends;
        this.unopened = new ArrayList<>(claimed);
    }

    @Override
    public Object arrived(long number, Codec<?> elements) {
        for (int i = 0; i < unopened.size(); i++) {
            QueueReceiverEnd end = (QueueReceiverEnd) unopened.get(i);
            QueueReceiverEnd.Origin origin = end.origin();
            if (origin != null && origin.sender().number() == number) {
                unopened.remove(i);
                return open(end, origin.capacity(), elements);
            }
        }
        return ends.lost(elements);
    }

    private Object open(ReceiverEnd end, int capacity, Codec<?> elements) {
        RemoteReceiver<?> receiver = ends.adopt(end, elements);
        List<RemoteReceiver<?>> all = new ArrayList<>(opened);
        all.add(receiver);
        opened = all;
        return ends.shown(receiver, capacity);
    }

    /** The value is there: what it has no place for is closed. */
    void decoded() {
        if (!unopened.isEmpty()) {
            ends.close(unopened);
        }
    }

    /** There is no value, and nobody has what was in it. */
    void failed() {
        decoded();
        giveBack();
    }

    /** As {@link #giveBack}, without waiting for programs that are just taking from them. @return whether all are closed */
    boolean tryGiveBack() {
        boolean all = true;
        for (RemoteReceiver<?> each : opened) {
            all &= each.tryCloseQuietly();
        }
        return all;
    }

    /** The message is about to be given back; whoever holds the lock of the end that it was taken from may call this. */
    void giveBack() {
        opened.forEach(RemoteReceiver::closeQuietly);
    }
}
