package dev.strait.wire.engine;

import static dev.strait.wire.engine.Handshakes.hello;
import static dev.strait.wire.engine.Handshakes.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.Ack;
import dev.strait.wire.frame.Close;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.SessionToken;
import dev.strait.wire.session.Retention;
import dev.strait.wire.session.SessionTimes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection breaks when its dialler may hold the session for begun and its acceptor does not, and then the acceptor dials. */
class ResumePromisedTest {
    private static final NodeRef OTHER = new NodeRef("other", 1, 1);
    private static final SessionToken ANOTHER = new SessionToken(3, 4);

    private final Cluster cluster = new Cluster();
    private final Player node = cluster.node("node");
    /** Whoever answered the node, connection by connection. */
    private final List<Intruder> answering = new ArrayList<>();

    @BeforeEach
    void theOtherHostsTheDirectory() {
        cluster.answer("other", (victim, connection) -> {
            Intruder intruder = Intruder.dialledBy(victim, connection);
            answering.add(intruder);
            return intruder;
        });
    }

    private Intruder dial(SessionToken asked) {
        Intruder intruder = Intruder.to(node);
        intruder.give(hello(OTHER, List.of("other"), true, asked));
        return intruder;
    }

    private void answer(SessionToken session) {
        answering.getLast().give(hello(OTHER, List.of("other"), true, session));
    }

    /** The other dials, is answered, and the connection breaks. @return with which session */
    private SessionToken promised() {
        Intruder intruder = dial(SessionToken.NONE);
        SessionToken promised = intruder.session;
        assertFalse(promised.isNone());
        intruder.cut();
        return promised;
    }

    private void join() {
        node.engine.join("other", cluster.now);
        cluster.run();
    }

    @Test
    void whoHasPromisedASessionAsksForItAndBeginsItOnceTheOtherSaysThatItHasIt() {
        SessionToken promised = promised();
        join();
        assertEquals(promised, answering.getLast().session);
        answer(promised);
        assertEquals(List.of(), node.links(), "it may be over there");
        answering.getLast().give(new Ack(0));
        assertEquals(List.of("link to node other is up"), node.links());
        assertEquals(0, node.heard(EngineEvent.Warning.class), node::story);
    }

    @Test
    void whoHasReceivedFramesOfASessionThatHadNotBegunBreaksTheProtocol() {
        SessionToken promised = promised();
        join();
        answer(promised);
        answering.getLast().give(new Ack(1));
        assertEquals(List.of(), node.links());
        assertEquals(1, node.heard(EngineEvent.Warning.class), node::story);
    }

    @Test
    void aPromiseThatTheOtherKnowsNothingOfIsAskedForOnce() {
        promised();
        join();
        answer(ANOTHER);
        assertEquals(List.of("link to node other is up"), node.links());
        answering.getLast().cut();
        cluster.advance(100);
        assertEquals(ANOTHER, answering.getLast().session, "the session that there is is resumed");
        answering.getLast().give(hello(OTHER, List.of("other"), true, new SessionToken(5, 6)));
        assertEquals("link to node other is up", node.links().getLast());
        assertEquals(4, node.links().size(), node.links()::toString);
    }

    @Test
    void aPromiseWhoseSessionEndsAtTheOtherSideBeforeItSaysAnythingOfItIsAskedForUntilItIsAnswered() {
        SessionToken promised = promised();
        join();
        answer(promised);
        answering.getLast().cut();
        cluster.advance(100);
        assertEquals(promised, answering.getLast().session);
        answer(ANOTHER);
        assertEquals(List.of("link to node other is up"), node.links());
    }

    @Test
    void aPromiseIsNotAskedForAfterHalfAMinute() {
        promised();
        cluster.advance(30_000);
        join();
        assertEquals(SessionToken.NONE, answering.getLast().session);
        answer(ANOTHER);
        assertEquals(List.of("link to node other is up"), node.links());
    }

    @Test
    void aPromiseIsKeptForHalfAMinuteWhereTheSessionsOfThisNodeMayWaitForOneSecondOnly() {
        Cluster hasty =
                new Cluster(SessionTimes.DEFAULT.withResume(1_000_000_000, 1_000_000_000), Retention.Limits.DEFAULT);
        Player acceptor = hasty.node("node");
        Intruder first = Intruder.to(acceptor);
        first.give(hello(OTHER, List.of(), false, SessionToken.NONE));
        SessionToken promised = first.session;
        first.cut();
        hasty.advance(29_999);
        Intruder second = Intruder.to(acceptor);
        second.give(hello(OTHER, List.of(), false, promised));
        assertEquals(promised, second.session);
        second.give(ready());
        assertEquals(List.of("link to node other is up"), acceptor.links());
    }

