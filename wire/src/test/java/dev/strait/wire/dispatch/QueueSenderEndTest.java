package dev.strait.wire.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.mux.Batches;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class QueueSenderEndTest {
    private static final int KB = 1 << 10;

    private final Lanes lanes = new Lanes();
    private final QueueSenderEnd sender = lanes.sender;

    @Test
    void whoWaitsLooksAgainWhenAReceiverHasGone() {
        lanes.add("narrow", 16, 2_048, 1_000);
        lanes.add("roomy", 0, 2_048, 100_000);
        assertNull(lanes.sender.allow(5_000, 0));
        assertFalse(lanes.sender.wakes());
        lanes.leave("roomy", 0);
        assertTrue(lanes.sender.wakes(), "nobody is left whose node takes it");
        assertFalse(lanes.sender.wakes());
    }

    @Test
    void receiversWithEquallyManyUntakenGetMessagesInTurn() {
        lanes.add("x", 16, KB);
        lanes.add("y", 16, KB);
        lanes.add("z", 16, KB);
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            order.append(lanes.send("m"));
        }
        assertEquals("xyzxyzxyz", order.toString());
    }

    @Test
    void theReceiverWithTheFewestUntakenGetsTheNextMessage() {
        lanes.add("slow", 16, KB);
        lanes.add("fast", 16, KB);
        for (int i = 0; i < 4; i++) {
            lanes.send("m");
        }
        lanes.write("slow");
        lanes.write("fast");
        lanes.credit("fast", 2, 16, KB);
        assertEquals("fast", lanes.send("m"));
        assertEquals("fast", lanes.send("m"));
    }

    @Test
    void aReceiverWithoutCreditIsPassedOver() {
        lanes.add("full", 1, KB);
        lanes.add("open", 16, KB);
        assertEquals("full", lanes.send("m"));
        assertEquals("open", lanes.send("m"));
        assertEquals("open", lanes.send("m"));
    }

    @Test
    void aReceiverWithoutByteCreditForTheMessageIsPassedOver() {
        lanes.add("small", 16, 10);
        lanes.add("wide", 16, KB);
        assertEquals("wide", lanes.send("x".repeat(20)));
        assertEquals("wide", lanes.send("x".repeat(20)));
    }

    @Test
    void aReceiverThatDoesNotTakeSuchLargeMessagesIsPassedOver() {
        lanes.add("modest", 16, 1 << 20, 100);
        lanes.add("bold", 16, 1 << 20, 1 << 20);
        assertEquals("bold", lanes.send("x".repeat(300)));
        assertEquals("bold", lanes.send("x".repeat(300)));
    }

    @Test
    void aSoleReceiversAllowanceIsItsWholeCredit() {
        lanes.add("x", 100, KB);
        assertEquals(new Allowance(lanes.lane("x"), 100, KB), sender.allow(0, 0));
    }

    @Test
    void anAllowanceIsSmallWhileOthersHaveCreditAndGrowsWithTheQueue() {
        lanes.add("x", 1_000, 64 * KB);
        lanes.add("y", 1_000, 64 * KB);
        Allowance first = Objects.requireNonNull(sender.allow(0, 0));
        assertEquals(1, first.messages(), "an idle worker gets one");
        sender.seal(null);
        for (int i = 0; i < 160; i++) {
            lanes.send("m");
        }
        Allowance longer = Objects.requireNonNull(sender.allow(0, 0));
        assertEquals(20, longer.messages(), "a quarter of the 80 that it has");
    }

    @Test
    void anAllowanceBesideOthersHasAnUpperBound() {
        lanes.add("x", 4_000, 64 * KB);
        for (int i = 0; i < 2_000; i++) {
            lanes.send("m");
        }
        lanes.add("y", 4_000, 64 * KB);
        for (int i = 0; i < 2_000; i++) {
            lanes.send("m");
        }
        assertEquals(
                QueueSenderEnd.MAX_SHARED_ALLOWANCE,
                Objects.requireNonNull(sender.allow(0, 0)).messages());
    }

    @Test
    void anAllowanceBesideOthersIsWhatTheReceiverTakesInAShareOfTime() {
        lanes.add("x", 1_000, 64 * KB);
        lanes.add("y", 1_000, 64 * KB);
        Lane quick = Objects.requireNonNull(sender.allow(0, 0)).lane();
        sender.fill(0);
        sender.seal(Batches.of("a", "b", "c", "d"));
        quick.credit(new Credit(quick.id(), 0, 2_000, 64 * KB), 1_000);
        while (quick.poll() != null) {
            // written
        }
        quick.credit(new Credit(quick.id(), 4, 2_000, 64 * KB), 4_000);
        Allowance other = Objects.requireNonNull(sender.allow(0, 0));
        assertEquals(1, other.messages(), "nothing is known of the other");
        sender.seal(null);
        Allowance again = Objects.requireNonNull(sender.allow(0, 0));
        assertSame(quick, again.lane());
        assertEquals(100, again.messages(), "it took one in each microsecond");
    }

    @Test
    void aGrantBeyondAllNumbersIsAnAllowanceToo() {
        lanes.add("x", 16, KB);
        lanes.lane("x").credit(new Credit(1, 0, Long.MAX_VALUE, Long.MAX_VALUE));
        Allowance allowance = Objects.requireNonNull(sender.allow(0, 0));
        assertTrue(allowance.messages() > 0, () -> allowance.messages() + " messages");
        sender.fill(0);
        sender.seal(Batches.of("m"));
        assertEquals(1, lanes.lane("x").ledger().sentMessages());
    }

    @Test
    void whatAnAllowanceLeavesIsCreditAgain() {
        lanes.add("x", 16, KB);
        sender.allow(0, 0);
        assertEquals(0, lanes.lane("x").ledger().freeMessages());
        sender.fill(0);
        sender.seal(Batches.of("a", "bb"));
        assertEquals(14, lanes.lane("x").ledger().freeMessages());
        assertEquals(KB - 5, lanes.lane("x").ledger().freeBytes());
        assertEquals(2, sender.sentMessages());
    }

    @Test
    void allowancesAreOneAtATime() {
        lanes.add("x", 16, KB);
        sender.allow(0, 0);
        assertThrows(IllegalStateException.class, () -> sender.allow(0, 0));
        sender.seal(null);
        assertThrows(IllegalStateException.class, () -> sender.seal(null));
        assertThrows(IllegalStateException.class, () -> sender.fill(0));
    }

    @Test
    void theLinkHearsOfTheFirstMessageAndOfTheBatch() {
        lanes.add("x", 16, KB);
        lanes.write("x");
        int before = lanes.readied("x");
        sender.allow(0, 0);
        assertEquals(before, lanes.readied("x"));
        sender.fill(0);
        assertTrue(lanes.lane("x").isFilling());
        assertEquals(before + 1, lanes.readied("x"));
        sender.seal(Batches.of("m"));
        assertFalse(lanes.lane("x").isFilling());
        assertEquals(before + 2, lanes.readied("x"));
    }

    @Test
    void whoWaitsForCreditIsWokenOnce() {
        lanes.add("x", 1, KB);
        lanes.send("m");
        lanes.write("x");
        assertNull(sender.allow(0, 0));
        assertFalse(sender.wakes());
        lanes.credit("x", 1, 1, 2 * KB);
        assertTrue(sender.wakes());
        assertFalse(sender.wakes());
        assertNotNull(sender.allow(0, 0));
    }

    @Test
    void whoWaitsIsWokenByTheEndOfTheChannel() {
        assertNull(sender.allow(0, 0));
        sender.close(new Closure.Failed(ErrorCode.APPLICATION_ERROR, "n", "why"));
        assertTrue(sender.wakes());
        assertFalse(sender.wakes());
    }

    @Test
    void whoWaitsForReceiversIsWokenWhenThereAreEnough() {
        sender.awaitLanes(2);
        lanes.add("x", 1, KB);
        assertFalse(sender.wakes());
        lanes.add("y", 1, KB);
        assertTrue(sender.wakes());
        assertFalse(sender.wakes());
    }

    @Test
    void aLargeMessageIsWantedFromTheLeastBusyReceiver() {
        lanes.add("busy", 16, KB);
        lanes.send("m");
        lanes.add("idle", 16, KB);
        lanes.write("busy");
        assertNull(sender.allow(50_005, 0));
        assertEquals(List.of("WANT 50000"), lanes.write("idle"));
        assertEquals(List.of(), lanes.write("busy"));
        assertFalse(sender.wakes());
        lanes.credit("idle", 0, 16, 50_005);
        assertTrue(sender.wakes());
        assertSame(
                lanes.lane("idle"),
                Objects.requireNonNull(sender.allow(50_005, 0)).lane());
        sender.seal(Batches.large(50_000, 'x'));
        assertEquals(List.of("x*50000"), lanes.write("idle"));
    }

    @Test
    void aLargeMessageThatWaitsForAReceiverIsWantedFromTheFirstThatComes() {
        assertNull(sender.allow(50_005, 0));
        lanes.add("x", 16, KB);
        assertEquals(List.of("WANT 50000"), lanes.write("x"));
    }

    @Test
    void aLargeMessageIsWantedFromAnotherWhenTheFirstLeavesOrIsLost() {
        lanes.add("x", 16, KB);
        lanes.add("y", 16, KB);
        lanes.add("z", 16, KB);
        assertNull(sender.allow(50_005, 0));
        assertEquals(List.of("WANT 50000"), lanes.write("x"));
        lanes.leave("x", 0);
        assertEquals(List.of("WANT 50000"), lanes.write("y"));
        lanes.lose("y");
        assertEquals(List.of("WANT 50000"), lanes.write("z"));
    }

    @Test
    void aLargeMessageIsWantedOnceThoughCreditMovesForAnotherReason() {
        lanes.add("x", 16, KB);
        assertNull(sender.allow(50_005, 0));
        assertEquals(List.of("WANT 50000"), lanes.write("x"));
        lanes.credit("x", 0, 16, 2 * KB);
        assertEquals(List.of(), lanes.write("x"));
    }

    @Test
    void whatAReceiverHadNotTakenGoesToAnotherBeforeAnythingNew() {
        lanes.add("x", 4, KB);
        lanes.send("a", "b");
        lanes.send("c", "d");
        lanes.write("x");
        lanes.add("y", 16, KB);
        lanes.write("y");
        lanes.leave("x", 1);
        assertEquals("y", lanes.send("new"));
        assertEquals(List.of("b", "c", "d", "new"), lanes.write("y"));
        assertEquals(List.of("LEFT 4"), lanes.write("x"));
        assertFalse(sender.reaches(lanes.lane("x").receiver()));
    }

    @Test
    void nothingNewIsAllowedWhileSomethingReturnedWaitsForCredit() {
        lanes.add("x", 4, KB);
        lanes.send("a", "b");
        lanes.write("x");
        lanes.add("y", 1, KB);
        lanes.write("y");
        lanes.leave("x", 0);
        assertEquals(List.of("a"), lanes.write("y"));
        assertNull(sender.allow(0, 0));
        assertEquals(2, sender.untaken());
        lanes.credit("y", 1, 1, KB);
        assertEquals(List.of("b"), lanes.write("y"));
        assertFalse(sender.wakes(), "its credit went to what was returned");
        lanes.credit("y", 2, 1, KB);
        assertTrue(sender.wakes());
    }

    @Test
    void aLargeMessageThatWasReturnedIsWantedFromAnother() {
        lanes.add("x", 4, 64 * KB);
        sender.allow(50_005, 0);
        sender.seal(Batches.large(50_000, 'x'));
        lanes.write("x");
        lanes.add("y", 4, KB);
        lanes.write("y");
        lanes.leave("x", 0);
        assertEquals(List.of("WANT 50000"), lanes.write("y"));
        lanes.credit("y", 0, 4, 51_029);
        assertEquals(List.of("x*50000"), lanes.write("y"));
    }

    @Test
    void aBatchSealedForAReceiverThatHasLeftGoesToAnother() {
        lanes.add("x", 4, KB);
        sender.allow(0, 0);
        sender.fill(0);
        lanes.leave("x", 0);
        lanes.add("y", 4, KB);
        sender.seal(Batches.of("a", "b"));
        assertEquals(List.of("a", "b"), lanes.write("y"));
        assertEquals(2, sender.sentMessages());
    }

    @Test
    void doneFollowsWhatWasSent() {
        lanes.add("x", 4, KB);
        lanes.send("a", "b");
        sender.done();
        assertEquals(List.of("a", "b", "DONE 2"), lanes.write("x"));
        assertEquals(new Closure.Done(), sender.closure());
        assertThrows(IllegalStateException.class, () -> sender.allow(0, 0));
        assertFalse(sender.isDrained());
        lanes.finish("x");
        assertTrue(sender.isDrained());
    }

    @Test
    void noReceiverIsToldDoneBeforeEveryOtherHasTakenAllItGot() {
        lanes.add("x", 4, KB);
        lanes.add("y", 4, KB);
        lanes.send("a");
        lanes.send("b");
        sender.done();
        assertEquals(List.of("a"), lanes.write("x"));
        assertEquals(List.of("b"), lanes.write("y"));
        lanes.credit("x", 1, 4, KB);
        assertEquals(List.of(), lanes.write("x"), "y may leave, and x would have to take over");
        assertEquals(List.of("DONE 1"), lanes.write("y"), "x has taken all, so nothing can come to y any more");
        lanes.finish("y");
        assertEquals(List.of("DONE 1"), lanes.write("x"));
        lanes.finish("x");
        assertTrue(sender.isDrained());
    }

    @Test
    void whatIsReturnedAfterDoneStillGoesToAnother() {
        lanes.add("x", 4, KB);
        lanes.add("y", 4, KB);
        lanes.send("a");
        lanes.send("b");
        sender.done();
        lanes.write("x");
        lanes.write("y");
        lanes.leave("x", 0);
        assertEquals(List.of("a", "DONE 2"), lanes.write("y"));
        lanes.write("x");
        lanes.finish("y");
        assertTrue(sender.isDrained());
        assertEquals(0, sender.counts().undelivered());
    }

    @Test
    void withNobodyLeftWhatIsReturnedWaitsForAReceiver() {
        lanes.add("x", 4, KB);
        lanes.send("a");
        sender.done();
        lanes.write("x");
        lanes.leave("x", 0);
        lanes.write("x");
        assertFalse(sender.isDrained());
        assertEquals(1, sender.untaken());
        lanes.add("y", 4, KB);
        assertEquals(List.of("a", "DONE 1"), lanes.write("y"));
    }

    @Test
    void aReceiverThatComesAfterDoneIsToldTheEnd() {
        sender.done();
        assertTrue(sender.takesLanes());
        lanes.add("x", 4, KB);
        assertEquals(List.of("DONE 0"), lanes.write("x"));
    }

    @Test
    void doneWhileABatchIsBeingFilledWaitsForIt() {
        lanes.add("x", 4, KB);
        sender.allow(0, 0);
        sender.fill(0);
        sender.done();
        assertEquals(List.of(), lanes.write("x"));
        sender.seal(Batches.of("a"));
        assertEquals(List.of("a", "DONE 1"), lanes.write("x"));
    }

    @Test
    void anErrorGoesToAllBehindTheirOwnMessages() {
        lanes.add("x", 4, KB);
        lanes.add("y", 4, KB);
        lanes.send("a");
        lanes.send("b");
        Closure.Failed cause = new Closure.Failed(ErrorCode.APPLICATION_ERROR, "s", "why");
        sender.fail(cause);
        assertEquals(List.of("a", "ERROR 1"), lanes.write("x"));
        assertEquals(List.of("b", "ERROR 1"), lanes.write("y"));
        assertEquals(cause, sender.closure());
        sender.fail(new Closure.Failed(ErrorCode.INTERNAL, "s", "later"));
        assertEquals(cause, sender.closure(), "the first counts");
    }

    @Test
    void whatIsReturnedAfterAFailureIsUndelivered() {
        lanes.add("x", 4, KB);
        lanes.send("a", "b");
        lanes.write("x");
        sender.fail(new Closure.Failed(ErrorCode.APPLICATION_ERROR, "s", "why"));
        lanes.leave("x", 1);
        assertEquals(1, sender.counts().undelivered());
        lanes.write("x");
        assertTrue(sender.isDrained());
    }

    @Test
    void whatALostReceiverMayHaveTakenGoesToAnotherMarkedBeforeAnythingNew() {
        lanes.add("x", 8, KB);
        lanes.send("a", "b", "c");
        lanes.write("x");
        lanes.credit("x", 1, 8, KB);
        lanes.add("y", 8, KB);
        lanes.write("y");
        lanes.lose("x");
        assertNull(sender.closure(), "the channel goes on");
        assertEquals("y", lanes.send("new"));
        assertEquals(List.of("MARK 1", "b", "c", "new"), lanes.write("y"));
        assertEquals(new SenderCounts(4, 3, 1, 0, 0, 0, 0, 2), sender.counts());
    }

    @Test
    void aReceiverLostAfterDoneHoldsTheEndBackUntilAnotherHasTakenOver() {
        lanes.add("x", 4, KB);
        lanes.add("y", 4, KB);
        lanes.send("a");
        lanes.send("b");
        lanes.write("x");
        lanes.write("y");
        sender.done();
        assertEquals(List.of(), lanes.write("y"));
        lanes.lose("x");
        assertEquals(List.of("MARK 1", "a", "DONE 2"), lanes.write("y"));
    }

    @Test
    void whatWasNeverWrittenToALostReceiverIsNotInDoubtAndGoesToAnotherUnmarked() {
        lanes.add("x", 8, KB);
        lanes.send("a");
        lanes.write("x");
        lanes.credit("x", 1, 8, KB);
        lanes.send("b", "c");
        lanes.add("y", 8, KB);
        lanes.lose("x");
        assertNull(sender.closure());
        assertEquals(List.of("b", "c"), lanes.write("y"));
        assertEquals(0, sender.counts().redelivered());
    }

    @Test
    void whatAReceiverHandedBackBeforeItWasLostIsNotInDoubt() {
        lanes.add("x", 8, KB);
        lanes.send("a");
        lanes.write("x");
        lanes.leave("x", 0);
        lanes.lose("x");
        lanes.add("y", 8, KB);
        assertEquals(List.of("a"), lanes.write("y"));
    }

    @Test
    void ofALostReceiversMessagesOnlyThoseWrittenAreInDoubt() {
        lanes.add("x", 8, KB);
        lanes.send("a", "b");
        lanes.write("x");
        lanes.send("c");
        lanes.lose("x");
        lanes.add("y", 8, KB);
        assertEquals(List.of("MARK 1", "a", "b", "c"), lanes.write("y"));
        assertEquals(2, sender.counts().redelivered());
    }

    @Test
    void aLostReceiverThatHadAcknowledgedAllIsMissedByNobody() {
        lanes.add("x", 4, KB);
        lanes.send("a");
        lanes.write("x");
        lanes.credit("x", 1, 4, KB);
        lanes.lose("x");
        lanes.add("y", 4, KB);
        assertEquals("y", lanes.send("b"));
        assertEquals(List.of("b"), lanes.write("y"));
    }

    @Test
    void whenOthersEndTheChannelNothingMoreIsDispatched() {
        lanes.add("x", 4, KB);
        lanes.send("a");
        lanes.write("x");
        lanes.leave("x", 0);
        lanes.write("x");
        Closure.Failed cause = new Closure.Failed(ErrorCode.APPLICATION_ERROR, "other", "why");
        sender.close(cause);
        assertEquals(cause, sender.closure());
        assertEquals(1, sender.counts().undelivered());
        assertFalse(sender.takesLanes());
        assertTrue(sender.isDrained());
        sender.done();
        sender.close(new Closure.Done());
        assertEquals(cause, sender.closure(), "the first counts");
    }

    @Test
    void whenTheChannelCompletesWithoutItWhatItSentIsDeliveredWithTheEndBehindIt() {
        lanes.add("x", 4, KB);
        lanes.send("a");
        sender.close(new Closure.Done());
        assertEquals(new Closure.Done(), sender.closure());
        assertEquals(List.of("a", "DONE 1"), lanes.write("x"));
        lanes.finish("x");
        assertTrue(sender.isDrained());
    }

    @Test
    void whoWasDoneWhenOthersFailTheChannelStillEndsEveryStreamInItsTime() {
        lanes.add("x", 4, KB);
        lanes.add("y", 4, KB);
        lanes.send("a");
        lanes.send("b");
        sender.done();
        assertEquals(List.of("a"), lanes.write("x"));
        assertEquals(List.of("b"), lanes.write("y"));
        sender.close(new Closure.Failed(ErrorCode.APPLICATION_ERROR, "other", "why"));
        assertEquals(List.of(), lanes.write("x"), "what y has is not answered");
        lanes.leave("y", 0);
        assertEquals(1, sender.counts().undelivered());
        assertEquals(List.of("DONE 1"), lanes.write("x"), "x may not have heard of the failure");
        lanes.finish("x");
        lanes.write("y");
        assertTrue(sender.isDrained());
        assertEquals(1, sender.counts().acknowledged());
    }

    @Test
    void afterTheChannelHasEndedReceiversLeaveAndTheSenderDrains() {
        lanes.add("x", 4, KB);
        lanes.send("a");
        lanes.write("x");
        sender.close(new Closure.Failed(ErrorCode.APPLICATION_ERROR, "other", "why"));
        assertFalse(sender.isDrained());
        lanes.leave("x", 0);
        assertFalse(sender.isDrained(), "LEFT is not written");
        lanes.write("x");
        assertTrue(sender.isDrained());
        assertEquals(1, sender.counts().undelivered());
    }

    @Test
    void aLaneThatIsNotOverIsNotForgotten() {
        Lane lane = lanes.add("x", 4, KB);
        assertThrows(IllegalStateException.class, () -> sender.forget(lane));
    }
}
