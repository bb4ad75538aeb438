package dev.strait.testkit.sim;

import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.frame.MessageCursor;
import dev.strait.wire.mux.Parcel;
import org.jspecify.annotations.Nullable;

/** A program that takes values from a channel with a buffer, some at a time, until the channel ends for it or it has had enough. */
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

    QueueReceiverProgram(
            World world,
            SimulatedNode node,
            ChannelPlan channel,
            int number,
            int patience,
            long maxThinkNanos,
            byte[] schema) {
        super(world, node, channel, number, maxThinkNanos, schema);
        this.patience = patience;
        this.bout = dice.chance(0.5) ? dice.between(1, 3) : 1_000;
        this.end = receiver();
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
                leave();
                return;
            }
            if (left == 0 && !poll()) {
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
            if (why != null) {
                ended(why);
            } else {
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
        left--;
        unreportedMessages++;
        unreportedBytes += cost;
        counts(message);
        world.contract().taken(this, message);
        if (left == 0 || dice.chance(0.02)) {
            report();
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
            if (!world.tampering().reportsAfterLosses() && node.losses() > 0) {
                return;
            }
            node.engine().taken(end, from.stream(), messages, bytes, node.now());
            node.pump();
        }
    }
}
