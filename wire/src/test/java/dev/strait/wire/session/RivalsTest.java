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
import org.junit.jupiter.params.provider.ValueSource;

class RivalsTest {
    private static final NodeRef OLD_B = new NodeRef("b", 999, 9);

    @Test
    void aConnectionWithoutRivalStays() {
        assertEquals(
                new Rivals.Choice(NEWCOMER, ErrorCode.NORMAL),
                Rivals.choose(Hellos.A, Hellos.B, true, false, null, false, false, false));
    }

    @ParameterizedTest
    @CsvSource({"true,true,true", "true,false,false", "false,true,false", "false,false,true"})
    void aNewerIncarnationWinsWhoeverDialledAndThoughTheOlderIsToResumeASession(
            boolean newHere, boolean otherHere, boolean resumes) {
        assertEquals(
                new Rivals.Choice(NEWCOMER, ErrorCode.REPLACED),
                Rivals.choose(Hellos.A, Hellos.B, newHere, resumes, OLD_B, otherHere, true, true));
        assertEquals(
                new Rivals.Choice(INCUMBENT, ErrorCode.REPLACED),
                Rivals.choose(Hellos.A, OLD_B, newHere, resumes, Hellos.B, otherHere, false, false));
    }

    /** Who chooses, who dialled the newcomer and the other, and who stays, if both are to resume a session or neither is. */
    @ParameterizedTest
    @CsvSource({
        "a, true,  false, false, NEWCOMER",
        "a, false, true,  false, INCUMBENT",
        "b, true,  false, false, INCUMBENT",
        "b, false, true,  false, NEWCOMER",
        "a, true,  false, true,  NEWCOMER",
        "a, false, true,  true,  INCUMBENT",
        "b, true,  false, true,  INCUMBENT",
        "b, false, true,  true,  NEWCOMER",
        "a, true,  true,  false, INCUMBENT",
        "b, false, false, false, INCUMBENT",
        "a, true,  true,  true,  NEWCOMER",
        "b, false, false, true,  NEWCOMER",
    })
    void ofEqualIncarnationsTheSmallerIdsDialStaysAndOfTwoDialsOfOneSideTheFirstUnlessTheyResume(
            String self, boolean newHere, boolean otherHere, boolean resume, Rivals.Verdict verdict) {
        NodeRef own = self.equals("a") ? Hellos.A : Hellos.B;
        NodeRef peer = self.equals("a") ? Hellos.B : Hellos.A;
        assertEquals(
                new Rivals.Choice(verdict, ErrorCode.DUPLICATE),
                Rivals.choose(own, peer, newHere, resume, peer, otherHere, resume, false));
        assertEquals(
                new Rivals.Choice(INCUMBENT, ErrorCode.DUPLICATE),
                Rivals.choose(own, peer, newHere, resume, peer, otherHere, resume, true),
                "READY has been said on the other");
        assertEquals(
                new Rivals.Choice(NEWCOMER, ErrorCode.DUPLICATE),
                Rivals.choose(own, peer, newHere, true, peer, otherHere, false, false),
                "only the newcomer resumes");
        assertEquals(
                new Rivals.Choice(INCUMBENT, ErrorCode.DUPLICATE),
                Rivals.choose(own, peer, newHere, false, peer, otherHere, true, false),
                "only the other resumes");
    }

    /** Walks every order in which the frames of two connections, one dialled by each side, can arrive. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bothSidesOfASimultaneousDialKeepTheSameConnectionInEveryOrderOfArrival(boolean resume) {
        List<String> orders = new ArrayList<>();
        walk(resume, new ArrayDeque<>(), orders);
        assertTrue(orders.size() > 20, () -> "only " + orders.size() + " orders were walked");
        TreeSet<String> outcomes = new TreeSet<>(orders);
        assertEquals(new TreeSet<>(List.of("a", "b")), outcomes, "either connection can win, and both are walked");
    }

    /** Replays the steps, then tries each that is possible next. */
    private static void walk(boolean resume, ArrayDeque<Integer> steps, List<String> outcomes) {
        boolean any = false;
        for (int pipe = 0; pipe < 4; pipe++) {
            Duel duel = new Duel(resume);
            steps.forEach(duel::deliver);
            if (duel.canDeliver(pipe)) {
                any = true;
                steps.addLast(pipe);
                walk(resume, steps, outcomes);
                steps.removeLast();
            }
        }
        if (!any) {
            Duel duel = new Duel(resume);
            steps.forEach(duel::deliver);
            outcomes.add(duel.winner());
        }
    }

