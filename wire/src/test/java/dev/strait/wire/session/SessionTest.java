package dev.strait.wire.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.Close;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.FrameLimits;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.LinkFrame;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.Ping;
import dev.strait.wire.frame.Pong;
import dev.strait.wire.frame.Ready;
import dev.strait.wire.frame.Utf8;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final long MS = 1_000_000;

    @Test
    void twoSidesShakeHandsAndKnowEachOther() {
        Session dialler = new Session(true, Hellos.of(Hellos.A), SessionTimes.DEFAULT, 0);
        Session acceptor = new Session(false, Hellos.of(Hellos.B), SessionTimes.DEFAULT, 0);
        assertFalse(acceptor.hasFrames(), "the acceptor says nothing before it knows who calls");

        assertInstanceOf(SessionEvent.PeerKnown.class, acceptor.receive(written(dialler)));
        assertNull(acceptor.accept(), "the acceptor has no session before READY");
        SessionEvent known = dialler.receive(written(acceptor));
        assertEquals(new SessionEvent.PeerKnown(Hellos.of(Hellos.B)), known);
        assertEquals(new SessionEvent.Established(Hellos.of(Hellos.B)), dialler.accept());
        assertEquals(new SessionEvent.Established(Hellos.of(Hellos.A)), acceptor.receive(written(dialler)));
        assertEquals(Session.State.ESTABLISHED, dialler.state());
        assertEquals(Session.State.ESTABLISHED, acceptor.state());
        assertEquals(Hellos.of(Hellos.B), dialler.peer());
    }

    @Test
    void nodesWithoutACommonVersionPartAndSaySo() {
        assertRefused(ErrorCode.VERSION, Hellos.of(Hellos.A, "cluster", 3, 2), Hellos.of(Hellos.B, "cluster", 1, 1));
        assertRefused(ErrorCode.VERSION, Hellos.of(Hellos.A, "cluster", 1, 1), Hellos.of(Hellos.B, "cluster", 3, 2));
    }

    @Test
    void nodesWithACommonVersionStay() {
        Session session = new Session(false, Hellos.of(Hellos.B, "cluster", 2, 1), SessionTimes.DEFAULT, 0);
        assertInstanceOf(SessionEvent.PeerKnown.class, session.receive(Hellos.of(Hellos.A, "cluster", 3, 2)));
    }

    @Test
    void nodesOfTwoClustersPart() {
        assertRefused(ErrorCode.WRONG_CLUSTER, Hellos.of(Hellos.A, "red", 1, 1), Hellos.of(Hellos.B, "blue", 1, 1));
    }

    @Test
    void aNodeThatDialsItselfPartsFromItself() {
        assertRefused(ErrorCode.SELF, Hellos.of(Hellos.A), Hellos.of(Hellos.A));
    }

    @Test
    void ofTwoProcessesOfOneNameTheOlderIsToldThatItIsReplaced() {
        NodeRef newer = new NodeRef("a", 2_000, 1);
        assertRefused(ErrorCode.REPLACED, Hellos.of(Hellos.A), Hellos.of(newer));

        Session older = new Session(false, Hellos.of(Hellos.A), SessionTimes.DEFAULT, 0);
        assertInstanceOf(
                SessionEvent.PeerKnown.class,
                older.receive(Hellos.of(newer)),
                "the older answers, so that the newer can tell it");
    }

    @Test
    void theTextOfCloseIsCutToWhatAFrameHolds() {
        Session session = new Session(true, Hellos.of(Hellos.A), SessionTimes.DEFAULT, 0);
        session.poll();
        session.close(ErrorCode.INTERNAL, "ü".repeat(1_000));
        Close close = assertInstanceOf(Close.class, session.poll());
        assertTrue(close.text().startsWith("ü".repeat(500)));
        assertTrue(Utf8.length(close.text()) <= FrameLimits.MAX_REASON_BYTES);
    }

    @Test
    void closeIsTheLastFrame() {
        Session session = established(0);
        session.close(ErrorCode.NORMAL, "first");
        session.close(ErrorCode.INTERNAL, "second");
        session.tick(100_000 * MS);
        assertEquals(new Close(ErrorCode.NORMAL, "first"), session.poll());
        assertFalse(session.hasFrames());
        assertEquals(Long.MAX_VALUE, session.deadline());
    }

    @Test
    void whatIsNotWrittenWhenThePeerClosesIsNeverWritten() {
        Session session = established(0);
        session.receive(new Ping(1));
        assertEquals(
                new SessionEvent.Closed(true, ErrorCode.SHUTTING_DOWN, "bye"),
                session.receive(new Close(ErrorCode.SHUTTING_DOWN, "bye")));
        assertFalse(session.hasFrames());
    }

    @Test
    void aSilentSideSaysSomethingOnceASecond() {
        Session session = established(0);
        assertEquals(1_000 * MS, session.deadline());
        assertNull(session.tick(1_000 * MS - 1));
        assertFalse(session.hasFrames());
        session.tick(1_000 * MS);
        assertInstanceOf(Ping.class, session.poll());
        session.alive(1_500 * MS);
        assertEquals(2_000 * MS, session.deadline());
    }

    @Test
    void whoWritesNeedsNoHeartbeat() {
        Session session = established(0);
        session.wrote(900 * MS);
        session.tick(1_000 * MS);
        assertFalse(session.hasFrames());
        assertEquals(1_900 * MS, session.deadline());
    }

    @Test
    void aSecondHeartbeatIsNotQueuedBehindOneThatCannotBeWritten() {
        Session session = established(0);
        session.tick(1_000 * MS);
        session.alive(2_000 * MS);
        session.tick(2_000 * MS);
        assertTrue(session.deadline() > 2_000 * MS, "or the owner would spin");
        assertInstanceOf(Ping.class, session.poll());
        assertFalse(session.hasFrames());
    }

    @Test
    void anyByteIsLife() {
        Session session = established(0);
        session.alive(2_999 * MS);
        assertNull(session.tick(5_998 * MS));
        SessionEvent.Closed closed = session.tick(5_999 * MS);
        assertEquals(ErrorCode.SILENT, Objects.requireNonNull(closed).code());
    }

    @Test
    void nobodyWaitsForAPong() {
        Session session = established(0);
        for (int second = 1; second < 60; second++) {
            session.alive(second * 1_000 * MS);
            assertNull(session.tick(second * 1_000 * MS));
            assertInstanceOf(Ping.class, session.poll());
        }
    }

    @Test
    void aFloodOfPingsQueuesOnePong() {
        Session session = established(0);
        for (int i = 0; i < 1_000; i++) {
            session.receive(new Ping(i));
        }
        assertEquals(new Pong(0), session.poll());
        assertFalse(session.hasFrames());
    }

    @Test
    void aStrangerThatSaysNothingIsClosedAfterFiveSeconds() {
        Session session = new Session(false, Hellos.of(Hellos.B), SessionTimes.DEFAULT, 0);
        session.alive(4_999 * MS);
        assertEquals(5_000 * MS, session.deadline());
        assertNull(session.tick(5_000 * MS - 1));
        SessionEvent.Closed closed = session.tick(5_000 * MS);
        assertEquals(ErrorCode.HANDSHAKE_TIMEOUT, Objects.requireNonNull(closed).code());
        assertInstanceOf(Close.class, session.poll());
    }

    @Test
    void theSilenceAllowedMustBeTwoHeartbeats() {
        assertThrows(IllegalArgumentException.class, () -> new SessionTimes(1, 10, 19, 1));
        assertThrows(IllegalArgumentException.class, () -> new SessionTimes(0, 10, 20, 1));
        assertThrows(IllegalArgumentException.class, () -> new SessionTimes(1, 0, 20, 1));
        assertThrows(IllegalArgumentException.class, () -> new SessionTimes(1, 10, 20, 0));
        assertEquals(20, new SessionTimes(1, 10, 20, 1).silenceNanos());
    }

    private static Session established(long nowNanos) {
        Session session = new Session(true, Hellos.of(Hellos.A), SessionTimes.DEFAULT, nowNanos);
        session.receive(Hellos.of(Hellos.B));
        session.accept();
        session.poll();
        assertInstanceOf(Ready.class, session.poll());
        return session;
    }

    /** The acceptor closes instead of answering. */
    private static void assertRefused(ErrorCode code, Hello dialler, Hello acceptor) {
        Session session = new Session(false, acceptor, SessionTimes.DEFAULT, 0);
        SessionEvent.Closed closed = assertInstanceOf(SessionEvent.Closed.class, session.receive(dialler));
        assertEquals(code, closed.code());
        assertFalse(closed.byPeer());
        Close close = assertInstanceOf(Close.class, session.poll());
        assertEquals(code, close.code());
        assertFalse(session.hasFrames());
        assertEquals(Session.State.CLOSED, session.state());
    }

    private static LinkFrame written(Session session) {
        return assertInstanceOf(LinkFrame.class, session.poll());
    }
}
