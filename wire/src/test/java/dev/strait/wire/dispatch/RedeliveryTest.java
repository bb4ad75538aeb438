package dev.strait.wire.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.Batches;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes back to a sender of a queue channel, and where it goes. */
class RedeliveryTest {
    private static final int KB = 1 << 10;

    private final Lanes lanes = new Lanes();
    private final QueueSenderEnd sender = lanes.sender;

    @Test
    void whatASoleReceiverGivesBackComesToItAgainMarked() {
        lanes.add("x", 8, KB);
        lanes.send("a", "b");
        lanes.write("x");
        lanes.nack("x", 1, 0);
        assertEquals(List.of("MARK 1", "a"), lanes.write("x"));
        lanes.nack("x", 3, 0);
        assertEquals(List.of("MARK 2", "a"), lanes.write("x"));
        assertEquals(new SenderCounts(2, 2, 0, 0, 0, 0, 0, 2), sender.counts());
    }

    @Test
    void whatOneReceiverGivesBackGoesToAnotherIfOneHasCredit() {
        lanes.add("x", 8, KB);
        lanes.add("y", 1, KB);
        lanes.send("a");
        lanes.send("b");
        lanes.write("x");
        lanes.write("y");
        lanes.credit("y", 1, 1, KB);
        lanes.nack("x", 1, 0);
        assertEquals(List.of("MARK 1", "a"), lanes.write("y"), "though x has nothing to do");
        lanes.nack("y", 2, 0);
        assertEquals(List.of("MARK 2", "a"), lanes.write("x"));
    }

    @Test
    void whatComesBackGoesToWhoHadItBeforeRatherThanWaitForALinkThatIsSuspended() {
        lanes.add("x", 8, KB);
        lanes.send("a");
        lanes.write("x");
        lanes.add("y", 8, KB);
        lanes.suspend("y");
        lanes.nack("x", 1, 0);
        assertEquals(List.of("MARK 1", "a"), lanes.write("x"));
    }

    @Test
    void whatComesBackFromSeveralGoesOutInTheOrderOfSendingBeforeAnythingNew() {
        lanes.add("x", 2, KB);
        lanes.add("y", 2, KB);
        for (String each : List.of("a", "b", "c", "d")) {
            lanes.send(each);
        }
        lanes.write("x");
        lanes.write("y");
        lanes.lose("y");
        lanes.lose("x");
        assertNull(sender.allow(0, 0));
        lanes.add("z", 3, KB);
        assertEquals(List.of("MARK 1", "a", "MARK 1", "b", "MARK 1", "c"), lanes.write("z"));
        assertNull(sender.allow(0, 0), "d goes first");
        lanes.credit("z", 3, 3);
        lanes.send("new");
        assertEquals(List.of("MARK 1", "d", "new"), lanes.write("z"));
    }

    @Test
    void nothingNewOvertakesALargeMessageThatCameBackAndWaitsForBytes() {
        lanes.add("x", 8, 8 * KB);
        assertNotNull(sender.allow(5_005, 0));
        sender.seal(Batches.large(5_000, 'x'));
        lanes.write("x");
        lanes.add("y", 8, KB);
        lanes.lose("x");
        assertEquals(List.of("WANT 5000"), lanes.write("y"));
        assertNull(sender.allow(0, 0), "though y has credit for it");
        lanes.credit("y", 0, 0);
        assertEquals(List.of("MARK 1", "x*5000"), lanes.write("y"));
        assertNotNull(sender.allow(0, 0));
    }