    /** Two nodes that dial each other; connection 0 is dialled by a, connection 1 by b. */
    private static final class Duel {
        /** By node and connection. */
        private final ConnectionProtocol[][] protocols = new ConnectionProtocol[2][2];

        private final boolean resume;
        /** By node: the connection that is to carry the session, until it does, and the one that does. */
        private final @Nullable Integer[] chosen = new @Nullable Integer[2];

        private final @Nullable Integer[] carriers = new @Nullable Integer[2];
        /** By connection and receiving node: what is on the way. */
        private final List<ArrayDeque<Frame>> pipes = new ArrayList<>();

        Duel(boolean resume) {
            this.resume = resume;
            for (int node = 0; node < 2; node++) {
                for (int connection = 0; connection < 2; connection++) {
                    protocols[node][connection] =
                            new ConnectionProtocol(node == connection, Hellos.of(ref(node)), SessionTimes.DEFAULT, 0);
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
                    Frame frame = protocols[node][connection].poll();
                    while (frame != null) {
                        pipes.get(connection * 2 + 1 - node).add(frame);
                        frame = protocols[node][connection].poll();
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
            ConnectionProtocol protocol = protocols[node][connection];
            Frame frame = pipes.get(pipe).remove();
            if (protocol.state() == ConnectionProtocol.State.CLOSED) {
                return;
            }
            ConnectionEvent event;
            try {
                event = protocol.receive((LinkFrame) frame);
            } catch (ProtocolViolation violation) {
                throw new AssertionError("an honest peer broke the protocol", violation);
            }
            switch (event) {
                case ConnectionEvent.PeerKnown _ when carriers[node] == null -> choose(node, connection);
                case ConnectionEvent.PeerKnown _ when resume && node != connection -> protocol.answer(Hellos.TOKEN);
                case ConnectionEvent.PeerKnown _ -> protocol.close(ErrorCode.DUPLICATE, "");
                case ConnectionEvent.Established _ -> carry(node, connection);
                case ConnectionEvent.Closed _ -> forget(node, connection);
                case null, default -> {}
            }
            pump();
        }

        private void carry(int node, int connection) {
            Integer before = carriers[node];
            if (before != null && (node == connection || !resume)) {
                protocols[node][connection].close(ErrorCode.DUPLICATE, "");
                return;
            }
            if (before != null) {
                protocols[node][before].close(ErrorCode.DUPLICATE, "");
            }
            carriers[node] = connection;
            if (resume && node != connection) {
                protocols[node][connection].acknowledge(0);
            }
        }

        private void forget(int node, int connection) {
            if (Objects.equals(chosen[node], connection)) {
                chosen[node] = null;
            }
            if (Objects.equals(carriers[node], connection)) {
                carriers[node] = null;
            }
        }

        private void choose(int node, int connection) {
            Integer incumbent = chosen[node];
            ConnectionProtocol other = incumbent == null ? null : protocols[node][incumbent];
            NodeRef peer = ref(1 - node);
            Rivals.Choice choice = Rivals.choose(
                    ref(node),
                    peer,
                    protocols[node][connection].isDialler(),
                    resume,
                    other == null ? null : peer,
                    other != null && other.isDialler(),
                    resume,
                    other != null && other.state() == ConnectionProtocol.State.AWAIT_ACK);
            if (choice.verdict() == NEWCOMER) {
                if (other != null) {
                    other.close(choice.code(), "");
                }
                chosen[node] = connection;
                if (node == connection) {
                    handle(node, connection, protocols[node][connection].take(resume, 0));
                } else {
                    protocols[node][connection].answer(Hellos.TOKEN);
                }
            } else {
                protocols[node][connection].close(choice.code(), "");
            }
        }

        private void handle(int node, int connection, @Nullable ConnectionEvent event) {
            if (event != null) {
                carry(node, connection);
            }
        }

        /** Who dialled the connection that stays; checks that it is one, at both sides. */
        String winner() {
            for (int connection = 0; connection < 2; connection++) {
                ConnectionProtocol.State atA = protocols[0][connection].state();
                ConnectionProtocol.State atB = protocols[1][connection].state();
                assertEquals(atA, atB, "both sides agree on connection " + connection);
                assertTrue(
                        atA == ConnectionProtocol.State.ESTABLISHED || atA == ConnectionProtocol.State.CLOSED,
                        atA::name);
            }
            boolean first = protocols[0][0].state() == ConnectionProtocol.State.ESTABLISHED;
            boolean second = protocols[0][1].state() == ConnectionProtocol.State.ESTABLISHED;
            assertTrue(first ^ second, "exactly one connection stays");
            return first ? "a" : "b";
        }
    }
}
