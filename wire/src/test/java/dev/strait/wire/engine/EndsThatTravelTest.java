package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.QueueReceiverEnd;
import dev.strait.wire.dispatch.QueueSenderEnd;
import dev.strait.wire.dispatch.SenderCounts;
import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.Enclosed;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Channels without a name, whose receivers travel in messages of channels that have one: docs/protocol.md, "Ends that travel". */
class EndsThatTravelTest {
    private static final ChannelSpec ONCE = new ChannelSpec("sources", 16, 0, false, false, true);

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
    void aReceiverArrivesWithItsMessageAndHasWhatIsSentUntilTheEnd() {
        In sources = one.receiver("sources").takeAll();
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        frames.send("a", "b").done();
        In in = sources.arrived.getFirst().takeAll();
        assertEquals("a b", in.text());
        assertEquals(new Closure.Done(), in.closure());
        cluster.advance(5);
        assertTrue(frames.drained, "all is acknowledged");
    }

    @Test
    void nothingOfItIsLeftOnceBothAreClosed() {
        In sources = one.receiver("sources").takeAll();
        Out out = host.sender("sources");
        cluster.advance(10);
        List<Integer> hostBefore = held(host);
        List<Integer> oneBefore = held(one);
        for (int i = 0; i < 3; i++) {
            Out frames = host.anonymous();
            out.sendWith("a source", frames);
            frames.send("a").done();
            sources.arrived.get(i).takeAll().close();
            cluster.advance(10);
        }
        assertEquals(hostBefore, held(host));
        assertEquals(oneBefore, held(one));
    }

    /** How much it holds of what a channel is made of. */
    private static List<Integer> held(Player player) {
        EngineStatus it = player.engine.status();
        return List.of(it.outgoingStreams(), it.incomingStreams(), it.senders(), it.receivers());
    }

    @Test
    void noDirectoryHearsOfIt() {
        In sources = one.receiver("sources").takeAll();
        Out out = one.sender("sources");
        int said = one.written.getOrDefault("DirectoryFrame", 0);
        Out frames = one.anonymous();
        out.sendWith("a source", frames);
        frames.send("a").done();
        sources.arrived.getFirst().takeAll().close();
        cluster.advance(5);
        assertEquals(said, one.written.getOrDefault("DirectoryFrame", 0));
    }

    @Test
    void whatIsSentBeforeTheReceiverWaitsForIt() {
        In sources = one.receiver("sources").takeAll();
        Out frames = host.anonymous().send("a", "b");
        assertEquals(2, frames.blocked());
        host.sender("sources").sendWith("a source", frames);
        assertEquals(0, frames.blocked());
        assertEquals("a b", sources.arrived.getFirst().takeAll().text());
    }

    @Test
    void anEndWithoutAValueIsSeenAlsoIfItWasSaidBeforeTheReceiverWentOff() {
        In sources = one.receiver("sources").takeAll();
        Out frames = host.anonymous();
        host.engine.done(frames.end, cluster.now);
        host.sender("sources").sendWith("a source", frames);
        assertEquals(new Closure.Done(), sources.arrived.getFirst().takeAll().closure());
    }

    @Test
    void oneOnTheSameNodeArrivesToo() {
        In sources = host.receiver("sources").takeAll();
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        frames.send("a").done();
        In in = sources.arrived.getFirst().takeAll();
        assertEquals("a", in.text());
        assertEquals(new Closure.Done(), in.closure());
        cluster.advance(5);
        assertTrue(frames.drained);
    }

    @Test
    void severalInOneMessageAreToldApartByTheirSenders() {
        In sources = one.receiver("sources").takeAll();
        Out first = host.anonymous();
        Out second = host.anonymous();
        host.sender("sources").sendWith("two sources", first, second);
        first.send("a");
        second.send("b");
        for (In in : sources.arrived) {
            boolean isFirst = Objects.requireNonNull(((QueueReceiverEnd) in.end).origin())
                    .sender()
                    .equals(first.end.ref());
            assertEquals(isFirst ? "a" : "b", in.takeAll().text());
        }
        assertEquals(2, sources.arrived.size());
    }