    @Test
    void aSmallMessageThatComesBackUsesWhatALargeOneHasAskedForAndTheRestIsAskedForOfTheSameReceiver() {
        lanes.add("x", 8, 2);
        lanes.send("a");
        lanes.add("y", 8, 1);
        lanes.write("x");
        lanes.write("y");
        assertNull(sender.allow(5_005, 0));
        lanes.nack("x", 1, 0); // nobody has credit for it
        List<String> first = lanes.write("y");
        assertEquals(List.of("WANT 5000"), first);
        lanes.credit("y", 0, 8, 5_005);
        assertEquals(List.of("MARK 1", "a", "WANT 5000"), lanes.write("y"), "two bytes are lacking, y has the others");
        assertEquals(List.of(), lanes.write("x"));
        lanes.credit("y", 1, 8, 5_007);
        assertEquals("y", lanes.send("small"), "what was asked for is used where it was");
        assertNotNull(sender.allow(0, 0));
        sender.seal(null);
        lanes.credit("x", 1, 8, 5_007);
        assertEquals("x", lanes.send("next"), "nobody waits with a large one any more");
    }

    @Test
    void bytesForALargeMessageThatWasGivenBackAreAskedOfAnotherReceiver() {
        lanes.add("x", 8, 8 * KB);
        assertNotNull(sender.allow(8_005, 0));
        sender.seal(Batches.large(8_000, 'x'));
        lanes.write("x");
        lanes.add("y", 8, KB);
        assertEquals("y", lanes.send("busy"));
        lanes.write("y");
        lanes.nack("x", 1, 0);
        assertEquals(List.of("WANT 8000"), lanes.write("y"), "though x has nothing to do");
        assertEquals(List.of(), lanes.write("x"));
        lanes.credit("y", 0, 8, 16 * KB);
        assertEquals(List.of("MARK 1", "x*8000"), lanes.write("y"));
    }

    @Test
    void whatWasTakenAndNotAcknowledgedComesBackMarkedByWhoLeavesAndWhatWasNotTakenDoesNot() {
        lanes.add("x", 8, KB);
        lanes.send("a", "b", "c", "d", "e");
        lanes.write("x");
        lanes.acked("x", 3, 3);
        lanes.add("y", 8, KB);
        lanes.leave("x", 4, 1);
        assertEquals(List.of("MARK 1", "b", "MARK 1", "d", "e"), lanes.write("y"));
        assertEquals(new SenderCounts(5, 3, 2, 0, 0, 0, 0, 2), sender.counts());
    }

    @Test
    void whatWasAcknowledgedAheadIsNotSentAgainWhenTheReceiverIsLost() {
        lanes.add("x", 8, KB);
        lanes.send("a", "b", "c", "d");
        lanes.write("x");
        lanes.credit("x", 4, 0);
        lanes.acked("x", 2, 3);
        lanes.add("y", 8, KB);
        lanes.lose("x");
        assertEquals(List.of("MARK 1", "a", "MARK 1", "d"), lanes.write("y"));
        assertEquals(2, sender.counts().acknowledged());
    }

    @Test
    void aLargeMessageComesAgainAsItWasWithItsHeaders() {
        lanes.add("x", 8, 8 * KB);
        byte[] bytes = new byte[3_000];
        bytes[0] = 'h';
        assertNotNull(sender.allow(3_005, 0));
        sender.seal(Batch.headed(bytes, 0, bytes.length));
        assertEquals(List.of("MARK 0 headed", "h*3000"), lanes.write("x"));
        lanes.nack("x", 1, 0);
        assertEquals(List.of("MARK 1 headed", "h*3000"), lanes.write("x"));
    }

    @Test
    void answersThatCannotBeAreViolationsThatChangeNothing() {
        lanes.add("x", 8, KB);
        lanes.send("a", "b");
        assertThrows(ProtocolViolation.class, () -> lanes.nack("x", 1, 0), "not written");
        lanes.write("x");
        lanes.acked("x", 2, 2);
        SenderCounts counts = sender.counts();
        assertThrows(ProtocolViolation.class, () -> lanes.nack("x", 2, 0));
        assertThrows(ProtocolViolation.class, () -> lanes.reject("x", 2));
        assertThrows(ProtocolViolation.class, () -> lanes.acked("x", 1, 2));
        assertThrows(ProtocolViolation.class, () -> lanes.reject("x", 3));
        assertEquals(counts, sender.counts());
        assertEquals(List.of(), lanes.write("x"));
    }

