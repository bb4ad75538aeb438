package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Dice;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.mux.InStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a receiver's program has taken and not answered. Each is worked on for a time of its own, so that answers come out of order; whoever drives the
 * program may give one back before, and the program's own answer is too late then.
 */
final class Deliveries {
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000 * MILLISECOND;
    /** How long a program that neglects something stays at most. */
    private static final long STAYS_NANOS = 20 * SECOND;

    private static final String OVER_LIMIT = "held for too long";

    private enum Plan {
        ACKNOWLEDGE,
        NACK,
        REJECT,
        NEVER
    }

    /** One of them, with the time from which on it is held for too long, as its node's clock shows it. */
    private record Delivery(InStream stream, long number, Taking taking, Plan plan, long overdueNanos) {}

    private final QueueReceiverProgram program;
    private final ReceiverEnd end;
    private final Handling handling;
    private final Dice dice;
    private final Set<Delivery> open = new LinkedHashSet<>();
    private boolean leaves;

    Deliveries(QueueReceiverProgram program, Handling handling) {
        this.program = program;
        this.end = program.receiver();
        this.handling = handling;
        this.dice = new Dice(program.world.options().seed(), "deliveries of " + program.name);
    }

    /** Whether the next value is to be held. */
    boolean holdsNext() {
        return handling.holdsAny() && dice.chance(handling.held());
    }

    boolean isFull() {
        return open.size() >= handling.most();
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /**
     * Holds a value, and begins to work on it.
     *
     * @param poisonous whether it can never be processed
     */
    void hold(InStream stream, long number, Taking taking, boolean poisonous) {
        long limit = handling.limitNanos();
        long overdue = limit > 0 ? program.node.now() + limit : Long.MAX_VALUE;
        Delivery delivery = new Delivery(stream, number, taking, plan(poisonous), overdue);
        open.add(delivery);
        if (delivery.plan == Plan.NEVER) {
            leaveSome();
        } else {
            after(dice.skewed(1_000, handling.maxBodyNanos()), () -> answer(delivery));
        }
        if (limit > 0) {
            program.node.engine().remind(end, overdue);
        }
    }

    private Plan plan(boolean poisonous) {
        if (poisonous || dice.chance(handling.nacked())) {
            return Plan.NACK;
        }
        if (dice.chance(handling.rejected())) {
            return Plan.REJECT;
        }
        return dice.chance(handling.neglected()) ? Plan.NEVER : Plan.ACKNOWLEDGE;
    }

    private void after(long nanos, Runnable action) {
        program.world.queue().after(nanos, () -> program.node.input(action));
    }

    /** Something is neglected: the program leaves before long, and it goes to others. */
    private void leaveSome() {
        if (!leaves) {
            leaves = true;
            after(dice.skewed(10 * MILLISECOND, STAYS_NANOS), program::leave);
        }
    }

    private void answer(Delivery delivery) {
        if (program.isOver() && (program.stage() == Program.Stage.CRASHED || dice.chance(0.8))) {
            return;
        }
        reportPerhaps();
        switch (delivery.plan) {
            case ACKNOWLEDGE -> acknowledge(delivery);
            case NACK ->
                nack(delivery, "nacked by " + program.name, dice.chance(0.3) ? (int) dice.skewed(1, 3_000) : 0);
            case REJECT -> reject(delivery);
            case NEVER -> throw new IllegalStateException("never answers");
        }
        if (dice.chance(0.02)) {
            acknowledge(delivery); // once more
        }
    }

    /** An answer may come ahead of the report that counts its value as taken. */
    private void reportPerhaps() {
        if (dice.chance(0.5)) {
            program.report();
        }
    }

    private void acknowledge(Delivery it) {
        boolean inTime = program.node.engine().acknowledge(end, it.stream, it.number, program.node.now());
        answered(it, Taking.Outcome.ACKNOWLEDGED, inTime, "");
    }

    private void nack(Delivery it, String why, int delayMillis) {
        program.world.unnamed().report(it.taking);
        boolean inTime = program.node.engine().nack(end, it.stream, it.number, delayMillis, why, program.node.now());
        answered(it, delayMillis > 0 ? Taking.Outcome.NACKED_FOR_LATER : Taking.Outcome.NACKED, inTime, why);
    }

    private void reject(Delivery it) {
        String why = "rejected by " + program.name;
        program.world.unnamed().report(it.taking);
        boolean inTime = program.node.engine().reject(end, it.stream, it.number, why, program.node.now());
        answered(it, Taking.Outcome.REJECTED, inTime, why);
    }

    /** Whoever drives the program gives back what it holds for too long. */
    void takeAwayOverdue() {
        for (Delivery each : List.copyOf(open)) {
            if (!program.isOver() && each.overdueNanos <= program.node.now()) {
                reportPerhaps();
                nack(each, OVER_LIMIT, 0);
            }
        }
        long next = open.stream().mapToLong(it -> it.overdueNanos).min().orElse(Long.MAX_VALUE);
        if (!program.isOver() && next != Long.MAX_VALUE) {
            program.node.engine().remind(end, next);
        }
    }

    private void answered(Delivery it, Taking.Outcome how, boolean inTime, String why) {
        program.world.contract().answered(it.taking, how, inTime, why);
        program.tellsAnswer(it.taking, how, inTime);
        if (inTime && how != Taking.Outcome.ACKNOWLEDGED) {
            program.world.unnamed().requireLeft(it.taking);
        }
        open.remove(it);
        program.wake();
    }

    /** Those whose receivers are in what is open say what they have taken. */
    void reportArrived() {
        open.forEach(each -> program.world.unnamed().report(each.taking));
    }

    /** The program has closed its end: all that is open goes back. */
    void left() {
        for (Delivery each : List.copyOf(open)) {
            program.world.contract().answered(each.taking, Taking.Outcome.LEFT, true, "");
        }
        open.clear();
    }

    /** Whether the program may leave now, as far as this is concerned. */
    boolean mayLeave() {
        return handling.leavesOpen() || open.isEmpty();
    }
}
