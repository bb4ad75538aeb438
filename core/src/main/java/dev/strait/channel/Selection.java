package dev.strait.channel;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * The select algorithm of Go's runtime (src/runtime/select.go, selectgo; the waiting calls of chan.go are its other half), with a shorter way
 * ahead of it.
 *
 *   0. Go through the clauses in a random order. A receive that is ready, and knows it under its own lock alone, is carried out, and
 *      that is all; one that is plainly empty is passed over. At any other clause the shorter way ends: the next steps decide, in the
 *      same order from its beginning, so that whatever is ready has the same chance.
 *   1. Choose a random order of the clauses, and lock the ports of all of them, each once, in the order of their ids.
 *   2. Look: attempt each clause in the random order. The first that can go on does, and that is all.
 *   3. If none can and the call may not wait, the default is chosen. The locks make this true of one moment: there was an
 *      instant at which no clause was ready. Attempts under one lock after another would not give that.
 *   4. Otherwise get in line at every clause's port, in the random order, before any lock is given back, so that nothing is missed
 *      in between. Park.
 *   5. Whoever comes to one of these ports under its lock, and finds this call in line, claims it by a compare-and-set on the
 *      call, hands over, and unparks it. All other waits of the call are worthless from then on: their claims fail, and whoever
 *      meets them drops them.
 *   6. Awake, the call takes its remaining waits out of their queues, so that none is left behind.
 *
 * What must not be simplified. Only the caller that runs claims, and it is not itself in any line at that time (step 2 is
 * before step 4, and both happen under all locks); so no hand-over ever needs two claims, a select cannot meet itself when it
 * sends to and receives from the same channel, and two selects cannot each wait for the other's claim. A fixed order of
 * locks is what keeps two selects over the same ports from a deadlock; a random order of attempts is what keeps a busy
 * clause from starving the others.
 *
 * Against Go, step 6 takes the locks one after another: the call is decided, so the lines need no common instant.
 *
 * What Go has not: a clause that sends to a receive on another node. Its value travels, and that node says whether the receive took it. It
 * claims the call like any other, and the call is tentative until the answer. If the value comes back (the receive had ended meanwhile),
 * the call is spent, and the select goes back to step 1 with a new one; its old waits are taken out under the locks of that step, so that
 * nobody who looks at a port finds it deserted in between. A select whose time was over meanwhile looks once more, and gives each
 * such clause one last chance.
 */

/** Waits for the first of several clauses. */
public final class Selection {

    /** How long a select that may not wait gives another node for its answer. */
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** After so many values that came back in a row a clause rests: the receives that it meets are gone each time, or are its own. */
    private static final int RETURNS_WITHOUT_REST = 3;

    private static final long FIRST_REST_NANOS = 50_000;
    private static final long LONGEST_REST_NANOS = 25_000_000;

    private final Clause[] clauses;
    private final Port[] ports;
    /** Where the call stands in line now, or stood before its value came back. */
    private final @Nullable Wait[] waits;
    /** Whether it waits for a clause to become ready; not any more when its time is over, and a last look decides. */
    private boolean patient;
    /** Until when it waits; if it does not, until when another node may answer. Once it {@link #hasWaited}. */
    private long deadline;

    private final long timeoutNanos;
    /** Whether it has found no clause ready, so that the time limit runs: a select that need not wait does without a look at the clock. */
    private boolean hasWaited;
    /** Clauses that have had their last chance. */
    private boolean @Nullable [] spent;

    private int returns;
    /** Clauses that rest until {@link #restUntil}; null if none does. */
    private boolean @Nullable [] resting;

    private long restUntil;

    private Selection(Clause[] clauses, boolean patient, long timeoutNanos) {
        this.clauses = clauses;
        this.ports = lockOrder(clauses);
        this.waits = new Wait[clauses.length];
        this.patient = patient;
        this.timeoutNanos = timeoutNanos;
    }

    /**
     * What a select came to.
     *
     * @param clause the index of the clause that was carried out
     * @param result for a receiving clause the item, for a sending one {@link Signal#ACCEPTED} or a {@link Refusal}; {@link Signal#CLOSED}
     *     if the port had ended
     */
    public record Choice(int clause, Object result) {}

    /**
     * Carries out one of the clauses, at random among those that are ready; a clause whose port has ended is always ready. It waits for
     * nothing, but for the answer of another node that is known to have a call in wait for this one: a round trip.
     *
     * @param clauses the clauses; one port may stand in several
     * @return the choice, or {@code null} if no clause was ready
     */
    public static @Nullable Choice trySelect(Clause... clauses) {
        try {
            return first(false, ANSWER_NANOS, clauses);
        } catch (InterruptedException e) {
            throw new IllegalStateException("a select that may not wait was interrupted", e);
        }
    }