    @Test
    void whoDialledTwiceAndIsCutOffTwiceIsAnsweredWithOneSession() {
        SessionToken promised = promised();
        Intruder second = dial(SessionToken.NONE); // it was on its way before the first was answered
        assertEquals(promised, second.session);
        second.cut();
        Intruder third = dial(promised);
        assertEquals(promised, third.session, "the other has said READY on the first, and holds it for begun");
        third.give(ready());
        assertEquals(List.of("link to node other is up"), node.links());
    }

    @Test
    void whoIsAnsweredWithAPromiseThatItKnowsNothingOfBeginsIt() {
        promised();
        Intruder second = dial(SessionToken.NONE);
        second.give(ready());
        assertEquals(List.of("link to node other is up"), node.links());
        assertTrue(second.isConnected());
    }

    @Test
    void aPromiseOutlivesTheConnectionsThatAskForIt() {
        Intruder first = dial(SessionToken.NONE);
        SessionToken promised = first.session;
        Intruder second = dial(promised); // the end of the first is not heard of yet
        assertEquals(promised, second.session);
        second.give(new Close(ErrorCode.HANDSHAKE_TIMEOUT, "no ACK"));
        Intruder third = dial(promised);
        assertEquals(promised, third.session);
        third.give(ready());
        assertEquals(List.of("link to node other is up"), node.links());
    }

    @Test
    void aDiallerThatGivesUpBeforeItIsAnsweredIsPromisedNothing() {
        Intruder first = dial(SessionToken.NONE);
        first.give(new Close(ErrorCode.HANDSHAKE_TIMEOUT, "no HELLO"));
        join();
        assertEquals(SessionToken.NONE, answering.getLast().session);
    }

    @Test
    void aPromiseToAnEarlierProcessOfTheNameIsNoReasonToRefuseTheNext() {
        promised();
        join();
        answering.getLast().give(hello(new NodeRef("other", 2, 1), List.of("other"), true, ANOTHER));
        assertEquals(List.of("link to node other is up"), node.links());
    }

    @Test
    void whoDialledAheadOfItsPromiseAsksOnAnotherConnection() {
        join();
        assertEquals(SessionToken.NONE, answering.getLast().session);
        SessionToken promised = promised();
        answer(ANOTHER);
        assertFalse(answering.getLast().isConnected());
        cluster.advance(100);
        assertEquals(promised, answering.getLast().session);
        answer(promised);
        answering.getLast().give(new Ack(0));
        assertEquals(List.of("link to node other is up"), node.links());
    }

    @Test
    void whoHasDialledASessionAndHeardNothingOfItFindsOutItself() {
        join();
        answer(ANOTHER);
        answering.getLast().cut();
        Intruder ahead = dial(SessionToken.NONE);
        assertFalse(ahead.isConnected());
        assertEquals(SessionToken.NONE, ahead.session);
        Intruder knowing = dial(ANOTHER);
        assertEquals(ANOTHER, knowing.session);
        knowing.give(ready());
        assertTrue(node.links().getLast().contains("goes on"), node.links()::toString);
    }

    @Test
    void whoHasHeardOfASessionKnowsThatWhoAsksForNoneHasLostIt() {
        join();
        answer(ANOTHER);
        answering.getLast().give(new Ack(0));
        node.sender("words");
        answering.getLast().give(new Ack(1));
        answering.getLast().cut();
        Intruder forgetful = dial(SessionToken.NONE);
        assertTrue(forgetful.isConnected());
        assertNotEquals(ANOTHER, forgetful.session);
    }

    @Test
    void twoThatBothDialHaveOneSessionWhereverTheirFirstConnectionIsCut() {
        boolean cut = true;
        int bytes = 1;
        for (; cut; bytes++) {
            for (boolean other : List.of(true, false)) {
                cut = staysOne(bytes, other);
            }
        }
        assertTrue(bytes > 100, "the handshake alone is longer than " + bytes);
    }

    /** @return whether there were so many bytes to cut after */
    private static boolean staysOne(int bytes, boolean diallersBytes) {
        Cluster cluster = new Cluster();
        Player host = cluster.host("host");
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        In atOne = one.receiver("to one").takeAll();
        In atTwo = two.receiver("to two").takeAll();
        cluster.cutAfter(bytes, diallersBytes ? one : two, diallersBytes ? two : one);
        Out toTwo = one.sender("to two");
        Out toOne = two.sender("to one");
        cluster.advance(2_000);
        boolean cut = !cluster.isToBeCut();
        toTwo.send("a", "b");
        toOne.send("x", "y");
        cluster.advance(100);
        for (Player each : List.of(one, two)) {
            assertFalse(each.story().contains("is down"), () -> "cut after " + bytes + ": " + each.story());
        }
        assertEquals("a b", atTwo.text(), () -> "cut after " + bytes);
        assertEquals("x y", atOne.text(), () -> "cut after " + bytes);
        return cut;
    }
}
