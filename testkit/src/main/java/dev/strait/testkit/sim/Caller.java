package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Dice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A simulated thread that makes calls on the rendezvous ends of its node, one after another: plain ones through the end that it was
 * started for, and selects over several ends; with time limits, without waiting, and interrupted.
 */
final class Caller {
    /** Which calls a thread makes. */
    enum Habit {
        /** Plain sends, or receives, through its own end. */
        PLAIN,
        /** Selects over its own end and others of its node. */
        SELECT,
        /** Both. */
        MIXED
    }

    private static final long MAX_THINK_NANOS = 1_000_000;
    /** How long it waits at most for what changes now and then. */
    private static final long POLL_NANOS = 200_000_000;

    private static final long MAX_TIME_LIMIT_NANOS = 3_000_000_000L;

    private final World world;
    private final SimulatedNode node;
    private final Program own;
    private final Habit habit;
    private final Dice dice;
    private final String name;
    /** How often it gives its calls a time limit, or does not let them wait at all. */
    private final double hurry;

    private final double interruptions;
    private int callsLeft;
    private @Nullable SimulatedCall call;
    private boolean interrupted;
    private boolean over;

    Caller(World world, Program own, String name, Habit habit, int calls) {
        this.world = world;
        this.node = own.node;
        this.own = own;
        this.name = name;
        this.habit = habit;
        this.callsLeft = calls;
        this.dice = new Dice(world.options().seed(), name);
        this.hurry = dice.pick(List.of(0.0, 0.2, 0.7));
        this.interruptions = dice.chance(0.5) ? 0 : 0.1;
        node.residents().register(this);
        world.history().add(name, "starts on %s for %s: %d calls, %s", node.name(), own, calls, habit);
        later(MAX_THINK_NANOS);
    }

    SimulatedNode node() {
        return node;
    }

    /** The end that it was started for. */
    Program own() {
        return own;
    }

    Tampering tampering() {
        return world.tampering();
    }

    long now() {
        return world.now();
    }

    boolean isOver() {
        return over;
    }

    /** The call in which it is; null if it is in none. */
    @Nullable
    SimulatedCall call() {
        return call;
    }

    /** A uniformly random order of so many clauses. */
    int[] order(int length) {
        int[] order = new int[length];
        for (int i = 1; i < length; i++) {
            int j = dice.between(0, i);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    // --- waking ---

    private void later(long maxNanos) {
        world.queue().after(dice.skewed(100, maxNanos), () -> node.input(this::next));
    }

    /** Its call is decided: it wakes up, a little later. */
    void unpark(SimulatedCall which) {
        world.queue().after(dice.skewed(100, MAX_THINK_NANOS), () -> node.input(which::resume));
    }

    /** Wakes it up at that time if it is in this call still. */
    void wakeAt(long nanos, SimulatedCall which) {
        if (nanos != SimulatedCall.FOREVER) {
            world.queue().at(nanos, () -> node.input(which::resume));
        }
    }

    /** Sets its flag, and wakes it up. */
    void interrupt() {
        SimulatedCall current = call;
        if (current != null && !over) {
            interrupted = true;
            world.history().add(name, "is interrupted");
            unpark(current);
        }
    }

    boolean isInterrupted() {
        return interrupted;
    }

    /** Whether it was interrupted; the flag is cleared. */
    boolean takeInterrupt() {
        boolean was = interrupted;
        interrupted = false;
        return was;
    }

    /** Its node has crashed. */
    void crashed() {
        over = true;
    }

    // --- calls ---

    private void next() {
        if (over || call != null) {
            return;
        }
        if (own.stage() == Program.Stage.OPENING) {
            later(POLL_NANOS);
            return;
        }
        if (callsLeft-- <= 0
                || own.stage() != Program.Stage.RUNNING
                || world.contract().isClosingTime()) {
            end();
            return;
        }
        double how = dice.between(0, 999) / 1_000.0;
        boolean patient = how >= hurry / 2;
        long deadline = how < hurry ? now() + dice.skewed(1_000, MAX_TIME_LIMIT_NANOS) : SimulatedCall.FOREVER;
        SimulatedCall begun = new SimulatedCall(this, clauses(), patient, deadline);
        call = begun;
        world.history()
                .add(
                        name,
                        "%s %s",
                        patient ? deadline == SimulatedCall.FOREVER ? "calls" : "calls, with a limit," : "tries",
                        begun);
        world.contract().exchanges().begins(begun);
        if (dice.chance(interruptions)) {
            world.queue().after(dice.skewed(1_000, MAX_TIME_LIMIT_NANOS), () -> node.input(() -> interrupt(begun)));
        }
        begun.start();
    }

    private void interrupt(SimulatedCall which) {
        if (call == which) {
            interrupt();
        }
    }

    private List<Clause> clauses() {
        List<Clause> clauses = new ArrayList<>();
        clauses.add(clause(own));
        if (habit == Habit.SELECT || (habit == Habit.MIXED && dice.chance(0.5))) {
            List<Program> ends = node.residents().rendezvousEnds();
            for (int more = dice.between(1, 3); more > 0; more--) {
                clauses.add(dice.between(0, clauses.size()), clause(dice.pick(ends)));
            }
        }
        return clauses;
    }

    private static Clause clause(Program end) {
        return switch (end) {
            case RendezvousSenderProgram sender -> new Clause(sender, sender.nextValue());
            case RendezvousReceiverProgram receiver -> new Clause(receiver, null);
            default -> throw new IllegalStateException(end + " is no end of a rendezvous");
        };
    }

    /**
     * A call has come to its end.
     *
     * @param won the place whose clause was carried out; null if none was
     */
    void ended(SimulatedCall which, @Nullable Place won) {
        world.history().add(name, "is told %s", won == null ? "nothing" : won.clause() + ": " + won.result());
        call = null;
        world.contract().exchanges().ended(which, won);
        if (won != null && won.result() instanceof Result.Refused refused) {
            ((RendezvousSenderProgram) won.clause().port()).refused(refused.closure());
            later(POLL_NANOS);
        } else {
            later(MAX_THINK_NANOS);
        }
    }

    private void end() {
        over = true;
        world.history().add(name, "is over");
        boolean last =
                node.residents().callers().stream().noneMatch(each -> each.own().equals(own) && !each.isOver());
        if (last && own instanceof RendezvousSenderProgram sender) {
            sender.callersOver();
        } else if (last && own instanceof RendezvousReceiverProgram receiver) {
            receiver.callersOver();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
