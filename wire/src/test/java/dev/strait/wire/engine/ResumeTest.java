package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.frame.Ping;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Links that outlive their connections: what programs see of a cut is a pause. */
class ResumeTest {
    private final Cluster cluster = new Cluster();
    private final Player host = cluster.host("host");
    private final Player node = cluster.node("node").join(host);

    @AfterEach
    void nobodyBreaksTheProtocolAndNothingIsLeftWhenAllHaveLeft() {
        for (Player player : cluster.players()) {
            assertEquals(0, player.heard(EngineEvent.Warning.class), player::story);
            player.leave();
        }
        for (Player player : cluster.players()) {
            EngineStatus status = player.engine.status();
            assertEquals(0, status.links() + status.suspended(), player.id());
            assertEquals(0, status.keptBytes(), player.id());
        }
    }

    @Test
    void aCutOfAnIdleLinkIsNoticedByNobodyButTheLog() {
        In in = host.receiver("words").takeAll();
        Out out = node.sender("words").send("a");
        cluster.cut(node, host);
        assertEquals(1, cluster.connections(node, host));
        assertEquals(1, node.heard(EngineEvent.Attached.class));
        assertEquals(0, node.heard(EngineEvent.Detached.class), node::story);
        for (Player each : List.of(node, host)) {
            List<String> links = each.links();
            assertEquals(3, links.size(), links::toString);
            assertTrue(links.get(1).contains("is suspended: cut; it has 4000 ms"), links::toString);
            assertTrue(links.get(2).contains("goes on after 0 ms"), links::toString);
        }
        out.send("b").done();
        assertEquals("a b", in.text());
        assertEquals(new Closure.Done(), in.closure());
        assertTrue(out.drained);
    }

    @Test
    void whatWasOnTheWayInBothDirectionsIsWrittenAgain() {
        In there = host.receiver("there").takeAll();
        In back = node.receiver("back").takeAll();
        Out out = node.sender("there");
        Out answers = host.sender("back");
        cluster.hold(node, host);
        out.send("a").send("b").send("c");
        answers.send("x").send("y");
        cluster.cutOnly(node, host);
        assertEquals("", there.text() + back.text());
        cluster.release();
        assertEquals("a b c", there.text());
        assertEquals("x y", back.text());
        assertTrue(node.links().getLast().contains("with 3 frames to write again"), node.links()::toString);
    }

    @Test
    void whatIsSentWhileALinkIsSuspendedWaitsAsFarAsThereIsCredit() {
        In in = host.receiver("words").takeAll();
        Out out = node.sender("words");
        cluster.unreach(host);
        cluster.unreach(node);
        cluster.cut(node, host);
        assertEquals(1, node.engine.status().suspended());
        IntStream.range(0, 20).forEach(i -> out.send(String.valueOf(i)));
        assertEquals(4, out.blocked(), "the credit is of 16 messages");
        assertNull(out.closure());
        assertEquals("", in.text());
        cluster.reach(host);
        cluster.advance(1_000);
        assertEquals(0, out.blocked());
        assertEquals(numbers(20), in.taken);
    }

    @Test
    void aReceiverHearsTheEndThatItsSenderSaidWhileTheLinkWasSuspended() {
        In in = host.receiver("words").takeAll();
        Out out = node.sender("words").send("a");
        cluster.unreach(host);
        cluster.cut(node, host);
        out.send("b").done();
        assertNull(in.closure());
        cluster.reach(host);
        cluster.advance(100);
        assertEquals("a b", in.text());
        assertEquals(new Closure.Done(), in.closure());
        assertTrue(out.drained);
    }

    @Test
    void anEndThatIsOpenedWhileTheLinkToTheDirectoryIsSuspendedOpensLater() {
        cluster.unreach(host);
        cluster.cut(node, host);
        In in = node.receiver("words").takeAll();
        assertEquals(0, node.heard(EngineEvent.Opened.class));
        Out out = host.sender("words");
        cluster.reach(host);
        cluster.advance(100);
        assertEquals(1, node.heard(EngineEvent.Opened.class));
        out.send("a").done();
        assertEquals("a", in.text());
        assertEquals(new Closure.Done(), in.closure());
    }

