package dev.strait.wire.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.mux.Budget;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Parcel;
import dev.strait.wire.mux.Terms;
import dev.strait.wire.mux.Window;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReceiverEndTest {
    private static final EndRef S = end("s");
    private static final EndRef T = end("t");
    private static final Closure.Failed FAILED = new Closure.Failed(ErrorCode.APPLICATION_ERROR, "s", "why");

    private final QueueReceiverEnd receiver = new QueueReceiverEnd(end("r"), false);

    @Test
    void messagesComeInTheOrderOfTheirArrival() {
        InStream s = opened(S);
        InStream t = opened(T);
        arrive(s, "1");
        arrive(t, "2");
        arrive(s, "3");
        assertEquals("1 2 3", poll() + " " + poll() + " " + poll());
        assertNull(receiver.poll());
        assertEquals(3, receiver.receivedMessages());
    }

    @Test
    void itIsDoneWhenTheChannelIsCompleteEveryStreamHasEndedAndAllIsTaken() {
        InStream s = opened(S);
        InStream t = opened(T);
        arrive(s, "1");
        receiver.done(s, false);
        receiver.completed(List.of(S, T), List.of());
        assertNull(receiver.closure());
        receiver.done(t, false);
        assertNull(receiver.closure(), "one message waits");
        poll();
        assertEquals(new Closure.Done(), receiver.closure());
    }

    @Test
    void theEndOfEveryStreamIsNotTheEndOfTheChannel() {
        receiver.done(opened(S), false);
        assertNull(receiver.closure(), "another sender may come");
        receiver.completed(List.of(S), List.of());
        assertEquals(new Closure.Done(), receiver.closure());
    }

    @Test
    void aSenderWhoseStreamHasYetToComeIsWaitedFor() {
        receiver.completed(List.of(S), List.of());
        assertNull(receiver.closure());
        InStream s = opened(S);
        assertNull(receiver.closure());
        receiver.done(s, false);
        assertEquals(new Closure.Done(), receiver.closure());
    }

    @Test
    void aSenderThatIsGoneInOrderIsNotWaitedFor() {
        receiver.completed(List.of(S), List.of());
        receiver.gone(S, false);
        assertEquals(new Closure.Done(), receiver.closure());
    }

    @Test
    void aLostSenderIsNamed() {
        receiver.completed(List.of(S), List.of(T));
        receiver.done(opened(S), false);
        assertEquals(new Closure.SendersLost(Map.of("t", ReceiverEnd.LOST_BY_DIRECTORY)), receiver.closure());
    }

    @Test
    void aChannelThatToleratesLostSendersEndsCleanly() {
        QueueReceiverEnd tolerant = new QueueReceiverEnd(end("r"), true);
        tolerant.completed(List.of(), List.of(T));
        assertEquals(new Closure.Done(), tolerant.closure());
        assertEquals(List.of("t"), tolerant.lostNodes());
    }

    @Test
    void lostNodesAreNamedOnceEachInOrder() {
        receiver.gone(new EndRef(T.node(), 7), true);
        receiver.gone(T, true);
        receiver.gone(S, true);
        assertEquals(List.of("s", "t"), receiver.lostNodes());
    }

    @Test
    void theDirectorysWordNeverEndsAStreamWhoseSessionLives() {
        InStream s = opened(S);
        receiver.gone(S, true);
        receiver.completed(List.of(), List.of(S));
        assertNull(receiver.closure(), "its messages may be on the way");
        arrive(s, "1");
        receiver.done(s, false);
        poll();
        assertEquals(new Closure.Done(), receiver.closure(), "it was not lost to us");
    }

    @Test
    void whatArrivedOnAStreamThatIsLostCanStillBeTaken() {
        InStream s = opened(S);
        arrive(s, "1");
        receiver.lost(s, "cut");
        receiver.completed(List.of(), List.of(S));
        assertNull(receiver.closure());
        assertEquals("1", poll());
        assertEquals(new Closure.SendersLost(Map.of("s", "cut")), receiver.closure());
    }

    @Test
    void aSenderThatComesBackOnANewSessionIsWaitedForAgain() {
        receiver.lost(opened(S), "cut");
        InStream again = opened(S);
        receiver.completed(List.of(S), List.of());
        assertNull(receiver.closure());
        receiver.done(again, false);
        assertEquals(new Closure.Done(), receiver.closure());
    }

    @Test
    void aStreamLostAfterItsEndIsNoLoss() {
        InStream s = opened(S);
        receiver.done(s, false);
        receiver.lost(s, "cut");
        receiver.completed(List.of(S), List.of());
        assertEquals(new Closure.Done(), receiver.closure());
    }

    @Test
    void anOlderStreamsLossDoesNotConcernTheNewerOne() {
        InStream before = opened(S);
        InStream now = opened(S);
        receiver.lost(before, "cut");
        receiver.completed(List.of(S), List.of());
        assertNull(receiver.closure());
        receiver.done(now, false);
        assertEquals(new Closure.Done(), receiver.closure());
    }

    @Test
    void anErrorComesBehindWhatHadArrivedAndWaitsForNobody() {
        InStream s = opened(S);
        InStream t = opened(T);
        arrive(t, "1");
        receiver.failed(s, FAILED);
        assertNull(receiver.closure());
        assertEquals("1", poll());
        assertEquals(FAILED, receiver.closure());
        arrive(t, "2");
        assertNull(receiver.poll(), "its sender still holds it");
        assertEquals(FAILED, receiver.closure());
    }

    @Test
    void aFailureThatTheDirectoryTellsWaitsForTheValuesOfTheOneWhoFailed() {
        InStream s = opened(S);
        opened(T);
        receiver.failed(S, FAILED, true);
        assertNull(receiver.closure());
        arrive(s, "1");
        receiver.failed(s, FAILED);
        assertEquals("1", poll());
        assertEquals(FAILED, receiver.closure());
    }

    @Test
    void aFailureOfOneWhoIsGoneWaitsForNobody() {
        opened(T);
        receiver.failed(S, FAILED, false);
        assertEquals(FAILED, receiver.closure());
    }

    @Test
    void theFirstFailureCounts() {
        receiver.failed(S, FAILED, false);
        receiver.failed(T, new Closure.Failed(ErrorCode.INTERNAL, "t", "later"), false);
        receiver.completed(List.of(T), List.of());
        assertEquals(FAILED, receiver.closure());
    }

    @Test
    void aFailureAfterCompletionStillFails() {
        InStream s = opened(S);
        receiver.completed(List.of(S), List.of());
        receiver.failed(s, new Closure.Failed(ErrorCode.APPLICATION_ERROR, "s", "why"));
        assertEquals(new Closure.Failed(ErrorCode.APPLICATION_ERROR, "s", "why"), receiver.closure());
    }

    @Test
    void onceTheOutcomeIsKnownNoOtherSenderBelongsToIt() {
        assertTrue(receiver.expects(T));
        receiver.completed(List.of(S), List.of());
        assertTrue(receiver.expects(S));
        assertFalse(receiver.expects(T));
        receiver.gone(T, true);
        receiver.gone(S, false);
        assertEquals(new Closure.Done(), receiver.closure(), "the loss of another is none of its own");
    }

    @Test
    void theOutcomeOfALaterLifeIsNotItsOwn() {
        InStream s = opened(S);
        receiver.completed(List.of(S), List.of());
        receiver.completed(List.of(T), List.of());
        receiver.gone(T, false);
        assertNull(receiver.closure(), "it waits for the end of its own sender");
        receiver.done(s, false);
        assertEquals(new Closure.Done(), receiver.closure());
    }

    @Test
    void theFailureOfALaterLifeIsNotItsOwn() {
        InStream s = opened(S);
        receiver.completed(List.of(S), List.of());
        receiver.failed(T, new Closure.Failed(ErrorCode.CLOSED, "t", "of another life"), false);
        arrive(s, "1");
        receiver.done(s, false);
        assertEquals("1", poll());
        assertEquals(new Closure.Done(), receiver.closure());
    }

    @Test
    void aSenderOfWhichADirectoryKnewNothingYetIsAwaitedByNameLikeOthersOnceItIsNamedAgain() {
        InStream s = opened(S);
        receiver.gone(S, false);
        receiver.appeared(S);
        receiver.done(s, false);
        receiver.forget(s);
        receiver.completed(List.of(S), List.of());
        assertEquals(new Closure.Done(), receiver.closure(), "its end was seen");
    }

    @Test
    void aSenderThatIsBackOnlyToBeClosedIsLost() {
        receiver.lost(opened(S), "cut");
        InStream again = opened(S);
        receiver.completed(List.of(), List.of(S));
        arrive(again, "1");
        receiver.done(again, true);
        assertEquals("1", poll(), "what it brings is taken first");
        assertEquals(new Closure.SendersLost(Map.of("s", "cut")), receiver.closure());
    }

    @Test
    void aSenderThatIsBackAndHasSaidDoneMeanwhileIsNotLost() {
        receiver.lost(opened(S), "cut");
        InStream again = opened(S);
        receiver.completed(List.of(), List.of(S));
        arrive(again, "1");
        receiver.done(again, false);
        assertEquals("1", poll());
        assertEquals(new Closure.Done(), receiver.closure());
    }

    @Test
    void aSenderWithoutWhichTheChannelHasCompletedIsLostThoughItsSessionLives() {
        InStream s = opened(S);
        receiver.done(s, true);
        receiver.forget(s);
        receiver.completed(List.of(), List.of(S));
        assertEquals(new Closure.SendersLost(Map.of("s", ReceiverEnd.LOST_BY_DIRECTORY)), receiver.closure());
    }

    @Test
    void aSenderThatWasCutOffAndHasGoneInOrderSinceIsNotLost() {
        receiver.lost(opened(S), "cut");
        InStream t = opened(T);
        receiver.completed(List.of(T), List.of(S));
        receiver.gone(S, false);
        receiver.done(t, false);
        assertEquals(new Closure.Done(), receiver.closure());
    }

    @Test
    void whoLeavesGivesUpWhatItHasNotPolled() {
        InStream s = opened(S);
        arrive(s, "1");
        arrive(s, "2");
        poll();
        receiver.leave();
        assertTrue(receiver.isLeft());
        assertEquals(new Closure.Left(), receiver.closure());
        assertNull(receiver.poll());
        assertEquals(1, receiver.receivedMessages());
        arrive(s, "3");
        assertNull(receiver.poll());
        assertEquals(1, receiver.receivedMessages());
    }

    @Test
    void whoWaitsIsWokenOncePerWait() {
        InStream s = opened(S);
        arrive(s, "1");
        assertFalse(receiver.wakes(), "nobody waits");
        poll();
        receiver.await();
        assertFalse(receiver.wakes());
        arrive(s, "2");
        assertTrue(receiver.wakes());
        assertFalse(receiver.wakes());
    }

    @Test
    void whoWaitsIsWokenByTheEnd() {
        receiver.await();
        receiver.completed(List.of(), List.of());
        assertTrue(receiver.wakes());
        assertFalse(receiver.wakes());
    }

    @Test
    void itKnowsItsStreamsUntilTheyAreOver() {
        InStream s = opened(S);
        assertEquals(List.of(s), List.copyOf(receiver.streams()));
        receiver.done(s, false);
        assertEquals(List.of(s), List.copyOf(receiver.streams()));
        receiver.forget(s);
        assertEquals(List.of(), List.copyOf(receiver.streams()));
    }

    @Test
    void sendersThatCameAndWentInOrderAreForgotten() {
        for (int i = 0; i < 1_000; i++) {
            EndRef sender = end("n" + i);
            InStream stream = opened(sender);
            if (i % 2 == 0) {
                receiver.done(stream, false);
                receiver.forget(stream);
                receiver.gone(sender, false);
            } else {
                receiver.gone(sender, false);
                receiver.done(stream, false);
                receiver.forget(stream);
            }
        }
        EndRef last = end("last");
        InStream stream = opened(last);
        assertEquals(1, receiver.knownSenders());
        receiver.completed(List.of(last), List.of());
        receiver.done(stream, false);
        receiver.forget(stream);
        receiver.gone(last, false);
        assertEquals(new Closure.Done(), receiver.closure());
    }

    private static EndRef end(String node) {
        return new EndRef(new NodeRef(node, 1, 1), 1);
    }

    private InStream opened(EndRef sender) {
        InStream stream = new InStream(
                1, new byte[0], sender, new Terms(new Window(16, 2_048, 16, 2_048), new Budget(1 << 20), 1));
        receiver.opened(stream);
        return stream;
    }

    private void arrive(InStream stream, String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        receiver.arrived(new Parcel(stream, bytes, 0, bytes.length, 1, true, 1, 0, false));
    }

    private String poll() {
        Parcel parcel = Objects.requireNonNull(receiver.poll());
        assertNotNull(parcel.array());
        return new String(parcel.array(), parcel.from(), parcel.to() - parcel.from(), StandardCharsets.UTF_8);
    }
}
