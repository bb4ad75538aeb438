package dev.strait.testkit.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A call of a simulated thread that waits for the first of several clauses; a plain send or receive has one. It goes through the steps of
 * core's {@code Selection} and {@code Call}, one for one, in virtual time: look at all clauses in random order, else get in line at all of
 * them; be claimed by one, perhaps tentatively, with a value out; go back to the beginning if that comes back; ask for it back if the
 * time goes by, or an interrupt comes, and wait for the verdict.
 */
final class SimulatedCall {
    /** As a time limit: none. */
    static final long FOREVER = Long.MAX_VALUE;

    private static final long ANSWER_NANOS = 1_000_000_000L;
    private static final int RETURNS_WITHOUT_REST = 3;
    private static final long FIRST_REST_NANOS = 50_000;
    private static final long LONGEST_REST_NANOS = 25_000_000;

    private final Caller caller;
    private final List<Clause> clauses;
    private final @Nullable Place[] places;
    /** Whether it may wait for a clause to become ready. */
    private boolean patient;

    private final long deadline;
    /** Whether it began as a call that waits. */
    private final boolean waits;

    private long answerBy;
    private final boolean[] spent;
    private int returns;
    /** Clauses that rest until {@link #restUntil}. */
    private final Set<Integer> resting = new HashSet<>();

    private long restUntil;
    private Round round = new Round();
    private boolean askedBack;
    private boolean over;

    /**
     * A call that has not begun.
     *
     * @param deadline in virtual time, or {@link #FOREVER}
     */
    SimulatedCall(Caller caller, List<Clause> clauses, boolean patient, long deadline) {
        this.caller = caller;
        this.clauses = clauses;
        this.places = new Place[clauses.size()];
        this.patient = patient;
        this.deadline = deadline;
        this.waits = patient;
        this.spent = new boolean[clauses.size()];
    }

    /** One time through the steps: decided once, for one place or for none. */
    final class Round {
        private @Nullable Place won;
        private boolean cancelled;
        private int answers = -1;

        SimulatedCall call() {
            return SimulatedCall.this;
        }

        boolean claim(Place place) {
            if (cancelled && caller.tampering().endedCallsStay()) {
                return true;
            }
            if (isDecided()) {
                return false;
            }
            won = place;
            return true;
        }

        boolean cancel() {
            if (isDecided()) {
                return false;
            }
            cancelled = true;
            return true;
        }

        boolean isDecided() {
            return won != null || (cancelled && !caller.tampering().endedCallsStay());
        }

        @Nullable
        Place tentative() {
            return won != null && won.isTentative() ? won : null;
        }

        /** A port that was asked has nothing. @return whether it was the last, and no place wins any more */
        boolean deny() {
            return answers > 0 && --answers == 0 && cancel();
        }
    }

    Caller caller() {
        return caller;
    }

    List<Clause> clauses() {
        return clauses;
    }

    /** Whether it has come to its end. */
    boolean isOver() {
        return over;
    }

    boolean isPatient() {
        return patient;
    }

    long deadline() {
        return deadline;
    }

    /** Where it has a value out that has no verdict; null if it has none. */
    @Nullable
    Place out() {
        Place won = round.won;
        return won != null && won.isOut() ? won : null;
    }

    /** Whether a hand-over may still decide it: no place has won, but for one whose value may come back. */
    boolean isUndecided() {
        return !over && !round.cancelled && (round.won == null || round.won.isTentative());
    }

    /** Begins. */
    void start() {
        answerBy = now() + ANSWER_NANOS;
        if (patient && caller.takeInterrupt()) {
            finish(null);
        } else {
            run();
        }
    }

    private void run() {
        round = new Round();
        askedBack = false;
        Place ready = lookOrEnqueue();
        if (ready != null) {
            finish(ready);
        } else if (!patient && !hasAsked()) {
            finish(null);
        } else {
            caller.wakeAt(until(), this);
        }
    }

    /** The thread is awake: something has come, or the time has, or an interrupt. */
    void resume() {
        if (over) {
            return;
        }
        Place won = round.won;
        boolean again;
        if (won != null && won.isOut()) {
            if (!askedBack && ((patient && caller.isInterrupted()) || isLate())) {
                askedBack = true;
                won.clause().port().askBack(won);
            } else if (!askedBack) {
                caller.wakeAt(limit(), this);
            }
            return;
        } else if (won != null) {
            again = won.result() instanceof Result.Returned && goesOn(won);
        } else if (round.cancelled) {
            again = false;
        } else if (patient && caller.isInterrupted()) {
            round.cancel();
            caller.takeInterrupt();
            again = false;
        } else if (now() >= until()) {
            round.cancel();
            again = restIsOver();
        } else {
            return;
        }
        if (again) {
            run();
        } else {
            leaveAllBut(won);
            finish(won == null || won.result() instanceof Result.Returned ? null : won);
        }
    }

