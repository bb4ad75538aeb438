package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.mux.Batch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two or three nodes and what they do for their programs when nothing goes wrong. */
class EngineTest {
    private final Cluster cluster = new Cluster();
    private final Player host = cluster.host("host");

    @AfterEach
    void nothingIsHeldForStreamsThatAreOver() {
        for (Player player : cluster.players()) {
            EngineStatus status = player.engine.status();
            if (status.incomingStreams() == 0) {
                assertEquals(0, status.reservedBytes(), player.id());
            }
        }
    }

    @Test
    void aNodeJoinsTheDirectoryOverOneLink() {
        Player node = cluster.node("node").join(host);
        assertTrue(node.engine.isAttached());
        assertEquals(List.of(new EngineEvent.Attached("host")), attached(node));
        assertEquals(1, cluster.connections(node, host));
        assertEquals(1, node.dials);
        cluster.advance(60_000);
        assertEquals(1, node.dials, "and dials no more");
        assertEquals(1, cluster.connections(node, host));
    }

    @Test
    void aHostIsItsOwnDirectory() {
        assertTrue(host.engine.isAttached());
        assertEquals(List.of(new EngineEvent.Attached("host")), attached(host));
    }

    @Test
    void anIdleLinkLivesByItsHeartbeat() {
        Player node = cluster.node("node").join(host);
        cluster.advance(10_000);
        assertTrue(node.engine.isAttached());
        assertTrue(node.written.getOrDefault("PING", 0) >= 9, node.written::toString);
        assertTrue(host.written.getOrDefault("PING", 0) <= 11, host.written::toString);
    }

    @Test
    void messagesGoFromASenderToAReceiverOnAnotherNode() {
        Player node = cluster.node("node").join(host);
        Out out = node.sender("words");
        In in = host.receiver("words").takeAll();
        out.send("a", "b", "c");
        assertEquals("a b c", in.text());
        out.done();
        assertEquals(new Closure.Done(), in.closure());
        assertTrue(out.drained);
        assertAtRest(node, host);
    }

