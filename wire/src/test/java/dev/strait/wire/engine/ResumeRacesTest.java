package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.dispatch.Closure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both sides dial at once, only one has noticed, or neither hears the other for a while: the session is the same one afterwards. */
class ResumeRacesTest {
    private final Cluster cluster = new Cluster();
    private final Player host = cluster.host("host");
    private final Player node = cluster.node("node").join(host);
    private final In there = host.receiver("there").takeAll();
    private final In back = node.receiver("back").takeAll();
    private final Out out = node.sender("there");
    private final Out answers = host.sender("back");

    @BeforeEach
    void somethingIsOnTheWay() {
        cluster.hold(node, host);
        out.send("a").send("b");
        answers.send("x").send("y");
    }

    @AfterEach
    void everythingArrivesOnceAndTheSessionIsStillTheFirst() {
        assertEquals("a b", there.text());
        assertEquals("x y", back.text());
        assertEquals(1, cluster.connections(node, host));
        for (Player each : cluster.players()) {
            assertEquals(
                    1, each.links().stream().filter(it -> it.endsWith("is up")).count(), each::story);
            assertEquals(
                    0,
                    each.links().stream().filter(it -> it.contains("is down")).count(),
                    each::story);
            assertEquals(0, each.heard(EngineEvent.Warning.class), each::story);
        }
        out.send("c").done();
        answers.send("z").done();
        assertEquals("a b c", there.text());
        assertEquals("x y z", back.text());
        assertEquals(new Closure.Done(), there.closure());
        assertEquals(new Closure.Done(), back.closure());
        int dials = node.dials + host.dials;
        cluster.advance(60_000);
        assertEquals(dials, node.dials + host.dials, "nobody dials any more");
    }

    @Test
    void bothSidesDialAtOnce() {
        int before = host.dials;
        cluster.cutOnly(node, host);
        cluster.advance(300);
        assertEquals(2, cluster.connections(node, host));
        assertEquals(before + 1, host.dials, "the other side gives the one that dialled before some time");
        cluster.release();
    }

    @Test
    void bothSidesDialAtOnceAndOneIsHeardBeforeTheOther() {
        cluster.cutOnly(node, host);
        cluster.advance(300);
        cluster.holdOneWay(node, host);
        cluster.advance(50);
        cluster.release();
    }

    @Test
    void bothSidesDialAtOnceAndTheOtherIsHeardBeforeTheOne() {
        cluster.cutOnly(node, host);
        cluster.advance(300);
        cluster.holdOneWay(host, node);
        cluster.advance(50);
        cluster.release();
    }

    @Test
    void theOneThatHadAcceptedHasNotNoticedAndIsTakenOver() {
        cluster.cutUnheardBy(host, node);
        assertEquals(0, host.engine.status().suspended());
        cluster.release();
        assertTrue(host.links().getLast().contains("goes on after 0 ms, with 2 frames"), host.links()::toString);
    }

    @Test
    void theOneThatHadDialledHasNotNoticedAndIsTakenOver() {
        cluster.cutUnheardBy(node, host);
        cluster.release();
        assertEquals(0, node.engine.status().suspended());
        assertEquals("", there.text() + back.text());
        cluster.advance(250);
        assertTrue(node.links().getLast().contains("goes on after 0 ms, with 2 frames"), node.links()::toString);
    }

    @Test
    void whoHasNotNoticedFindsOutByTheSilenceAndGoesOnWhereTheOtherCannotDial() {
        cluster.unreach(node);
        cluster.cutUnheardBy(node, host);
        cluster.release();
        cluster.advance(2_900);
        assertEquals("", there.text() + back.text());
        cluster.advance(100);
        assertTrue(node.links().getLast().contains("goes on"), node.links()::toString);
    }

    @Test
    void aSilenceOfHalfAMinuteIsAPause() {
        cluster.advance(2_999);
        assertEquals(0, node.engine.status().suspended() + host.engine.status().suspended());
        cluster.advance(1);
        assertEquals(2, node.engine.status().suspended() + host.engine.status().suspended());
        assertTrue(node.links().getLast().contains("SILENT"), node.links()::toString);
        cluster.advance(25_000);
        cluster.release();
        cluster.advance(2_000);
        assertTrue(node.links().getLast().contains("goes on"), node.links()::toString);
    }

    @Test
    void aHandshakeThatDoesNotGetThroughIsGivenUpInTimeForAnother() {
        cluster.cutOnly(node, host);
        cluster.advance(1_999);
        assertEquals(2, cluster.connections(node, host), "one by each side");
        cluster.advance(100);
        assertTrue(node.dials >= 3, () -> node.dials + " dials");
        cluster.release();
        cluster.advance(100);
    }
}
