package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.frame.FrameType;
import dev.strait.wire.session.Retention;
import dev.strait.wire.session.SessionTimes;
import org.junit.jupiter.api.Test;

/** Sends wait where too much is kept that was not acknowledged; nothing else does. */
class HoldBackTest {
    private static final int MOST_BYTES = 200_000;
    private static final int ONE_BATCH = 65_600;

    private final Cluster cluster = cluster(new Retention.Limits(MOST_BYTES, 10_000, 4 << 20, 0, 100_000));
    private final Player host = cluster.host("host");
    private final Player mute = cluster.node("mute").join(host);

    @Test
    void whatAPeerThatNeverAcknowledgesMakesANodeKeepIsBounded() {
        cluster.swallow(FrameType.ACK, mute, host);
        In in = mute.receiver("words").takeAll();
        Out out = host.sender("words").sendNumbers(100_000);
        assertTrue(out.blocked() > 0, "its sender waits");
        int arrived = in.taken.size();
        assertTrue(arrived > 1_000, () -> "credit and room for " + arrived);
        assertTrue(kept(host) >= MOST_BYTES, () -> kept(host) + " bytes");
        assertTrue(kept(host) < MOST_BYTES + ONE_BATCH, () -> kept(host) + " bytes");
        cluster.advance(10_000);
        assertEquals(arrived, in.taken.size(), "nothing more is written");
        assertTrue(kept(host) < MOST_BYTES + ONE_BATCH, () -> kept(host) + " bytes");
        assertNull(out.closure());
        assertEquals(0, host.engine.status().suspended(), "the link lives");
    }

    @Test
    void othersGoOnBesideAPeerThatNeverAcknowledges() {
        cluster.swallow(FrameType.ACK, mute, host);
        Player other = cluster.node("other").join(host);
        mute.receiver("words").takeAll();
        assertTrue(host.sender("words").sendNumbers(100_000).blocked() > 0);
        In in = other.receiver("numbers").takeAll();
        Out out = host.sender("numbers").sendNumbers(20_000);
        cluster.advance(1_500);
        assertEquals(0, out.blocked());
        assertEquals(20_000, in.taken.size());
    }

    @Test
    void whatSteersGoesOnWhereMessagesAreHeldBack() {
        cluster.swallow(FrameType.ACK, mute, host);
        mute.receiver("words").takeAll();
        assertTrue(host.sender("words").sendNumbers(100_000).blocked() > 0);
        In in = host.receiver("back").takeAll();
        Out out = mute.sender("back").sendNumbers(20_000);
        out.done();
        assertEquals(20_000, in.taken.size(), "CREDIT is written for all of them");
        assertEquals(new Closure.Done(), in.closure(), "and the directory is heard");
        assertTrue(out.drained);
        mute.receiver("another");
        assertEquals(2, mute.heard(EngineEvent.Opened.class) - 1);
    }

    @Test
    void sendsThatWaitedForRoomGoOnWhenWhatWasWrittenIsAcknowledged() {
        In in = mute.receiver(wide("words")).takeAll();
        Out out = host.sender(wide("words")).sendNumbers(100_000);
        cluster.advance(1_500);
        assertEquals(100_000, in.taken.size(), "with windows that are wider than the room");
        cluster.hold(mute, host);
        assertTrue(out.sendNumbers(100_000).blocked() > 0);
        assertTrue(kept(host) >= MOST_BYTES, () -> kept(host) + " bytes");
        cluster.release();
        cluster.advance(5_000);
        assertEquals(0, out.blocked());
        assertEquals(200_000, in.taken.size());
    }

    @Test
    void twoSidesThatBothHaveNoRoomGoOn() {
        In there = host.receiver(wide("there")).takeAll();
        In back = mute.receiver(wide("back")).takeAll();
        Out out = mute.sender(wide("there")).sendNumbers(100_000);
        Out answers = host.sender(wide("back")).sendNumbers(100_000);
        cluster.advance(1_500);
        cluster.hold(mute, host);
        out.sendNumbers(100_000);
        answers.sendNumbers(100_000);
        assertTrue(out.blocked() > 0 && answers.blocked() > 0);
        assertTrue(kept(host) >= MOST_BYTES && kept(mute) >= MOST_BYTES, () -> kept(host) + " and " + kept(mute));
        assertEquals(200_000, there.taken.size() + back.taken.size());
        cluster.release();
        cluster.advance(5_000);
        assertEquals(0, out.blocked() + answers.blocked());
        assertEquals(200_000, there.taken.size());
        assertEquals(200_000, back.taken.size());
    }

