package dev.strait.channel;

import dev.strait.channel.Act.End;
import dev.strait.channel.Act.Ending;
import dev.strait.channel.Act.Go;
import dev.strait.channel.Act.Interrupt;
import dev.strait.channel.Act.Patience;
import dev.strait.channel.Act.Way;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a {@link SmallProgram} may come to, by trying all orders of its steps on channels made of plain lists. It is the
 * meaning of channels in its shortest form, and shares nothing with the implementation: a call is one step that goes one of the ways
 * that are open, any of them, or gets in line; who finds somebody in line deals with the first there, and completes his call in the same
 * step; who is in line may leave when his thread is interrupted or his time may be over, in a step of its own, and has done nothing then.
 */
final class AllowedOutcomes {

    static final String INTERRUPTED = "interrupted";
    static final String NOTHING = "nothing";
    static final String DID = "did";

    private final SmallProgram program;
    private final Set<State> seen = new HashSet<>();
    private final ArrayDeque<State> open = new ArrayDeque<>();

    private AllowedOutcomes(SmallProgram program) {
        this.program = program;
    }

    /** What came of a call that went a way, as {@link Signal} or value. */
    static String went(Go go, int index, Object result) {
        Way way = go.ways().get(index);
        String channel = SmallProgram.name(way.channel());
        if (result == Signal.CLOSED) {
            // Of several clauses at one channel, any may tell that it has ended.
            return channel + " closed";
        }
        if (way.sends() != (result == Signal.ACCEPTED)) {
            throw new AssertionError(way + " gave " + result);
        }
        return channel + (way.sends() ? " sent " + way.value() : " took " + result);
    }

    static String left(int channel, Ending ending, List<?> values) {
        return SmallProgram.name(channel) + " " + ending + " " + values;
    }

    /** The outcomes, each as {@link SmallProgram#outcome} has them. */
    static Set<List<String>> of(SmallProgram program) {
        return new AllowedOutcomes(program).all();
    }

    private Set<List<String>> all() {
        Set<List<String>> outcomes = new LinkedHashSet<>();
        reach(new State(program));
        while (!open.isEmpty()) {
            State state = open.pop();
            for (int thread = 0; thread < program.acts().size(); thread++) {
                advance(state, thread);
            }
            if (state.allBegan()) {
                if (state.closed < program.capacities().size()) {
                    State next = new State(state);
                    next.end(state.closed, Ending.CLOSE);
                    next.closed++;
                    reach(next);
                } else if (state.waiting.isEmpty()) {
                    outcomes.add(state.outcome());
                }
            }
        }
        return outcomes;
    }

    private void reach(State state) {
        if (seen.add(state)) {
            open.push(state);
        }
    }

    /** All that one thread may do next. */
    private void advance(State state, int thread) {
        if (state.outcomes.get(thread) == null && !state.waiting.contains(thread)) {
            begin(state, thread);
        } else if (state.waiting.contains(thread)) {
            leave(state, thread);
        }
    }

    private void begin(State state, int thread) {
        switch (program.acts().get(thread)) {
            case Go go -> begin(state, thread, go);
            case End end -> {
                State next = new State(state);
                next.end(end.channel(), end.ending());
                next.outcomes.set(thread, DID);
                reach(next);
            }
            case Interrupt interrupt -> {
                State next = new State(state);
                next.flagged.set(interrupt.thread(), true);
                next.outcomes.set(thread, DID);
                reach(next);
            }
        }
    }

    private void begin(State state, int thread, Go go) {
        if (go.patience() != Patience.NONE && state.flagged.get(thread)) {
            reach(state.interrupted(thread));
            return;
        }
        boolean ready = false;
        for (int index = 0; index < go.ways().size(); index++) {
            State next = new State(state);
            Object result = next.attempt(go.ways().get(index));
            if (result != null) {
                ready = true;
                next.outcomes.set(thread, went(go, index, result));
                reach(next);
            }
        }
        if (!ready) {
            if (go.patience() == Patience.NONE) {
                State next = new State(state);
                next.outcomes.set(thread, NOTHING);
                reach(next);
            } else {
                getInLine(state, thread, go);
            }
        }
    }

    /** Of several ways into or out of one channel any may come to stand first in its line. */
    private void getInLine(State state, int thread, Go go) {
        for (int index = 0; index < go.ways().size(); index++) {
            Way way = go.ways().get(index);
            boolean alike = go.ways().subList(0, index).stream()
                    .anyMatch(one -> one.channel() == way.channel() && one.sends() == way.sends());
            if (index == 0 || alike) {
                State next = new State(state);
                next.waiting.add(thread);
                next.foremost.set(thread, index);
                reach(next);
            }
        }
    }

    private void leave(State state, int thread) {
        if (state.flagged.get(thread)) {
            reach(state.interrupted(thread));
        }
        if (program.acts().get(thread) instanceof Go go && go.patience() == Patience.SOME) {
            State next = new State(state);
            next.waiting.remove((Integer) thread);
            next.outcomes.set(thread, NOTHING);
            reach(next);
        }
    }