    // --- delays ---

    @Test
    void whatIsGivenBackWithADelayWaitsForItsTimeWhileOthersGoOn() {
        lanes.add("x", 8, KB);
        lanes.send("a", "b");
        lanes.write("x");
        lanes.nack("x", 2, 250);
        lanes.nack("x", 1, 100);
        lanes.send("c");
        assertEquals(List.of("c"), lanes.write("x"));
        assertEquals(100_000_000L, sender.deadline());
        lanes.advance(99);
        assertEquals(List.of(), lanes.write("x"));
        lanes.advance(1);
        assertEquals(List.of("MARK 1", "a"), lanes.write("x"));
        lanes.advance(149);
        assertEquals(List.of(), lanes.write("x"));
        lanes.advance(1);
        assertEquals(List.of("MARK 1", "b"), lanes.write("x"));
        assertEquals(Long.MAX_VALUE, sender.deadline());
    }

    @Test
    void nothingNewIsSentWhileTooManyWaitForTheirTime() {
        lanes.add("x", 4_000, 64 * KB);
        for (int i = 0; i < Delayed.MAX_WAITING; i++) {
            lanes.send("m");
        }
        lanes.write("x");
        for (int i = 1; i < Delayed.MAX_WAITING; i++) {
            lanes.nack("x", i, 1_000);
        }
        assertNotNull(sender.allow(0, 0));
        sender.seal(null);
        lanes.nack("x", Delayed.MAX_WAITING, 2_000);
        assertNull(sender.allow(0, 0));
        assertFalse(sender.wakes());
        lanes.advance(1_000);
        assertTrue(sender.wakes(), "but one went out again");
    }

    // --- the end ---

    @Test
    void doneIsWithheldWhileAnotherReceiverHoldsAMessage() {
        lanes.add("x", 8, KB);
        lanes.add("y", 8, KB);
        lanes.send("a");
        lanes.send("b");
        lanes.write("x");
        lanes.write("y");
        sender.done();
        lanes.credit("x", 1, 0);
        assertEquals(List.of(), lanes.write("y"), "a is taken, and may come back");
        lanes.acked("x", 1, 1);
        assertEquals(List.of("DONE 1"), lanes.write("y"));
        assertEquals(List.of(), lanes.write("x"));
        lanes.finish("y");
        assertEquals(List.of("DONE 1"), lanes.write("x"));
    }

    @Test
    void doneIsWithheldWhileSomethingWaitsForItsTime() {
        lanes.add("x", 8, KB);
        lanes.send("a");
        lanes.write("x");
        lanes.nack("x", 1, 50);
        sender.done();
        assertEquals(List.of(), lanes.write("x"));
        lanes.advance(50);
        assertEquals(List.of("MARK 1", "a", "DONE 2 -1"), lanes.write("x"));
    }

    @Test
    void whatComesBackAfterDoneWasWrittenTakesItBack() {
        lanes.add("x", 8, KB);
        lanes.send("a");
        sender.done();
        assertEquals(List.of("a", "DONE 1"), lanes.write("x"));
        lanes.nack("x", 1, 0);
        assertEquals(List.of("MARK 1", "a", "DONE 2 -1"), lanes.write("x"));
        lanes.nack("x", 2, 0);
        assertEquals(List.of("MARK 2", "a", "DONE 3 -2"), lanes.write("x"));
        lanes.finish("x");
        assertTrue(sender.isDrained());
        assertEquals(new SenderCounts(1, 0, 1, 0, 0, 0, 0, 2), sender.counts());
    }

    @Test
    void whatComesBackBeforeDoneIsWrittenGoesAheadOfIt() {
        lanes.add("x", 8, KB);
        lanes.send("a");
        lanes.write("x");
        sender.done();
        lanes.nack("x", 1, 0);
        assertEquals(List.of("MARK 1", "a", "DONE 2 -1"), lanes.write("x"), "one DONE");
    }

