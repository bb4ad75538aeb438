package dev.strait.testkit.sim;

import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.MessageCursor;
import dev.strait.wire.mux.Parcel;
import org.jspecify.annotations.Nullable;

/** A program that takes values, some at a time, until the channel ends for it or it has had enough. */
final class ReceiverProgram extends Program {
    private final int number;
    /** How many values it takes before it leaves. */
    private final int patience;

    private final int bout;
    private final ReceiverEnd end;
    private final MessageCursor cursor = new MessageCursor();
    private @Nullable Parcel parcel;
    private int left;
    private long unreportedMessages;
    private long unreportedBytes;
    private int taken;
    private @Nullable Closure closure;

    ReceiverProgram(
            World world,
            SimulatedNode node,
            ChannelPlan channel,
            int number,
            int patience,
            long maxThinkNanos,
            byte[] schema) {
        super(world, node, channel, "receiver" + number, maxThinkNanos);
        this.number = number;
        this.patience = patience;
        this.bout = dice.chance(0.5) ? dice.between(1, 3) : 1_000;
        this.end = node.engine().openReceiver(channel.spec(), schema, world.now());
        node.register(end.ref(), this);
        world.contract().opens(this);
        world.history().add(name, "opens on %s/%s", node.name(), channel.name());
    }

    int number() {
        return number;
    }

    ReceiverEnd receiver() {
        return end;
    }

    @Override
    EndRef end() {
        return end.ref();
    }

    /** How the channel ended for it; null if it left before, or has not heard. */
    @Nullable
    Closure closure() {
        return closure;
    }

    /** Whether it takes what comes: open, and not told of the end. */
    boolean isListening() {
        return !isOver() && closure == null;
    }

    @Override
    void step() {
        if (stage() != Stage.RUNNING) {
            return;
        }
        for (int i = 0; i < bout; i++) {
            if (taken >= patience) {
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
        Parcel next = node.engine().poll(end, world.now());
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
            node.engine().startedTaking(end, world.now());
        }
        left--;
        taken++;
        unreportedMessages++;
        unreportedBytes += cost;
        world.history().add(name, "takes %d of sender%d", message.sequence(), message.sender());
        world.contract().taken(this, message);
        if (left == 0 || dice.chance(0.02)) {
            report();
        }
    }

    /** Tells the engine what was taken since it was told last. */
    void report() {
        Parcel from = parcel;
        if (from != null && unreportedMessages > 0) {
            long messages = unreportedMessages;
            long bytes = unreportedBytes;
            unreportedMessages = 0;
            unreportedBytes = 0;
            node.engine().taken(end, from.stream(), messages, bytes, world.now());
            node.pump();
        }
    }

    /** Closes the end though the channel goes on. */
    void leave() {
        if (stage() != Stage.RUNNING) {
            return;
        }
        report();
        world.history().add(name, "leaves after %d values", taken);
        node.engine().closeReceiver(end, world.now());
        stage(Stage.OVER);
    }

    private void ended(Closure why) {
        closure = why;
        world.history().add(name, "ends after %d values: %s", taken, why);
        world.contract().ended(this, why);
        stage(Stage.ENDING);
        if (dice.chance(0.5)) {
            close();
        } else {
            world.queue().after(dice.skewed(1_000, 2_000_000_000L), () -> node.input(this::close));
        }
    }

    private void close() {
        if (!isOver()) {
            node.engine().closeReceiver(end, world.now());
            stage(Stage.OVER);
        }
    }

    @Override
    void drained() {
        world.contract().requireSender(this);
    }
}
