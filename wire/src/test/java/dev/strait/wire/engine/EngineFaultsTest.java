package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes that die, links that break, and peers that break the protocol. */
class EngineFaultsTest {
    private final Cluster cluster = new Cluster();
    private final Player host = cluster.host("host");

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
        EngineEvent.Warning warning = (EngineEvent.Warning) host.heard.stream()
                .filter(EngineEvent.Warning.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertEquals(ErrorCode.PROTOCOL_VIOLATION, warning.code());
        assertTrue(warning.text().contains("node bad") && warning.text().contains("stream 77"), warning::text);
        out.send("c");
        assertEquals("a b c", in.text());
        assertEquals(1, cluster.connections(good, host));
        cluster.release();
        assertTrue(bad.story().contains("link to node host is down: PROTOCOL_VIOLATION"), bad::story);
        assertEquals("a b c b", in.text(), "nobody knew any more that it was taken");
        assertEquals(List.of(0, 0, 0, 1), in.redeliveries);
        assertEquals(1, broken.end.counts().redelivered());
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
        while (host.engine.status().links() == 1 && stream < 2 * Link.MAX_REFUSED) {
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
        assertEquals(0, host.engine.status().links(), "it is not free now");
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
        assertEquals(0, host.engine.status().links());
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
}
