package dev.strait.testkit.sim;

import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.frame.EndRef;
import org.jspecify.annotations.Nullable;

/** A program with a receiver end: how it opens, hears of the end of the channel, and goes. */
abstract sealed class ReceiverProgram extends Program permits QueueReceiverProgram, RendezvousReceiverProgram {
    private final int number;
    private final ReceiverEnd end;
    private @Nullable Closure closure;
    private int taken;

    ReceiverProgram(
            World world, SimulatedNode node, ChannelPlan channel, int number, long maxThinkNanos, byte[] schema) {
        this(
                world,
                node,
                channel,
                number,
                maxThinkNanos,
                node.engine().openReceiver(channel.spec(), schema, node.now()));
    }

    /** A program whose end is there. */
    ReceiverProgram(
            World world, SimulatedNode node, ChannelPlan channel, int number, long maxThinkNanos, ReceiverEnd end) {
        super(world, node, channel, "receiver" + number, maxThinkNanos);
        this.number = number;
        this.end = end;
        node.residents().register(end.ref(), this);
        world.contract().opens(this);
        world.history().add(name, "opens on %s/%s", node.name(), channel.name());
    }

    final int number() {
        return number;
    }

    final ReceiverEnd receiver() {
        return end;
    }

    @Override
    final EndRef end() {
        return end.ref();
    }

    /** How the channel ended for it; null if it left before, or has not heard. */
    @Nullable
    final Closure closure() {
        return closure;
    }

    /** Whether it takes what comes: open, and not told of the end. */
    final boolean isListening() {
        return !isOver() && closure == null;
    }

    /** Values that it has taken. */
    final int taken() {
        return taken;
    }

    final void counts(Message message, int redeliveries) {
        taken++;
        if (redeliveries == 0) {
            world.history().add(name, "takes %d of sender%d", message.sequence(), message.sender());
        } else {
            world.history()
                    .add(
                            name,
                            "takes %d of sender%d again, redelivery %d",
                            message.sequence(),
                            message.sender(),
                            redeliveries);
        }
    }

    /** Says what it has taken and not said yet. */
    abstract void report();

    /** Its end is about to be closed: whatever it has not answered goes back. */
    void abandon() {}

    /** Closes the end though the channel goes on. */
    void leave() {
        if (stage() != Stage.RUNNING) {
            return;
        }
        report();
        world.history().add(name, "leaves after %d values", taken);
        abandon();
        node.engine().closeReceiver(end, node.now());
        stage(Stage.OVER);
    }

    /** The channel has ended for it. */
    final void ended(Closure why) {
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
            node.engine().closeReceiver(end, node.now());
            stage(Stage.OVER);
        }
    }

    @Override
    final void drained() {
        world.contract().requireSender(this);
    }
}
