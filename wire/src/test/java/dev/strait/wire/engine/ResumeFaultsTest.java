package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.frame.ErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sessions that are not resumed: in vain, too late, or with somebody else. */
class ResumeFaultsTest {
    private final Cluster cluster = new Cluster();
    private final Player host = cluster.host("host");

    @Test
    void whenTheTimeIsOverTheStreamsEndOnBothSidesAndTheLogSaysWhy() {
        Player node = cluster.node("node").join(host);
        In in = host.receiver("words").takeAll();
        Out out = node.sender("words").send("a");
        cluster.unreach(host);
        cluster.unreach(node);
        cluster.cut(node, host);
        out.send("b");
        cluster.advance(3_999);
        assertNull(in.closure());
        assertNull(out.closure());
        assertTrue(node.engine.isAttached());
        cluster.advance(1);
        for (Player each : List.of(node, host)) {
            String last = each.links().getLast();
            assertTrue(last.contains("is down: not resumed within 4000 ms; cut"), last);
            EngineStatus status = each.engine.status();
            assertEquals(0, status.links() + status.suspended() + status.keptBytes());
            assertEquals(0, status.incomingStreams() + status.outgoingStreams());
        }
        assertFalse(node.engine.isAttached());
        assertEquals(1, node.heard(EngineEvent.Detached.class));
        assertEquals("a", in.text());
        assertEquals(new Closure.SendersLost(Map.of("node", "not resumed within 4000 ms; cut")), in.closure());
        cluster.reach(host);
        cluster.advance(2_000);
        assertTrue(node.engine.isAttached(), "in another session");
    }

    @Test
    void theReasonSaysHowLongItWasWaitedForEvenIfThatIsSeenLate() {
        Player node = cluster.node("node").join(host);
        In in = host.receiver("words").takeAll();
        node.sender("words").send("a");
        cluster.unreach(host);
        cluster.unreach(node);
        cluster.cut(node, host);
        cluster.oversleep(4_007);
        String why = "not resumed within 4000 ms; cut";
        assertEquals(new Closure.SendersLost(Map.of("node", why)), in.closure());
        assertTrue(host.links().getLast().contains("is down: " + why), host.links()::toString);
    }

    @Test
    void aSilenceThatLastsLongerThanHalfAMinuteEndsTheSession() {
        Player node = cluster.node("node").join(host);
        In in = host.receiver("words").takeAll();
        node.sender("words").send("a");
        cluster.hold(node, host);
        cluster.advance(32_999);
        assertNull(in.closure());
        cluster.advance(1);
        assertEquals(
                new Closure.SendersLost(Map.of("node", "not resumed within 30000 ms; SILENT: silent for 3000 ms")),
                in.closure());
        assertTrue(host.links().getLast().contains("not resumed within 30000 ms; SILENT"), host.links()::toString);
        assertTrue(node.links().getLast().contains("not resumed within 30000 ms; SILENT"), node.links()::toString);
    }

    @Test
    void aProcessThatIsStartedAgainEndsTheSessionOfTheOneBeforeAtOnce() {
        Player node = cluster.node("node").join(host);
        In in = host.receiver("words").takeAll();
        node.sender("words").send("a");
        cluster.kill(node);
        assertNull(in.closure(), "it may come back");
        Player again = cluster.node("node").join(host);
        assertEquals(
                new Closure.SendersLost(Map.of("node", "REPLACED: another process of node node is the newer")),
                in.closure());
        assertTrue(again.engine.isAttached());
        assertEquals(1, host.engine.status().links());
        assertEquals(0, host.engine.status().suspended());
        In other = host.receiver("others").takeAll();
        again.sender("others").send("b").done();
        assertEquals("b", other.text());
        assertEquals(new Closure.Done(), other.closure());
    }

    @Test
    void whoDialsForASessionAndFindsTheProcessStartedAgainHasANewOne() {
        Player node = cluster.node("node").join(host);
        Out out = host.sender("words");
        node.receiver("words");
        out.send("a");
        cluster.kill(node);
        Player again = cluster.node("node");
        cluster.advance(300);
        assertEquals(0, out.end.lanes().size(), "the receiver is lost");
        assertEquals(1, out.end.counts().unanswered(), "what it had goes to the next one");
        assertEquals("a", again.receiver("words").takeAll().text());
        assertEquals(1, again.engine.status().links());
        assertEquals(1, host.engine.status().links());
    }