    @Test
    void oneMayTravelInAMessageOfAnother() {
        In sources = one.receiver("sources").takeAll();
        Out outer = host.anonymous();
        Out inner = host.anonymous();
        host.sender("sources").sendWith("outer", outer);
        outer.sendWith("inner", inner);
        inner.send("a").done();
        outer.done();
        In outerIn = sources.arrived.getFirst().takeAll();
        assertEquals("inner", outerIn.text());
        assertEquals("a", outerIn.arrived.getFirst().takeAll().text());
        cluster.advance(5);
        assertTrue(outer.drained && inner.drained);
    }

    @Test
    void givenBackItGoesToAnotherWithWhatWasNotAcknowledged() {
        In first = one.receiver("sources").holding();
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        frames.send("a", "b", "c");
        first.take(1);
        In firstIn = first.arrived.getFirst().take(1);
        cluster.advance(10);
        In second = two.receiver("sources").takeAll();
        assertTrue(first.nack("a source", 0));
        assertEquals(new Closure.Left(), firstIn.closure(), "its message was given back");
        In secondIn = second.arrived.getFirst().takeAll();
        frames.send("d").done();
        assertEquals("b c d", secondIn.text());
        assertEquals(new Closure.Done(), secondIn.closure());
        cluster.advance(10);
        assertEquals(new SenderCounts(4, 0, 4, 0, 0, 0, 0, 0), frames.end.counts());
    }

    @Test
    void whatComesBackWithAMessageGivenBackIsAheadOfWhatIsNew() {
        In first = one.receiver("sources").holding();
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        first.take(1);
        cluster.hold(one, host);
        assertTrue(first.nack("a source", 0));
        requireOrder(frames);
    }

    @Test
    void whatComesBackWithAMessageThatIsLeftIsAheadOfWhatIsNew() {
        In first = one.receiver("sources");
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        cluster.hold(one, host);
        first.close();
        requireOrder(frames);
    }

    @Test
    void whatWasSentToAReceiverThatIsRefusedIsAheadOfWhatIsNew() {
        In first = one.receiver("sources");
        Out out = host.sender("sources").send("a stream");
        Out frames = host.anonymous();
        cluster.hold(one, host);
        out.sendWith("a source", frames);
        first.close();
        requireOrder(frames);
    }

    /** What is sent stays in order though there is time for more at each byte of what the first receiver says. */
    private void requireOrder(Out frames) {
        In second = two.receiver("sources").takeAll();
        StringJoiner sent = new StringJoiner(" ");
        for (int i = 0; i < 400; i++) {
            cluster.pass(one, host, 1);
            frames.send(String.valueOf(i));
            sent.add(String.valueOf(i));
        }
        cluster.release();
        assertEquals(sent.toString(), second.arrived.getFirst().takeAll().text());
    }

    @Test
    void givenBackToTheOnlyOneItComesAgain() {
        In in = one.receiver("sources").holding().takeAll();
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        frames.send("a");
        assertTrue(in.nack("a source", 0));
        assertEquals(2, in.arrived.size());
        assertEquals(new Closure.Left(), in.arrived.get(0).closure());
        frames.done();
        assertEquals("a", in.arrived.get(1).takeAll().text());
        assertEquals(new Closure.Done(), in.arrived.get(1).closure());
    }

    @Test
    void unreadItGoesToAnotherWhenItsReceiverLeaves() {
        In first = one.receiver("sources");
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        frames.send("a", "b").done();
        In second = two.receiver("sources").takeAll();
        first.close();
        assertEquals("a b", second.arrived.getFirst().takeAll().text());
        cluster.advance(5);
        assertTrue(frames.drained);
    }

    @Test
    void itGoesToAnotherWhenItsReceiverIsLostThatHadNotAcknowledgedIt() {
        In first = one.receiver("sources").holding();
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        frames.send("a", "b");
        first.take(1);
        first.arrived.getFirst().take(1);
        cluster.advance(10);
        cluster.kill(one);
        frames.send("c").done();
        In second = two.receiver("sources").takeAll();
        In in = second.arrived.getFirst().takeAll();
        assertEquals("b c", in.text());
        assertEquals(new Closure.Done(), in.closure());
    }