    private void finish(@Nullable Place won) {
        over = true;
        caller.ended(this, won);
    }

    private long now() {
        return caller.now();
    }

    private boolean hasAsked() {
        for (Place place : places) {
            if (place != null) {
                return true;
            }
        }
        return false;
    }

    private long until() {
        return !resting.isEmpty() ? Math.min(restUntil, limit()) : limit();
    }

    /** Nothing came in time. @return whether that was the end of a rest only */
    private boolean restIsOver() {
        boolean rested = !resting.isEmpty() && !isLate();
        resting.clear();
        return rested;
    }

    /** The value came back. @return whether the call goes back to its beginning */
    private boolean goesOn(Place returned) {
        if (patient && caller.takeInterrupt()) {
            return false;
        }
        if (isLate()) {
            patient = false;
            resting.clear();
            spent[returned.index()] = true;
            return true;
        }
        returns++;
        if (patient && returns >= RETURNS_WITHOUT_REST) {
            resting.add(returned.index());
            int doublings = Math.min(returns - RETURNS_WITHOUT_REST, 10);
            restUntil = now() + Math.min(FIRST_REST_NANOS << doublings, LONGEST_REST_NANOS);
        }
        return true;
    }

    /** When its time is over: of a call that does not wait, the time for answers. */
    private long limit() {
        return waits ? deadline : answerBy;
    }

    private boolean isLate() {
        return now() >= limit();
    }

    private void leaveAllBut(@Nullable Place won) {
        for (Place place : places) {
            if (place != null && place != won && !caller.tampering().endedCallsStay()) {
                place.clause().port().line().remove(place);
                place.clause().port().release();
            }
        }
    }

    /** Looks, and gets in line if nothing is ready. @return the place of a clause that was carried out at once */
    private @Nullable Place lookOrEnqueue() {
        for (Place place : places) {
            if (place != null) {
                place.clause().port().line().remove(place);
            }
        }
        int[] order = caller.order(clauses.size());
        Place won = look(order);
        if (won == null || won.isOut()) {
            enqueue(won, order);
        }
        for (RendezvousPort port : ports()) {
            port.release();
        }
        return won == null || won.isOut() ? null : won;
    }

    private @Nullable Place look(int[] order) {
        for (int index : order) {
            if (isLeftOut(index)) {
                continue;
            }
            Clause clause = clauses.get(index);
            Place place = new Place(round, clause, index);
            Result result = clause.port().attempt(place);
            if (result != null) {
                place.complete(result);
            }
            if (result != null || place.isOut()) {
                return place;
            }
        }
        return null;
    }

    private boolean isLeftOut(int index) {
        return resting.contains(index) || spent[index];
    }

    /** Gets in line where there is something to wait for; with its value out, too, so that what comes meanwhile is kept for it. */
    private void enqueue(@Nullable Place out, int[] order) {
        int asked = 0;
        for (int index : order) {
            if (resting.contains(index)) {
                continue; // It keeps its number for later.
            }
            Place before = places[index];
            places[index] = null;
            Clause clause = clauses.get(index);
            if (out != null && index == out.index()) {
                places[index] = out;
            } else if (patient
                    || (out == null && !isLeftOut(index) && clause.port().mayAsk())) {
                Place place = new Place(round, clause, index);
                if (before != null) {
                    place.number = before.number;
                }
                place.asks = !patient;
                clause.port().line().add(place);
                places[index] = place;
                asked++;
            }
        }
        if (!patient) {
            round.answers = asked;
        }
    }

    /** The distinct ends of the clauses. */
    private Set<RendezvousPort> ports() {
        List<RendezvousPort> ports = new ArrayList<>();
        clauses.forEach(clause -> ports.add(clause.port()));
        return new LinkedHashSet<>(ports);
    }

    @Override
    public String toString() {
        return caller + "[" + clauses.stream().map(Clause::toString).collect(Collectors.joining(", ")) + "]";
    }
}
