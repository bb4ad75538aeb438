package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.dispatch.Answer;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.Fate;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.LostSession;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.Ready;
import dev.strait.wire.frame.SessionToken;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Why a link was lost is told to the ends that it carried, on both of its sides, and by these to those that had no part in it. */
class LossReasonsTest {
    private final Cluster cluster = new Cluster();
    private final Player host = cluster.host("host");
    private final Player node = cluster.node("node").join(host);

    @Test
    void bothSidesOfALinkWhoseTimeIsOverHearTheSame() {
        Out there = host.sender("words");
        In here = node.receiver("words");
        Out back = node.sender("back");
        In answers = host.receiver("back").takeAll();
        there.send("a");
        cluster.unreach(host);
        cluster.unreach(node);
        cluster.cut(node, host);
        cluster.advance(4_000);
        String why = "not resumed within 4000 ms; cut";
        assertNull(there.closure(), "it goes on");
        assertEquals(new Closure.SendersLost(Map.of("node", why)), answers.closure());
        assertNull(back.closure(), "nothing of it is in doubt");
        cluster.reach(host);
        cluster.reach(node);
        cluster.advance(2_000);
        assertEquals("a a", here.takeAll().text());
        assertEquals(List.of(0, 1), here.redeliveries);
    }

    @Test
    void whoAsksForASessionThatTheOtherHasGivenUpHearsWhyItHas() {
        In there = host.receiver("words").takeAll();
        node.sender("words").send("a");
        cluster.unreach(host);
        cluster.unreach(node);
        cluster.cutUnheardBy(node, host);
        cluster.advance(4_000);
        String over = "not resumed within 4000 ms; cut";
        assertEquals(new Closure.SendersLost(Map.of("node", over)), there.closure());
        assertEquals(1, node.engine.status().suspended(), "the node has heard nothing for 3 s, and waits for 30");
        cluster.reach(host);
        cluster.advance(1_000);
        String why = "node host has given the session up (" + over + "); SILENT: silent for 3000 ms";
        assertTrue(node.links().contains("link to node host is down: " + why), node.links()::toString);
    }

    @Test
    void whoIsDialledForAnotherSessionHearsWhyTheDiallerHasGivenUpTheOneBefore() {
        In words = host.receiver("words").takeAll();
        Out sender = node.sender("words");
        sender.send("a");
        cluster.unreach(host);
        cluster.unreach(node);
        cluster.cutUnheardBy(host, node);
        cluster.advance(4_000);
        String over = "not resumed within 4000 ms; cut";
        assertTrue(node.links().contains("link to node host is down: " + over), node.links()::toString);
        assertEquals(1, host.engine.status().suspended(), "the host has heard nothing for 3 s, and waits for 30");
        cluster.reach(host);
        cluster.advance(1_500);
        String why = "node node has begun another session (" + over + "); SILENT: silent for 3000 ms";
        assertTrue(host.links().contains("link to node node is down: " + why), host.links()::toString);
        assertEquals(new Closure.Done(), sender.closure(), "the channel completed without it");
        assertEquals(
                new Closure.SendersLost(Map.of("node", why)),
                words.closure(),
                "though it is back at once, closed by that, nobody has said done");
    }

    @Test
    void theReasonOfAnotherSessionIsNotTakenForThatOfThisOne() {
        In there = host.receiver("words").takeAll();
        node.sender("words").send("a");
        cluster.unreach(host);
        cluster.unreach(node);
        cluster.cut(node, host);
        var stranger = LostSession.of(new SessionToken(1, 2), "so it says").extension();
        Hello hello =
                Objects.requireNonNull(node.said).withSession(SessionToken.NONE).withExtensions(List.of(stranger));
        host.engine.accepted(1_000_000, cluster.now);
        host.engine.receive(1_000_000, hello, cluster.now);
        host.engine.receive(1_000_000, new Ready(0), cluster.now);
        cluster.run();
        String why = "node node has begun another session; cut";
        assertEquals(new Closure.SendersLost(Map.of("node", why)), there.closure());
    }

    @Test
    void aReasonThatIsNoTextIsAViolation() {
        for (byte[] value : List.of(new byte[7], new byte[521], new byte[] {0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff})) {
            long connection = 1_000_000 + value.length;
            Hello hello = Objects.requireNonNull(node.said)
                    .withSession(SessionToken.NONE)
                    .withExtensions(List.of(new Hello.Extension(LostSession.KEY, value)));
            host.engine.accepted(connection, cluster.now);
            assertFalse(host.engine.receive(connection, hello, cluster.now));
            cluster.run();
            assertTrue(host.story().contains("extension 1 of HELLO"), host::story);
        }
        assertEquals(1, host.engine.status().links(), "no other connection is disturbed");
    }

    @Test
    void whatBecomesOfAMessageIsToldWithWhatBecameOfTheReceiverThatHadIt() {
        Player sending = cluster.node("sending").join(host);
        node.receiver("words");
        Out out = sending.sender("words");
        sending.engine.tellAnswers(out.end);
        out.send("a", "b");
        cluster.kill(node);
        Player again = cluster.node("node").join(host);
        cluster.advance(1_000);
        assertTrue(again.engine.isAttached());
        assertEquals(List.of(), sending.answers(), "nothing has become of it");
        out.fail("enough");
        String why = "REPLACED: another process of node node is the newer";
        assertEquals(List.of(new Answer(0, 2, Fate.UNKNOWN, "node", why)), sending.answers());
    }

    @Test
    void aProcessThatEndsSaysSoAheadOfWhatIsQueuedAndTakesPartInNothingAnyMore() {
        Player third = cluster.node("third").join(host);
        In words = host.receiver("words").takeAll();
        Out out = node.sender("words").send("a");
        cluster.advance(10);
        host.receiver("others");
        node.receiver("back");
        Out back = third.sender("back");
        third.engine.tellAnswers(back.end);
        back.send("b");
        int dials = node.dials;
        out.begin("in the making");
        cluster.unreach(node); // it listens no more
        node.engine.end(cluster.now);
        cluster.run();
        String why = "SHUTTING_DOWN: the process ended (said by node node)";
        assertEquals(new Closure.SendersLost(Map.of("node", why)), words.closure());
        assertEquals("a", words.text());
        back.fail("enough");
        assertEquals(List.of(new Answer(0, 1, Fate.UNKNOWN, "node", why)), third.answers());
        assertEquals(0, node.engine.status().links() + node.engine.status().connections());
        assertEquals(dials, node.dials);
        assertEquals(0, host.engine.status().suspended() + third.engine.status().suspended());
    }

    @Test
    void aViolationIsNamedAtWhoeverFoundItAndAtWhoeverCommittedIt() {
        In words = host.receiver("words").takeAll();
        node.sender("words").send("a");
        host.receiver("others");
        Out others = node.sender("others");
        node.engine.tellAnswers(others.end);
        others.send("b");
        cluster.unreach(host);
        for (long connection = 1; connection < 10; connection++) {
            host.engine.violated(connection, new ProtocolViolation("a frame too long"), cluster.now);
        }
        cluster.advance(2_000);
        assertEquals(new Closure.SendersLost(Map.of("node", "PROTOCOL_VIOLATION: a frame too long")), words.closure());
        others.fail("enough");
        String said = "PROTOCOL_VIOLATION: a frame too long (said by node host)";
        assertEquals(List.of(new Answer(0, 1, Fate.UNKNOWN, "host", said)), node.answers());
    }
}
