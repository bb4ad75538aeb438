package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.ContractViolation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of the values of one sender of a channel with a buffer: to which receiver each was first sent, and who took it for the first time. A
 * receiver takes what was first sent to it in exactly that order, without a gap. A value taken for the first time elsewhere must have come back
 * from a receiver that went; of those that came back once, order is kept too. What is taken again is judged by {@link Takings}, and what the sender says
 * became of all by {@link Settlements}.
 */
final class SentValues {
    private final QueueSenderProgram sender;
    private final Takings takings;
    private final Settlements settlements;
    private final List<@Nullable ReceiverProgram> firstTo = new ArrayList<>();
    private final Map<ReceiverProgram, Order> orders = new HashMap<>();

    /** What one receiver is to take of what was first sent to it, and the last that it took of what others gave back. */
    private static final class Order {
        final List<Integer> sent = new ArrayList<>();
        int next;
        final Map<ReceiverProgram, Integer> lastFrom = new HashMap<>();

        void skipTo(int sequence) {
            int at = sent.indexOf(sequence);
            next = Math.max(next, at);
        }

        boolean isPast(int sequence) {
            return sent.indexOf(sequence) < next;
        }

        boolean isThrough() {
            return next == sent.size();
        }
    }

    SentValues(QueueSenderProgram sender) {
        this.sender = sender;
        this.takings = new Takings(sender);
        this.settlements = new Settlements(sender, takings);
    }

    /** Who took them, and what they answered. */
    Takings takings() {
        return takings;
    }

    /** What the sender says became of them. */
    Settlements settlements() {
        return settlements;
    }

    QueueSenderProgram sender() {
        return sender;
    }

    int sealed() {
        return firstTo.size();
    }

    /** Whether a receiver has taken all that was first sent to it. */
    boolean isThrough(ReceiverProgram receiver) {
        Order order = orders.get(receiver);
        return order == null || order.isThrough();
    }

    /** Whether a receiver has taken anything that was first sent to it. */
    boolean hasTaken(ReceiverProgram receiver) {
        Order order = orders.get(receiver);
        return order != null && order.next > 0;
    }

    /** Notes that values go to a receiver, or to nobody yet because it has just gone. */
    void sealed(int first, int count, @Nullable ReceiverProgram to) {
        if (first != firstTo.size()) {
            throw new IllegalStateException(sender + " seals " + first + " after " + firstTo.size());
        }
        for (int i = 0; i < count; i++) {
            firstTo.add(to);
            if (to != null) {
                orders.computeIfAbsent(to, _ -> new Order()).sent.add(first + i);
            }
        }
    }

    /** Checks that a receiver may take this value now, and notes that it has. */
    void taken(Taking taking) {
        int sequence = taking.sequence();
        ReceiverProgram by = taking.by();
        if (sequence < 0 || sequence >= firstTo.size()) {
            throw new ContractViolation(by + " took " + sequence + " of " + sender + ", which was never handed over");
        }
        settlements.taken(taking);
        takings.add(taking);
        if (taking.redeliveries() == 0) {
            takenFirst(sequence, by);
        }
    }

    private void takenFirst(int sequence, ReceiverProgram by) {
        Order order = orders.computeIfAbsent(by, _ -> new Order());
        if (sender.channel.isUnnamed()) {
            takenOfUnnamed(sequence, by, order);
            return;
        }
        ReceiverProgram first = firstTo.get(sequence);
        if (first == by) {
            if (losses(by) > 0) {
                order.skipTo(sequence); // what was not written on a link that was lost may be taken elsewhere
                if (order.isPast(sequence)) {
                    return; // or has been sent elsewhere, was not written there either, and comes here after all
                }
            }
            int expected = order.isThrough() ? -1 : order.sent.get(order.next);
            if (expected != sequence) {
                throw new ContractViolation(
                        by + " took " + sequence + " of " + sender + " when it was to take " + expected);
            }
            order.next++;
        } else if (first != null) {
            returned(sequence, first, by, order);
        }
    }

    /** A channel without a name has one receiver at a time, which takes everything that none before it took, in order. */
    private void takenOfUnnamed(int sequence, ReceiverProgram by, Order order) {
        for (; order.next < sequence; order.next++) {
            if (takings.of(order.next).isEmpty()) {
                throw new ContractViolation(
                        by + " took " + sequence + " of " + sender + " ahead of " + order.next + ", which nobody took");
            }
        }
        if (order.next > sequence) {
            throw new ContractViolation(
                    by + " took " + sequence + " of " + sender + " when it had taken " + (order.next - 1));
        }
        order.next++;
    }

    private void returned(int sequence, ReceiverProgram first, ReceiverProgram by, Order order) {
        // One that has heard of the end refuses streams, though its program may not have looked yet; or those of a
        // later
        // life.
        boolean listens = first.isListening()
                && first.receiver().closure() == null
                && first.receiver().expects(sender.end());
        if (listens && losses(first) == 0) {
            throw new ContractViolation(by + " took " + sequence + " of " + sender + ", which was sent to " + first
                    + ", and that has not gone");
        }
        Integer last = order.lastFrom.put(first, sequence);
        if (last != null && last > sequence && takings.gone() <= 1) {
            throw new ContractViolation(
                    by + " took " + sequence + " of " + sender + " after " + last + ", both given back by " + first);
        }
    }

    /** How often the link to a receiver's node was lost: what was not written on it comes back. */
    private int losses(ReceiverProgram receiver) {
        return sender.world.contract().links().losses(sender.node, receiver.node);
    }
}
