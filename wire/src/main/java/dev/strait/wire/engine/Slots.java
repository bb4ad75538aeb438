package dev.strait.wire.engine;

import dev.strait.wire.frame.LongTable;
import dev.strait.wire.frame.NameTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ends of one kind that are open on this node, by number and by channel. Not thread-safe.
 *
 * @param <S> the kind
 */
final class Slots<S extends Slot<S>> {
    private final LongTable<S> byNumber = new LongTable<>();
    /** By channel the one that was opened last; the others follow by {@link Slot#earlier}. */
    private final NameTable<S> latest = new NameTable<>(slot -> slot.spec.name());

    void add(S slot) {
        byNumber.put(slot.ref().number(), slot);
        if (slot.isAnonymous) {
            return; // nobody asks for it by its channel
        }
        slot.earlier = latest.put(slot);
    }

    void remove(S slot) {
        if (byNumber.remove(slot.ref().number()) == null || slot.isAnonymous) {
            return;
        }
        String channel = slot.spec.name();
        S later = latest.get(channel);
        if (later == slot) {
            if (slot.earlier == null) {
                latest.remove(channel);
            } else {
                latest.put(slot.earlier);
            }
            return;
        }
        while (later != null && later.earlier != slot) {
            later = later.earlier;
        }
        if (later != null) {
            later.earlier = slot.earlier;
        }
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
