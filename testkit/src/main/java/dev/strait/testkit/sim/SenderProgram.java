package dev.strait.testkit.sim;

import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A program with a sender end: how it opens, ends in one of the ways there are, and goes. */
abstract sealed class SenderProgram extends Program permits QueueSenderProgram, RendezvousSenderProgram {
    /** How a sender ends. */
    enum Ending {
        DONE,
        ERROR,
        WITHOUT_DONE,
        /** It stays open until everybody goes. */
        NEVER
    }

    private final int number;
    private final Ending ending;
    private final SenderEnd end;
    private boolean said;
    private @Nullable Closure stoppedBy;

    SenderProgram(
            World world,
            SimulatedNode node,
            ChannelPlan channel,
            int number,
            Ending ending,
            byte[] schema,
            long maxThinkNanos,
            int maxAttempts) {
        super(world, node, channel, "sender" + number, maxThinkNanos);
        this.number = number;
        this.ending = ending;
        this.end = channel.isUnnamed()
                ? node.engine().openAnonymous(channel.spec().capacity(), schema, maxAttempts)
                : node.engine().openSender(channel.spec(), schema, maxAttempts, node.now());
        node.residents().register(end.ref(), this);
        world.contract().opens(this);
    }

    final int number() {
        return number;
    }

    final SenderEnd sender() {
        return end;
    }

    @Override
    final EndRef end() {
        return end.ref();
    }

    final Ending ending() {
        return ending;
    }

    /** Whether the program has said how it ends. */
    final boolean hasEnded() {
        return said;
    }

    /** Why it had to stop before it was through; null if it had not. */
    @Nullable
    final Closure stoppedBy() {
        return stoppedBy;
    }

    /** Length of the next value: short ones mostly, up to the largest now and then. */
    final int drawLength() {
        int max = world.options().work().maxMessageBytes();
        return (int) dice.skewed(SimulationOptions.MIN_MESSAGE_BYTES, dice.chance(0.1) ? max : Math.min(max, 400));
    }

    /** Hands over what is in the making: nothing follows. */
    abstract void seal();

    /** What there is to do for its calls, once it has said how it ends, or was stopped, and when all verdicts are there. */
    abstract void endedCalls();

    /** Values that it has sent so far, or tried to. */
    abstract int values();

    /** It has sent all that it has, and ends. */
    final void finish() {
        seal();
        if (ending == Ending.NEVER) {
            stage(Stage.IDLE);
            return;
        }
        Closure closure = node.engine().closure(end);
        if (closure != null && !(closure instanceof Closure.Unreachable)) {
            stop(closure);
            return;
        }
        said = true;
        world.history().add(name, "ends with %s after %d values", ending, values());
        switch (ending) {
            case DONE -> node.engine().done(end, node.now());
            case ERROR -> node.engine().fail(end, ErrorCode.APPLICATION_ERROR, "as drawn", node.now());
            case WITHOUT_DONE -> node.engine().fail(end, ErrorCode.CLOSED_WITHOUT_DONE, "as drawn", node.now());
            case NEVER -> throw new IllegalStateException("never ends");
        }
        stage(Stage.ENDING);
        endedCalls();
        if (dice.chance(0.5)) {
            close();
        } else {
            world.queue().after(dice.skewed(1_000, 2_000_000_000L), () -> node.input(this::close));
        }
    }

    /** Goes without done, because everybody goes. */
    final void give() {
        if (stage() == Stage.IDLE) {
            Closure closure = node.engine().closure(end);
            if (closure != null && !(closure instanceof Closure.Unreachable)) {
                stop(closure);
                return;
            }
            said = true;
            world.history().add(name, "goes without done after %d values", values());
            node.engine().fail(end, ErrorCode.CLOSED_WITHOUT_DONE, "everybody goes", node.now());
            stage(Stage.ENDING);
            endedCalls();
            close();
        }
    }

    /** The channel is over for it though it had not ended it. */
    final void stop(Closure closure) {
        seal();
        stoppedBy = closure;
        world.history().add(name, "is stopped after %d values: %s", values(), closure);
        world.contract().stopped(this, closure);
        stage(Stage.ENDING);
        endedCalls();
        close();
    }

    private void close() {
        if (!isOver()) {
            node.engine().closeSender(end, node.now());
        }
    }

    @Override
    final void drained() {
        endedCalls();
        world.history().add(name, "is drained");
        world.contract().drained(this);
        stage(Stage.OVER);
    }
}
