package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.dispatch.SenderCounts;
import dev.strait.wire.frame.ErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is lost with a link, where links are lost with their connections. */
class LostLinksTest {
    private final Cluster cluster = Cluster.withoutResume();
    private final Player host = cluster.host("host");

    @Test
    void aLostSenderIsNamedWhenTheOthersAreDone() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        In in = host.receiver("words").takeAll();
        one.sender("words").send("a");
        Out other = two.sender("words").send("b");
        cluster.kill(one);
        assertNull(in.closure(), "the other goes on");
        other.send("c").done();
        assertEquals("a b c", in.text());
        assertEquals(new Closure.SendersLost(Map.of("one", "reset")), in.closure());
    }

    @Test
    void aChannelMayTolerateLostSenders() {
        ChannelSpec spec = new ChannelSpec("words", 16, 0, false, true);
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        In in = host.receiver(spec).takeAll();
        one.sender(spec).send("a");
        Out other = two.sender(spec);
        cluster.kill(one);
        other.done();
        assertEquals(new Closure.Done(), in.closure());
        assertEquals(List.of("one"), in.end.lostNodes());
    }

    @Test
    void whatALostReceiverHadNotAcknowledgedGoesToAnother() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        Player sending = cluster.node("sending").join(host);
        one.receiver("words");
        In survivor = two.receiver("words").takeAll();
        Out out = sending.sender("words").send("a", "b", "c", "d");
        assertEquals("b d", survivor.text());
        cluster.kill(one);
        assertNull(out.closure(), "the channel goes on");
        assertEquals("b d a c", survivor.text());
        out.done();
        assertEquals(new Closure.Done(), survivor.closure());
        assertEquals(new SenderCounts(4, 0, 4, 0, 0, 0, 0, 2), out.end.counts());
    }

    @Test
    void aReceiverLostAfterDoneIsNotReportedAsAllIsWellBeforeAnotherHasTakenOver() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        Player sending = cluster.node("sending").join(host);
        one.receiver("words");
        In survivor = two.receiver("words").takeAll();
        sending.sender("words").send("a", "b").done();
        assertEquals("b", survivor.text());
        assertNull(survivor.closure());
        cluster.kill(one);
        assertEquals("b a", survivor.text());
        assertEquals(new Closure.Done(), survivor.closure());
    }

    @Test
    void aLostReceiverThatHadTakenEverythingIsMissedByNobody() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        In first = one.receiver("words").takeAll();
        Out out = host.sender("words").send("a");
        assertEquals("a", first.text());
        cluster.advance(10);
        cluster.kill(one);
        assertNull(out.closure());
        In second = two.receiver("words").takeAll();
        out.send("b").done();
        assertEquals("b", second.text());
        assertEquals(new Closure.Done(), second.closure());
    }

    @Test
    void aNodeWhoseLinksBreakComesBackAndDialsNoMore() {
        Player node = cluster.node("node").join(host);
        node.receiver("back").takeAll();
        Out there = node.sender("words");
        In in = host.receiver("words").takeAll();
        host.sender("back");
        cluster.cut(node, host);
        cluster.advance(10_000);
        assertTrue(node.engine.isAttached());
        assertEquals(1, cluster.connections(node, host));
        int dials = node.dials + host.dials;
        cluster.advance(60_000);
        assertEquals(dials, node.dials + host.dials);
        assertEquals(new Closure.SendersLost(Map.of("node", "cut")), in.closure(), "its lease ended with its session");
        there.done();
        In again = host.receiver("again").takeAll();
        node.sender("again").send("a").done();
        assertEquals("a", again.text());
        assertEquals(new Closure.Done(), again.closure());
    }

    @Test
    void aSenderWhoseLeaseEndsStillEndsTheStreamsWhoseSessionLives() {
        Player node = cluster.node("node").join(host);
        Player other = cluster.node("other").join(host);
        In in = other.receiver("words").takeAll();
        Out out = node.sender("words").send("a");
        cluster.cut(node, host);
        assertNull(in.closure(), "the directory's word does not end a stream whose session lives");
        cluster.advance(1_000);
        assertTrue(node.engine.isAttached());
        assertEquals(new Closure.Done(), out.closure(), "the channel has completed without it");
        assertEquals(
                new Closure.SendersLost(Map.of("node", ReceiverEnd.LOST_BY_DIRECTORY)),
                in.closure(),
                "all that it sent is here, but its program has not said done");
        assertEquals("a", in.text());
        out.done();
        assertTrue(out.drained);
        assertInstanceOf(Closure.SendersLost.class, in.closure(), "what it says now is too late");
    }

    @Test
    void aSenderIsNotLostThatHadSaidDoneByThenThoughTheChannelHasCompletedWithoutIt() {
        for (boolean isTaken : List.of(true, false)) {
            Cluster net = Cluster.withoutResume();
            Player center = net.host("host");
            Player node = net.node("node").join(center);
            Player slow = net.node("slow").join(center);
            Player other = net.node("other").join(center);
            In in = other.receiver("words");
            Out out = node.sender("words").send("a");
            if (isTaken) {
                in.takeAll();
                net.advance(100);
            }
            Out last = slow.sender("words").send("b");
            net.hold(slow, other);
            net.unreach(node);
            net.unreach(other);
            net.unreach(center);
            net.cut(node, other);
            net.cut(node, center);
            out.done();
            last.done();
            in.takeAll();
            assertNull(in.closure(), "the other has not got to it");
            assertEquals(isTaken, out.drained, "else it comes back with what was not acknowledged");
            net.reach(node);
            net.reach(other);
            net.reach(center);
            net.advance(2_000);
            assertTrue(node.engine.isAttached());
            assertTrue(out.drained);
            net.release();
            net.advance(100);
            assertEquals(new Closure.Done(), in.closure(), "taken at once: " + isTaken);
        }
    }

    @Test
    void aSenderOfTheReceiversNodeIsLostThatIsClosedWithoutHavingSaidDone() {
        Player node = cluster.node("node").join(host);
        host.receiver("words");
        In in = node.receiver("words").takeAll();
        Out out = node.sender("words");
        cluster.cut(node, host);
        cluster.advance(1_000);
        assertTrue(node.engine.isAttached());
        assertInstanceOf(Closure.SendersLost.class, in.closure());
        out.done();
        assertTrue(out.drained);
        assertInstanceOf(Closure.SendersLost.class, in.closure());
    }

    @Test
    void whenTheDirectorysNodeDiesTheOthersFlowOn() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        In in = two.receiver("words").takeAll();
        Out out = one.sender("words").send("a");
        cluster.kill(host);
        assertFalse(one.engine.isAttached());
        out.sendNumbers(100);
        assertEquals(101, in.taken.size());
        out.done();
        cluster.advance(10_000);
        assertNull(in.closure(), "completion waits for a directory");

        Player again = cluster.host("host");
        cluster.advance(10_000);
        assertTrue(one.engine.isAttached());
        assertTrue(two.engine.isAttached());
        assertEquals(new Closure.Done(), in.closure());
        assertTrue(out.drained);
        In late = again.receiver("words").takeAll();
        again.sender("words").send("new").done();
        assertTrue(late.taken.isEmpty() || late.text().equals("new"), late::text);
    }

    @Test
    void aReceiverEndsThoughTheDirectorysNodeDiedAsTheOnlySenderBesideItWent() {
        Player node = cluster.node("node").join(host);
        Out out = node.sender("words");
        In in = node.receiver("words").takeAll();
        cluster.hold(node, host);
        out.send("a").done();
        assertTrue(out.drained);
        assertNull(in.closure(), "the directory has not heard of it");
        cluster.kill(host);
        cluster.host("host");
        cluster.release();
        cluster.advance(10_000);
        assertEquals("a", in.text());
        assertEquals(new Closure.Done(), in.closure());
    }

    @Test
    void aReceiverThatComesBackToAChannelThatHasFailedDoesNotWaitForASenderThatIsGone() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        In in = two.receiver("words");
        cluster.hold(one, two);
        Out out = one.sender("words");
        one.engine.fail(out.end, ErrorCode.APPLICATION_ERROR, "why", cluster.now);
        cluster.run();
        assertNull(in.closure(), "it has no stream from the one that failed, and is to have one");
        cluster.hold(two, host);
        cluster.cut(two, host);
        out.done();
        cluster.advance(10_000);
        assertTrue(out.drained);
        cluster.release(two, host);
        cluster.advance(10_000);
        assertTrue(two.engine.isAttached());
        assertEquals("why", assertInstanceOf(Closure.Failed.class, in.closure()).text());
    }

    @Test
    void aReceiverTakesNothingOfALaterLifeOfItsChannel() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        In in = two.receiver("words");
        Out out = one.sender("words").send("a");
        out.done();
        assertNull(in.closure(), "a is there");
        cluster.cut(two, host);
        cluster.cut(one, host);
        In next = host.receiver("words").takeAll();
        Out later = host.sender("words");
        cluster.advance(10_000);
        assertTrue(two.engine.isAttached());
        later.send("b", "c");
        assertEquals("b c", next.text());
        in.takeAll();
        cluster.run();
        assertEquals("a", in.text());
    }

    @Test
    void aLostSenderStaysLostThoughADirectoryThatHasStartedAnewKnowsNothingOfIt() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        In in = two.receiver("words").takeAll();
        Player other = cluster.node("other").join(host);
        one.sender("words").send("a");
        cluster.kill(host);
        cluster.kill(one);
        Player again = cluster.add("host", true, List.of("host"), Cluster.CREDIT);
        cluster.hold(again, two);
        cluster.advance(10_000);
        assertTrue(other.engine.isAttached(), "the grace for those who rejoin is over");
        Out next = other.sender("words");
        cluster.release();
        cluster.advance(10_000);
        assertTrue(two.engine.isAttached());
        next.send("b").done();
        cluster.advance(10_000);
        assertEquals("a b", in.text());
        assertInstanceOf(Closure.SendersLost.class, in.closure());
    }

    @Test
    void aSenderOpenedAfterTheDirectorysRestartReachesReceiversThatComeBackLater() {
        Player node = cluster.node("node").join(host);
        Player other = cluster.node("other").join(host);
        In in = other.receiver("words").takeAll();
        node.sender("words").send("a");
        cluster.kill(host);
        Player again = cluster.add("host", true, List.of("host"), Cluster.CREDIT);
        cluster.hold(again, other);
        cluster.advance(2_000);
        assertTrue(node.engine.isAttached());
        assertFalse(other.engine.isAttached());
        Out late = node.sender("words");
        cluster.release();
        cluster.advance(2_000);
        late.send("b");
        assertEquals("a b", in.text());
    }

    @Test
    void aPeerThatFallsSilentIsGivenUpAfterThreeSeconds() {
        Player node = cluster.node("node").join(host);
        cluster.hold(node, host);
        cluster.advance(2_999);
        assertTrue(node.engine.isAttached());
        cluster.advance(1);
        assertFalse(node.engine.isAttached());
        cluster.release();
        cluster.advance(2_000);
        assertTrue(node.engine.isAttached());
    }

    @Test
    void whateverIsCutAndWhenNothingIsLostAndOnlyWhatIsMarkedComesAgain() {
        for (int moment = 0; moment < 40; moment++) {
            Cluster net = Cluster.withoutResume();
            Player center = net.host("host");
            Player one = net.node("one").join(center);
            Player two = net.node("two").join(center);
            In in = two.receiver("words");
            Out out = one.sender("words").sendNumbers(50);
            for (int taken = 0; taken < 50 && in.takeOne(); taken++) {
                if (taken == moment) {
                    net.cut(one, two);
                }
                if (taken % 3 == 0) {
                    in.report();
                    net.run();
                }
            }
            in.takeAll();
            net.advance(10_000);
            out.done();
            net.advance(10_000);
            String when = "cut at " + moment;
            List<String> numbers =
                    IntStream.range(0, 50).mapToObj(String::valueOf).toList();
            assertEquals(numbers, in.taken.stream().distinct().toList(), when);
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < in.taken.size(); i++) {
                boolean again = !seen.add(in.taken.get(i));
                assertTrue(!again || in.redeliveries.get(i) > 0, when + ": came again unmarked: " + in.taken.get(i));
            }
            SenderCounts counts = out.end.counts();
            assertEquals(50, counts.acknowledged(), when);
            assertTrue(counts.redelivered() >= in.taken.size() - 50, () -> when + ": " + counts);
        }
    }
}