    @Test
    void itGoesToAnotherWhenTwoAreLostAtOnceThatCouldHaveHadIt() {
        one.receiver("sources");
        one.receiver("sources");
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        frames.send("a");
        cluster.advance(10);
        cluster.kill(one);
        In second = two.receiver("sources").takeAll();
        frames.send("b").done();
        assertEquals("a b", second.arrived.getFirst().takeAll().text());
        cluster.advance(5);
        assertTrue(frames.drained);
    }

    @Test
    void onceAcknowledgedItsLossIsTheEndOfTheChannel() {
        In sources = one.receiver("sources").takeAll();
        Out out = host.sender("sources").sendWith("a source", host.anonymous());
        Out frames = host.anonymous();
        out.sendWith("another", frames);
        frames.send("a", "b");
        sources.arrived.get(1).take(1);
        cluster.advance(10);
        two.receiver("sources").takeAll();
        cluster.kill(one);
        Closure.ReceiverGone gone = assertInstanceOf(Closure.ReceiverGone.class, frames.closure());
        assertEquals("one", gone.node());
        assertEquals(new SenderCounts(2, 0, 1, 0, 0, 0, 1, 0), frames.end.counts(), "b was there, and may be taken");
        frames.send("c");
        assertEquals(1, frames.blocked(), "nobody will ever take it");
    }

    @Test
    void whatIsLostAfterDoneIsTold() {
        In sources = one.receiver("sources").takeAll();
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        cluster.advance(10);
        frames.send("a", "b").done();
        assertEquals(1, sources.arrived.size());
        cluster.kill(one);
        assertEquals(List.of(new NodeEngine.Untaken(ChannelSpec.ANONYMOUS, 2)), host.engine.untaken());
    }

    @Test
    void closedByTheProgramThatHadItItIsTheEndOfTheChannel() {
        In sources = one.receiver("sources").takeAll();
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        frames.send("a", "b", "c");
        sources.arrived.getFirst().take(1);
        cluster.advance(10);
        sources.arrived.getFirst().close();
        assertEquals(new Closure.ReceiverGone("one", "the receiver was closed"), frames.closure());
        assertEquals(new SenderCounts(3, 0, 1, 0, 0, 2, 0, 0), frames.end.counts());
    }

    @Test
    void closedBeforeItsMessageIsAcknowledgedItIsTheEndOfTheChannelThen() {
        In sources = one.receiver("sources").holding().takeAll();
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        frames.send("a");
        sources.arrived.getFirst().close();
        cluster.advance(10);
        assertNull(frames.closure(), "its message may be given back");
        assertTrue(sources.acknowledge("a source"));
        cluster.advance(10);
        assertInstanceOf(Closure.ReceiverGone.class, frames.closure());
        assertEquals(1, frames.end.counts().undelivered());
    }

    @Test
    void closedBehindTheLastValueOfASenderThatIsDoneItIsNoLoss() {
        In sources = one.receiver("sources").takeAll();
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        frames.send("a").done();
        sources.arrived.getFirst().take(1).close();
        cluster.advance(10);
        assertTrue(frames.drained);
        assertEquals(new SenderCounts(1, 0, 1, 0, 0, 0, 0, 0), frames.end.counts());
    }

    @Test
    void aDeadLetterThatNobodyHasYetIsNoLossEither() {
        host.buries = false;
        In sources = one.receiver("sources").holding().takeAll();
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        frames.send("a").done();
        In in = sources.arrived.getFirst().holding().take(1);
        assertTrue(in.reject("a"));
        assertEquals(new Closure.Done(), in.closure());
        assertTrue(sources.acknowledge("a source"));
        cluster.advance(10);
        assertEquals(new Closure.Done(), frames.closure());
        assertFalse(frames.drained);
        host.engine.buried(frames.end, 0, cluster.now);
        cluster.run();
        assertTrue(frames.drained);
    }