    @Test
    void aReceiverThatWasToldDoneIsToldAgainWhenWhatItGaveBackIsAnsweredElsewhere() {
        lanes.add("x", 8, KB);
        lanes.add("y", 8, KB);
        lanes.send("a");
        lanes.write("x");
        lanes.write("y");
        sender.done();
        assertEquals(List.of("DONE 1"), lanes.write("x"));
        lanes.nack("x", 1, 0);
        assertEquals(List.of(), lanes.write("x"), "y may give it back");
        assertEquals(List.of("MARK 1", "a", "DONE 1"), lanes.write("y"));
        lanes.finish("y");
        assertEquals(List.of("DONE 1 -1"), lanes.write("x"));
        lanes.finish("x");
        assertTrue(sender.isDrained());
    }

    @Test
    void whatComesBackBehindDoneWhenOthersHaveCompletedTheChannelGoesToWhoIsStillThere() {
        lanes.add("x", 8, KB);
        lanes.send("a");
        sender.close(new Closure.Done());
        assertEquals(List.of("a", "DONE 1"), lanes.write("x"));
        lanes.credit("x", 1, 0);
        lanes.nack("x", 1, 0);
        assertEquals(List.of("MARK 1", "a", "DONE 2 -1"), lanes.write("x"));
        lanes.leave("x", 1, 1);
        assertEquals(new SenderCounts(1, 0, 0, 0, 0, 0, 1, 1), sender.counts(), "nobody is left");
        lanes.write("x");
        assertTrue(sender.isDrained());
    }

    @Test
    void whatComesBackBehindDoneWhenAnotherHasFailedTheChannelIsUnknownAndTheErrorFollows() {
        lanes.add("x", 8, KB);
        lanes.send("a", "b");
        sender.done();
        assertEquals(List.of("a", "b", "DONE 2"), lanes.write("x"));
        sender.close(new Closure.Failed(ErrorCode.APPLICATION_ERROR, "other", "it broke"));
        lanes.nack("x", 1, 0);
        assertEquals(List.of("ERROR 2"), lanes.write("x"));
        lanes.nack("x", 2, 500);
        assertEquals(List.of(), lanes.write("x"), "an error is not taken back");
        assertEquals(new SenderCounts(2, 0, 0, 0, 0, 0, 2, 0), sender.counts());
        lanes.finish("x");
        assertTrue(sender.isDrained());
    }

    // --- at most once ---

    @Test
    void atMostOnceWhatALostReceiverMayHaveTakenIsDroppedAndCounted() {
        Lanes once = new Lanes(true, 5);
        once.add("x", 8, KB);
        once.send("a", "b", "c");
        once.write("x");
        once.credit("x", 1, 1);
        once.send("d");
        once.lose("x");
        assertEquals(new SenderCounts(4, 1, 1, 0, 2, 0, 0, 0), once.sender.counts());
        once.add("y", 8, KB);
        assertEquals(List.of("d"), once.write("y"), "it was never written");
    }

    @Test
    void atMostOnceWhatIsGivenBackIsDroppedAndWhatNobodyTookIsNot() {
        Lanes once = new Lanes(true, 5);
        once.add("x", 8, KB);
        once.send("a", "b", "c");
        once.write("x");
        once.nack("x", 1, 500);
        assertEquals(1, once.sender.counts().dropped(), "at once");
        once.leave("x", 2, 1);
        assertEquals(2, once.sender.counts().dropped());
        once.add("y", 8, KB);
        assertEquals(List.of("c"), once.write("y"));
        assertEquals(0, once.sender.counts().redelivered());
    }

    // --- a channel that has failed ---

