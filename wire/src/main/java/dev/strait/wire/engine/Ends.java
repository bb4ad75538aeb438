package dev.strait.wire.engine;

import dev.strait.wire.frame.EndRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ends that are open on this node, by number and by channel. Not thread-safe. */
final class Ends {
    private final Map<Long, SenderSlot> senders = new LinkedHashMap<>();
    private final Map<Long, ReceiverSlot> receivers = new LinkedHashMap<>();
    private final Map<String, List<SenderSlot>> sendersOf = new LinkedHashMap<>();
    private final Map<String, List<ReceiverSlot>> receiversOf = new LinkedHashMap<>();

    void add(SenderSlot slot) {
        senders.put(slot.end.ref().number(), slot);
        sendersOf.computeIfAbsent(slot.spec.name(), _ -> new ArrayList<>(1)).add(slot);
    }

    void add(ReceiverSlot slot) {
        receivers.put(slot.end.ref().number(), slot);
        receiversOf.computeIfAbsent(slot.spec.name(), _ -> new ArrayList<>(1)).add(slot);
    }

    void remove(SenderSlot slot) {
        senders.remove(slot.end.ref().number());
        sendersOf.computeIfPresent(slot.spec.name(), (_, slots) -> without(slots, slot));
    }

    void remove(ReceiverSlot slot) {
        receivers.remove(slot.end.ref().number());
        receiversOf.computeIfPresent(slot.spec.name(), (_, slots) -> without(slots, slot));
    }

    private static <S> @Nullable List<S> without(List<S> slots, S slot) {
        slots.remove(slot);
        return slots.isEmpty() ? null : slots;
    }

    @Nullable
    SenderSlot sender(EndRef ref) {
        return senders.get(ref.number());
    }

    @Nullable
    ReceiverSlot receiver(EndRef ref) {
        return receivers.get(ref.number());
    }

    Collection<SenderSlot> senders() {
        return senders.values();
    }

    Collection<ReceiverSlot> receivers() {
        return receivers.values();
    }

    /** Senders of a channel; a copy. */
    List<SenderSlot> sendersOf(String channel) {
        return List.copyOf(sendersOf.getOrDefault(channel, List.of()));
    }

    /** Receivers of a channel; a copy. */
    List<ReceiverSlot> receiversOf(String channel) {
        return List.copyOf(receiversOf.getOrDefault(channel, List.of()));
    }
}
