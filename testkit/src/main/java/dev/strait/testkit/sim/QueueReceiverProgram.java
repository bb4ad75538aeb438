package dev.strait.testkit.sim;

import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.frame.MessageCursor;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Parcel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program that takes values from a channel with a buffer, some at a time, and answers them as its {@link Handling} says, until the channel ends for it
 * or it has had enough.
 */
final class QueueReceiverProgram extends ReceiverProgram {
    /** How many values it takes before it leaves. */
    private final int patience;

    private final int bout;
    private final ReceiverEnd end;
    private final MessageCursor cursor = new MessageCursor();
    private @Nullable Parcel parcel;
    private int left;
    private long unreportedMessages;
    private long unreportedBytes;
    private long stalledUntil;
    /** What it has taken since its last report and not held. */
    private final List<Taking> unreported = new ArrayList<>();

    private final Deliveries deliveries;

    QueueReceiverProgram(
            World world,
            SimulatedNode node,
            ChannelPlan channel,
            int number,
            int patience,
            long maxThinkNanos,
            Handling handling,
            byte[] schema) {
        super(world, node, channel, number, maxThinkNanos, schema);
        this.patience = patience;
        this.bout = dice.chance(0.5) ? dice.between(1, 3) : 1_000;
        this.end = receiver();
        this.deliveries = new Deliveries(this, handling);
    }

    /** A program that has taken its receiver out of a value. */
    QueueReceiverProgram(
            World world,
            SimulatedNode node,
            ChannelPlan channel,
            int number,
            ReceiverEnd end,
            int patience,
            long maxThinkNanos,
            Handling handling) {
        super(world, node, channel, number, maxThinkNanos, end);
        this.patience = patience;
        this.bout = dice.chance(0.5) ? dice.between(1, 3) : 1_000;
        this.end = end;
        this.deliveries = new Deliveries(this, handling);
    }

    /** Takes nothing for a while. */
    void stall(long nanos) {
        world.history().add(name, "stalls for %d ms", nanos / 1_000_000);
        stalledUntil = Math.max(stalledUntil, world.now() + nanos);
    }

    @Override
    void step() {
        if (stage() != Stage.RUNNING) {
            return;
        }
        if (world.now() < stalledUntil) {
            world.queue().at(stalledUntil, this::wake);
            return;
        }
        for (int i = 0; i < bout; i++) {
            if (taken() >= patience) {
                if (deliveries.mayLeave()) {
                    leave();
                }
                return;
            }
            if (deliveries.isFull() || (left == 0 && !poll())) {
                return;
            }
            take();
        }
        wake();
    }

    private boolean poll() {
        Parcel next = node.engine().poll(end, node.now());
        if (next == null) {
            Closure why = end.closure();
            if (why != null && deliveries.isEmpty()) {
                ended(why);
            } else {
                // What it holds may come again.
                node.engine().await(end);
            }
            return false;
        }
        parcel = next;
        left = next.messages();
        if (!next.whole()) {
            cursor.reset(next.array(), next.from(), next.messages());
        }
        return true;
    }

    private void take() {
        Parcel from = parcel;
        if (from == null) {
            throw new IllegalStateException("takes from nothing");
        }
        Message message;
        long cost = from.cost();
        if (from.whole()) {
            message = Message.read(from.array(), from.from(), from.to());
        } else {
            cursor.next();
            message = Message.read(cursor.array(), cursor.from(), cursor.to());
            cost = (long) cursor.to() - cursor.start();
        }
        if (unreportedMessages == 0) {
            node.engine().startedTaking(end, node.now());
        }
        long number = from.first() + from.messages() - left;
        left--;
        unreportedMessages++;
        unreportedBytes += cost;
        counts(message, from.redeliveries());
        Taking taking = world.contract().taken(this, message, from);
        if (world.options().endsTravel()) {
            world.unnamed().taken(message, taking, from.stream(), number);
        }
        boolean holds = deliveries.holdsNext();
        if (holds) {
            world.history().add(name, "holds %d of sender%d", message.sequence(), message.sender());
            if (!world.tampering().forgetsToHold()) {
                node.engine().hold(from.stream(), number);
            }
        } else {
            unreported.add(taking);
        }
        if (left == 0 || from.redeliveries() > 0 || dice.chance(0.02)) {
            report(); // of what comes again the sender hears at once, should it kill whoever takes it
        }
        QueueSenderProgram sender = world.contract().sender(message);
        if (holds) {
            deliveries.hold(from.stream(), number, taking, sender.isPoisonous(message.sequence()));
        }
        if (sender.isDeadly(message.sequence())) {
            world.hazards().strike(node);
        }
    }

    @Override
    void report() {
        Parcel from = parcel;
        if (from != null && unreportedMessages > 0) {
            long messages = unreportedMessages;
            long bytes = unreportedBytes;
            unreportedMessages = 0;
            unreportedBytes = 0;
            List<Taking> acknowledged = List.copyOf(unreported);
            unreported.clear();
            if (!world.tampering().reportsAfterLosses() && node.losses() > 0) {
                return;
            }
            InStream.State state = from.stream().state();
            if (state == InStream.State.OPEN || state == InStream.State.ENDED) {
                acknowledged.forEach(world.contract()::acknowledged);
            }
            node.engine().taken(end, from.stream(), messages, bytes, node.now());
            node.pump();
        }
    }

    /** Says what it has taken, and what was taken by those whose receivers are in what it holds. */
    void reportAll() {
        report();
        deliveries.reportArrived();
    }

    /** The engine has closed its end, for what became of the value that it came in. */
    void forsaken() {
        if (!isOver()) {
            world.history().add(name, "is closed with the value that it came in, after %d values", taken());
            world.unnamed().forsaken(this);
            deliveries.left();
            stage(Stage.OVER);
        }
    }

    @Override
    void abandon() {
        deliveries.reportArrived();
        deliveries.left();
    }

    /** What it holds may have been held for too long. */
    void reminded() {
        deliveries.takeAwayOverdue();
    }

    /** Tells what has become of an answer. */
    void tellsAnswer(Taking taking, Taking.Outcome how, boolean inTime) {
        world.history()
                .add(
                        name,
                        "answers %d of sender%d: %s, %s",
                        taking.sequence(),
                        taking.sender(),
                        how,
                        inTime ? "in time" : "too late");
    }
}