    @Test
    void rejectedItIsTheEndOfTheChannel() {
        In sources = one.receiver("sources").holding().takeAll();
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        frames.send("a");
        In in = sources.arrived.getFirst();
        assertTrue(sources.reject("a source"));
        assertEquals(new Closure.Left(), in.closure());
        Closure.ReceiverGone gone = assertInstanceOf(Closure.ReceiverGone.class, frames.closure());
        assertTrue(gone.text().contains("not delivered"), gone.text());
    }

    @Test
    void onAChannelThatDeliversAtMostOnceItIsDroppedWithItsMessage() {
        In first = one.receiver(ONCE).holding();
        Out frames = host.anonymous();
        host.sender(ONCE).sendWith("a source", frames);
        frames.send("a");
        first.take(1);
        two.receiver(ONCE).takeAll();
        cluster.kill(one);
        assertInstanceOf(Closure.ReceiverGone.class, frames.closure());
    }

    @Test
    void acknowledgedAndClaimedByNobodyItIsClosed() {
        In sources = one.receiver("sources");
        sources.claims = false;
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        frames.send("a");
        sources.take(1);
        cluster.advance(10);
        assertInstanceOf(Closure.ReceiverGone.class, frames.closure());
        assertEquals(1, one.engine.status().receivers(), "that of the sources");
    }

    @Test
    void aReceiverIsSentOnceAndNotWhenItsSenderIsClosed() {
        one.receiver("sources");
        Out out = host.sender("sources");
        Out frames = host.anonymous();
        out.sendWith("a source", frames);
        assertFalse(host.engine.enclose(out.end, 1, List.of((QueueSenderEnd) frames.end)));
        Out closed = host.anonymous();
        closed.done();
        assertFalse(host.engine.enclose(out.end, 1, List.of((QueueSenderEnd) closed.end)));
        assertTrue(closed.drained, "nobody has anything of it");
    }

    @Test
    void aReceiverThatWasNotSentAfterAllIsHere() {
        In sources = one.receiver("sources").takeAll();
        Out out = host.sender("sources");
        Out frames = host.anonymous();
        assertTrue(host.engine.enclose(out.end, 0, List.of((QueueSenderEnd) frames.end)));
        host.engine.revoke(out.end, 0, cluster.now);
        out.send("without").sendWith("with", frames);
        frames.send("a");
        assertEquals("without with", sources.text());
        assertEquals("a", sources.arrived.getFirst().takeAll().text());
    }

    @Test
    void closedBetweenTheTwoItIsDrained() {
        Out out = host.sender("sources");
        Out frames = host.anonymous();
        assertTrue(host.engine.enclose(out.end, 0, List.of((QueueSenderEnd) frames.end)));
        frames.done();
        assertFalse(frames.drained, "it is about to be sent");
        host.engine.revoke(out.end, 0, cluster.now);
        cluster.run();
        assertTrue(frames.drained);
    }

    @Test
    void closedWhereItWasMadeItIsTheEndOfTheChannel() {
        Out frames = host.anonymous().send("a");
        host.engine.abandonReceiver(frames.end, cluster.now);
        cluster.run();
        assertInstanceOf(Closure.ReceiverGone.class, frames.closure());
        assertEquals(1, frames.wakes, "who waits is told");
    }

    @Test
    void anErrorFollowsWhatWasSent() {
        In sources = one.receiver("sources").takeAll();
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        frames.send("a");
        frames.fail("no more");
        In in = sources.arrived.getFirst().takeAll();
        assertEquals("a", in.text());
        assertEquals(
                "no more", assertInstanceOf(Closure.Failed.class, in.closure()).text());
    }

    @Test
    void theLossOfTheSendersNodeIsToldAtTheReceiver() {
        In sources = host.receiver("sources").takeAll();
        Out frames = one.anonymous();
        one.sender("sources").sendWith("a source", frames);
        frames.send("a");
        In in = sources.arrived.getFirst().takeAll();
        cluster.kill(one);
        assertEquals("a", in.text());
        assertInstanceOf(Closure.SendersLost.class, in.closure());
    }

