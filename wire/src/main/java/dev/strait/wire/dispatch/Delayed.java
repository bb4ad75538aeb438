package dev.strait.wire.dispatch;

import dev.strait.wire.mux.Batch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Messages that came back and are to be sent again only after some time. Not thread-safe. */
final class Delayed {
    /** While so many wait, the sender sends nothing new: they are in nobody's credit. */
    static final int MAX_WAITING = 1_024;

    private record Due(long nanos, Batch message) {}

    private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong(Due::nanos));

    /** A message that may go out again from then on. */
    void add(Batch message, long dueNanos) {
        queue.add(new Due(dueNanos, message));
    }

    /** Takes out what may go out again by now. */
    List<Batch> poll(long nowNanos) {
        List<Batch> due = new ArrayList<>();
        while (!queue.isEmpty() && queue.peek().nanos() <= nowNanos) {
            due.add(queue.remove().message());
        }
        return due;
    }

    /** When the first may go out again; {@link Long#MAX_VALUE} for never. */
    long deadline() {
        return queue.isEmpty() ? Long.MAX_VALUE : queue.peek().nanos();
    }

    /** How many wait. */
    int size() {
        return queue.size();
    }

    /** The place of the one that was sent first; {@link Long#MAX_VALUE} if there is none. */
    long firstPlace() {
        long first = Long.MAX_VALUE;
        for (Due each : queue) {
            first = Math.min(first, each.message().firstPlace());
        }
        return first;
    }
}
