package dev.strait.testkit.sim;

import dev.strait.wire.dispatch.Allowance;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Varint;
import dev.strait.wire.mux.Batch;
import org.jspecify.annotations.Nullable;

/** A program that sends numbered values and ends in one of the ways there are. */
final class SenderProgram extends Program {
    /** How a sender ends. */
    enum Ending {
        DONE,
        ERROR,
        WITHOUT_DONE,
        /** It stays open until everybody goes. */
        NEVER
    }

    private static final byte[] NOTHING = {};

    private final int number;
    private final int values;
    private final Ending ending;
    private final double sealEarly;
    private final SenderEnd end;
    private @Nullable Allowance allowance;
    private byte[] buffer = NOTHING;
    private int at;
    private int batched;
    private int next;
    private int nextLength;
    private boolean said;
    private @Nullable Closure stoppedBy;

    SenderProgram(
            World world,
            SimulatedNode node,
            ChannelPlan channel,
            int number,
            int values,
            Ending ending,
            byte[] schema) {
        super(world, node, channel, "sender" + number, 1_000_000);
        this.number = number;
        this.values = values;
        this.ending = ending;
        this.sealEarly = dice.chance(0.5) ? 0.02 : dice.chance(0.5) ? 1 : 0.3;
        this.nextLength = draw();
        this.end = node.engine().openSender(channel.spec(), schema, world.now());
        node.register(end.ref(), this);
        world.contract().opens(this);
        world.history().add(name, "opens on %s/%s: %d values, then %s", node.name(), channel.name(), values, ending);
    }

    int number() {
        return number;
    }

    SenderEnd sender() {
        return end;
    }

    @Override
    EndRef end() {
        return end.ref();
    }

    Ending ending() {
        return ending;
    }

    /** Whether the program has said how it ends. */
    boolean hasEnded() {
        return said;
    }

    /** Why it had to stop before it was through; null if it had not. */
    @Nullable
    Closure stoppedBy() {
        return stoppedBy;
    }

    @Override
    void step() {
        for (int bout = dice.between(1, 40); bout > 0; bout--) {
            if (stage() != Stage.RUNNING) {
                return;
            }
            if (next == values && !said) {
                finish();
                return;
            }
            Closure closure = node.engine().closure(end);
            if (closure != null && !(closure instanceof Closure.Unreachable)) {
                stop(closure);
                return;
            }
            boolean sent = framedCost() > Batch.MAX_FRAMED_BYTES ? sendWhole() : sendFramed();
            node.pump();
            if (!sent) {
                if (closure != null) {
                    world.contract().unreachable(this);
                }
                return; // until the engine says Writable
            }
        }
        wake();
    }

    private int draw() {
        int max = world.options().maxMessageBytes();
        return (int) dice.skewed(SimulationOptions.MIN_MESSAGE_BYTES, dice.chance(0.1) ? max : Math.min(max, 400));
    }

    private int framedCost() {
        return Varint.length(nextLength) + nextLength;
    }

    private boolean sendWhole() {
        seal();
        Allowance leave = node.engine().allow(end, Math.toIntExact(Batch.wholeCost(nextLength)), world.now());
        if (leave == null) {
            return false;
        }
        byte[] bytes = new byte[nextLength];
        Message.write(bytes, 0, nextLength, number, next);
        world.contract().sealed(this, leave.lane(), next, 1);
        node.engine().seal(end, Batch.whole(bytes, 0, nextLength), world.now());
        advance();
        return true;
    }

    private boolean sendFramed() {
        int cost = framedCost();
        if (allowance != null && !fits(allowance, cost)) {
            seal();
        }
        if (allowance == null && !allow(cost)) {
            return false;
        }
        at = Varint.write(buffer, at, nextLength);
        Message.write(buffer, at, nextLength, number, next);
        at += nextLength;
        batched++;
        advance();
        if (batched == 1) {
            node.engine().fill(end, world.now());
        }
        if (allowance != null && (batched == allowance.messages() || dice.chance(sealEarly))) {
            seal();
        }
        return true;
    }

    private boolean fits(Allowance leave, int cost) {
        int used = at - Batch.HEADROOM;
        return batched < leave.messages() && used + cost <= Math.min(leave.bytes(), Batch.MAX_FRAMED_BYTES);
    }

    private boolean allow(int cost) {
        Allowance leave = node.engine().allow(end, dice.chance(0.5) ? 0 : cost, world.now());
        if (leave != null && leave.bytes() < cost) {
            node.engine().seal(end, null, world.now());
            leave = node.engine().allow(end, cost, world.now());
        }
        if (leave == null) {
            return false;
        }
        allowance = leave;
        buffer = new byte[Batch.HEADROOM + (int) Math.min(leave.bytes(), Batch.MAX_FRAMED_BYTES)];
        at = Batch.HEADROOM;
        batched = 0;
        return true;
    }

    private void advance() {
        next++;
        nextLength = draw();
    }

    /** Hands over the batch in the making, if there is one. */
    void seal() {
        Allowance leave = allowance;
        if (leave == null) {
            return;
        }
        allowance = null;
        if (batched == 0) {
            node.engine().seal(end, null, world.now());
            return;
        }
        world.contract().sealed(this, leave.lane(), next - batched, batched);
        node.engine().seal(end, Batch.framed(buffer, Batch.HEADROOM, at, batched), world.now());
    }

    private void finish() {
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
        world.history().add(name, "ends with %s after %d values", ending, next);
        switch (ending) {
            case DONE -> node.engine().done(end, world.now());
            case ERROR -> node.engine().fail(end, ErrorCode.APPLICATION_ERROR, "as drawn", world.now());
            case WITHOUT_DONE -> node.engine().fail(end, ErrorCode.CLOSED_WITHOUT_DONE, "as drawn", world.now());
            case NEVER -> throw new IllegalStateException("never ends");
        }
        stage(Stage.ENDING);
        if (dice.chance(0.5)) {
            close();
        } else {
            world.queue().after(dice.skewed(1_000, 2_000_000_000L), () -> node.input(this::close));
        }
    }

    /** Goes without done, because everybody goes. */
    void give() {
        if (stage() == Stage.IDLE) {
            Closure closure = node.engine().closure(end);
            if (closure != null && !(closure instanceof Closure.Unreachable)) {
                stop(closure);
                return;
            }
            said = true;
            world.history().add(name, "goes without done after %d values", next);
            node.engine().fail(end, ErrorCode.CLOSED_WITHOUT_DONE, "everybody goes", world.now());
            stage(Stage.ENDING);
            close();
        }
    }

    private void stop(Closure closure) {
        seal();
        stoppedBy = closure;
        world.history().add(name, "is stopped after %d values: %s", next, closure);
        world.contract().stopped(this, closure);
        stage(Stage.ENDING);
        close();
    }

    private void close() {
        if (!isOver()) {
            node.engine().closeSender(end, world.now());
        }
    }

    @Override
    void drained() {
        world.history().add(name, "is drained");
        world.contract().drained(this);
        stage(Stage.OVER);
    }
}