    @Test
    void messagesGoBetweenTwoNodesThatDialEachOtherOnDemand() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        assertEquals(0, cluster.connections(one, two));
        Out out = one.sender("words");
        In in = two.receiver("words").takeAll();
        out.sendNumbers(1_000).done();
        assertEquals(numbers(1_000), in.taken);
        assertEquals(new Closure.Done(), in.closure());
        assertEquals(1, cluster.connections(one, two));
        assertEquals(0, host.written.getOrDefault("DATA", 0), "nothing goes by way of the host");
        assertAtRest(one, two, host);
    }

    @Test
    void bothEndsCanLiveOnOneNode() {
        Player node = cluster.node("node").join(host);
        In in = node.receiver("words").takeAll();
        Out out = node.sender("words");
        out.sendNumbers(5_000).send("x*200000").done();
        assertEquals(5_001, in.taken.size());
        assertEquals("x*200000", in.taken.getLast());
        assertEquals(new Closure.Done(), in.closure());
        assertTrue(out.drained);
        assertAtRest(node, host);
    }

    @Test
    void aNodeThatCannotBeDialledDials() {
        Player hidden = cluster.hidden("hidden").join(host);
        Player open = cluster.node("open").join(host);
        In in = hidden.receiver("words").takeAll();
        Out out = open.sender("words");
        out.send("a").done();
        assertEquals("a", in.text());
        assertEquals(new Closure.Done(), in.closure());
    }

    @Test
    void whatIsSentBeforeThereIsAReceiverWaits() {
        Player node = cluster.node("node").join(host);
        Out out = node.sender("words").send("a", "b");
        assertEquals(2, out.blocked());
        out.done();
        In in = host.receiver("words").takeAll();
        assertEquals("a b", in.text());
        assertEquals(new Closure.Done(), in.closure());
    }

    @Test
    void aSenderIsHeldBackByAReceiverThatDoesNotTake() {
        Player node = cluster.node("node").join(host);
        In in = host.receiver("words");
        Out out = node.sender("words").sendNumbers(10_000);
        assertEquals(10_000 - 16, out.blocked());
        in.take(16);
        assertEquals(10_000 - 48, out.blocked(), "the window has doubled");
        while (out.blocked() > 0) {
            in.take((int) out.end.untaken());
            assertTrue(out.end.untaken() <= ChannelSpec.DEFAULT_CAPACITY, "never beyond the capacity");
        }
        in.takeAll();
        assertEquals(numbers(10_000), in.taken);
    }

    @Test
    void theCapacityBoundsWhatIsUnderWay() {
        ChannelSpec spec = new ChannelSpec("words", 3, 0, false, false);
        Player node = cluster.node("node").join(host);
        In in = host.receiver(spec);
        Out out = node.sender(spec).sendNumbers(100);
        for (int taken = 0; taken < 90; taken += 3) {
            assertEquals(100 - taken - 3, out.blocked());
            in.take(3);
        }
        in.takeAll();
        assertEquals(numbers(100), in.taken);
    }

    @Test
    void whatIsTakenIsAnnouncedWithinFiveMilliseconds() {
        Player node = cluster.node("node").join(host);
        In in = host.receiver("words");
        Out out = node.sender("words").send("a", "b", "c");
        assertTrue(in.takeOne());
        cluster.run();
        assertEquals(3, out.end.untaken());
        cluster.advance(5);
        assertEquals(2, out.end.untaken());
    }

    @Test
    void whoIsAboutToWaitAnnouncesWhatItHasTakenWithinAMillisecond() {
        Player node = cluster.node("node").join(host);
        In in = host.receiver("words");
        Out out = node.sender("words").send("a");
        in.takeAll();
        assertEquals(1, out.end.untaken());
        cluster.advance(1);
        assertEquals(0, out.end.untaken());
    }

    @Test
    void whoIsAboutToWaitAnnouncesAtOnceToASenderThatHasLittleLeft() {
        Player node = cluster.node("node").join(host);
        In in = host.receiver("words");
        Out out = node.sender("words").send("x*600", "x*700");
        cluster.run();
        in.takeOne();
        assertEquals(2, out.end.untaken(), "less than a third of the window is taken");
        in.takeAll();
        assertEquals(0, out.end.untaken());
    }

    @Test
    void aLargeMessageAsksFirstAndTravelsInFragments() {
        Player node = cluster.node("node").join(host);
        In in = host.receiver("words").takeAll();
        node.sender("words").send("a", "x*300000", "b").done();
        assertEquals("a x*300000 b", in.text());
        assertEquals(1, node.written.get("WANT"));
        assertEquals(5, node.written.get("FRAGMENT"));
        assertEquals(new Closure.Done(), in.closure());
    }

    @Test
    void aLargeMessageThatIsSentBeforeThereIsAReceiverWaits() {
        Player node = cluster.node("node").join(host);
        Out out = node.sender("words").send("x*300000");
        assertEquals(1, out.blocked());
        In in = host.receiver("words").takeAll();
        assertEquals("x*300000", in.text());
    }

    @Test
    void largeMessagesOfManySendersShareTheBudget() {
        Player big = cluster.add(
                "big", false, List.of("big"), new EngineConfig.Credit(16, 2_048, 1 << 20, 500_000, 400_000, 100));
        big.join(host);
        List<Player> nodes =
                List.of(cluster.node("n1").join(host), cluster.node("n2").join(host));
        In in = big.receiver("words");
        List<Out> outs = new ArrayList<>();
        for (Player node : nodes) {
            outs.add(node.sender("words").send("x*300000", "y*300000", "z*300000"));
        }
        assertTrue(big.engine.status().reservedBytes() <= 500_000 + 2 * 2_048);
        in.takeAll();
        assertEquals(6, in.taken.size());
        outs.forEach(Out::done);
        assertEquals(new Closure.Done(), in.closure());
        assertEquals(0, big.engine.status().reservedBytes());
    }

    @Test
    void aLargeMessageThatWaitsForTheBudgetGoesOnWhenTheOneAheadIsLost() {
        Player big = cluster.add(
                "big", false, List.of("big"), new EngineConfig.Credit(16, 2_048, 1 << 20, 500_000, 400_000, 100));
        big.join(host);
        Player first = cluster.node("first").join(host);
        Player second = cluster.node("second").join(host);
        In in = big.receiver("words");
        first.sender("words").send("x*300000");
        Out waiting = second.sender("words").send("y*300000");
        assertEquals(1, waiting.blocked());
        cluster.kill(first);
        assertEquals(1, waiting.blocked(), "its link may yet go on");
        cluster.advance(4_000);
        assertEquals(0, waiting.blocked());
        in.takeAll();
        assertTrue(in.text().contains("y*300000"), in::text);
    }

    @Test
    void aLargeMessageThatItsSenderGivesUpKeepsNoOtherOut() {
        int most = 1 << 20;
        EngineConfig.Credit credit = new EngineConfig.Credit(16, 2_048, most, most, most, 1_000);
        Player receiving =
                cluster.add("receiving", false, List.of("receiving"), credit).join(host);
        In in = receiving.receiver("words").takeAll();
        Out givenUp = host.sender("words");
        assertNull(
                host.engine.allow(givenUp.end, (int) Batch.wholeCost(most), 0, cluster.now),
                "and it does not ask again");
        cluster.run();
        Out other = host.sender("words").send("y*600000");
        assertEquals(1, other.blocked());
        cluster.advance(300);
        assertEquals(0, other.blocked());
        assertEquals(1, in.taken.size());
        other.send("z*600000");
        assertEquals(2, in.taken.size(), "the next need not wait");
    }

    @Test
    void aBatchInTheMakingIsSentWhenTheLinkHasNothingElseToWrite() {
        Player node = cluster.node("node").join(host);
        In in = host.receiver("words").takeAll();
        Out out = node.sender("words");
        out.begin("a");
        assertEquals("", in.text());
        cluster.run();
        assertEquals("a", in.text());
    }

    @Test
    void aChannelCompletesWhenAllItsSendersAreDone() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        Out first = one.sender("words");
        Out second = two.sender("words");
        In in = host.receiver("words").takeAll();
        first.send("a").done();
        assertNull(in.closure());
        second.send("b").done();
        assertEquals(new Closure.Done(), in.closure());
        assertEquals(List.of("a", "b"), in.taken);
    }

    @Test
    void aChannelWaitsForTheNumberOfSendersThatItExpects() {
        ChannelSpec spec = new ChannelSpec("words", 16, 2, false, false);
        Player one = cluster.node("one").join(host);
        In in = host.receiver(spec).takeAll();
        one.sender(spec).send("a").done();
        assertNull(in.closure());
        one.sender(spec).send("b").done();
        assertEquals(new Closure.Done(), in.closure());
    }

    @Test
    void aReceiverDoesNotRememberSendersThatCameAndWent() {
        Player node = cluster.node("node").join(host);
        Player other = cluster.node("other").join(host);
        In in = node.receiver("words").takeAll();
        Out last = other.sender("words");
        for (int i = 0; i < 50; i++) {
            other.sender("words").send("o").done();
            node.sender("words").send("n").done();
        }
        assertEquals(100, in.taken.size());
        assertEquals(1, in.end.knownSenders());
        Out own = node.sender("words").send("x");
        own.done();
        last.done();
        assertEquals(new Closure.Done(), in.closure());
    }

    @Test
    void aSenderThatComesAfterTheEndFindsTheChannelClosed() {
        Player node = cluster.node("node").join(host);
        In in = host.receiver("words");
        node.sender("words").send("a").done();
        Out late = node.sender("words").send("late");
        assertEquals(new Closure.Done(), late.closure());
        late.done();
        in.takeAll();
        assertEquals("a", in.text());
        assertEquals(new Closure.Done(), in.closure());
    }

    @Test
    void messagesAreSharedAmongReceivers() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        In first = one.receiver("words").takeAll();
        In second = two.receiver("words").takeAll();
        host.sender("words").sendNumbers(100).done();
        cluster.advance(1); // a sender ends at one receiver when the others have announced that they have taken theirs
        List<String> all = new ArrayList<>(first.taken);
        all.addAll(second.taken);
        assertEquals(100, all.size());
        assertTrue(
                first.taken.size() > 20 && second.taken.size() > 20,
                first.taken.size() + " and " + second.taken.size());
        assertEquals(new Closure.Done(), first.closure());
        assertEquals(new Closure.Done(), second.closure());
    }

    @Test
    void anErrorComesBehindWhatItsSenderSentAndFailsTheOthers() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        In in = host.receiver("words").takeAll();
        Out failing = one.sender("words");
        Out other = two.sender("words").send("b");
        failing.send("a").fail("boom");
        assertEquals("b a", in.text());
        Closure.Failed cause = new Closure.Failed(ErrorCode.APPLICATION_ERROR, "one", "boom");
        assertEquals(cause, in.closure());
        assertEquals(cause, failing.closure());
        assertEquals(cause, other.closure());
        other.send("c");
        assertEquals(1, other.blocked());
        assertTrue(failing.drained);
        other.done();
        other.send();
        assertEquals("b a", in.text());
    }

    @Test
    void asenderClosedByTheFailureOfAnotherIsDrainedWhenTheReceiversHaveLeft() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        In in = host.receiver("words");
        Out other = two.sender("words").send("a", "b");
        one.sender("words").fail("boom");
        two.engine.closeSender(other.end, cluster.now);
        cluster.run();
        in.takeAll();
        assertTrue(in.closure() instanceof Closure.Failed, () -> String.valueOf(in.closure()));
        assertTrue(other.drained);
        assertAtRest(one, two, host);
    }

    @Test
    void whatAReceiverThatLeavesHadNotTakenGoesToAnother() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        In leaver = one.receiver("words");
        Out out = host.sender("words").send("a", "b", "c", "d");
        leaver.take(1);
        In heir = two.receiver("words");
        leaver.close();
        out.send("e");
        heir.takeAll();
        assertEquals("a", leaver.text());
        assertEquals("b c d e", heir.text());
        out.done();
        assertEquals(new Closure.Done(), heir.closure());
        assertTrue(out.drained);
        assertEquals(0, out.end.counts().undelivered());
        assertAtRest(one, two, host);
    }

    @Test
    void whatAReceiverLeftBehindWaitsForTheNext() {
        Player one = cluster.node("one").join(host);
        In leaver = one.receiver("words");
        Out out = host.sender("words").send("a", "b");
        out.done();
        leaver.close();
        assertFalse(out.drained);
        assertEquals(List.of(new NodeEngine.Untaken("words", 2)), host.engine.untaken());
        In heir = one.receiver("words").takeAll();
        assertEquals("a b", heir.text());
        assertEquals(new Closure.Done(), heir.closure());
        assertTrue(out.drained);
    }

    @Test
    void aNodeLeavesInOrder() {
        Player node = cluster.node("node").join(host);
        In in = host.receiver("words").takeAll();
        Out out = node.sender("words").send("a");
        out.done();
        node.leave();
        assertEquals(new Closure.Done(), in.closure());
        assertEquals(0, cluster.connections(node, host));
        cluster.advance(10_000);
        assertEquals(1, node.dials, "and does not come back");
        assertEquals(0, node.heard(EngineEvent.Warning.class), node::story);
        assertEquals(0, host.heard(EngineEvent.Warning.class), host::story);
    }

    private static void assertAtRest(Player... players) {
        for (Player player : players) {
            EngineStatus status = player.engine.status();
            assertEquals(0, status.outgoingStreams(), () -> player.id() + ": " + status);
            assertEquals(0, status.incomingStreams(), () -> player.id() + ": " + status);
            assertEquals(0, status.senders(), () -> player.id() + ": " + status);
            assertEquals(0, status.reservedBytes(), () -> player.id() + ": " + status);
        }
    }

    private static List<EngineEvent> attached(Player player) {
        player.cluster.run();
        return player.heard.stream()
                .filter(EngineEvent.Attached.class::isInstance)
                .toList();
    }

    private static List<String> numbers(int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(String.valueOf(i));
        }
        return numbers;
    }
}