    /** The channels and threads between two steps. */
    private static final class State {
        private final SmallProgram program;
        /** Of each thread; {@code null} while its call has not returned. */
        private final List<@Nullable String> outcomes;
        /** Which threads have a pending interrupt. */
        private final List<Boolean> flagged;
        /** The threads in line, in the order in which they came. */
        private final List<Integer> waiting;
        /** Of each thread in line, which of its ways stands before the others. */
        private final List<Integer> foremost;

        private final List<List<Integer>> buffers = new ArrayList<>();
        private final List<@Nullable Ending> endings;
        /** How many channels were closed because everybody had begun. */
        private int closed;

        State(SmallProgram program) {
            this.program = program;
            outcomes = new ArrayList<>(Collections.nCopies(program.acts().size(), null));
            flagged = new ArrayList<>(Collections.nCopies(program.acts().size(), false));
            waiting = new ArrayList<>();
            foremost = new ArrayList<>(Collections.nCopies(program.acts().size(), 0));
            program.capacities().forEach(capacity -> buffers.add(new ArrayList<>()));
            endings = new ArrayList<>(Collections.nCopies(program.capacities().size(), null));
        }

        State(State from) {
            program = from.program;
            outcomes = new ArrayList<>(from.outcomes);
            flagged = new ArrayList<>(from.flagged);
            waiting = new ArrayList<>(from.waiting);
            foremost = new ArrayList<>(from.foremost);
            from.buffers.forEach(buffer -> buffers.add(new ArrayList<>(buffer)));
            endings = new ArrayList<>(from.endings);
            closed = from.closed;
        }

        boolean allBegan() {
            for (int thread = 0; thread < outcomes.size(); thread++) {
                if (outcomes.get(thread) == null && !waiting.contains(thread)) {
                    return false;
                }
            }
            return true;
        }

        State interrupted(int thread) {
            State next = new State(this);
            next.waiting.remove((Integer) thread);
            next.flagged.set(thread, false);
            next.outcomes.set(thread, INTERRUPTED);
            return next;
        }

        /** Goes a way, if it is open; returns what that gives, or {@code null}. */
        @Nullable
        Object attempt(Way way) {
            return way.sends() ? send(way.channel(), way.value()) : receive(way.channel());
        }

        private @Nullable Object send(int channel, int value) {
            if (endings.get(channel) != null) {
                return Signal.CLOSED;
            }
            if (dealWithFirst(channel, false, value) != null) {
                return Signal.ACCEPTED;
            }
            if (buffers.get(channel).size() == program.capacities().get(channel)) {
                return null;
            }
            buffers.get(channel).add(value);
            return Signal.ACCEPTED;
        }

        private @Nullable Object receive(int channel) {
            List<Integer> buffer = buffers.get(channel);
            Way sender = dealWithFirst(channel, true, Signal.ACCEPTED);
            if (sender != null) {
                buffer.add(sender.value());
            }
            if (!buffer.isEmpty()) {
                return buffer.removeFirst();
            }
            return endings.get(channel) == null ? null : Signal.CLOSED;
        }

        void end(int channel, Ending ending) {
            if (endings.get(channel) == null) {
                endings.set(channel, ending);
                while (dealWithFirst(channel, true, Signal.CLOSED) != null) {}
                while (dealWithFirst(channel, false, Signal.CLOSED) != null) {}
            }
        }

        /** Completes the call of the first in line on one side of a channel with a result; returns the way it went, if there is one. */
        private @Nullable Way dealWithFirst(int channel, boolean sends, Object result) {
            for (int thread : waiting) {
                Go go = (Go) program.acts().get(thread);
                for (int i = 0; i < go.ways().size(); i++) {
                    int index = (foremost.get(thread) + i) % go.ways().size();
                    Way way = go.ways().get(index);
                    if (way.channel() == channel && way.sends() == sends) {
                        waiting.remove((Integer) thread);
                        outcomes.set(thread, went(go, index, result));
                        return way;
                    }
                }
            }
            return null;
        }

        List<String> outcome() {
            List<String> outcome = new ArrayList<>();
            for (int thread = 0; thread < outcomes.size(); thread++) {
                outcome.add(flagged(outcomes.get(thread), flagged.get(thread)));
            }
            for (int channel = 0; channel < buffers.size(); channel++) {
                outcome.add(left(channel, endings.get(channel), buffers.get(channel)));
            }
            return List.copyOf(outcome);
        }

        private List<Object> parts() {
            return List.of(outcomes.toString(), flagged, waiting, foremost, buffers, endings.toString(), closed);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof State state && parts().equals(state.parts());
        }

        @Override
        public int hashCode() {
            return parts().hashCode();
        }
    }

    /** An outcome of a thread, with a mark if its interrupt flag is set afterwards. */
    static String flagged(String outcome, boolean flagged) {
        return flagged ? outcome + ", flag set" : outcome;
    }
}