    @Test
    void aReceiverInNoMessageToComeIsAViolation() {
        In sources = one.receiver("sources").takeAll();
        host.sender("sources").send("first");
        int enclosing = sources.end.streams().iterator().next().id();
        for (Enclosed wrong : List.of(
                new Enclosed(99, 9, 98, 2, 16, new byte[0]),
                new Enclosed(99, 9, enclosing, 1, 16, new byte[0]),
                new Enclosed(99, 9, enclosing, 1 << 20, 16, new byte[0]))) {
            cluster.forge(host, one, wrong);
            assertTrue(one.story().contains("which is not to come"), one.story());
            assertEquals(1, one.engine.status().receivers());
            one.heard.clear();
            cluster.advance(5_000);
            enclosing = sources.end.streams().iterator().next().id();
        }
    }

    @Test
    void aStreamDoesNotEndAheadOfAMessageThatHoldsAReceiver() {
        In sources = one.receiver("sources").takeAll();
        host.sender("sources").send("first");
        int enclosing = sources.end.streams().iterator().next().id();
        cluster.forge(host, one, new Enclosed(99, 9, enclosing, 2, 16, new byte[0]));
        assertEquals(2, one.engine.status().receivers());
        cluster.forge(host, one, new Done(enclosing, 1));
        assertTrue(one.story().contains("ends after 1 messages, with a receiver in message 2"), one.story());
        assertEquals(1, one.engine.status().receivers(), "nobody has claimed it");
    }

    @Test
    void receiversInReceiversAreLeftHoweverDeep() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread small = new Thread(null, this::leaveDeepOnes, "with a small stack", 192 << 10);
        small.setUncaughtExceptionHandler((_, why) -> thrown.set(why));
        small.start();
        small.join();
        assertNull(thrown.get());
    }

    private void leaveDeepOnes() {
        In sources = one.receiver("sources");
        Out outer = host.sender("sources");
        int depth = 900;
        for (int i = 0; i < depth; i++) {
            Out inner = host.anonymous();
            outer.sendWith("a source", inner);
            outer = inner;
        }
        assertEquals(depth + 1, one.engine.status().receivers());
        sources.close();
        assertEquals(0, one.engine.status().receivers());
    }

    @Test
    void whatIsLostBeforeDoneIsToldToo() {
        In sources = one.receiver("sources").takeAll();
        Out frames = host.anonymous();
        host.sender("sources").sendWith("a source", frames);
        cluster.advance(10);
        frames.send("a", "b");
        assertEquals(1, sources.arrived.size());
        cluster.kill(one);
        frames.done();
        assertEquals(List.of(new NodeEngine.Untaken(ChannelSpec.ANONYMOUS, 2)), host.engine.untaken());
    }

    @Test
    void closedWhereItWasMadeBetweenTheTwoItIsTheEndOfTheChannel() {
        Out out = host.sender("sources");
        Out frames = host.anonymous();
        assertTrue(host.engine.enclose(out.end, 0, List.of((QueueSenderEnd) frames.end)));
        host.engine.abandonReceiver(frames.end, cluster.now);
        assertNull(frames.closure(), "it is about to be sent");
        host.engine.revoke(out.end, 0, cluster.now);
        assertInstanceOf(Closure.ReceiverGone.class, frames.closure());
    }

    @Test
    void aConnectionThatBreaksChangesNothing() {
        Cluster resuming = new Cluster();
        Player home = resuming.host("home");
        Player far = resuming.node("far").join(home);
        In sources = far.receiver("sources").takeAll();
        Out out = home.sender("sources");
        for (int i = 0; i < 20; i++) {
            Out frames = home.anonymous();
            out.sendWith("source " + i, frames);
            frames.send("a" + i, "b" + i);
            resuming.cut(far, home);
            frames.send("c" + i).done();
            resuming.advance(100);
            assertEquals(
                    "a" + i + " b" + i + " c" + i,
                    sources.arrived.get(i).takeAll().text());
            assertEquals(new Closure.Done(), sources.arrived.get(i).closure());
        }
        assertEquals(20, sources.arrived.size());
    }
}
