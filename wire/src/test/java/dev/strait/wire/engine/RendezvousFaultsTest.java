package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.Acked;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameType;
import dev.strait.wire.frame.Mark;
import dev.strait.wire.frame.Nack;
import dev.strait.wire.frame.Pong;
import dev.strait.wire.frame.Reject;
import dev.strait.wire.frame.Returned;
import dev.strait.wire.frame.Taken;
import dev.strait.wire.frame.Waiting;
import dev.strait.wire.frame.Want;
import dev.strait.wire.frame.Withdraw;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.Batches;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Channels of capacity 0 when receivers leave, links break and peers break the protocol. */
class RendezvousFaultsTest {
    private final Cluster cluster = new Cluster();
    private final Player host = cluster.host("host");

    @Test
    void aReceiverThatLeavesReturnsWhatItHasNotDecided() {
        Player node = cluster.node("node").join(host);
        Takes leaving = host.taking("words").hold().receive(1);
        Sends out = node.offering("words").send("a", "b");
        assertEquals(1, leaving.end.offered().size());
        Takes staying = node.taking("words");
        int wakes = leaving.wakes;
        leaving.close();
        assertEquals(wakes, leaving.wakes, "who has closed it is told nothing");
        assertEquals(List.of("a RETURNED"), out.verdicts);
        assertEquals(2, out.blocked());
        staying.receive(2);
        assertEquals("a b", staying.text());
    }

    @Test
    void anOfferOnItsWayToAReceiverThatLeavesIsReturned() {
        Player node = cluster.node("node").join(host);
        Takes leaving = host.taking("words").receive(1);
        Sends out = node.offering("words").once();
        cluster.hold(node, host);
        out.send("a");
        leaving.close();
        cluster.release();
        assertEquals(List.of("a RETURNED"), out.verdicts);
        assertEquals("", leaving.text());
        assertNull(out.closure());
    }

    @Test
    void aVerdictOnAMessageThatIsNotOutBreaksTheProtocol() {
        assertBreaksAtSender(new Taken(1, 2));
        assertBreaksAtSender(new Returned(1, 2));
    }

    @Test
    void aVerdictTwiceBreaksTheProtocol() {
        Player node = cluster.node("node").join(host);
        host.taking("words").receive(1);
        Sends out = node.offering("words").send("a");
        assertEquals(List.of("a TAKEN"), out.verdicts);
        cluster.forge(host, node, new Returned(1, 1));
        assertTrue(node.story().contains("broke the protocol"), node::story);
        assertEquals(List.of("a TAKEN"), out.verdicts);
    }

