package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.directory.DirectoryCodec;
import dev.strait.wire.directory.ToDirectory;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.frame.DirectoryFrame;
import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.FrameLimits;
import dev.strait.wire.frame.Left;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.Want;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes that die, links that break, and peers that break the protocol. */
class EngineFaultsTest {
    private final Cluster cluster = new Cluster();
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
        assertEquals(new Closure.SendersLost(List.of("one")), in.closure());
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
    void aReceiverLostWithMessagesInDoubtFailsTheChannelForAll() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        Player sending = cluster.node("sending").join(host);
        one.receiver("words");
        In survivor = two.receiver("words").takeAll();
        Out out = sending.sender("words").send("a", "b");
        cluster.kill(one);
        Closure.Failed closure = assertInstanceOf(Closure.Failed.class, out.closure());
        assertEquals(ErrorCode.RECEIVER_LOST, closure.code());
        assertEquals("one", closure.origin());
        assertEquals(1, out.end.doubtfulMessages());
        assertEquals(
                ErrorCode.RECEIVER_LOST,
                assertInstanceOf(Closure.Failed.class, survivor.closure()).code());
    }

    @Test
    void aReceiverLostInDoubtAfterDoneIsNotReportedAsAllIsWell() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        Player sending = cluster.node("sending").join(host);
        one.receiver("words");
        In survivor = two.receiver("words").takeAll();
        sending.sender("words").send("a", "b").done();
        assertNull(survivor.closure());
        cluster.kill(one);
        assertEquals(
                ErrorCode.RECEIVER_LOST,
                assertInstanceOf(Closure.Failed.class, survivor.closure()).code());
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
    void twoNodesThatCannotDialEachOtherAreUnreachable() {
        Player one = cluster.hidden("one").join(host);
        Player two = cluster.hidden("two").join(host);
        Out out = one.sender("words").send("a");
        two.receiver("words");
        cluster.advance(4_999);
        assertNull(out.closure());
        cluster.advance(1);
        assertEquals(new Closure.Unreachable(List.of("two")), out.closure());
        assertTrue(one.story().contains("cannot reach [two]"), one::story);
    }

    @Test
    void anUnreachableReceiverBesideAReachableOneIsSkipped() {
        Player one = cluster.hidden("one").join(host);
        Player two = cluster.hidden("two").join(host);
        two.receiver("words");
        In in = host.receiver("words").takeAll();
        Out out = one.sender("words").send("a");
        cluster.advance(20_000);
        out.send("b");
        assertNull(out.closure());
        assertEquals("a b", in.text());
    }

    @Test
    void aNodeThatDoesNotAnswerIsDialledWithPausesThatGrowToASecond() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        two.receiver("words");
        // The host still holds two's lease while one cannot reach it.
        Player stray = cluster.add("stray", false, List.of("stray"), Cluster.CREDIT);
        stray.join(host);
        assertEquals(1, one.dials);
        cluster.kill(stray);
        cluster.cut(two, host);
        cluster.advance(60_000);
        assertTrue(two.engine.isAttached());
        assertTrue(two.dials < 5, () -> two.dials + " dials");
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
        assertEquals(new Closure.SendersLost(List.of("node")), in.closure(), "its lease ended with its session");
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
        assertEquals(new Closure.Done(), in.closure(), "nothing of it was lost here");
        assertEquals("a", in.text());
        out.done();
        assertTrue(out.drained);
    }

    @Test
    void twoNodesThatDialEachOtherAtOnceKeepOneConnection() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        one.receiver("there").takeAll();
        two.receiver("back").takeAll();
        cluster.hold(host, one);
        cluster.hold(host, two);
        cluster.hold(one, two);
        Out back = one.sender("back");
        Out there = two.sender("there");
        cluster.release(host, one);
        cluster.release(host, two);
        assertEquals(2, cluster.connections(one, two));
        cluster.release();
        assertEquals(1, cluster.connections(one, two));
        back.send("b").done();
        there.send("t").done();
        assertTrue(back.drained);
        assertTrue(there.drained);
        cluster.advance(60_000);
        assertEquals(1, cluster.connections(one, two));
    }

    @Test
    void theOlderOfTwoProcessesOfOneNameIsReplacedAndStaysAway() {
        Player older = cluster.node("node").join(host);
        Player newer = cluster.node("node").join(host);
        assertTrue(newer.engine.isAttached());
        assertFalse(older.engine.isAttached());
        assertEquals(1, older.heard(EngineEvent.Warning.class), older::story);
        assertTrue(older.story().contains("was replaced"), older::story);
        int dials = older.dials;
        cluster.advance(60_000);
        assertEquals(dials, older.dials);
        assertTrue(newer.engine.isAttached());
        assertEquals(0, newer.heard(EngineEvent.Warning.class), newer::story);
    }

    @Test
    void theEndsOfAReplacedNodeFailWithThatAndNothingIsDialledForThem() {
        Player other = cluster.node("other").join(host);
        Player older = cluster.node("node").join(host);
        Out out = older.sender("words").send("to nobody yet");
        In in = older.receiver("numbers");
        host.receiver("words");
        In elsewhere = other.receiver("words").takeAll();
        host.sender("numbers").send("1").send("2");
        in.take(1);
        other.sender("numbers");
        int dials = older.dials;
        cluster.node("node").join(host);

        assertEquals(
                ErrorCode.REPLACED,
                assertInstanceOf(Closure.Failed.class, out.closure()).code());
        assertNull(in.closure(), "what had arrived comes first");
        in.take(1);
        Closure.Failed closure = assertInstanceOf(Closure.Failed.class, in.closure());
        assertEquals(ErrorCode.REPLACED, closure.code());
        assertTrue(closure.text().contains("has taken over"), closure::text);
        assertEquals("1 2", in.text());

        cluster.advance(60_000);
        assertEquals(dials, older.dials);
        assertEquals(0, cluster.connections(older, host));
        assertEquals(0, cluster.connections(older, other));
        assertEquals(0, older.heard(EngineEvent.Detached.class), older::story);
        assertEquals(0, elsewhere.end.streams().size(), "nobody waits for a sender that is over");
    }

    @Test
    void aReplacedNodeRefusesWhatItIsAskedToOpen() {
        Player older = cluster.node("node").join(host);
        cluster.hold(host, older);
        older.sender("words");
        older.receiver("words");
        Player newer = cluster.node("node").join(host);
        cluster.release();
        assertEquals(2, older.heard(EngineEvent.Refused.class), older::story);
        older.sender("words");
        older.receiver("words");
        assertEquals(4, older.heard(EngineEvent.Refused.class), older::story);
        assertEquals(0, older.engine.status().senders() + older.engine.status().receivers());
        older.engine.join("host", cluster.now);
        cluster.advance(10_000);
        assertFalse(older.engine.isAttached());
        assertTrue(newer.engine.isAttached());
    }

    @Test
    void aNodeThatAnswersInPlaceOfAnOlderOneIsNotTakenForReplaced() {
        Player one = cluster.node("one").join(host);
        Player older = cluster.node("two").join(host);
        older.receiver("words");
        cluster.hold(host, one);
        Out out = one.sender("words").send("a");
        cluster.kill(older);
        Player newer = cluster.node("two");
        // one hears of the older's receiver only now, dials its address, and the newer answers
        cluster.release();
        newer.join(host);
        In in = newer.receiver("words").takeAll();
        cluster.advance(5_000);
        assertEquals(0, newer.heard(EngineEvent.Warning.class), newer::story);
        assertTrue(newer.engine.isAttached());
        out.send("b").done();
        assertEquals("a b", in.text());
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
    void aNodeThatJoinsOneWhichDoesNotHostTheDirectoryIsToldSo() {
        Player node = cluster.node("node").join(host);
        Player lost = cluster.node("lost").join(node);
        assertFalse(lost.engine.isAttached());
        EngineEvent.JoinFailed failed = (EngineEvent.JoinFailed) lost.heard.stream()
                .filter(EngineEvent.JoinFailed.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertTrue(failed.isFinal());
        assertTrue(failed.reason().contains("does not host the directory"), failed::reason);
    }

    @Test
    void aNodeKeepsDiallingADirectoryThatIsNotThereYet() {
        Player node = cluster.node("node");
        node.engine.join("later", cluster.now);
        cluster.advance(3_000);
        assertTrue(node.dials > 3 && node.dials < 20, () -> node.dials + " dials");
        cluster.host("later");
        cluster.advance(1_000);
        assertTrue(node.engine.isAttached());
    }

    @Test
    void aPeerThatBreaksTheProtocolLosesThatConnectionAndDisturbsNoOther() {
        Player bad = cluster.node("bad").join(host);
        Player good = cluster.node("good").join(host);
        In in = host.receiver("words").takeAll();
        Out out = good.sender("words").send("a");
        Out broken = bad.sender("words").send("b");
        cluster.hold(bad, host);
        cluster.forge(bad, host, new Done(77, 5));
        assertTrue(bad.story().contains("link to node host is down"), bad::story);
        EngineEvent.Warning warning = (EngineEvent.Warning) host.heard.stream()
                .filter(EngineEvent.Warning.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertEquals(ErrorCode.PROTOCOL_VIOLATION, warning.code());
        assertTrue(warning.text().contains("node bad") && warning.text().contains("stream 77"), warning::text);
        out.send("c");
        assertEquals("a b c", in.text());
        assertEquals(1, cluster.connections(good, host));
        assertEquals(0, broken.end.liveLanes());
    }

    @Test
    void aDirectoryMessageToANodeThatDoesNotHostItIsAViolation() {
        Player one = cluster.node("one").join(host);
        Player two = cluster.node("two").join(host);
        two.receiver("words");
        one.sender("words");
        assertEquals(1, cluster.connections(one, two));
        byte[] join = DirectoryCodec.encode(new ToDirectory.LeaveNode());
        cluster.forge(one, two, new DirectoryFrame(join, 0, join.length));
        assertTrue(two.story().contains("does not host the directory"), two::story);
        assertTrue(two.engine.isAttached());
    }

    @Test
    void streamsBeforeTheHandshakeAreAViolation() {
        host.engine.accepted(999, cluster.now);
        assertFalse(host.engine.receive(999, new Done(1, 0), cluster.now));
        cluster.run();
        assertTrue(host.story().contains("has not introduced itself"), host::story);
    }

    @Test
    void aStrangerThatSaysNothingIsClosedAfterFiveSeconds() {
        host.engine.accepted(999, cluster.now);
        cluster.advance(4_999);
        assertEquals(1, host.engine.status().connections());
        cluster.advance(1);
        assertEquals(0, host.engine.status().connections());
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
    void aStreamToAnEndThatIsNotOpenIsRefused() {
        Player node = cluster.node("node").join(host);
        cluster.hold(host, node);
        cluster.forge(node, host, new Open(7, 1, 4_711, "words", new byte[0]));
        assertEquals(1, cluster.connections(node, host));
        assertEquals(1, host.engine.status().incomingStreams(), "remembered until LEFT");
        assertEquals(0, host.engine.status().reservedBytes());
        cluster.forge(node, host, new Left(7, 0));
        assertEquals(0, host.engine.status().incomingStreams());
    }

    @Test
    void aPeerThatOpensStreamsWithoutEndIsStopped() {
        Player node = cluster.node("node").join(host);
        cluster.hold(host, node);
        int stream = 1;
        while (cluster.connections(node, host) == 1 && stream < 2 * Link.MAX_REFUSED) {
            cluster.forge(node, host, new Open(stream++, 1, 4_711, "words", new byte[0]));
        }
        assertEquals(Link.MAX_REFUSED + 2, stream);
        assertTrue(host.story().contains("streams refused and not LEFT"), host::story);
        assertEquals(0, host.engine.status().incomingStreams());
        assertEquals(0, host.engine.status().reservedBytes());
    }

    @Test
    void whateverComesOnARefusedStreamIsDroppedUntilItIsLeft() {
        Player node = cluster.node("node").join(host);
        cluster.hold(host, node);
        cluster.forge(node, host, new Open(7, 1, 4_711, "words", new byte[0]));
        cluster.forge(node, host, new Want(7, 1 << 30));
        cluster.forge(node, host, new Done(7, 99));
        assertEquals(1, cluster.connections(node, host));
        cluster.forge(node, host, new Left(7, 0));
        cluster.forge(node, host, new Open(7, 1, 4_711, "words", new byte[0]));
        assertEquals(1, cluster.connections(node, host), "the id was free again");
        cluster.forge(node, host, new Open(7, 1, 4_711, "words", new byte[0]));
        assertEquals(0, cluster.connections(node, host), "it is not free now");
    }

    @Test
    void aSenderOpensOneStreamToAReceiverAndNoSecondBesideIt() {
        Player node = cluster.node("node").join(host);
        In in = host.receiver("words");
        cluster.hold(host, node);
        cluster.forge(node, host, new Open(7, 1, in.end.ref().number(), "words", new byte[0]));
        cluster.forge(node, host, new Open(8, 2, in.end.ref().number(), "words", new byte[0]));
        assertEquals(1, cluster.connections(node, host));
        cluster.forge(node, host, new Open(9, 1, in.end.ref().number(), "words", new byte[0]));
        assertEquals(0, cluster.connections(node, host));
        assertTrue(host.story().contains("from sender end 1"), host::story);
    }

    @Test
    void schemasOfStreamsAreKeptOnceEachAndWithinALimit() {
        Player node = cluster.node("node").join(host);
        In in = host.receiver("words");
        cluster.hold(host, node);
        int most = SharedSchemas.MAX_BYTES / FrameLimits.MAX_SCHEMA_BYTES;
        for (int i = 1; i <= 3 * most; i++) {
            byte[] schema = new byte[FrameLimits.MAX_SCHEMA_BYTES];
            schema[0] = (byte) (i % 3);
            cluster.forge(node, host, new Open(i, i, in.end.ref().number(), "words", schema));
        }
        assertEquals(3 * most, in.end.streams().size());
        assertEquals(
                3,
                in.end.streams().stream()
                        .map(stream -> System.identityHashCode(stream.schema()))
                        .distinct()
                        .count());
        for (int i = 1; i <= most; i++) {
            byte[] schema = new byte[FrameLimits.MAX_SCHEMA_BYTES];
            schema[1] = (byte) i;
            cluster.forge(
                    node, host, new Open(1_000 + i, 1_000 + i, in.end.ref().number(), "words", schema));
        }
        assertEquals(3 * most + most - 3, in.end.streams().size(), "the last three are refused");
        assertEquals(1, cluster.connections(node, host));
    }

    @Test
    void whateverIsCutAndWhenNothingIsTakenTwiceAndNothingIsLostInSilence() {
        for (int moment = 0; moment < 40; moment++) {
            Cluster net = new Cluster();
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
            List<String> distinct = new ArrayList<>(in.taken.stream().distinct().toList());
            assertEquals(distinct, in.taken, "nothing twice");
            if (in.taken.size() < 50) {
                assertInstanceOf(Closure.Failed.class, in.closure(), "lost aloud, cut at " + moment);
                assertInstanceOf(Closure.Failed.class, out.closure());
            }
        }
    }
}
