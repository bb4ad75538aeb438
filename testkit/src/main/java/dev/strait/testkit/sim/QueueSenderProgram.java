package dev.strait.testkit.sim;

import dev.strait.wire.dispatch.Allowance;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.frame.Varint;
import dev.strait.wire.mux.Batch;
import org.jspecify.annotations.Nullable;

/** A program that sends numbered values through a channel with a buffer, in batches. */
final class QueueSenderProgram extends SenderProgram {
    private static final byte[] NOTHING = {};

    private final int values;
    private final double sealEarly;
    private final int bout;
    private final SenderEnd end;
    private @Nullable Allowance allowance;
    private byte[] buffer = NOTHING;
    private int at;
    private int batched;
    private int next;
    private int nextLength;

    QueueSenderProgram(
            World world,
            SimulatedNode node,
            ChannelPlan channel,
            int number,
            int values,
            Ending ending,
            byte[] schema) {
        super(
                world,
                node,
                channel,
                number,
                ending,
                schema,
                world.options().work().maxThinkNanos());
        this.values = values;
        this.end = sender();
        this.sealEarly = dice.chance(0.5) ? 0.02 : dice.chance(0.5) ? 1 : 0.3;
        this.nextLength = drawLength();
        this.bout = (int) dice.skewed(1, 40);
        world.history().add(name, "opens on %s/%s: %d values, then %s", node.name(), channel.name(), values, ending);
    }

    @Override
    int values() {
        return next;
    }

    @Override
    void step() {
        for (int left = dice.between(1, bout); left > 0; left--) {
            if (stage() != Stage.RUNNING) {
                return;
            }
            if (next == values && !hasEnded()) {
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

    private int framedCost() {
        return Varint.length(nextLength) + nextLength;
    }

    private boolean sendWhole() {
        seal();
        Allowance leave = node.engine().allow(end, Math.toIntExact(Batch.wholeCost(nextLength)), 0, node.now());
        if (leave == null) {
            return false;
        }
        byte[] bytes = new byte[nextLength];
        Message.write(bytes, 0, nextLength, number(), next);
        world.contract().sealed(this, leave.lane(), next, 1);
        node.engine().seal(end, Batch.whole(bytes, 0, nextLength), node.now());
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
        Message.write(buffer, at, nextLength, number(), next);
        at += nextLength;
        batched++;
        advance();
        if (batched == 1) {
            node.engine().fill(end, node.now());
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
        Allowance leave = node.engine().allow(end, dice.chance(0.5) ? 0 : cost, 0, node.now());
        if (leave != null && leave.bytes() < cost) {
            node.engine().seal(end, null, node.now());
            leave = node.engine().allow(end, cost, 0, node.now());
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
        nextLength = drawLength();
    }

    @Override
    void seal() {
        Allowance leave = allowance;
        if (leave == null) {
            return;
        }
        allowance = null;
        if (batched == 0) {
            node.engine().seal(end, null, node.now());
            return;
        }
        world.contract().sealed(this, leave.lane(), next - batched, batched);
        node.engine().seal(end, Batch.framed(buffer, Batch.HEADROOM, at, batched), node.now());
    }

    @Override
    void endedCalls() {}
}
