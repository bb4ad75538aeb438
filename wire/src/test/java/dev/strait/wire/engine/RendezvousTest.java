package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.Offer;
import dev.strait.wire.dispatch.Offered;
import dev.strait.wire.mux.Batches;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Channels of capacity 0 between two or three nodes, when nothing goes wrong. */
class RendezvousTest {
    private final Cluster cluster = new Cluster();
    private final Player host = cluster.host("host");

    @AfterEach
    void nothingIsHeldForStreamsThatAreOver() {
        for (Player player : cluster.players()) {
            EngineStatus status = player.engine.status();
            if (status.incomingStreams() == 0) {
                assertEquals(0, status.reservedBytes(), player.id());
            }
            assertFalse(player.story().contains("broke the protocol"), player::story);
        }
    }

    @Test
    void aSendIsOverWhenAReceiveThatWaitsHasTakenItsValue() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words").receive(1);
        Sends out = node.offering("words").send("a");
        assertEquals("a", in.text());
        assertEquals(List.of("a TAKEN"), out.verdicts);
        assertEquals(0, node.written.getOrDefault("WAITING", 0), "the ticket was there before the send");
        assertEquals(1, host.written.get("TAKEN"));
    }

    @Test
    void aSendThatComesFirstWaitsForAReceive() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words");
        Sends out = node.offering("words").send("a");
        assertEquals(1, out.blocked());
        assertEquals(1, in.end.waitingSenders());
        assertEquals(0, node.written.getOrDefault("DATA", 0), "nothing travels without a ticket");
        in.receive(1);
        assertEquals("a", in.text());
        assertEquals(List.of("a TAKEN"), out.verdicts);
        assertEquals(0, in.end.waitingSenders());
        assertEquals(1, node.written.get("WAITING"), "the message itself says that its send waits no more");
    }

    @Test
    void asManyValuesTravelAsReceivesWait() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words");
        Sends out = node.offering("words").send("a", "b", "c", "d", "e");
        assertEquals(5, in.end.waitingSenders());
        in.receive(2);
        assertEquals("a b", in.text());
        assertEquals(3, out.blocked());
        assertEquals(2, node.written.get("DATA"));
        assertEquals(3, in.end.waitingSenders());
        in.receive(4);
        assertEquals("a b c d e", in.text());
        assertEquals(0, out.blocked());
    }

    @Test
    void oneReceiveIsPromisedToOneOfThreeThatWait() {
        Takes in = host.taking("words");
        List<Player> nodes = new ArrayList<>();
        List<Sends> outs = new ArrayList<>();
        for (String id : List.of("x", "y", "z")) {
            Player node = cluster.node(id).join(host);
            nodes.add(node);
            outs.add(node.offering("words").send(id + "1", id + "2"));
        }
        assertEquals(6, in.end.waitingSenders());
        for (int i = 1; i <= 6; i++) {
            in.receive(1);
            assertEquals(i, in.taken.size());
            int sent = nodes.stream()
                    .mapToInt(node -> node.written.getOrDefault("DATA", 0))
                    .sum();
            assertEquals(i, sent, "nothing travels in vain");
        }
        assertEquals("x1 y1 z1 x2 y2 z2", in.text(), "tickets go in turn");
        assertEquals(0, host.written.getOrDefault("RETURNED", 0));
        outs.forEach(out -> assertEquals(2, out.verdicts.size()));
    }

    @Test
    void aValueOnAStaleTicketIsReturnedAndGoesToAnotherReceiver() {
        Player x = cluster.node("x").join(host);
        Player y = cluster.node("y").join(host);
        Takes in = host.taking("words").receive(1);
        Sends first = x.offering("words");
        Sends second = y.offering("words");
        cluster.hold(y, host);
        second.send("late");
        assertEquals(1, second.outNow(), "it has a ticket too, on the chance");
        first.send("early");
        cluster.release();
        assertEquals("early", in.text());
        assertEquals(List.of("late RETURNED"), second.verdicts);
        assertEquals(1, second.blocked());
        Takes other = x.taking("words").receive(1);
        assertEquals("late", other.text());
        assertEquals(List.of("late RETURNED", "late TAKEN"), second.verdicts);
    }

    @Test
    void theReceiverWithTheFewestUndecidedGetsTheNextOffer() {
        Player node = cluster.node("node").join(host);
        Takes slow = host.taking("words").hold();
        Takes fast = host.taking("words");
        Sends out = node.offering("words").send("a", "b", "c");
        slow.receive(3);
        assertEquals(3, slow.end.offered().size());
        out.send("d");
        slow.receive(1);
        fast.receive(1);
        assertEquals("", fast.text(), "the fourth went where the ticket was first");
        out.send("e");
        assertEquals("e", fast.text());
    }

    @Test
    void bothEndsCanLiveOnOneNode() {
        Player node = cluster.node("node").join(host);
        Takes in = node.taking("words");
        Sends out = node.offering("words").send("a", "x*70000", "b");
        assertEquals(3, in.end.waitingSenders());
        in.receive(2);
        assertEquals("a x*70000", in.text());
        in.receive(2);
        out.send("c");
        assertEquals("a x*70000 b c", in.text());
        out.done();
        assertTrue(out.drained);
        assertEquals(new Closure.Done(), in.closure());
        assertAtRest(node);
    }

    @Test
    void aWaitingSendThatGivesUpIsNoLongerAnnounced() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words");
        Sends out = node.offering("words").send("a");
        int wakes = in.wakes;
        out.giveUp();
        assertEquals(0, in.end.waitingSenders());
        assertEquals(wakes + 1, in.wakes, "the program hears that nobody waits any more");
        in.receive(1);
        assertEquals("", in.text());
    }

    @Test
    void aReceiverThatComesLaterHearsOfTheSendsThatWait() {
        Player node = cluster.node("node").join(host);
        Sends out = node.offering("words").send("a", "b");
        Takes in = host.taking("words");
        assertEquals(2, in.end.waitingSenders());
        in.receive(2);
        assertEquals("a b", in.text());
        assertEquals(List.of("a TAKEN", "b TAKEN"), out.verdicts);
    }

    @Test
    void aSendCanAskWhetherSomebodyWaitsWithoutWaiting() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words");
        Sends out = node.offering("words");
        assertFalse(out.hasTicket(1));
        in.receive(1);
        assertTrue(out.hasTicket(1));
        assertTrue(out.hasTicket(1), "asking uses nothing up");
    }

    @Test
    void anOfferWithdrawnBeforeItIsWrittenIsBackAtOnceAndItsTicketIsFree() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words").receive(2);
        Sends out = node.offering("words").once();
        out.send("first");
        in.hold().receive(2);
        Offer a = out.offer("a");
        assertTrue(a.isOut());
        assertEquals(2, a.number());
        out.withdrawAll();
        assertEquals(List.of("first TAKEN", "a RETURNED"), out.verdicts);
        assertEquals(1, node.written.get("DATA"), "nothing of it was ever written");
        assertEquals(0, node.written.getOrDefault("WITHDRAW", 0));
        Offer b = out.offer("b");
        assertEquals(2, b.number(), "its number is that of the next");
        cluster.run();
        in.decideNow();
        assertEquals("first b", in.text());
    }

    @Test
    void offersBehindOneThatIsWithdrawnMoveUp() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words").receive(3).hold();
        Sends out = node.offering("words").send("a", "b", "c").once();
        in.decideNow();
        in.hold().receive(3);
        assertEquals("a b c", in.text());
        out.send("d", "e", "f");
        node.engine.waiting(out.end, 3, cluster.now);
        cluster.run();
        assertEquals(3, in.end.offered().size());
        assertEquals(
                List.of(4L, 5L, 6L),
                in.end.offered().stream().map(Offered::number).toList());
        in.decideNow();
        assertEquals("a b c d e f", in.text());
    }

    @Test
    void anOfferWithdrawnWhileItIsUndecidedIsReturnedByTheNode() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words").hold().receive(1);
        Sends out = node.offering("words").once().send("a");
        Offered held = in.end.offered().getFirst();
        out.withdrawAll();
        assertEquals(List.of("a RETURNED"), out.verdicts);
        assertEquals(List.of(), in.end.offered());
        assertFalse(host.engine.take(in.end, held, cluster.now), "it is no longer there");
        out.withdrawAll();
        assertEquals(1, node.written.get("WITHDRAW"));
        in.decideNow();
        out.send("b");
        assertEquals("b", in.text());
    }

    @Test
    void anOfferWithdrawnWhenItIsTakenIsTaken() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words").hold().receive(1);
        Sends out = node.offering("words").once().send("a");
        cluster.hold(node, host);
        in.decideNow();
        assertEquals("a", in.text());
        out.withdrawAll();
        out.withdrawAll();
        cluster.release();
        assertEquals(List.of("a TAKEN"), out.verdicts);
        assertEquals(1, node.written.get("WITHDRAW"), "it asks once");
        assertEquals(0, host.written.getOrDefault("RETURNED", 0));
    }

    @Test
    void aWithdrawalThatCrossesTheEndOfItsStreamDoesNoHarm() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words").hold().receive(1);
        Sends out = node.offering("words").once().send("a");
        out.done();
        cluster.hold(node, host);
        in.decideNow();
        out.withdrawAll();
        cluster.release();
        assertEquals(List.of("a TAKEN"), out.verdicts);
        assertTrue(out.drained);
        assertEquals(new Closure.Done(), in.closure());
        assertAtRest(node, host);
    }

    @Test
    void anOfferCanBeWithdrawnAfterItsSenderIsDone() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words").hold().receive(1);
        Sends out = node.offering("words").once().send("a");
        out.done();
        assertFalse(out.drained);
        out.withdrawAll();
        assertEquals(List.of("a RETURNED"), out.verdicts);
        assertTrue(out.drained);
        assertEquals(new Closure.Done(), in.closure());
        assertAtRest(node, host);
    }

    @Test
    void theEndOfAStreamCountsWhatWasWrittenAndNotWhatWasTakenBack() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words").receive(1);
        Sends out = node.offering("words").once();
        out.offer("a");
        node.engine.done(out.end, cluster.now);
        out.withdrawAll();
        assertEquals(List.of("a RETURNED"), out.verdicts);
        out.done();
        assertTrue(out.drained);
        assertEquals("", in.text());
        assertEquals(new Closure.Done(), in.closure());
    }

    @Test
    void doneWaitsForTheOffersThatAreOut() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words").hold().receive(1);
        Sends out = node.offering("words").send("a");
        out.done();
        assertFalse(out.drained);
        assertNull(in.closure(), "a value is still to be had");
        in.decideNow();
        assertEquals("a", in.text());
        assertTrue(out.drained);
        assertEquals(new Closure.Done(), in.closure());
        assertAtRest(node, host);
    }

    @Test
    void theChannelCompletesWhenAllSendersAreDone() {
        Player x = cluster.node("x").join(host);
        Player y = cluster.node("y").join(host);
        Takes one = host.taking("words");
        Takes two = y.taking("words");
        Sends first = x.offering("words").send("a", "b", "c");
        Sends second = y.offering("words").send("d", "e", "f");
        one.receive(3);
        two.receive(3);
        first.done();
        assertNull(one.closure());
        second.done();
        assertEquals(new Closure.Done(), one.closure());
        assertEquals(new Closure.Done(), two.closure());
        List<String> all = new ArrayList<>(one.taken);
        all.addAll(two.taken);
        assertEquals(
                List.of("a", "b", "c", "d", "e", "f"), all.stream().sorted().toList());
        assertAtRest(x, y, host);
    }

    @Test
    void aSenderThatFailsTellsThoseThatWait() {
        Player x = cluster.node("x").join(host);
        Player y = cluster.node("y").join(host);
        Takes in = host.taking("words").hold().receive(1);
        Sends first = x.offering("words").send("a");
        Sends second = y.offering("words").send("b", "c");
        in.receive(1);
        assertEquals(2, in.end.offered().size());
        second.fail("disk full");
        assertTrue(first.closure() instanceof Closure.Failed);
        assertEquals(1, first.outNow(), "what is out waits for its verdict");
        assertNull(in.closure());
        in.decideNow();
        assertEquals("a b", in.text());
        assertEquals(List.of("a TAKEN"), first.verdicts);
        assertTrue(in.closure() instanceof Closure.Failed);
        first.done();
        assertTrue(first.drained);
        assertAtRest(x, y, host);
    }

    @Test
    void largeMessagesAskForTheirBytesOnATicket() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words");
        Sends out = node.offering("words").send("x*70000", "y*300000", "z*5000");
        assertEquals(0, node.written.getOrDefault("WANT", 0), "not without a ticket");
        in.receive(3);
        assertEquals("x*70000 y*300000 z*5000", in.text());
        assertEquals(3, out.verdicts.size());
        out.done();
        assertEquals(new Closure.Done(), in.closure());
        assertAtRest(node, host);
    }

    @Test
    void aLargeValueGoesToAnotherReceiverOnceTheFirstReceivesNoMore() {
        Player node = cluster.node("node").join(host);
        Takes first = host.taking("words").receive(1);
        Takes second = cluster.node("other").join(host).taking("words");
        Sends out = node.offering("words").send("x*5000");
        assertEquals("x*5000", first.text());
        out.send("y*5000");
        second.receive(1);
        assertEquals("y*5000", second.text());
        assertEquals(List.of("x*5000 TAKEN", "y*5000 TAKEN"), out.verdicts);
    }

    @Test
    void theBytesOfWhatIsReturnedAreFreeAgain() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words");
        Sends out = node.offering("words").once();
        for (int i = 0; i < 40; i++) {
            in.hold().receive(1);
            out.send("x*700000");
            assertEquals(1, in.end.offered().size(), "message " + i);
            out.withdrawAll();
            in.giveUp();
        }
        assertEquals(
                40, out.verdicts.stream().filter("x*700000 RETURNED"::equals).count());
        out.done();
        assertAtRest(node, host);
    }

    @Test
    void manySmallValuesNeedNoMoreThanTheInitialBytes() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words");
        Sends out = node.offering("words");
        String message = "m".repeat(1_500);
        for (int i = 0; i < 30; i++) {
            out.send(message);
            in.receive(1);
            assertEquals(i + 1, in.taken.size());
        }
        assertEquals(0, node.written.getOrDefault("WANT", 0));
    }

    @Test
    void callsOfTheOtherKindOfChannelAreRefused() {
        Takes in = host.taking("words").receive(1);
        Sends out = host.offering("words");
        Out queueOut = host.sender("queue");
        In queueIn = host.receiver("queue");
        assertTrue(out.end.isRendezvous());
        assertTrue(in.end.isRendezvous());
        assertFalse(queueOut.end.isRendezvous());
        assertFalse(queueIn.end.isRendezvous());
        NodeEngine engine = host.engine;
        assertThrows(IllegalStateException.class, () -> engine.allow(out.end, 0, 0, 0));
        assertThrows(IllegalStateException.class, () -> engine.fill(out.end, 0));
        assertThrows(IllegalStateException.class, () -> engine.seal(out.end, null, 0));
        assertThrows(IllegalStateException.class, () -> engine.poll(in.end, 0));
        assertThrows(IllegalStateException.class, () -> engine.waiting(queueOut.end, 1, 0));
        assertThrows(IllegalStateException.class, () -> engine.prepare(queueOut.end, 1, 0));
        assertThrows(IllegalStateException.class, () -> engine.waiting(queueIn.end, 1, 0));
        Offer stale = engine.prepare(out.end, 1, 0);
        out.send("a");
        assertThrows(IllegalStateException.class, () -> engine.offer(out.end, stale, Batches.of("b"), 0));
        in.receive(1);
        Offer fresh = engine.prepare(out.end, 1, 0);
        assertThrows(IllegalStateException.class, () -> engine.offer(out.end, fresh, Batches.of("b", "c"), 0));
        assertEquals("a", in.text());
    }

    private static void assertAtRest(Player... players) {
        for (Player player : players) {
            EngineStatus status = player.engine.status();
            assertEquals(0, status.outgoingStreams(), player.id());
            assertEquals(0, status.incomingStreams(), player.id());
            assertEquals(0, status.reservedBytes(), player.id());
            assertEquals(List.of(), player.engine.untaken(), player.id());
        }
    }
}
