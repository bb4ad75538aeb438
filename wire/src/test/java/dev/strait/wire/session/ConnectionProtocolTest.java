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
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.Ready;
import dev.strait.wire.frame.Utf8;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConnectionProtocolTest {
    private static final long MS = 1_000_000;

    @Test
    void twoSidesShakeHandsAndKnowEachOther() {
        ConnectionProtocol dialler = new ConnectionProtocol(true, Hellos.of(Hellos.A), SessionTimes.DEFAULT, 0);
        ConnectionProtocol acceptor = new ConnectionProtocol(false, Hellos.of(Hellos.B), SessionTimes.DEFAULT, 0);
        assertFalse(acceptor.hasFrames(), "the acceptor says nothing before it knows who calls");

        assertInstanceOf(ConnectionEvent.PeerKnown.class, acceptor.receive(written(dialler)));
        acceptor.answer(Hellos.TOKEN);
        assertEquals(ConnectionProtocol.State.AWAIT_READY, acceptor.state(), "nothing is carried before READY");
        ConnectionEvent known = dialler.receive(written(acceptor));
        assertEquals(new ConnectionEvent.PeerKnown(Hellos.answer(Hellos.B)), known);
        assertEquals(new ConnectionEvent.Established(Hellos.answer(Hellos.B), 0), dialler.take(false, 0));
        assertEquals(new ConnectionEvent.Established(Hellos.of(Hellos.A), 0), acceptor.receive(written(dialler)));
        assertEquals(ConnectionProtocol.State.ESTABLISHED, dialler.state());
        assertEquals(ConnectionProtocol.State.ESTABLISHED, acceptor.state());
        assertEquals(Hellos.answer(Hellos.B), dialler.peer());
    }

    @Test
    void twoSidesThatResumeSayWhatTheyHaveReceivedAndTheDiallerWaitsForIt() {
        Hello asking = Hellos.answer(Hellos.A);
        ConnectionProtocol dialler = new ConnectionProtocol(true, asking, SessionTimes.DEFAULT, 0);
        ConnectionProtocol acceptor = new ConnectionProtocol(false, Hellos.of(Hellos.B), SessionTimes.DEFAULT, 0);
        assertEquals(new ConnectionEvent.PeerKnown(asking), acceptor.receive(written(dialler)));
        acceptor.answer(Hellos.TOKEN);
        dialler.receive(written(acceptor));
        assertNull(dialler.take(true, 12), "it knows what to write again only from ACK");
        assertEquals(ConnectionProtocol.State.AWAIT_ACK, dialler.state());
        assertEquals(new ConnectionEvent.Established(asking, 12), acceptor.receive(written(dialler)));
        acceptor.acknowledge(34);
        assertEquals(new ConnectionEvent.Established(Hellos.answer(Hellos.B), 34), dialler.receive(written(acceptor)));
        assertEquals(ConnectionProtocol.State.ESTABLISHED, dialler.state());
    }

    @Test
    void anAcceptorThatNamesNoSessionBreaksTheProtocol() {
        ConnectionProtocol dialler = new ConnectionProtocol(true, Hellos.of(Hellos.A), SessionTimes.DEFAULT, 0);
        Hello without = Hellos.of(Hellos.B);
        assertThrows(ProtocolViolation.class, () -> dialler.receive(without));
    }

    @Test
    void whatOneSideSaysThatADiallerSaysTheOtherNeverSays() {
        ConnectionProtocol dialler = new ConnectionProtocol(true, Hellos.of(Hellos.A), SessionTimes.DEFAULT, 0);
        dialler.receive(Hellos.answer(Hellos.B));
        assertThrows(IllegalStateException.class, () -> dialler.answer(Hellos.TOKEN));
        ConnectionProtocol acceptor = new ConnectionProtocol(false, Hellos.of(Hellos.B), SessionTimes.DEFAULT, 0);
        acceptor.receive(Hellos.of(Hellos.A));
        assertThrows(IllegalStateException.class, () -> acceptor.take(false, 0));
    }

    @Test
    void nodesWithoutACommonVersionPartAndSaySo() {
        assertRefused(ErrorCode.VERSION, Hellos.of(Hellos.A, "cluster", 3, 2), Hellos.of(Hellos.B, "cluster", 1, 1));
        assertRefused(ErrorCode.VERSION, Hellos.of(Hellos.A, "cluster", 1, 1), Hellos.of(Hellos.B, "cluster", 3, 2));
    }

    @Test
    void nodesWithACommonVersionStay() {
        ConnectionProtocol connection =
                new ConnectionProtocol(false, Hellos.of(Hellos.B, "cluster", 2, 1), SessionTimes.DEFAULT, 0);
        assertInstanceOf(ConnectionEvent.PeerKnown.class, connection.receive(Hellos.of(Hellos.A, "cluster", 3, 2)));
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

        ConnectionProtocol older = new ConnectionProtocol(false, Hellos.of(Hellos.A), SessionTimes.DEFAULT, 0);
        assertInstanceOf(
                ConnectionEvent.PeerKnown.class,
                older.receive(Hellos.of(newer)),
                "the older answers, so that the newer can tell it");
    }

    @Test
    void theTextOfCloseIsCutToWhatAFrameHolds() {
        ConnectionProtocol connection = new ConnectionProtocol(true, Hellos.of(Hellos.A), SessionTimes.DEFAULT, 0);
        connection.poll();
        connection.close(ErrorCode.INTERNAL, "ü".repeat(1_000));
        Close close = assertInstanceOf(Close.class, connection.poll());
        assertTrue(close.text().startsWith("ü".repeat(500)));
        assertTrue(Utf8.length(close.text()) <= FrameLimits.MAX_REASON_BYTES);
    }

    @Test
    void closeIsTheLastFrame() {
        ConnectionProtocol connection = established(0);
        connection.close(ErrorCode.NORMAL, "first");
        connection.close(ErrorCode.INTERNAL, "second");
        connection.tick(100_000 * MS);
        assertEquals(new Close(ErrorCode.NORMAL, "first"), connection.poll());
        assertFalse(connection.hasFrames());
        assertEquals(Long.MAX_VALUE, connection.deadline());
    }

    @Test
    void whatIsNotWrittenWhenThePeerClosesIsNeverWritten() {
        ConnectionProtocol connection = established(0);
        connection.receive(new Ping(1));
        assertEquals(
                new ConnectionEvent.Closed(true, ErrorCode.SHUTTING_DOWN, "bye"),
                connection.receive(new Close(ErrorCode.SHUTTING_DOWN, "bye")));
        assertFalse(connection.hasFrames());
    }

    @Test
    void aSilentSideSaysSomethingOnceASecond() {
        ConnectionProtocol connection = established(0);
        assertEquals(1_000 * MS, connection.deadline());
        assertNull(connection.tick(1_000 * MS - 1));
        assertFalse(connection.hasFrames());
        connection.tick(1_000 * MS);
        assertInstanceOf(Ping.class, connection.poll());
        connection.alive(1_500 * MS);
        assertEquals(2_000 * MS, connection.deadline());
    }

    @Test
    void whoWritesNeedsNoHeartbeat() {
        ConnectionProtocol connection = established(0);
        connection.wrote(900 * MS);
        connection.tick(1_000 * MS);
        assertFalse(connection.hasFrames());
        assertEquals(1_900 * MS, connection.deadline());
    }

    @Test
    void aSecondHeartbeatIsNotQueuedBehindOneThatCannotBeWritten() {
        ConnectionProtocol connection = established(0);
        connection.tick(1_000 * MS);
        connection.alive(2_000 * MS);
        connection.tick(2_000 * MS);
        assertTrue(connection.deadline() > 2_000 * MS, "or the owner would spin");
        assertInstanceOf(Ping.class, connection.poll());
        assertFalse(connection.hasFrames());
    }

    @Test
    void anyByteIsLife() {
        ConnectionProtocol connection = established(0);
        connection.alive(2_999 * MS);
        assertNull(connection.tick(5_998 * MS));
        ConnectionEvent.Closed closed = connection.tick(5_999 * MS);
        assertEquals(ErrorCode.SILENT, Objects.requireNonNull(closed).code());
    }

    @Test
    void nobodyWaitsForAPong() {
        ConnectionProtocol connection = established(0);
        for (int second = 1; second < 60; second++) {
            connection.alive(second * 1_000 * MS);
            assertNull(connection.tick(second * 1_000 * MS));
            assertInstanceOf(Ping.class, connection.poll());
        }
    }

    @Test
    void aFloodOfPingsQueuesOnePong() {
        ConnectionProtocol connection = established(0);
        for (int i = 0; i < 1_000; i++) {
            connection.receive(new Ping(i));
        }
        assertEquals(new Pong(0), connection.poll());
        assertFalse(connection.hasFrames());
    }

    @Test
    void aStrangerThatSaysNothingIsClosedAfterFiveSeconds() {
        ConnectionProtocol connection = new ConnectionProtocol(false, Hellos.of(Hellos.B), SessionTimes.DEFAULT, 0);
        connection.alive(4_999 * MS);
        assertEquals(5_000 * MS, connection.deadline());
        assertNull(connection.tick(5_000 * MS - 1));
        ConnectionEvent.Closed closed = connection.tick(5_000 * MS);
        assertEquals(ErrorCode.HANDSHAKE_TIMEOUT, Objects.requireNonNull(closed).code());
        assertInstanceOf(Close.class, connection.poll());
    }

    @Test
    void theSilenceAllowedMustBeTwoHeartbeats() {
        assertThrows(IllegalArgumentException.class, () -> new SessionTimes(1, 10, 19, 1, 4, 30));
        assertThrows(IllegalArgumentException.class, () -> new SessionTimes(0, 10, 20, 1, 4, 30));
        assertThrows(IllegalArgumentException.class, () -> new SessionTimes(1, 0, 20, 1, 4, 30));
        assertThrows(IllegalArgumentException.class, () -> new SessionTimes(1, 10, 20, 0, 4, 30));
        assertEquals(20, new SessionTimes(1, 10, 20, 1, 4, 30).silenceNanos());
    }

    @Test
    void aSessionThatFellSilentIsGivenAtLeastTheTimeOfAnother() {
        assertThrows(IllegalArgumentException.class, () -> new SessionTimes(1, 10, 20, 1, -1, 30));
        assertThrows(IllegalArgumentException.class, () -> new SessionTimes(1, 10, 20, 1, 31, 30));
        assertEquals(0, new SessionTimes(1, 10, 20, 1, 0, 0).silentResumeNanos());
    }

    @Test
    void aHandshakeThatIsToResumeLeavesTimeForASecondAttempt() {
        ConnectionProtocol dialler = new ConnectionProtocol(true, Hellos.answer(Hellos.A), SessionTimes.DEFAULT, 0);
        assertEquals(2_000 * MS, dialler.deadline());
        ConnectionProtocol acceptor = new ConnectionProtocol(false, Hellos.of(Hellos.B), SessionTimes.DEFAULT, 0);
        assertEquals(5_000 * MS, acceptor.deadline());
        acceptor.receive(Hellos.answer(Hellos.A));
        assertEquals(2_000 * MS, acceptor.deadline());
        ConnectionEvent.Closed closed = acceptor.tick(2_000 * MS);
        assertEquals(ErrorCode.HANDSHAKE_TIMEOUT, Objects.requireNonNull(closed).code());
    }

    private static ConnectionProtocol established(long nowNanos) {
        ConnectionProtocol connection =
                new ConnectionProtocol(true, Hellos.of(Hellos.A), SessionTimes.DEFAULT, nowNanos);
        connection.receive(Hellos.answer(Hellos.B));
        connection.take(false, 0);
        connection.poll();
        assertInstanceOf(Ready.class, connection.poll());
        return connection;
    }

    /** The acceptor closes instead of answering. */
    private static void assertRefused(ErrorCode code, Hello dialler, Hello acceptor) {
        ConnectionProtocol connection = new ConnectionProtocol(false, acceptor, SessionTimes.DEFAULT, 0);
        ConnectionEvent.Closed closed = assertInstanceOf(ConnectionEvent.Closed.class, connection.receive(dialler));
        assertEquals(code, closed.code());
        assertFalse(closed.byPeer());
        Close close = assertInstanceOf(Close.class, connection.poll());
        assertEquals(code, close.code());
        assertFalse(connection.hasFrames());
        assertEquals(ConnectionProtocol.State.CLOSED, connection.state());
    }

    private static LinkFrame written(ConnectionProtocol connection) {
        return assertInstanceOf(LinkFrame.class, connection.poll());
    }
}
