package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.Ack;
import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.FrameType;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.Ready;
import dev.strait.wire.frame.SessionToken;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Peers that say of a session what cannot be, or ask for one that is not theirs. */
class ForgedTotalsTest {
    private static final long STRANGER = 999;

    private final Cluster cluster = new Cluster();
    private final Player host = cluster.host("host");
    private final Player node = cluster.node("node").join(host);
    private final In in = host.receiver("words").takeAll();
    private final Out out = node.sender("words").send("a");

    @Test
    void anAcknowledgementOfMoreThanWasWrittenEndsTheSession() {
        cluster.forge(node, host, new Ack(1_000));
        assertTrue(host.story().contains("acknowledges 1000 frames of"), host::story);
        assertTrue(host.story().contains("link to node node is down: PROTOCOL_VIOLATION"), host::story);
        assertTrue(node.story().contains("link to node host is down: PROTOCOL_VIOLATION"), node::story);
        assertTrue(in.closure() != null);
    }

    @Test
    void anAcknowledgementThatSaysLessThanBeforeIsNothing() {
        cluster.advance(2_000);
        cluster.forge(node, host, new Ack(0));
        out.send("b");
        assertEquals("a b", in.text());
        assertEquals(0, host.heard(EngineEvent.Warning.class), host::story);
    }

    @Test
    void aReadyOfMoreThanWasWrittenEndsTheSession() {
        assertEndsTheSession(new Ready(1_000), "acknowledges 1000 frames of");
    }

    @Test
    void aReadyOfLessThanWasAcknowledgedEndsTheSession() {
        cluster.advance(2_000);
        assertEndsTheSession(new Ready(0), "has received 0 frames, and had acknowledged");
    }

    @Test
    void anAckThatAnswersReadyWithMoreThanWasWrittenEndsTheSession() {
        cluster.advance(2_000); // nothing is left to be written again behind it
        cluster.swallow(FrameType.ACK);
        cluster.cut(node, host);
        assertEquals(1, node.engine.status().suspended(), "READY has no answer");
        cluster.forge(host, node, new Ack(1_000));
        assertTrue(node.story().contains("acknowledges 1000 frames of"), node::story);
        assertTrue(node.story().contains("link to node host is down: PROTOCOL_VIOLATION"), node::story);
        assertTrue(host.story().contains("link to node node is down: PROTOCOL_VIOLATION"), host::story);
    }

    @Test
    void anAckThatNeverAnswersReadyIsWaitedForAsLongAsAHandshake() {
        cluster.advance(2_000);
        cluster.swallow(FrameType.ACK);
        cluster.swallow(FrameType.PING); // which would come behind it
        cluster.cut(node, host);
        cluster.advance(1_999);
        assertEquals(1, node.engine.status().suspended());
        int dials = node.dials;
        cluster.advance(100);
        assertTrue(node.dials > dials, "another attempt");
        cluster.advance(2_000);
        assertTrue(node.story().contains("not resumed within 4000 ms"), node::story);
    }

    @Test
    void framesOfStreamsBeforeReadyBreakTheProtocolThoughThereIsASession() {
        cluster.unreach(host);
        cluster.cut(node, host);
        ask(session());
        assertFalse(host.engine.receive(STRANGER, new Done(1, 1), cluster.now));
        cluster.run();
        assertEquals(1, host.engine.status().suspended(), "what a stranger says does not end it");
        cluster.reach(host);
        cluster.advance(1_000);
        out.send("b").done();
        assertEquals("a b", in.text());
    }

    @Test
    void whoAsksForASessionThatIsNotThereGetsNoneBesideTheOneThatIsUp() {
        ask(new SessionToken(1, 1));
        assertFalse(host.engine.isEstablished(STRANGER));
        out.send("b");
        assertEquals("a b", in.text());
        assertEquals(0, host.engine.status().suspended());
    }

    @Test
    void whoAsksForAnotherSessionThanTheOneThatIsSuspendedHasBegunANewOneAndThatIsLost() {
        cluster.unreach(host);
        cluster.cut(node, host);
        ask(new SessionToken(1, 1));
        assertEquals(1, host.engine.status().suspended(), "until READY decides");
        assertTrue(host.engine.receive(STRANGER, new Ready(0), cluster.now));
        cluster.run();
        assertTrue(host.story().contains("node node has begun another session; cut"), host::story);
        assertEquals(1, host.engine.status().links());
        assertTrue(in.closure() != null);
    }

    private void assertEndsTheSession(Ready forged, String why) {
        cluster.unreach(host);
        cluster.cut(node, host);
        ask(session());
        assertFalse(host.engine.receive(STRANGER, forged, cluster.now));
        cluster.run();
        assertTrue(host.story().contains(why), host::story);
        assertTrue(host.story().contains("link to node node is down: PROTOCOL_VIOLATION"), host::story);
        assertEquals(0, host.engine.status().links());
        assertTrue(in.closure() != null);
        cluster.reach(host);
        cluster.advance(1_000);
        assertTrue(node.story().contains("has given the session up"), node::story);
    }

    /** Somebody who has the node's name dials and asks for this session. */
    private void ask(SessionToken token) {
        Hello hello = Objects.requireNonNull(node.said).withSession(token);
        host.engine.accepted(STRANGER, cluster.now);
        host.engine.receive(STRANGER, hello, cluster.now);
        cluster.run();
    }

    /** The session of the two, which nobody else knows. */
    private SessionToken session() {
        return Objects.requireNonNull(host.said).session();
    }
}
