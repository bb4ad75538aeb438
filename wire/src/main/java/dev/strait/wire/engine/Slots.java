package dev.strait.wire.engine;

import dev.strait.wire.frame.LongTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ends of one kind that are open on this node, by number and by channel. Not thread-safe.
 *
 * @param <S> the kind
 */
final class Slots<S extends Slot<S>> {
    private final LongTable<S> byNumber = new LongTable<>();
    /** By channel the one that was opened last; the others follow by {@link Slot#earlier}. */
    private final Map<String, S> latest = new HashMap<>();

    void add(S slot) {
        byNumber.put(slot.ref().number(), slot);
        slot.earlier = latest.put(slot.spec.name(), slot);
    }

    void remove(S slot) {
        if (byNumber.remove(slot.ref().number()) != null) {
            latest.computeIfPresent(slot.spec.name(), (_, last) -> without(last, slot));
        }
    }

    private static <S extends Slot<S>> @Nullable S without(S last, S slot) {
        if (last == slot) {
            return slot.earlier;
        }
        S later = last;
        for (S next = later.earlier; next != null && next != slot; next = later.earlier) {
            later = next;
        }
        later.earlier = slot.earlier;
        return last;
    }

    int size() {
        return byNumber.size();
    }

    @Nullable
    S get(long number) {
        return byNumber.get(number);
    }

    /** In the order in which they were opened; a copy. */
    List<S> all() {
        return byNumber.all();
    }

    /** Those of a channel, in the order in which they were opened; a copy. */
    List<S> of(String channel) {
        S last = latest.get(channel);
        if (last == null || last.earlier == null) {
            return last == null ? List.of() : List.of(last);
        }
        List<S> all = new ArrayList<>();
        for (S slot = last; slot != null; slot = slot.earlier) {
            all.add(slot);
        }
        return all.reversed();
    }
}
