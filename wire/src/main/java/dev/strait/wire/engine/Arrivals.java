package dev.strait.wire.engine;

import dev.strait.wire.mux.InStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The receivers that travel in messages of one stream, by the number of the message, until it is answered: what becomes of it becomes of them.
 * Acknowledged, a receiver belongs to the program that has claimed it, and is left if none has; given back or rejected, or left with its
 * stream, it is left. Not thread-safe.
 */
final class Arrivals {
    private final InStream stream;
    private final TreeMap<Long, List<ReceiverSlot>> byNumber = new TreeMap<>();

    Arrivals(InStream stream) {
        this.stream = stream;
    }

    /** A receiver of this node travels in this message, which has not come yet. */
    void add(long number, ReceiverSlot slot) {
        byNumber.computeIfAbsent(number, _ -> new ArrayList<>(1)).add(slot);
    }

    /** The program takes this message: the receivers in it are the program's. */
    List<ReceiverSlot> claim(long number) {
        List<ReceiverSlot> claimed = byNumber.getOrDefault(number, List.of());
        claimed.forEach(slot -> slot.isClaimed = true);
        return claimed;
    }

    /** Messages are taken: those to be left that are acknowledged thereby and that nobody has claimed. */
    List<ReceiverSlot> taken() {
        if (byNumber.isEmpty()) {
            return List.of();
        }
        List<ReceiverSlot> toLeave = new ArrayList<>(0);
        long last = stream.ledger().takenMessages();
        for (var each = next(0, last); each != null; each = next(each.getKey() + 1, last)) {
            if (!stream.isHeld(each.getKey())) {
                byNumber.remove(each.getKey());
                toLeave.addAll(unclaimed(each.getValue()));
            }
        }
        return toLeave;
    }

    /** Of the messages of these numbers, the first and the last, the first that a receiver is in; null if there is none. */
    private Map.@Nullable Entry<Long, List<ReceiverSlot>> next(long number, long last) {
        Map.Entry<Long, List<ReceiverSlot>> next = byNumber.ceilingEntry(number);
        return next == null || next.getKey() > last ? null : next;
    }

    /** A message that was held is answered: those of it to be left. */
    List<ReceiverSlot> answered(long number, boolean acknowledged) {
        List<ReceiverSlot> slots = byNumber.remove(number);
        if (slots == null) {
            return List.of();
        }
        return acknowledged ? unclaimed(slots) : slots;
    }

    /** The last message that a receiver is in; 0 if none is. */
    long last() {
        return byNumber.isEmpty() ? 0 : byNumber.lastKey();
    }

    /** The stream is left, and all that is not answered with it: those to be left. */
    List<ReceiverSlot> left() {
        List<ReceiverSlot> all = new ArrayList<>();
        byNumber.values().forEach(all::addAll);
        byNumber.clear();
        return all;
    }

    /** The session is lost that carried the stream, and theirs: those to be left, which nobody has claimed. */
    List<ReceiverSlot> lost() {
        return unclaimed(left());
    }

    private static List<ReceiverSlot> unclaimed(List<ReceiverSlot> slots) {
        List<ReceiverSlot> unclaimed = List.of();
        for (ReceiverSlot slot : slots) {
            if (!slot.isClaimed) {
                unclaimed = unclaimed.isEmpty() ? new ArrayList<>() : unclaimed;
                unclaimed.add(slot);
            }
        }
        return unclaimed;
    }
}
