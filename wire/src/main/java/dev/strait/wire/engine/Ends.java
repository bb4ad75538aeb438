package dev.strait.wire.engine;

import dev.strait.wire.frame.EndRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ends that are open on this node. Not thread-safe. */
final class Ends {
    private final Slots<SenderSlot> senders = new Slots<>();
    private final Slots<ReceiverSlot> receivers = new Slots<>();

    void add(SenderSlot slot) {
        senders.add(slot);
    }

    void add(ReceiverSlot slot) {
        receivers.add(slot);
    }

    void remove(SenderSlot slot) {
        senders.remove(slot);
    }

    void remove(ReceiverSlot slot) {
        receivers.remove(slot);
    }

    @Nullable
    SenderSlot sender(EndRef ref) {
        return senders.get(ref.number());
    }

    @Nullable
    ReceiverSlot receiver(EndRef ref) {
        return receivers.get(ref.number());
    }

    int senderCount() {
        return senders.size();
    }

    int receiverCount() {
        return receivers.size();
    }

    /** In the order in which they were opened; a copy. */
    List<SenderSlot> senders() {
        return senders.all();
    }

    /** In the order in which they were opened; a copy. */
    List<ReceiverSlot> receivers() {
        return receivers.all();
    }

    /** Senders of a channel, in the order in which they were opened; a copy. */
    List<SenderSlot> sendersOf(String channel) {
        return senders.of(channel);
    }

    /** Receivers of a channel, in the order in which they were opened; a copy. */
    List<ReceiverSlot> receiversOf(String channel) {
        return receivers.of(channel);
    }
}
