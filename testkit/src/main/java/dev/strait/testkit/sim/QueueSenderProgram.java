package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Dice;
import dev.strait.testkit.virtual.Fault;
import dev.strait.wire.dispatch.Allowance;
import dev.strait.wire.dispatch.Answer;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.DeadLetter;
import dev.strait.wire.dispatch.QueueSenderEnd;
import dev.strait.wire.frame.Varint;
import dev.strait.wire.mux.Batch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A program that sends numbered values through a channel with a buffer, in batches, and may want to know what becomes of them. */
final class QueueSenderProgram extends SenderProgram {
    private static final byte[] NOTHING = {};
    private static final long NOTHING_AWAITED = -1;

    /**
     * What it is to a sender that values come back.
     *
     * @param maxAttempts a value that has reached a program so often, and was not acknowledged, is a dead letter
     * @param isTold whether it is told what becomes of every value
     * @param awaitsEach after so many values it waits until it is known what became of all; 0 for never
     * @param poisonEach one in so many values can never be processed; 0 for none
     * @param deadlyEach one in so many values kills the node on which it is taken; 0 for none
     * @param maxBurialNanos how long it may take until somebody has a dead letter; 0 for at once
     */
    record Traits(
            int maxAttempts, boolean isTold, int awaitsEach, int poisonEach, int deadlyEach, long maxBurialNanos) {
        static Traits draw(Dice dice, SimulationOptions options) {
            return new Traits(
                    dice.chance(0.4)
                            ? QueueSenderEnd.DEFAULT_ATTEMPTS
                            : dice.between(1, QueueSenderEnd.DEFAULT_ATTEMPTS),
                    dice.chance(0.7),
                    dice.chance(0.7) ? 0 : (int) dice.skewed(1, 200),
                    dice.chance(0.7) ? 0 : (int) dice.skewed(5, 200),
                    dice.chance(0.7) || !options.faults().contains(Fault.CRASH) ? 0 : (int) dice.skewed(20, 200),
                    dice.chance(0.5) ? 0 : dice.skewed(1_000, 3_000_000_000L));
        }
    }

    private final int values;
    private final double sealEarly;
    private final int bout;
    private final QueueSenderEnd end;
    private final Traits traits;
    private final Enclosures enclosures;
    /** The place before which it waits for all answers. */
    private long awaited = NOTHING_AWAITED;

    private int nextAwaited;
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
            Traits traits,
            byte[] schema) {
        super(
                world,
                node,
                channel,
                number,
                ending,
                schema,
                world.options().work().maxThinkNanos(),
                traits.maxAttempts);
        this.values = values;
        this.traits = traits;
        this.nextAwaited = traits.awaitsEach == 0 ? Integer.MAX_VALUE : traits.awaitsEach;
        if (!(sender() instanceof QueueSenderEnd queue)) {
            throw new IllegalStateException(sender() + " on a channel with a buffer");
        }
        this.end = queue;
        this.enclosures = new Enclosures(this);
        if (traits.isTold) {
            node.engine().tellAnswers(end);
        }
        this.sealEarly = dice.chance(0.5) ? 0.02 : dice.chance(0.5) ? 1 : 0.3;
        this.nextLength = drawLength();
        this.bout = (int) dice.skewed(1, 40);
        world.history().add(name, "opens on %s/%s: %d values, then %s", node.name(), channel.name(), values, ending);
        world.contract().opensQueue(this);
    }

    QueueSenderEnd queue() {
        return end;
    }

    Traits traits() {
        return traits;
    }

    /** Whether a value can never be processed. */
    boolean isPoisonous(int sequence) {
        return traits.poisonEach > 0 && sequence % traits.poisonEach == traits.poisonEach - 1;
    }

    /** Whether a value kills the node on which it is taken. */
    boolean isDeadly(int sequence) {
        return traits.deadlyEach > 0 && sequence % traits.deadlyEach == traits.deadlyEach - 1;
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
            Closure closure = node.engine().closure(end);
            if (closure instanceof Closure.ReceiverGone gone
                    && !world.tampering().hears(gone)) {
                return;
            }
            if (closure != null && !(closure instanceof Closure.Unreachable)) {
                stop(closure);
                return;
            }
            if (awaitsAnswers()) {
                return;
            }
            if (next == values && !hasEnded()) {
                enclosures.giveUp();
                finish();
                return;
            }
            enclosures.make();
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

    /** Whether it has to wait for answers; it may give that up after a time. */
    private boolean awaitsAnswers() {
        if (next >= nextAwaited) {
            nextAwaited = next + traits.awaitsEach;
            seal();
            awaited = next;
            world.history().add(name, "awaits the answers to %d values", next);
            if (dice.chance(0.3)) {
                long place = awaited;
                world.queue().after(dice.skewed(1_000_000, 2_000_000_000L), () -> node.input(() -> giveUp(place)));
            }
        }
        if (awaited == NOTHING_AWAITED) {
            return false;
        }
        if (end.firstUnanswered() < awaited) {
            node.engine().awaitAnswers(end, awaited, node.now());
            return true;
        }
        world.history().add(name, "has the answers to %d values", awaited);
        world.contract().answeredAll(this, awaited);
        awaited = NOTHING_AWAITED;
        return false;
    }

    private void giveUp(long place) {
        if (awaited == place) {
            awaited = NOTHING_AWAITED;
            wake();
        }
    }

    /** The program is told what became of values. */
    void answered(Answer answer) {
        world.history()
                .add(
                        name,
                        "is told that %d values from %d are %s, last at %s",
                        answer.messages(),
                        answer.firstPlace(),
                        answer.fate(),
                        answer.node().isEmpty() ? "nobody" : answer.node());
        world.contract().answered(this, answer);
    }

    /** A value is a dead letter: somebody has it at once, or after a time. */
    void deadLettered(DeadLetter letter) {
        world.history().add(name, "has a dead letter, %d, attempts: %d", letter.place(), letter.attempts());
        world.contract().deadLettered(this, letter);
        if (traits.maxBurialNanos == 0) {
            bury(letter.place());
        } else {
            world.queue()
                    .after(dice.skewed(1_000, traits.maxBurialNanos), () -> node.input(() -> bury(letter.place())));
        }
    }

    private void bury(long place) {
        world.contract().buried(this, place);
        node.engine().buried(end, place, node.now());
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
        world.contract().kept().begins(node, leave.lane());
        byte[] bytes = new byte[nextLength];
        Message.write(bytes, 0, nextLength, number(), next);
        enclosures.enclose(next);
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
        enclosures.enclose(next);
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
        world.contract().kept().begins(node, leave.lane());
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
        // As the runtime: a small batch keeps no large array.
        byte[] array = at < buffer.length / 4 ? Arrays.copyOf(buffer, at) : buffer;
        Batch batch = Batch.framed(array, Batch.HEADROOM, at, batched);
        node.engine().seal(end, batch, node.now());
        world.tampering().sealed(leave.lane(), batch);
    }

    @Override
    void endedCalls() {
        enclosures.giveUp();
    }
}
