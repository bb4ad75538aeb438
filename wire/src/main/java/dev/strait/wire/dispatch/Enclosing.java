package dev.strait.wire.dispatch;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The receivers that travel in messages of one sender end, by the place of the message: they go wherever it goes, and what becomes of it becomes of
 * them. Made for an end when its first value holds one. Not thread-safe.
 */
final class Enclosing {
    private final TreeMap<Long, List<QueueSenderEnd>> byPlace = new TreeMap<>();
    /** Sender ends whose receivers something has happened to. */
    private final ArrayDeque<QueueSenderEnd> touched = new ArrayDeque<>();

    /** The message at this place holds the receivers of these ends. */
    void add(long place, List<QueueSenderEnd> ends) {
        ends.forEach(end -> enclosure(end).enclosed());
        byPlace.put(place, List.copyOf(ends));
    }

    /** The message at this place, which was about to be made part of a batch, is not. */
    void remove(long place) {
        List<QueueSenderEnd> ends = byPlace.remove(place);
        if (ends != null) {
            ends.forEach(end -> end.receiverHere(enclosure(end)));
            touched.addAll(ends);
        }
    }

    /** Messages, from this place on, are about to be sent on the lane. */
    void sent(Lane lane, long firstPlace, int messages) {
        long number = lane.queuedMessages() + 1;
        long behind = firstPlace + messages;
        for (var each = next(firstPlace, behind); each != null; each = next(each.getKey() + 1, behind)) {
            for (QueueSenderEnd end : each.getValue()) {
                if (end.takesLanes()) {
                    enclosure(end).sent(lane.carrier().enclose(end, lane, number + each.getKey() - firstPlace));
                    touched.add(end);
                }
            }
        }
    }

    /** Messages are acknowledged: whoever had them last has what was in them. */
    void acknowledged(long firstPlace, int messages) {
        over(firstPlace, messages, end -> end.receiverArrived(enclosure(end)));
    }

    /** Messages have come to another end. */
    void settled(long firstPlace, int messages, String why) {
        String text = "the value that the receiver was in was not delivered: " + why;
        over(firstPlace, messages, end -> end.receiverGone(enclosure(end), text, false));
    }

    private interface Fate {
        void applyTo(QueueSenderEnd end);
    }

    private void over(long firstPlace, int messages, Fate fate) {
        long behind = firstPlace + messages;
        for (var each = next(firstPlace, behind); each != null; each = next(each.getKey() + 1, behind)) {
            byPlace.remove(each.getKey());
            for (QueueSenderEnd end : each.getValue()) {
                fate.applyTo(end);
                touched.add(end);
            }
        }
    }

    /** Of the messages from one place on, and before the other, the first that holds any; null if there is none. */
    private Map.@Nullable Entry<Long, List<QueueSenderEnd>> next(long place, long behind) {
        Map.Entry<Long, List<QueueSenderEnd>> next = byPlace.ceilingEntry(place);
        return next == null || next.getKey() >= behind ? null : next;
    }

    /** The next sender end that something has happened to; null if there is none. */
    @Nullable
    QueueSenderEnd pollTouched() {
        return touched.poll();
    }

    private static Enclosure enclosure(QueueSenderEnd end) {
        Enclosure enclosure = end.enclosure();
        if (enclosure == null) {
            throw new IllegalStateException("sender end " + end.ref() + " is of a channel with a name");
        }
        return enclosure;
    }
}