    @Test
    void whatComesBackToAFailedSenderIsSettledAsFarAsIsKnown() {
        lanes.add("x", 8, KB);
        lanes.add("y", 8, KB);
        lanes.send("a");
        lanes.send("b");
        lanes.send("c");
        lanes.write("x");
        lanes.write("y");
        lanes.nack("x", 1, 1_000);
        sender.fail(new Closure.Failed(ErrorCode.APPLICATION_ERROR, "s", "why"));
        assertEquals(1, sender.counts().unknown(), "what waited for its time");
        lanes.nack("x", 2, 0);
        assertEquals(2, sender.counts().unknown());
        assertEquals(List.of("ERROR 2"), lanes.write("x"), "an error is not taken back");
        lanes.leave("y", 0);
        assertEquals(new SenderCounts(3, 0, 0, 0, 0, 1, 2, 0), sender.counts());
    }

    @Test
    void aSenderThatFailsWithNobodyLeftSettlesWhatHadComeBack() {
        lanes.add("x", 8, KB);
        lanes.send("a", "b");
        lanes.write("x");
        lanes.send("c");
        lanes.lose("x");
        assertEquals(3, sender.counts().unanswered());
        sender.fail(new Closure.Failed(ErrorCode.APPLICATION_ERROR, "s", "why"));
        assertEquals(new SenderCounts(3, 0, 0, 0, 0, 1, 2, 0), sender.counts());
        assertTrue(sender.isDrained(), "or it waits for ever");
    }

    @Test
    void whenOthersHaveEndedTheChannelNothingThatComesBackGoesOut() {
        lanes.add("x", 8, KB);
        lanes.add("y", 8, KB);
        lanes.send("a");
        lanes.send("b");
        lanes.write("x");
        lanes.write("y");
        lanes.nack("x", 1, 1_000);
        sender.close(new Closure.Failed(ErrorCode.APPLICATION_ERROR, "other", "why"));
        lanes.nack("y", 1, 1_000);
        assertEquals(new SenderCounts(2, 0, 0, 0, 0, 0, 2, 0), sender.counts());
        assertEquals(Long.MAX_VALUE, sender.deadline());
    }

    // --- what became of it ---

    @Test
    void everyFateIsToldOnceToWhoeverAsked() {
        sender.tellAnswers();
        lanes.add("x", 8, KB);
        lanes.send("a", "b", "c", "d");
        lanes.write("x");
        lanes.acked("x", 2, 3);
        assertEquals(List.of("1-2 ACKNOWLEDGED x"), lanes.answers());
        lanes.lose("x");
        assertEquals(List.of(), lanes.answers(), "nothing has become of a and d");
        lanes.add("y", 8, KB);
        lanes.write("y");
        lanes.reject("y", 2);
        assertEquals(List.of(), lanes.answers(), "nobody has it yet");
        sender.buried(3);
        assertEquals(List.of("3 DEAD_LETTERED y"), lanes.answers());
        lanes.credit("y", 2, 2);
        assertEquals(List.of("0 ACKNOWLEDGED y"), lanes.answers());
    }

    @Test
    void whoWaitsForTheFateOfWhatWasSentSoFarIsWokenOnceWhenItIsKnown() {
        lanes.add("x", 8, KB);
        lanes.send("a", "b");
        lanes.write("x");
        sender.awaitAnswers(2);
        lanes.send("c");
        lanes.write("x");
        assertEquals(0, sender.firstUnanswered());
        lanes.acked("x", 2, 3);
        assertFalse(sender.wakes());
        lanes.nack("x", 1, 20);
        assertEquals(0, sender.firstUnanswered(), "it waits for its time");
        lanes.advance(20);
        lanes.write("x");
        assertEquals(0, sender.firstUnanswered());
        assertFalse(sender.wakes());
        lanes.credit("x", 4, 4);
        assertEquals(Long.MAX_VALUE, sender.firstUnanswered());
        assertTrue(sender.wakes());
        assertFalse(sender.wakes());
    }
}