    /**
     * As {@link #trySelect}, and waits until a clause is ready.
     *
     * @param timeoutNanos how long to wait; zero or less does not wait, {@code Long.MAX_VALUE} waits without limit
     * @param clauses the clauses; one port may stand in several
     * @return the choice, or {@code null} if the time went by, and then no clause was carried out
     * @throws InterruptedException if the thread is interrupted; no clause was carried out
     */
    public static @Nullable Choice select(long timeoutNanos, Clause... clauses) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return timeoutNanos <= 0 ? trySelect(clauses) : first(true, timeoutNanos, clauses);
    }

    /** Step 0, and if that decides nothing the others. */
    private static @Nullable Choice first(boolean patient, long timeoutNanos, Clause... clauses)
            throws InterruptedException {
        RandomOrder order = new RandomOrder(clauses.length);
        for (int place = 0; place < clauses.length; place++) {
            int index = order.at(place);
            Object result = clauses[index].attemptAlone();
            if (result == null) {
                break;
            }
            if (result != Signal.EMPTY) {
                return new Choice(index, result);
            }
        }
        return new Selection(clauses, patient, timeoutNanos).run(order);
    }

    private @Nullable Choice run(RandomOrder begun) throws InterruptedException {
        for (RandomOrder order = begun; ; order = new RandomOrder(clauses.length)) {
            Call call = patient ? new Call() : new Asking();
            Choice ready = lookOrEnqueue(call, order);
            if (ready != null) {
                return ready;
            }
            if (!patient && !hasAsked()) {
                return null;
            }
            if (!hasWaited) {
                hasWaited = true;
                deadline = Call.deadline(timeoutNanos);
            }
            Wait won = null;
            boolean again = false;
            try {
                won = call.await(giveUpAt(), deadline, patient);
                again = won == null ? restIsOver() : won.result() == Signal.RETURNED && goesOn(won);
            } finally {
                if (!again) {
                    leaveAllBut(won);
                }
            }
            if (!again) {
                return won == null || won.result() == Signal.RETURNED ? null : new Choice(won.clause, won.result());
            }
        }
    }

    /** Whether another node is to answer. */
    private boolean hasAsked() {
        for (Wait wait : waits) {
            if (wait != null) {
                return true;
            }
        }
        return false;
    }

    private long giveUpAt() {
        return resting != null && (deadline == Call.FOREVER || restUntil - deadline < 0) ? restUntil : deadline;
    }

    /** Nothing came in time. @return whether that was the end of a rest only */
    private boolean restIsOver() {
        boolean rested = resting != null && !isOver();
        resting = null;
        return rested;
    }

    /** The value came back. @return that the select goes back to its beginning, for a last look if its time is over */
    private boolean goesOn(Wait returned) throws InterruptedException {
        if (patient && Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (isOver()) {
            patient = false;
            resting = null;
            spent = with(spent, returned.clause);
            return true;
        }
        returns++;
        if (patient && returns >= RETURNS_WITHOUT_REST) {
            // Those that rest already go on resting: several that come back each time would else take turns without a
            // pause.
            resting = with(resting, returned.clause);
            int doublings = Math.min(returns - RETURNS_WITHOUT_REST, 10);
            restUntil = System.nanoTime() + Math.min(FIRST_REST_NANOS << doublings, LONGEST_REST_NANOS);
        }
        return true;
    }

    private boolean[] with(boolean @Nullable [] some, int clause) {
        boolean[] all = some == null ? new boolean[clauses.length] : some;
        all[clause] = true;
        return all;
    }

    private boolean isOver() {
        return deadline != Call.FOREVER && System.nanoTime() - deadline >= 0;
    }

    private void leaveAllBut(@Nullable Wait won) {
        for (Wait wait : waits) {
            if (wait != null && wait != won) {
                wait.leave();
            }
        }
    }

    /** Steps 1 to 4. @return the choice if a clause was ready; if not, {@link #waits} tells whether the call waits now */
    private @Nullable Choice lookOrEnqueue(Call call, RandomOrder order) {
        Wait woken = null;
        for (Port port : ports) {
            port.lock();
        }
        try {
            for (Wait wait : waits) {
                if (wait != null) {
                    wait.drop();
                }
            }
            for (int place = 0; place < clauses.length; place++) {
                int index = order.at(place);
                if (isLeftOut(index)) {
                    continue;
                }
                Object result = clauses[index].attempt(call, index);
                if (result instanceof Wait out) {
                    enqueue(call, out, order);
                    return null;
                }
                if (result != Signal.EMPTY && result != Signal.FULL) {
                    return new Choice(index, result);
                }
            }
            enqueue(call, null, order);
            return null;
        } finally {
            for (Port port : ports) {
                woken = Port.join(port.release(), woken);
            }
            Port.wake(woken);
            for (Port port : ports) {
                port.unlocked();
            }
        }
    }

    private boolean rests(int index) {
        return resting != null && resting[index];
    }

    private boolean isLeftOut(int index) {
        return rests(index) || (spent != null && spent[index]);
    }

    /**
     * Gets in line where there is something to wait for; with its value out, too, so that what comes meanwhile is kept for it. In the
     * random order: of several clauses on one port the first in line is the one that will be served.
     */
    private void enqueue(Call call, @Nullable Wait out, RandomOrder order) {
        int asked = 0;
        for (int place = 0; place < clauses.length; place++) {
            int index = order.at(place);
            if (rests(index)) {
                continue; // It keeps its place in line.
            }
            Wait before = waits[index];
            waits[index] = null;
            if (out != null && index == out.clause) {
                waits[index] = out;
            } else if (patient || (out == null && !isLeftOut(index) && clauses[index].mayAsk())) {
                Wait wait = clauses[index].enqueue(call, index, before);
                wait.asks = !patient;
                waits[index] = wait;
                asked++;
            }
        }
        if (call instanceof Asking asking) {
            asking.ask(asked);
        }
    }

    /** The distinct ports of the clauses in the order in which they are locked; sorted by insertion, because they are few. */
    private static Port[] lockOrder(Clause[] clauses) {
        Port[] ports = new Port[clauses.length];
        int count = 0;
        for (Clause clause : clauses) {
            Port port = clause.port();
            int place = count;
            while (place > 0 && ports[place - 1].id() > port.id()) {
                place--;
            }
            if (place == 0 || ports[place - 1].id() != port.id()) {
                System.arraycopy(ports, place, ports, place + 1, count - place);
                ports[place] = port;
                count++;
            }
        }
        return count == ports.length ? ports : Arrays.copyOf(ports, count);
    }
}
