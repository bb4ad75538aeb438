package dev.strait.wire.session;

import static dev.strait.wire.session.Rivals.Verdict.INCUMBENT;
import static dev.strait.wire.session.Rivals.Verdict.NEWCOMER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.LinkFrame;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.ProtocolViolation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RivalsTest {
    private static final NodeRef OLD_B = new NodeRef("b", 999, 9);

    @Test
    void aConnectionWithoutRivalStays() {
        assertEquals(
                new Rivals.Choice(NEWCOMER, ErrorCode.NORMAL),
                Rivals.choose(Hellos.A, Hellos.B, true, null, false, false));
    }

    @ParameterizedTest
    @CsvSource({"true,true,true", "true,false,false", "false,true,false", "false,false,true"})
    void aNewerIncarnationWinsWhoeverDialledAndThoughTheOlderCarriesASession(
            boolean newHere, boolean otherHere, boolean established) {
        assertEquals(
                new Rivals.Choice(NEWCOMER, ErrorCode.REPLACED),
                Rivals.choose(Hellos.A, Hellos.B, newHere, OLD_B, otherHere, established));
        assertEquals(
                new Rivals.Choice(INCUMBENT, ErrorCode.REPLACED),
                Rivals.choose(Hellos.A, OLD_B, newHere, Hellos.B, otherHere, established));
    }

    /** Who chooses, who dialled the newcomer and the other, whether the other carries a session, and who stays. */
    @ParameterizedTest
    @CsvSource({
        "a, true,  false, false, NEWCOMER",
        "a, false, true,  false, INCUMBENT",
        "b, true,  false, false, INCUMBENT",
        "b, false, true,  false, NEWCOMER",
        "a, true,  false, true,  INCUMBENT",
        "b, false, true,  true,  INCUMBENT",
        "a, true,  true,  false, INCUMBENT",
        "b, false, false, false, INCUMBENT",
    })
    void ofEqualIncarnationsTheSmallerIdsDialStaysUnlessOneCarriesASession(
            String self, boolean newHere, boolean otherHere, boolean established, Rivals.Verdict verdict) {
        NodeRef own = self.equals("a") ? Hellos.A : Hellos.B;
        NodeRef peer = self.equals("a") ? Hellos.B : Hellos.A;
        assertEquals(
                new Rivals.Choice(verdict, ErrorCode.DUPLICATE),
                Rivals.choose(own, peer, newHere, peer, otherHere, established));
    }

    /** Walks every order in which the frames of two connections, one dialled by each side, can arrive. */
    @Test
    void bothSidesOfASimultaneousDialKeepTheSameConnectionInEveryOrderOfArrival() {
        List<String> orders = new ArrayList<>();
        walk(new ArrayDeque<>(), orders);
        assertTrue(orders.size() > 20, () -> "only " + orders.size() + " orders were walked");
        TreeSet<String> outcomes = new TreeSet<>(orders);
        assertEquals(new TreeSet<>(List.of("a", "b")), outcomes, "either connection can win, and both are walked");
    }

    /** Replays the steps, then tries each that is possible next. */
    private static void walk(ArrayDeque<Integer> steps, List<String> outcomes) {
        boolean any = false;
        for (int pipe = 0; pipe < 4; pipe++) {
            Duel duel = new Duel();
            steps.forEach(duel::deliver);
            if (duel.canDeliver(pipe)) {
                any = true;
                steps.addLast(pipe);
                walk(steps, outcomes);
                steps.removeLast();
            }
        }
        if (!any) {
            Duel duel = new Duel();
            steps.forEach(duel::deliver);
            outcomes.add(duel.winner());
        }
    }

    /** Two nodes that dial each other; connection 0 is dialled by a, connection 1 by b. */
    private static final class Duel {
        /** By node and connection. */
        private final Session[][] sessions = new Session[2][2];

        private final @Nullable Integer[] chosen = new @Nullable Integer[2];
        /** By connection and receiving node: what is on the way. */
        private final List<ArrayDeque<Frame>> pipes = new ArrayList<>();

        Duel() {
            for (int node = 0; node < 2; node++) {
                for (int connection = 0; connection < 2; connection++) {
                    sessions[node][connection] =
                            new Session(node == connection, Hellos.of(ref(node)), SessionTimes.DEFAULT, 0);
                    pipes.add(new ArrayDeque<>());
                }
            }
            pump();
        }

        private static NodeRef ref(int node) {
            return node == 0 ? Hellos.A : Hellos.B;
        }

        private void pump() {
            for (int node = 0; node < 2; node++) {
                for (int connection = 0; connection < 2; connection++) {
                    Frame frame = sessions[node][connection].poll();
                    while (frame != null) {
                        pipes.get(connection * 2 + 1 - node).add(frame);
                        frame = sessions[node][connection].poll();
                    }
                }
            }
        }

        boolean canDeliver(int pipe) {
            return !pipes.get(pipe).isEmpty();
        }

        void deliver(int pipe) {
            int connection = pipe / 2;
            int node = pipe % 2;
            Session session = sessions[node][connection];
            Frame frame = pipes.get(pipe).remove();
            if (session.state() == Session.State.CLOSED) {
                return;
            }
            SessionEvent event;
            try {
                event = session.receive((LinkFrame) frame);
            } catch (ProtocolViolation violation) {
                throw new AssertionError("an honest peer broke the protocol", violation);
            }
            if (event instanceof SessionEvent.PeerKnown) {
                choose(node, connection);
            } else if (event instanceof SessionEvent.Closed && Objects.equals(chosen[node], connection)) {
                chosen[node] = null;
            }
            pump();
        }

        private void choose(int node, int connection) {
            Integer incumbent = chosen[node];
            Session other = incumbent == null ? null : sessions[node][incumbent];
            NodeRef peer = ref(1 - node);
            Rivals.Choice choice = Rivals.choose(
                    ref(node),
                    peer,
                    sessions[node][connection].isDialler(),
                    other == null ? null : peer,
                    other != null && other.isDialler(),
                    other != null && other.state() == Session.State.ESTABLISHED);
            if (choice.verdict() == NEWCOMER) {
                if (other != null) {
                    other.close(choice.code(), "");
                }
                chosen[node] = connection;
                sessions[node][connection].accept();
            } else {
                sessions[node][connection].close(choice.code(), "");
            }
        }

        /** Who dialled the connection that stays; checks that it is one, at both sides. */
        String winner() {
            for (int connection = 0; connection < 2; connection++) {
                Session.State atA = sessions[0][connection].state();
                Session.State atB = sessions[1][connection].state();
                assertEquals(atA, atB, "both sides agree on connection " + connection);
                assertTrue(atA == Session.State.ESTABLISHED || atA == Session.State.CLOSED, atA::name);
            }
            boolean first = sessions[0][0].state() == Session.State.ESTABLISHED;
            boolean second = sessions[0][1].state() == Session.State.ESTABLISHED;
            assertTrue(first ^ second, "exactly one connection stays");
            return first ? "a" : "b";
        }
    }
}
