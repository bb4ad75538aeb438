package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.dispatch.Answer;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.DeadLetter;
import dev.strait.wire.dispatch.Fate;
import dev.strait.wire.dispatch.SenderCounts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Programs that hold what they take, and what becomes of it among two or three nodes, where links are lost with their connections. */
class AnswersTest {
    private static final ChannelSpec ONCE = new ChannelSpec("words", 16, 0, false, false, true);

    private final Cluster cluster = Cluster.withoutResume();
    private final Player host = cluster.host("host");
    private final Player one = cluster.node("one").join(host);
    private final Player two = cluster.node("two").join(host);

    @AfterEach
    void theCountsOfEveryNodeAddUp() {
        for (Player each : cluster.players()) {
            each.engine.senderCounts().forEach((channel, it) -> {
                long settled = it.acknowledged() + it.deadLettered() + it.dropped() + it.undelivered() + it.unknown();
                assertEquals(it.sent(), it.unanswered() + settled, channel);
            });
        }
    }

    @Test
    void whatALostReceiverHeldGoesToAnotherAndItsLateAnswerIsNone() {
        In first = one.receiver("words").holding();
        Out out = host.sender("words").send("a", "b", "c");
        first.take(3);
        assertTrue(first.acknowledge("b"));
        cluster.advance(10);
        In second = two.receiver("words").holding();
        cluster.cut(one, host);
        second.takeAll();
        assertEquals("a c", second.text());
        assertEquals(List.of(1, 1), second.redeliveries);
        assertFalse(first.acknowledge("a"), "another has it");
        assertFalse(first.nack("c", 0));
        assertTrue(second.acknowledge("a"));
        assertTrue(second.acknowledge("c"));
        cluster.advance(10);
        assertEquals(new SenderCounts(3, 0, 3, 0, 0, 0, 0, 2), out.end.counts());
    }

    @Test
    void anAcknowledgementThatArrivedIsNeverForgotten() {
        In first = one.receiver("words").holding();
        Out out = host.sender("words").send("a", "b");
        first.take(2);
        first.acknowledge("a");
        first.acknowledge("b");
        cluster.advance(5);
        assertEquals(2, out.end.counts().acknowledged(), "announced within 5 ms");
        cluster.kill(one);
        In second = two.receiver("words").takeAll();
        out.done();
        assertEquals("", second.text());
        assertEquals(new Closure.Done(), second.closure());
    }

    @Test
    void whatIsTakenWithoutBeingHeldIsAcknowledgedThereby() {
        In in = one.receiver("words");
        Out out = host.sender("words").send("a", "b");
        in.take(1);
        cluster.advance(5);
        assertEquals(1, out.end.counts().acknowledged());
        in.close();
        assertEquals("b", two.receiver("words").takeAll().text());
    }

    @Test
    void whatComesBackGoesToAnotherThenToTheSame() {
        In first = one.receiver("words").holding().takeAll();
        host.sender("words").send("a");
        assertTrue(first.nack("a", 0));
        assertEquals("a a", first.text(), "nobody else is there");
        In second = two.receiver("words").holding().takeAll();
        assertTrue(first.nack("a", 0));
        assertEquals("a", second.text());
        assertEquals(List.of(2), second.redeliveries);
        assertEquals(List.of(0, 1), first.redeliveries);
    }

    @Test
    void whatIsGivenBackWithADelayComesWhenItIsOver() {
        In in = one.receiver("words").holding().takeAll();
        Out out = host.sender("words").send("a");
        in.nack("a", 250);
        cluster.advance(249);
        assertEquals("a", in.text());
        assertEquals(1, out.end.counts().unanswered());
        cluster.advance(1);
        assertEquals("a a", in.text());
    }

    @Test
    void aReceiverThatLeavesGivesBackWhatItHolds() {
        In first = one.receiver("words").holding();
        host.sender("words").send("a", "b", "c");
        first.take(2);
        first.acknowledge("a");
        In second = two.receiver("words").takeAll();
        first.close();
        assertEquals("b c", second.text());
        assertEquals(List.of(1, 0), second.redeliveries, "c was never taken");
        assertFalse(first.acknowledge("b"));
    }

    @Test
    void answersSurviveAConnectionThatIsResumed() {
        Cluster net = new Cluster();
        Player hub = net.host("host");
        Player node = net.node("node").join(hub);
        In in = node.receiver("words").holding().takeAll();
        Out out = hub.sender("words").send("a", "b", "c");
        net.hold(node, hub);
        assertTrue(in.acknowledge("a"));
        assertTrue(in.nack("b", 0));
        assertTrue(in.reject("c"));
        net.cut(node, hub);
        net.release();
        net.advance(1_000);
        assertEquals("a b c b", in.text());
        assertTrue(in.acknowledge("b"), "on the same stream");
        out.done();
        net.advance(1_000);
        assertEquals(new SenderCounts(3, 0, 2, 1, 0, 0, 0, 1), out.end.counts());
        assertTrue(out.drained);
    }