    @Test
    void aDirectoryThatIsStartedAgainUnderAnotherNameTakesThePlaceOfTheOneBefore() {
        Player node = cluster.node("node").join(host);
        cluster.kill(host);
        assertTrue(node.engine.isAttached(), "it may come back");
        Player other = cluster.add("other", true, List.of("host"), Cluster.CREDIT);
        cluster.advance(100);
        assertTrue(node.engine.isAttached());
        assertTrue(node.story().contains("other"), node::story);
        In in = other.receiver("words").takeAll();
        node.sender("words").send("a").done();
        assertEquals("a", in.text());
        cluster.advance(10_000);
        assertEquals(new Closure.Done(), in.closure(), "the directory waits for nodes of the one before");
        assertEquals(1, node.engine.status().links());
    }

    @Test
    void aNodeThatAnswersInPlaceOfAnotherIsLeftAlone() {
        Player node = cluster.node("node").join(host);
        Player stranger = cluster.node("stranger").join(host);
        Out out = host.sender("words");
        node.receiver("words");
        out.send("a");
        cluster.kill(node);
        cluster.kill(stranger);
        Player imposter = cluster.add("imposter", false, List.of("node"), Cluster.CREDIT);
        cluster.advance(3_999);
        assertEquals(1, out.end.lanes().size());
        assertEquals(0, imposter.engine.status().links());
        cluster.advance(1);
        assertEquals(0, out.end.lanes().size());
        assertNull(out.closure());
    }

    @Test
    void aNodeThatIsReplacedWhileItsLinkIsSuspendedIsToldSoWhenItComesBack() {
        Player older = cluster.node("node").join(host);
        Out out = older.sender("words").send("to nobody yet");
        cluster.unreach(host);
        cluster.cut(older, host);
        cluster.reach(host);
        Player newer = cluster.node("node").join(host);
        assertTrue(newer.engine.isAttached());
        assertNull(out.closure());
        cluster.advance(1_000);
        Closure.Failed failed = assertInstanceOf(Closure.Failed.class, out.closure());
        assertEquals(ErrorCode.REPLACED, failed.code());
        assertEquals(0, older.engine.status().links());
        int dials = older.dials;
        cluster.advance(60_000);
        assertEquals(dials, older.dials);
        assertTrue(newer.engine.isAttached());
    }

    @Test
    void aNodeThatClosesDoesNotWaitForLinksThatAreSuspended() {
        Player node = cluster.node("node").join(host);
        In in = host.receiver("words").takeAll();
        node.sender("words").send("a");
        cluster.unreach(host);
        cluster.cut(node, host);
        node.leave();
        assertEquals(0, node.engine.status().links());
        assertEquals(0, node.engine.status().connections());
        int dials = node.dials;
        assertNull(in.closure());
        cluster.advance(4_000);
        assertEquals(
                new Closure.SendersLost(
                        Map.of("node", "node node has given the session up (this node closes; cut); cut")),
                in.closure());
        assertEquals(dials, node.dials, "who closes dials nobody");
    }

    @Test
    void aLinkThatIsCutWhileItsNodeClosesIsNotWaitedFor() {
        Player node = cluster.node("node").join(host);
        node.sender("words");
        node.engine.leave(cluster.now);
        cluster.cutOnly(node, host);
        assertEquals(0, node.engine.status().links());
        cluster.run();
        assertEquals(1, node.dials);
        assertEquals(0, node.engine.status().connections());
    }

    @Test
    void anExpiredSessionIsNotResumedByWhoStillHasIt() {
        Player node = cluster.hidden("node").join(host);
        In in = host.receiver("words").takeAll();
        Out out = node.sender("words").send("a");
        cluster.unreach(host);
        cluster.cutUnheardBy(node, host);
        cluster.advance(4_000); // over at the host; the node has found out by the silence, and waits for longer
        assertEquals(new Closure.SendersLost(Map.of("node", "not resumed within 4000 ms; cut")), in.closure());
        assertEquals(1, node.engine.status().suspended());
        cluster.reach(host);
        cluster.advance(1_000);
        assertTrue(
                node.story().contains("node host has given the session up (not resumed within 4000 ms; cut); SILENT"),
                node::story);
        assertEquals(1, node.engine.status().links());
        assertEquals(0, node.engine.status().suspended());
        assertTrue(node.engine.isAttached());
        out.done();
    }
}