    @Test
    void aHundredCutsLoseNothingAndRepeatNothing() {
        In in = host.receiver("words").takeAll();
        Out out = node.sender("words");
        for (int i = 0; i < 100; i++) {
            cluster.hold(node, host);
            out.send(String.valueOf(i));
            cluster.cutOnly(node, host);
            cluster.release();
        }
        out.done();
        assertEquals(numbers(100), in.taken);
        assertEquals(new Closure.Done(), in.closure());
        assertEquals(1, cluster.connections(node, host));
    }

    @Test
    void whatIsCutAgainWhileItIsWrittenAgainIsWrittenOnceMore() {
        In in = host.receiver("words").takeAll();
        Out out = node.sender("words");
        cluster.hold(node, host);
        IntStream.range(0, 10).forEach(i -> out.send(String.valueOf(i)));
        cluster.cutAfterEvery(150, node, host, 8);
        cluster.cutOnly(node, host);
        cluster.release();
        cluster.advance(3_000);
        assertFalse(cluster.isToBeCut());
        assertTrue(node.links().stream().filter(it -> it.contains("goes on")).count() > 4, node.links()::toString);
        assertEquals(numbers(10), in.taken);
    }

    @Test
    void aCutBetweenTwoNodesIsNoneForTheOthers() {
        Player other = cluster.node("other").join(host);
        In in = other.receiver("words").takeAll();
        Out out = node.sender("words").send("a");
        cluster.cut(node, host);
        cluster.cut(other, host);
        out.send("b");
        assertEquals("a b", in.text());
        assertEquals(2, node.links().stream().filter(it -> it.contains("is up")).count());
        assertEquals(
                3, node.links().stream().filter(it -> it.contains("node host")).count());
        assertEquals(
                1, node.links().stream().filter(it -> it.contains("node other")).count());
    }

    @Test
    void aLinkThatNoEndNeedsAnyMoreIsDialledForAllTheSame() {
        Player other = cluster.node("other").join(host);
        In in = other.receiver("words");
        Out out = node.sender("words");
        cluster.unreach(other);
        cluster.unreach(node);
        cluster.cut(node, other);
        in.close();
        cluster.advance(1_000);
        assertEquals(1, node.engine.status().suspended());
        cluster.reach(other);
        cluster.advance(1_000);
        assertEquals(0, node.engine.status().suspended(), node::story);
        assertEquals(0, node.engine.status().outgoingStreams());
        out.done();
    }

    @Test
    void whatIsWrittenIsAcknowledgedWithinAHeartbeatAndKeptNoLonger() {
        host.receiver("words").takeAll();
        node.sender("words").sendNumbers(50);
        assertTrue(node.engine.status().keptBytes() > 0);
        cluster.advance(2_000);
        assertEquals(0, node.engine.status().keptBytes());
        assertEquals(0, host.engine.status().keptBytes());
        int acks = node.written.get("ACK") + host.written.get("ACK");
        cluster.advance(10_000);
        assertEquals(acks, node.written.get("ACK") + host.written.get("ACK"), "nothing came since");
    }

    @Test
    void whatIsWrittenIsAcknowledgedByASideThatOnlyEverAnswersPings() {
        host.receiver("words").takeAll();
        node.sender("words").sendNumbers(50);
        assertTrue(node.engine.status().keptBytes() > 0);
        for (int i = 0; i < 5; i++) {
            cluster.advance(900); // a heartbeat of the host is never due: it has just said PONG
            cluster.forge(node, host, new Ping(i));
        }
        assertEquals(0, node.engine.status().keptBytes());
        cluster.forge(node, host, new Ping(0));
        int acks = host.written.get("ACK");
        cluster.forge(node, host, new Ping(0));
        assertEquals(acks, host.written.get("ACK"), "nothing came since");
    }

    @Test
    void manyFramesAreAcknowledgedAsTheyCome() {
        host.receiver("words").takeAll();
        Out out = node.sender("words");
        for (int i = 0; i < 2_000; i++) {
            out.send("m");
            assertTrue(node.engine.status().keptBytes() < 64 * 100, "of 32 frames and some");
        }
    }

    static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }
}