    // --- the end ---

    @Test
    void nobodyIsToldTheEndWhileSomebodyHoldsSomething() {
        In first = one.receiver("words").holding().takeAll();
        In second = two.receiver("words").takeAll();
        Out out = host.sender("words").send("a", "b");
        assertEquals("a", first.text());
        out.done();
        cluster.advance(100);
        assertNull(second.closure(), "a may come back");
        assertFalse(out.drained);
        assertTrue(first.nack("a", 0));
        assertEquals("b a", second.text());
        cluster.advance(100);
        assertEquals(new Closure.Done(), first.closure());
        assertEquals(new Closure.Done(), second.closure());
        assertTrue(out.drained);
    }

    @Test
    void whatASoleReceiverGivesBackAtTheEndComesToItAgain() {
        In in = one.receiver("words").holding();
        Out out = host.sender("words").send("a");
        out.done();
        in.take(1);
        cluster.advance(100);
        assertTrue(in.nack("a", 0));
        assertNull(in.closure(), "the end is taken back");
        in.take(1);
        assertTrue(in.acknowledge("a"));
        cluster.advance(100);
        assertEquals(new Closure.Done(), in.closure());
        assertTrue(out.drained);
        assertEquals(
                new SenderCounts(1, 0, 1, 0, 0, 0, 0, 1),
                host.engine.senderCounts().get("words"));
    }

    @Test
    void whatIsGivenBackAtTheEndComesAgainThoughTheWindowIsUsedUpAndAnOlderMessageIsHeld() {
        ChannelSpec narrow = new ChannelSpec("words", 4, 0, false, false);
        In in = one.receiver(narrow).holding();
        Out out = host.sender(narrow).send("a", "b", "c", "d");
        out.done();
        in.takeAll();
        cluster.advance(100);
        assertEquals(new Closure.Done(), in.closure());
        assertTrue(in.nack("d", 0));
        cluster.advance(100);
        assertEquals("a b c d d", in.text());
        List.of("a", "b", "c", "d").forEach(in::acknowledge);
        cluster.advance(100);
        assertTrue(out.drained);
    }

    @Test
    void aReceiverThatIsOverLeavesWhenWhatItHeldIsGoneWithItsSender() {
        In in = one.receiver("words").holding();
        two.sender("words").send("a");
        in.take(1);
        Out idle = host.sender("words");
        Player third = cluster.node("three").join(host);
        third.sender("words").fail("enough");
        cluster.advance(100);
        assertFalse(in.takeOne(), "the program hears of the end, and asks no more");
        assertTrue(in.closure() instanceof Closure.Failed);
        idle.done();
        cluster.advance(100);
        assertFalse(idle.drained, "its receiver may yet give a back");
        cluster.kill(two);
        cluster.advance(100);
        assertTrue(idle.drained);
    }

    @Test
    void aDoneThatCrossesWhatComesBackCountsForNothing() {
        In in = one.receiver("words").holding().takeAll();
        Out out = host.sender("words").send("a");
        cluster.advance(10);
        cluster.hold(one, host);
        out.done();
        assertTrue(in.nack("a", 0));
        cluster.release();
        cluster.advance(10);
        assertEquals("a a", in.text());
        assertFalse(out.drained);
        assertTrue(in.acknowledge("a"));
        cluster.advance(10);
        assertEquals(new Closure.Done(), in.closure());
        assertTrue(out.drained);
    }

    // --- reminders ---

    @Test
    void aReceiverIsRemindedOnceAtTheEarliestTimeThatWasNamed() {
        In in = one.receiver("words");
        long then = cluster.now + 50_000_000L;
        one.engine.remind(in.end, then + 1_000_000L);
        one.engine.remind(in.end, then);
        one.engine.remind(in.end, then + 2_000_000L);
        cluster.advance(49);
        assertEquals(0, one.heard(EngineEvent.Remind.class));
        cluster.advance(1);
        assertEquals(1, one.heard(EngineEvent.Remind.class));
        cluster.advance(10);
        assertEquals(1, one.heard(EngineEvent.Remind.class));
    }

    @Test
    void nothingIsKeptOfAReceiverThatIsClosedForTheTimeItWasToBeRemindedAt() {
        In in = one.receiver("words");
        one.engine.remind(in.end, cluster.now + 50_000_000L);
        in.close();
        cluster.advance(100);
        assertEquals(0, one.heard(EngineEvent.Remind.class));
    }

    // --- dead letters ---