    @Test
    void whatIsSentWhileALinkIsSuspendedIsBoundedAndGoesOnWhenItIsResumed() {
        In in = mute.receiver(wide("words")).takeAll();
        Out out = host.sender(wide("words")).sendNumbers(100_000);
        cluster.advance(1_500);
        cluster.unreach(host);
        cluster.unreach(mute);
        cluster.cut(mute, host);
        assertTrue(out.sendNumbers(100_000).blocked() > 0);
        assertTrue(kept(host) >= MOST_BYTES, () -> kept(host) + " bytes");
        assertTrue(kept(host) < MOST_BYTES + ONE_BATCH, () -> kept(host) + " bytes");
        cluster.reach(host);
        cluster.advance(5_000);
        assertEquals(0, out.blocked());
        assertEquals(200_000, in.taken.size());
    }

    @Test
    void whatWaitsForALinkThatIsLostIsKeptAndCountedNoLonger() {
        Cluster net = cluster(new Retention.Limits(4 << 20, 10_000, MOST_BYTES, 0, 100_000));
        Player center = net.host("host");
        Player one = net.node("one").join(center);
        Player two = net.node("two").join(center);
        one.receiver(wide("words")).takeAll();
        Out out = center.sender(wide("words")).sendNumbers(100_000);
        net.advance(5_000);
        net.unreach(center);
        net.unreach(one);
        net.cut(one, center);
        assertTrue(out.sendNumbers(100_000).blocked() > 0);
        assertTrue(kept(center) >= MOST_BYTES, () -> kept(center) + " bytes");
        net.advance(4_000);
        assertEquals(0, kept(center));
        In in = two.receiver("others").takeAll();
        Out others = center.sender("others");
        for (int i = 0; i < 20; i++) {
            others.send("m");
        }
        assertEquals(0, others.blocked());
        assertEquals(20, in.taken.size());
    }

    @Test
    void theBytesOfAllLinksTogetherAreBoundedAndOneThatKeepsNothingGoesOn() {
        Cluster net = cluster(new Retention.Limits(4 << 20, 10_000, MOST_BYTES, 0, 100_000));
        Player center = net.host("host");
        Player one = net.node("one").join(center);
        Player two = net.node("two").join(center);
        net.advance(1_500);
        net.swallow(FrameType.ACK, one, center);
        one.receiver("words").takeAll();
        assertTrue(center.sender("words").sendNumbers(100_000).blocked() > 0);
        assertTrue(kept(center) < MOST_BYTES + ONE_BATCH, () -> kept(center) + " bytes");
        In in = two.receiver("numbers").takeAll();
        center.sender("numbers").sendNumbers(1_000);
        net.advance(20_000);
        assertEquals(1_000, in.taken.size(), "slowly: each time that all was acknowledged");
        net.kill(one);
        net.advance(4_000);
        assertEquals(0, kept(center), "what was kept for one that is lost is kept no longer");
        net.advance(1_500);
        In next = two.receiver("next").takeAll();
        assertEquals(0, center.sender("next").sendNumbers(1_000).blocked(), "nor counted");
        assertEquals(1_000, next.taken.size());
    }

    @Test
    void aPeerThatNeverAcknowledgesWhatIsNoMessageIsGivenUp() {
        Cluster net = cluster(new Retention.Limits(MOST_BYTES, 100, 1 << 20, 0, 200));
        Player center = net.host("host");
        Player peer = net.node("peer").join(center);
        net.swallow(FrameType.ACK, peer, center);
        In in = center.receiver("back").takeAll();
        Out out = peer.sender("back");
        net.unreach(center);
        for (int i = 0; i < 2_000 && center.engine.status().links() == 1; i++) {
            out.send("x*1500");
            net.advance(10);
        }
        assertTrue(center.story().contains("acknowledges nothing"), center::story);
        assertTrue(peer.story().contains("PROTOCOL_VIOLATION: acknowledges nothing"), peer::story);
        assertEquals(0, kept(center));
        assertTrue(in.closure() != null);
    }

    /** A channel that may have much under way. */
    private static ChannelSpec wide(String name) {
        return new ChannelSpec(name, 1 << 20, 0, false, false);
    }

    private static Cluster cluster(Retention.Limits limits) {
        return new Cluster(SessionTimes.DEFAULT, limits);
    }

    private static long kept(Player player) {
        return player.engine.status().keptBytes();
    }
}
