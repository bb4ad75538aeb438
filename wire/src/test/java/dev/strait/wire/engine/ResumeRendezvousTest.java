package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.frame.FrameType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Offers and verdicts of channels of capacity 0 while their link has no connection, and behind that. */
class ResumeRendezvousTest {
    private final Cluster cluster = new Cluster();
    private final Player host = cluster.host("host");
    private final Player node = cluster.node("node").join(host);

    @Test
    void anOfferThatWasCutOffOnItsWayArrivesOnce() {
        Takes in = host.taking("words").receive(2);
        Sends out = node.offering("words");
        cluster.hold(node, host);
        out.send("a");
        cluster.cutOnly(node, host);
        assertEquals(List.of(), out.verdicts, "nobody knows yet");
        cluster.release();
        assertEquals(List.of("a TAKEN"), out.verdicts);
        out.send("b");
        assertEquals("a b", in.text());
    }

    @Test
    void aVerdictThatWasCutOffOnItsWayArrivesOnce() {
        Takes in = host.taking("words").hold().receive(1);
        Sends out = node.offering("words").send("a");
        cluster.hold(node, host);
        in.decideNow();
        assertEquals("a", in.text());
        cluster.cutOnly(node, host);
        cluster.release();
        assertEquals(List.of("a TAKEN"), out.verdicts);
        assertEquals("a", in.text());
    }

    @Test
    void anOfferThatIsReturnedWhileTheLinkIsSuspendedIsOfferedAgain() {
        Takes in = host.taking("words").hold().receive(1);
        Sends out = node.offering("words").send("a");
        away();
        in.giveUp();
        in.decideNow();
        assertEquals(List.of(), out.verdicts);
        back();
        assertEquals(List.of("a RETURNED"), out.verdicts);
        in.receive(1);
        assertEquals("a", in.text());
        assertEquals(List.of("a RETURNED", "a TAKEN"), out.verdicts);
    }

    @Test
    void anOfferThatIsTakenWhileTheLinkIsSuspendedIsTaken() {
        Takes in = host.taking("words").hold().receive(1);
        Sends out = node.offering("words").send("a");
        away();
        in.decideNow();
        out.withdrawAll();
        assertEquals("a", in.text());
        assertEquals(List.of(), out.verdicts);
        back();
        assertEquals(List.of("a TAKEN"), out.verdicts, "the withdrawal came too late");
    }

    @Test
    void aReceiveDoesNotWaitForASendBehindASuspendedLinkWhileAnotherCanCome() {
        Player other = cluster.node("other").join(host);
        Takes in = host.taking("words");
        Sends out = node.offering("words").send("a");
        Sends another = other.offering("words").send("b");
        away();
        in.receive(1);
        assertEquals("b", in.text());
        assertEquals(List.of("b TAKEN"), another.verdicts);
        back();
        in.receive(1);
        assertEquals("b a", in.text());
        assertEquals(List.of("a TAKEN"), out.verdicts);
    }

    @Test
    void aWithdrawalThatWasCutOffOnItsWayComesToItsEnd() {
        Takes in = host.taking("words").hold().receive(1);
        Sends out = node.offering("words").once().send("a");
        cluster.hold(node, host);
        out.withdrawAll();
        cluster.cutOnly(node, host);
        cluster.release();
        assertEquals(List.of("a RETURNED"), out.verdicts);
        in.decideNow();
        assertEquals("", in.text());
    }

    @Test
    void theTimeForTheAnswerToAWithdrawalDoesNotRunWhileTheLinkIsSuspended() {
        host.taking("words").hold().receive(1);
        Sends out = node.offering("words").once().send("a");
        cluster.swallow(FrameType.RETURNED, host, node);
        cluster.swallow(FrameType.CREDIT, host, node); // which counts it, too
        out.withdrawAll();
        cluster.advance(3_000);
        away();
        cluster.advance(3_000);
        assertEquals(0, node.heard(EngineEvent.Warning.class), node::story);
        back();
        cluster.advance(3_000);
        assertEquals(0, node.heard(EngineEvent.Warning.class), "it begins anew: " + node.story());
    }

    @Test
    void aWithdrawalThatNobodyAnswersAfterTheLinkWentOnIsStillFoundOut() {
        host.taking("words").hold().receive(1);
        Sends out = node.offering("words").once().send("a");
        cluster.swallow(FrameType.RETURNED, host, node);
        cluster.swallow(FrameType.CREDIT, host, node); // which counts it, too
        out.withdrawAll();
        cluster.advance(1_000);
        cluster.cut(node, host);
        cluster.advance(6_100);
        assertTrue(node.story().contains("WITHDRAW was not answered within 5000 ms"), node::story);
    }

    @Test
    void ticketsGivenWhileTheLinkIsSuspendedAreUsedWhenItGoesOn() {
        Takes in = host.taking("words");
        Sends out = node.offering("words").send("a", "b", "c");
        away();
        in.receive(2);
        assertEquals("", in.text());
        back();
        assertEquals("a b", in.text());
        assertEquals(1, out.blocked());
        in.receive(1);
        out.done();
        assertEquals("a b c", in.text());
        assertEquals(new Closure.Done(), in.closure());
    }

    @Test
    void anOfferOnALinkThatIsNotResumedIsUnknown() {
        Takes in = host.taking("words").hold().receive(1);
        Sends out = node.offering("words").send("a");
        away();
        cluster.advance(3_900);
        assertEquals(List.of(), out.verdicts);
        cluster.advance(200);
        assertEquals(List.of("a UNKNOWN"), out.verdicts);
        assertEquals(List.of(), in.end.offered());
        assertFalse(out.drained);
    }

    private void away() {
        cluster.unreach(host);
        cluster.unreach(node);
        cluster.cut(node, host);
    }

    private void back() {
        cluster.reach(host);
        cluster.reach(node);
        cluster.advance(1_000);
    }
}