    @Test
    void aMessageThatIsRejectedIsADeadLetterAndKeepsTheSenderUntilSomebodyHasIt() {
        host.buries = false;
        In in = one.receiver("words").holding().takeAll();
        Out out = host.sender("words").send("a", "poison", "c");
        assertTrue(in.reject("poison"));
        in.acknowledge("a");
        in.acknowledge("c");
        out.done();
        cluster.advance(100);
        assertEquals(new Closure.Done(), in.closure());
        DeadLetter letter = letters(host).getFirst();
        assertEquals(
                List.of(1L, 1, "one", "never poison"),
                List.of(letter.place(), letter.attempts(), letter.node(), letter.why()));
        assertFalse(out.drained);
        host.engine.buried(out.end, letter.place(), cluster.now);
        cluster.run();
        assertTrue(out.drained);
        assertEquals(1, letters(host).size());
    }

    @Test
    void aMessageThatKillsWhoeverTakesItIsADeadLetterAfterItsAttempts() {
        Out out = host.sender(ChannelSpec.of("words"), 2).send("poison", "good");
        int killed = 0;
        for (; letters(host).isEmpty(); killed++) {
            assertTrue(killed < 6, "it kills everybody");
            Player victim = cluster.node("victim" + killed).join(host);
            victim.receiver("words").holding().take(1);
            cluster.kill(victim);
        }
        assertEquals(
                3, killed, "the first time nobody could know that it had been taken; from then on it is said at once");
        assertEquals(2, letters(host).getFirst().attempts());
        assertEquals("good", two.receiver("words").takeAll().text());
        cluster.advance(10);
        assertEquals(1, out.end.counts().deadLettered());
    }

    private static List<DeadLetter> letters(Player node) {
        return node.heard.stream()
                .filter(EngineEvent.DeadLettered.class::isInstance)
                .map(it -> ((EngineEvent.DeadLettered) it).letter())
                .toList();
    }

    // --- at most once ---

    @Test
    void atMostOnceWhatIsInDoubtIsDroppedCountedAndWarnedOf() {
        one.receiver(ONCE).holding().take(0);
        Out out = host.sender(ONCE).send("a", "b");
        cluster.kill(one);
        In heir = two.receiver(ONCE).takeAll();
        out.send("c").done();
        assertEquals("c", heir.text());
        assertEquals(new Closure.Done(), heir.closure());
        cluster.advance(10);
        assertEquals(Map.of("words", new SenderCounts(3, 0, 1, 0, 2, 0, 0, 0)), host.engine.senderCounts());
        assertTrue(host.story().contains("2 values are dropped"), host::story);
    }

    // --- what became of it ---

    @Test
    void everyFateIsToldOnce() {
        In first = one.receiver("words").holding();
        In second = two.receiver("words").takeAll();
        Out out = host.sender("words");
        host.engine.tellAnswers(out.end);
        out.send("a");
        out.send("b");
        first.take(1);
        cluster.advance(10);
        assertEquals(List.of(new Answer(1, 1, Fate.ACKNOWLEDGED, "two", "")), host.answers());
        cluster.kill(one);
        cluster.advance(10);
        assertEquals("b a", second.text());
        out.done();
        cluster.advance(10);
        assertEquals(
                List.of(new Answer(1, 1, Fate.ACKNOWLEDGED, "two", ""), new Answer(0, 1, Fate.ACKNOWLEDGED, "two", "")),
                host.answers());
    }

    @Test
    void whatNobodyHadTakenWhenTheChannelFailedIsUndeliveredForThatReason() {
        In in = one.receiver("words").holding();
        Out out = host.sender("words");
        host.engine.tellAnswers(out.end);
        out.send("a", "b");
        in.take(1);
        two.sender("words").fail("the disk is full");
        cluster.advance(10);
        in.close();
        cluster.advance(10);
        assertEquals(
                List.of(
                        new Answer(0, 1, Fate.UNKNOWN, "one", "the receiver was closed"),
                        new Answer(1, 1, Fate.UNDELIVERED, "", "the channel failed, by node two: the disk is full")),
                host.answers());
    }

    @Test
    void whoWaitsForAllAnswersIsWokenByTheLast() {
        In in = one.receiver("words").holding().takeAll();
        Out out = host.sender("words").send("a", "b");
        host.engine.awaitAnswers(out.end, 2, cluster.now);
        cluster.run();
        in.acknowledge("b");
        cluster.advance(10);
        int before = out.wakes;
        in.acknowledge("a");
        cluster.advance(10);
        assertEquals(before + 1, out.wakes);
    }

    @Test
    void theCountsOfSendersThatAreGoneStay() {
        In in = one.receiver("words").takeAll();
        host.sender("words").send("a").done();
        Out second = host.sender("words");
        cluster.advance(10);
        assertEquals("a", in.text());
        assertEquals(1, host.engine.senderCounts().get("words").acknowledged());
        second.fail("enough");
        cluster.advance(10);
        assertEquals(0, host.engine.status().senders());
        assertEquals(1, host.engine.senderCounts().get("words").sent());
    }
}