    @Test
    void dataWithoutATicketBreaksTheProtocol() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words");
        node.offering("words");
        cluster.forge(node, host, data("a"));
        assertTrue(host.story().contains("CREDIT_EXCEEDED"), host::story);
        assertTrue(host.story().contains("broke the protocol"), host::story);
        assertEquals(List.of(), in.end.offered());
    }

    @Test
    void dataOfTwoMessagesBreaksTheProtocol() {
        assertBreaksAtReceiver(data("a", "b"), "a batch of 2 messages");
    }

    @Test
    void withdrawingWhatWasNotSentBreaksTheProtocol() {
        assertBreaksAtReceiver(new Withdraw(1, 1), "message 1 is withdrawn, and has not arrived");
    }

    @Test
    void framesOfARendezvousOnAStreamOfAQueueBreakTheProtocol() {
        for (Frame frame : List.of(new Waiting(1, 1), new Withdraw(1, 1))) {
            Cluster fresh = new Cluster();
            Player hub = fresh.host("host");
            Player node = fresh.node("node").join(hub);
            hub.receiver("words");
            node.sender("words").send("a");
            fresh.forge(node, hub, frame);
            assertTrue(hub.story().contains("broke the protocol: " + frame.type() + " on stream 1"), hub::story);
        }
        for (Frame frame : List.of(new Taken(1, 1), new Returned(1, 1))) {
            Cluster fresh = new Cluster();
            Player hub = fresh.host("host");
            Player node = fresh.node("node").join(hub);
            hub.receiver("words");
            Out out = node.sender("words").send("a");
            fresh.forge(hub, node, frame);
            assertTrue(node.story().contains("broke the protocol: " + frame.type() + " on stream 1"), node::story);
            assertEquals(1, out.end.counts().redelivered(), "the value was in doubt when the link went");
        }
    }

    @Test
    void answersOnAStreamOfARendezvousBreakTheProtocol() {
        for (Frame frame :
                List.of(new Acked(1, List.of(new Acked.Range(1, 1))), new Nack(1, 1, 0, ""), new Reject(1, 1, ""))) {
            Cluster fresh = new Cluster();
            Player hub = fresh.host("host");
            Player node = fresh.node("node").join(hub);
            hub.taking("meet").receive(1);
            node.offering("meet").send("a");
            fresh.forge(hub, node, frame);
            assertTrue(node.story().contains("node host broke the protocol"), () -> frame + ": " + node.story());
        }
        Cluster fresh = new Cluster();
        Player hub = fresh.host("host");
        Player node = fresh.node("node").join(hub);
        hub.taking("meet");
        node.offering("meet");
        fresh.forge(node, hub, new Mark(1, 1, false));
        assertTrue(hub.story().contains("node node broke the protocol"), hub::story);
    }

    @Test
    void framesAboutAStreamThatIsNotThereBreakTheProtocolButForAWithdrawal() {
        Player node = cluster.node("node").join(host);
        cluster.forge(node, host, new Withdraw(7, 1));
        assertFalse(host.story().contains("broke the protocol"), host::story);
        cluster.forge(node, host, new Waiting(7, 1));
        assertTrue(host.story().contains("WAITING on stream 7, which is not open"), host::story);
        cluster.advance(5_000);
        cluster.forge(host, node, new Taken(7, 1));
        assertTrue(node.story().contains("TAKEN on stream 7, which this side has not opened"), node::story);
    }

    @Test
    void aPeerThatAnnouncesSendsWithoutNumberGetsNoMoreTicketsThanReceivesWait() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words").hold();
        Sends out = node.offering("words");
        cluster.forge(node, host, new Waiting(1, Integer.MAX_VALUE));
        assertEquals(Integer.MAX_VALUE, in.end.waitingSenders());
        in.receive(3);
        out.send("a", "b", "c", "d");
        assertEquals(3, in.end.offered().size());
        assertEquals(1, out.blocked());
    }

    @Test
    void aSendWaitsUntilItsMessageHasArrivedWhole() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words").receive(1);
        node.offering("words");
        cluster.forge(node, host, new Want(1, 100_000));
        cluster.forge(node, host, new Waiting(1, 1));
        byte[] message = Batches.large(100_000, 'x').array();
        int wakes = in.wakes;
        cluster.forge(node, host, new Fragment(1, true, false, 100_000, message, 0, 50_000));
        assertEquals(1, in.end.waitingSenders(), "a receive that asks is to wait for it");
        assertEquals(List.of(), in.end.offered());
        assertEquals(wakes, in.wakes);
        cluster.forge(node, host, new Fragment(1, false, true, 0, message, 50_000, 100_000));
        assertEquals(0, in.end.waitingSenders());
        assertEquals(1, in.taken.size());
    }

    @Test
    void aNodeThatLivesAndDoesNotAnswerAWithdrawalIsGivenUp() {
        Player node = cluster.node("node").join(host);
        Player other = cluster.node("other").join(host);
        Takes in = other.taking("words").hold().receive(2);
        Sends out = node.offering("words").once().send("a", "b");
        cluster.swallow(FrameType.RETURNED, other, node);
        cluster.swallow(FrameType.CREDIT, other, node); // which counts it, too
        cluster.advance(10_000);
        assertEquals(2, out.outNow(), "a program may take its time");
        out.withdrawAll();
        cluster.advance(4_999);
        assertEquals(2, out.outNow());
        assertFalse(node.story().contains("broke the protocol"), node::story);
        cluster.advance(1_001); // from its acknowledgement on, which comes within a heartbeat
        assertEquals(List.of("a UNKNOWN", "b UNKNOWN"), out.verdicts);
        assertNull(out.closure(), "each call is told by itself");
        assertTrue(node.story().contains("node other broke the protocol: WITHDRAW was not answered"), node::story);
        assertEquals(List.of(), in.end.offered());
        cluster.swallowNothing();
        cluster.cut(node, other); // what was not read is written again
        in.decideNow();
        cluster.advance(5_000);
        out.send("c");
        assertEquals("c", in.text());
    }

    @Test
    void aWithdrawalBehindLargeMessagesOnASlowLineHasItsTimeOnceItHasArrived() {
        Player node = cluster.node("node").join(host);
        Player other = cluster.node("other").join(host);
        other.taking("words").hold().receive(1);
        In bulk = other.receiver("bulk").takeAll();
        Out large = node.sender("bulk");
        Sends out = node.offering("words").once().send("a");
        cluster.holdOneWay(node, other);
        large.send("x*700000");
        cluster.pass(node, other, 6_554); // it may come now, and is written: 700,000 bytes are on their way
        out.withdrawAll();
        for (int tenths = 0; tenths < 100; tenths++) {
            cluster.pass(node, other, 6_554); // 64 KiB a second
            cluster.advance(100);
            assertEquals(0, node.heard(EngineEvent.Warning.class), node::story);
        }
        assertEquals(0, bulk.taken.size(), "so long it takes, and the line lives");
        for (int tenths = 0; tenths < 20; tenths++) {
            cluster.pass(node, other, 6_554);
            cluster.advance(100);
        }
        assertEquals(1, bulk.taken.size());
        assertEquals(List.of("a RETURNED"), out.verdicts);
        cluster.release();
        cluster.advance(30_000);
        assertEquals(0, node.heard(EngineEvent.Warning.class), node::story);
    }

    @Test
    void whoAcknowledgesOneSmallFrameAfterAnotherDoesNotPutOffItsAnswerByThat() {
        Player node = cluster.node("node").join(host);
        Player other = cluster.node("other").join(host);
        other.taking("words").hold().receive(1);
        other.receiver("bulk").takeAll();
        Out small = node.sender("bulk");
        Sends out = node.offering("words").once().send("a");
        cluster.holdOneWay(node, other);
        for (int i = 0; i < 16; i++) {
            small.send("something small, but not too small");
        }
        out.withdrawAll();
        for (int tenths = 0; tenths < 290; tenths++) {
            cluster.pass(node, other, 1);
            cluster.advance(100);
        }
        assertEquals(0, node.heard(EngineEvent.Warning.class), node::story);
        for (int tenths = 0; tenths < 40; tenths++) {
            cluster.pass(node, other, 1);
            cluster.advance(100);
        }
        assertTrue(node.story().contains("node other broke the protocol: too little was acknowledged"), node::story);
    }

    @Test
    void aNodeThatAcknowledgesNothingMoreAnswersNoWithdrawalEither() {
        Player node = cluster.node("node").join(host);
        Player other = cluster.node("other").join(host);
        other.taking("words").hold().receive(1);
        Sends out = node.offering("words").once().send("a");
        cluster.swallow(FrameType.WITHDRAW, node, other);
        out.withdrawAll();
        cluster.advance(30_000);
        assertFalse(node.story().contains("broke the protocol"), node::story);
        cluster.advance(1_000); // "a" itself was acknowledged within a heartbeat
        assertTrue(node.story().contains("node other broke the protocol: too little was acknowledged"), node::story);
        assertEquals(List.of("a UNKNOWN"), out.verdicts);
    }

    @Test
    void aNodeThatStoodStillWaitsAnewForAnAnswer() {
        Player node = cluster.node("node").join(host);
        Player other = cluster.node("other").join(host);
        other.taking("words").hold().receive(1);
        Sends out = node.offering("words").once().send("a");
        cluster.swallow(FrameType.RETURNED, other, node);
        cluster.swallow(FrameType.CREDIT, other, node); // which counts it, too
        out.withdrawAll();
        cluster.advance(1_500);
        cluster.now += 20_000_000_000L;
        cluster.forge(other, node, new Pong(1)); // what came meanwhile is read ahead of anything else
        cluster.advance(4_000);
        assertEquals(1, out.outNow());
        assertFalse(node.story().contains("broke the protocol"), node::story);
        cluster.advance(1_000);
        assertTrue(node.story().contains("node other broke the protocol: WITHDRAW was not answered"), node::story);
    }

    @Test
    void aWithdrawalThatIsAnsweredIsNotWaitedFor() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words").hold().receive(2);
        Sends out = node.offering("words").once().send("a", "b");
        cluster.hold(node, host);
        out.withdrawAll();
        cluster.advance(1_000);
        in.decideNow();
        cluster.release();
        assertEquals(List.of("a TAKEN", "b TAKEN"), out.verdicts);
        cluster.advance(20_000);
        assertFalse(node.story().contains("broke the protocol"), node::story);
        assertEquals(1, cluster.connections(node, host));
    }

    private void assertBreaksAtSender(Frame frame) {
        Cluster fresh = new Cluster();
        Player hub = fresh.host("host");
        Player node = fresh.node("node").join(hub);
        Player other = fresh.node("other").join(hub);
        other.taking("words").hold().receive(1);
        Sends out = node.offering("words").send("a");
        fresh.forge(other, node, frame);
        assertTrue(node.story().contains("broke the protocol"), node::story);
        assertEquals(List.of("a UNKNOWN"), out.verdicts, "the link went");
        assertNull(out.closure());
    }

    private void assertBreaksAtReceiver(Frame frame, String why) {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words").receive(2);
        node.offering("words");
        cluster.forge(node, host, frame);
        assertTrue(host.story().contains("broke the protocol"), host::story);
        assertTrue(host.story().contains(why), host::story);
        assertEquals("", in.text());
    }

    private static Data data(String... messages) {
        Batch batch = Batches.of(messages);
        return new Data(1, batch.messages(), batch.array(), batch.from(), batch.to());
    }
}
