package dev.strait.wire.mux;

import static dev.strait.wire.mux.InStreams.data;
import static dev.strait.wire.mux.InStreams.fragment;
import static dev.strait.wire.mux.InStreams.taken;
import static dev.strait.wire.mux.InStreams.through;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.Acked;
import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.FragmentHead;
import dev.strait.wire.frame.Mark;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.Want;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class InStreamTest {
    private final Budget budget = new Budget(1 << 20);
    private final InStream stream = InStreams.of(budget);

    @Test
    void aBatchArrivesAsItIs() {
        Parcel parcel = Objects.requireNonNull(stream.data(data("a", "bb")));
        assertEquals(List.of("a", "bb"), Batches.read(parcel));
        assertEquals(5, parcel.cost());
        assertEquals(2, stream.ledger().untakenMessages());
    }

    @Test
    void moreMessagesThanGrantedAreAViolation() {
        InStream narrow = InStreams.of(new Window(2, 2_048, 2, 2_048), budget);
        narrow.data(data("a"));
        ProtocolViolation violation = assertThrows(ProtocolViolation.class, () -> narrow.data(data("b", "c")));
        assertEquals(ErrorCode.CREDIT_EXCEEDED, violation.code());
    }

    @Test
    void moreBytesThanGrantedAreAViolation() {
        ProtocolViolation violation = assertThrows(ProtocolViolation.class, () -> stream.data(data("x".repeat(2_047))));
        assertEquals(ErrorCode.CREDIT_EXCEEDED, violation.code());
        assertEquals(0, stream.ledger().sentMessages());
    }

    @Test
    void aLargeMessageNeedsCreditForAllOfItBeforeItsFirstByteIsKept() {
        ProtocolViolation violation =
                assertThrows(ProtocolViolation.class, () -> stream.fragment(fragment(true, false, 50_000, 10)));
        assertEquals(ErrorCode.CREDIT_EXCEEDED, violation.code());
    }

    @Test
    void fragmentsBecomeOneMessage() {
        assertNull(stream.fragment(fragment(true, false, 100, 40)));
        assertNull(stream.fragment(fragment(false, false, 0, 40)));
        Parcel parcel = Objects.requireNonNull(stream.fragment(fragment(false, true, 0, 20)));
        assertTrue(parcel.whole());
        assertEquals(100, parcel.to() - parcel.from());
        assertEquals(105, parcel.cost());
        assertEquals(1, parcel.messages());
    }

    @Test
    void contentMayBeReadToWhereTheMessageIsPutTogether() {
        FragmentHead first = new FragmentHead(3, true, false, 100, 40);
        stream.begin(first);
        Place place = Objects.requireNonNull(stream.place());
        assertEquals(0, place.at());
        place.array()[39] = 7;
        assertNull(stream.arrived(first));
        FragmentHead last = new FragmentHead(3, false, true, 0, 60);
        stream.begin(last);
        assertEquals(40, Objects.requireNonNull(stream.place()).at());
        Parcel parcel = Objects.requireNonNull(stream.arrived(last));
        assertSame(place.array(), parcel.array());
        assertEquals(100, parcel.array().length, "the message is the array, so that a receiver may keep it");
        assertEquals(7, parcel.array()[39]);
    }

    @Test
    void whoeverStillReadsAFragmentThatWasCutOffChangesNothingOfTheMessageThatIsTaken() {
        FragmentHead first = new FragmentHead(3, true, false, 100, 40);
        stream.begin(first);
        stream.arrived(first);
        FragmentHead last = new FragmentHead(3, false, true, 0, 60);
        stream.begin(last);
        Place before = Objects.requireNonNull(stream.place());
        stream.interrupted();
        Place again = Objects.requireNonNull(stream.place());
        assertEquals(before.at(), again.at());
        again.array()[50] = 7;
        Parcel parcel = Objects.requireNonNull(stream.arrived(last));
        parcel.array()[50] = 8; // the message is the receiver's own
        before.array()[50] = 7;
        assertEquals(8, parcel.array()[50]);
    }

    @Test
    void aHeadWithoutCreditIsAViolationBeforeAnythingIsAllocated() {
        ProtocolViolation violation =
                assertThrows(ProtocolViolation.class, () -> stream.begin(new FragmentHead(3, true, false, 50_000, 10)));
        assertEquals(ErrorCode.CREDIT_EXCEEDED, violation.code());
        assertNull(stream.place());
    }

    @Test
    void whatIsLeftInTheMiddleOfAFragmentHasNoPlaceAnyMore() {
        FragmentHead whole = new FragmentHead(3, true, true, 100, 100);
        stream.begin(whole);
        stream.leave();
        assertNull(stream.place(), "its budget is given back");
        assertNull(stream.arrived(whole));
    }

    @Test
    void aMessageOfNoBytesComesInOneFragment() {
        Parcel parcel = Objects.requireNonNull(stream.fragment(fragment(true, true, 0, 0)));
        assertEquals(5, parcel.cost());
    }

    @Test
    void fragmentsThatDoNotAddUpAreViolations() {
        assertThrows(ProtocolViolation.class, () -> stream.fragment(fragment(false, true, 0, 1)), "of no message");
        assertThrows(
                ProtocolViolation.class,
                () -> stream.fragment(fragment(true, false, InStreams.MAX_MESSAGE_BYTES + 1, 1)),
                "above the maximum");
        stream.fragment(fragment(true, false, 100, 40));
        assertThrows(ProtocolViolation.class, () -> stream.fragment(fragment(true, true, 1, 1)), "in the middle");
        assertThrows(ProtocolViolation.class, () -> stream.data(data("a")), "a batch in the middle");
        assertThrows(ProtocolViolation.class, () -> stream.done(new Done(3, 1)), "the end in the middle");
        assertThrows(ProtocolViolation.class, () -> stream.fragment(fragment(false, false, 0, 61)), "too long");
    }

    @Test
    void aLastFragmentThatComesTooSoonIsAViolation() {
        stream.fragment(fragment(true, false, 100, 40));
        assertThrows(ProtocolViolation.class, () -> stream.fragment(fragment(false, true, 0, 59)));
    }

    @Test
    void aFragmentThatFillsTheMessageMustBeTheLast() {
        stream.fragment(fragment(true, false, 100, 40));
        assertThrows(ProtocolViolation.class, () -> stream.fragment(fragment(false, false, 0, 60)));
    }

    @Test
    void anEndWithAnotherTotalThanArrivedIsAViolation() {
        stream.data(data("a"));
        assertThrows(ProtocolViolation.class, () -> stream.done(new Done(3, 0)));
        assertThrows(ProtocolViolation.class, () -> stream.done(new Done(3, 2)));
        stream.done(new Done(3, 1));
        assertEquals(InStream.State.ENDED, stream.state());
        assertFalse(stream.isDrained());
        stream.take(1, 2);
        assertTrue(stream.isDrained());
    }

    @Test
    void nothingIsNewsBeforeSomethingIsTaken() {
        stream.data(data("a"));
        assertFalse(stream.hasNews());
        stream.take(1, 2);
        assertTrue(stream.hasNews());
        assertEquals(new Credit(3, 1, 17, 2_050), stream.announce());
        assertFalse(stream.hasNews());
    }

    @Test
    void newsIsUrgentWhenAThirdOfAWindowOfMessagesIsTaken() {
        through(stream, 4);
        assertFalse(stream.isUrgent());
        through(stream, 1);
        assertTrue(stream.isUrgent());
        stream.announce();
        assertFalse(stream.isUrgent());
    }

    @Test
    void howManyMoreMakeTheNewsUrgentIsKnownBefore() {
        assertEquals(5, stream.untilUrgent());
        through(stream, 4);
        assertEquals(1, stream.untilUrgent());
        through(stream, 6);
        assertEquals(1, stream.untilUrgent(), "at least one, though it is urgent already");
        stream.announce();
        assertEquals(5, stream.untilUrgent());
    }

    /**
     * A sender that uses up all it is allowed ends its batches where its limit was: a window and so many parts of it, as they were announced. Each of these places is one at which
     * something is announced, or it is behind one: else its receiver would wait for the next batch before it announces what it has of this one.
     */
    @Test
    void aBatchThatEndsAtTheLimitEndsBehindAnAnnouncement() {
        for (int capacity = 1; capacity <= 2_048; capacity++) {
            InStream each = InStreams.of(new Window(capacity, 1 << 20, capacity, 1 << 20), new Budget(400_000_000));
            long part = each.untilUrgent();
            assertTrue(part >= 1 && part * 3 <= Math.max(3, capacity), part + " of " + capacity);
        }
    }

    @Test
    void newsIsUrgentWhenAThirdOfAWindowOfBytesIsTaken() {
        taken(stream, stream.data(data("x".repeat(679))));
        assertFalse(stream.isUrgent(), "681 of 2,048 bytes");
        through(stream, 1);
        assertTrue(stream.isUrgent());
    }

    @Test
    void theMessageWindowDoublesWhenThreeQuartersOfItWereUsedUpToTheCapacity() {
        InStream bounded = InStreams.of(new Window(4, 2_048, 12, 1 << 20), budget);
        through(bounded, 2);
        assertEquals(2 + 4, bounded.announce().messageLimit(), "half was used: no growth");
        through(bounded, 3);
        assertEquals(5 + 8, bounded.announce().messageLimit(), "3 of 4 were used");
        through(bounded, 6);
        assertEquals(11 + 12, bounded.announce().messageLimit(), "up to the capacity");
        through(bounded, 12);
        assertEquals(23 + 12, bounded.announce().messageLimit(), "and never beyond");
    }

    @Test
    void theByteWindowDoublesWhenItHasNoRoomForTwoMoreSuchMessages() {
        InStream bounded = InStreams.of(new Window(16, 2_048, 1_024, 1 << 20), budget);
        long window = 2_048;
        for (int sent = 1_024; window < 3 * 1_024; sent += 1_024) {
            taken(bounded, bounded.data(data("x".repeat(1_022))));
            window *= 2;
            assertEquals(sent + window, bounded.announce().byteLimit(), "one was under way, two did not fit");
        }
        taken(bounded, bounded.data(data("x".repeat(1_022))));
        assertEquals(2 * 1_024 + window, bounded.announce().byteLimit(), "one of four was used");
    }

    @Test
    void theByteWindowDoublesWhenThreeQuartersOfItWereUsedUpToItsLimit() {
        InStream bounded = InStreams.of(new Window(16, 100, 1_024, 300), budget);
        String ten = "x".repeat(9);
        taken(bounded, bounded.data(data(ten, ten, ten, ten, ten)));
        assertEquals(50 + 100, bounded.announce().byteLimit(), "half was used: no growth");
        taken(bounded, bounded.data(data("x".repeat(74))));
        assertEquals(125 + 200, bounded.announce().byteLimit());
        assertEquals(200, budget.reservedBytes() - 2_048);
        for (int i = 0; i < 5; i++) {
            taken(bounded, bounded.data(data("x".repeat(121), "y".repeat(76))));
            bounded.announce();
        }
        assertEquals(300, bounded.ledger().byteLimit() - bounded.ledger().takenBytes());
        assertEquals(300, budget.reservedBytes() - 2_048);
    }

    @Test
    void whatIsWantedIsAdmittedWhole() {
        stream.want(new Want(3, 50_000));
        assertTrue(stream.hasNews());
        assertTrue(stream.isUrgent());
        assertEquals(new Credit(3, 0, 16, 50_005), stream.announce());
        assertEquals(50_005, budget.reservedBytes());
        taken(stream, stream.fragment(fragment(true, true, 50_000, 50_000)));
        assertEquals(2_048, budget.reservedBytes(), "what was taken is free again, but the window");
    }

    @Test
    void whatIsWantedMayComeInABatchWhereItsLengthCostsLessThanItWasGrantedWith() {
        stream.want(new Want(3, 50_000));
        assertFalse(stream.isAdmittedHere());
        Parcel parcel = stream.data(data("x".repeat(50_000)));
        assertEquals(50_003, stream.ledger().sentBytes());
        assertTrue(stream.isAdmittedHere(), "it has come: nobody need wait for the 2 bytes that are left");
        taken(stream, parcel);
        assertEquals(2_048, budget.reservedBytes());
    }

    @Test
    void aSmallerMessageInPlaceOfWhatIsWantedLeavesItAdmitted() {
        stream.want(new Want(3, 50_000));
        stream.data(data("x".repeat(49_997))); // costs what is wanted without its length
        assertFalse(stream.isAdmittedHere());
    }

    @Test
    void aWishThatTheWindowWillHoldWaitsUntilAllIsTaken() {
        stream.data(data("x".repeat(1_000), "y".repeat(1_000)));
        stream.want(new Want(3, 2_040));
        assertFalse(stream.hasNews(), "or a sender could raise its limit message by message");
        stream.take(1, 1_002);
        stream.take(1, 1_002);
        assertEquals(2_004 + 2 * 2_048, stream.announce().byteLimit());
        assertEquals(2_048 * 2, budget.reservedBytes(), "the window has grown; nothing else was reserved");
    }

    @Test
    void oneStreamsLargeMessagesAreBoundedByItsLargestWindow() {
        InStream bounded = InStreams.of(new Window(16, 2_048, 16, 150_000), budget);
        bounded.want(new Want(3, 90_000));
        Parcel first = bounded.fragment(fragment(true, true, 90_000, 90_000));
        bounded.want(new Want(3, 90_000));
        assertEquals(90_005, bounded.ledger().byteLimit(), "the second waits for the first to be taken");
        taken(bounded, first);
        assertEquals(180_010, bounded.ledger().byteLimit());
    }

    @Test
    void aMessageLargerThanTheMaximumCannotBeWanted() {
        assertThrows(ProtocolViolation.class, () -> stream.want(new Want(3, InStreams.MAX_MESSAGE_BYTES + 1)));
    }

    @Test
    void whoTakesItsEndBackIsToldAtOnceWhatItMaySend() {
        InStream narrow = InStreams.of(new Window(2, 2_048, 2, 2_048), budget);
        Parcel parcel = narrow.data(data("a", "b"));
        narrow.hold(1);
        narrow.hold(2);
        narrow.done(new Done(3, 2));
        taken(narrow, parcel);
        assertEquals(new Credit(3, 2, 0, 2, 2_048), narrow.announce(), "nothing is granted behind the end");
        assertTrue(narrow.nack(2));
        assertTrue(narrow.hasNews());
        assertTrue(narrow.isUrgent());
        assertEquals(new Credit(3, 2, 0, 4, 2_052), narrow.announce());
        assertFalse(narrow.hasNews());
        narrow.done(new Done(3, 2, 1, false));
        assertTrue(narrow.answer(1, true));
        assertTrue(narrow.isDrained());
    }

    @Test
    void whatComesAfterLeaveIsDropped() {
        stream.data(data("a"));
        stream.leave();
        assertNull(stream.data(data("b")));
        assertNull(stream.data(data("x".repeat(5_000))), "even beyond its credit: the grant may have crossed");
        assertNull(stream.fragment(fragment(false, true, 0, 5)), "even in the middle of a message");
        stream.want(new Want(3, 50_000));
        stream.done(new Done(3, 17));
        stream.take(1, 2);
        assertEquals(InStream.State.LEAVING, stream.state());
        assertFalse(stream.hasNews());
        assertEquals(0, budget.reservedBytes());
    }

    @Test
    void everyParcelKnowsTheNumberOfItsFirstMessage() {
        assertEquals(1, Objects.requireNonNull(stream.data(data("a", "b"))).first());
        assertEquals(
                3,
                Objects.requireNonNull(stream.fragment(fragment(true, true, 9, 9)))
                        .first());
        assertEquals(4, Objects.requireNonNull(stream.data(data("c"))).first());
    }

    @Test
    void aMarkIsOfWhatComesNextAndOfNothingElse() {
        stream.mark(new Mark(3, 2, false));
        assertEquals(2, Objects.requireNonNull(stream.data(data("a"))).redeliveries());
        assertEquals(0, Objects.requireNonNull(stream.data(data("b"))).redeliveries());
        stream.mark(new Mark(3, 1, true));
        stream.fragment(fragment(true, false, 100, 40));
        Parcel large = Objects.requireNonNull(stream.fragment(fragment(false, true, 0, 60)));
        assertTrue(large.headed());
        assertEquals(1, large.redeliveries());
        assertFalse(Objects.requireNonNull(stream.fragment(fragment(true, true, 9, 9)))
                .headed());
    }

    @Test
    void marksThatFitNothingAreViolations() {
        stream.mark(new Mark(3, 0, true));
        assertThrows(ProtocolViolation.class, () -> stream.data(data("a")), "headers for a batch");
        InStream other = InStreams.of(budget);
        other.fragment(fragment(true, false, 100, 40));
        assertThrows(ProtocolViolation.class, () -> other.mark(new Mark(3, 1, false)), "in the middle of a message");
    }

    @Test
    void finishedIsDueOnlyWhenAllIsAnswered() {
        stream.data(data("a", "b"));
        stream.hold(1);
        stream.take(2, 4);
        stream.done(new Done(3, 2));
        assertFalse(stream.isDrained());
        assertEquals(0, stream.answeredMessages());
        assertEquals(new Credit(3, 2, 0, 16, 2_048), stream.announce());
        assertTrue(stream.answer(1, true));
        assertTrue(stream.isDrained());
        assertTrue(stream.hasNews());
        assertEquals(2, stream.announce().answeredMessages());
    }

    @Test
    void aDoneThatCrossedANackIsPassedOver() {
        stream.data(data("a", "b"));
        stream.hold(1);
        stream.take(2, 4);
        assertTrue(stream.nack(1));
        stream.done(new Done(3, 2, 0, false));
        assertEquals(InStream.State.OPEN, stream.state(), "the sender did not know yet that a came back");
        stream.mark(new Mark(3, 1, false));
        taken(stream, stream.data(data("a")));
        assertThrows(ProtocolViolation.class, () -> stream.done(new Done(3, 3, 2, false)), "more than went back");
        stream.done(new Done(3, 3, 1, false));
        assertEquals(InStream.State.ENDED, stream.state());
        assertTrue(stream.isDrained());
    }

    @Test
    void aNackAfterAnErrorTakesNothingBack() {
        stream.data(data("a"));
        stream.hold(1);
        stream.take(1, 2);
        stream.error(1);
        assertTrue(stream.nack(1));
        assertEquals(InStream.State.ENDED, stream.state());
        assertTrue(stream.isDrained());
    }

    @Test
    void whatComesAgainIsAnnouncedAsSoonAsItIsTaken() {
        through(stream, 1);
        assertFalse(stream.isUrgent());
        stream.announce();
        stream.mark(new Mark(3, 1, false));
        stream.data(data("b", "c"));
        assertFalse(stream.isUrgent(), "it is not taken");
        assertEquals(1, stream.untilUrgent());
        stream.take(1, 2);
        assertTrue(stream.isUrgent(), "or its sender would not know what killed its receiver");
        stream.announce();
        assertEquals(1, stream.untilUrgent(), "c too");
        stream.take(1, 2);
        assertTrue(stream.isUrgent());
        stream.announce();
        through(stream, 1);
        assertFalse(stream.isUrgent());
    }

    @Test
    void anAnswerIsTooLateWhenTheStreamIsOver() {
        InStream left = InStreams.of(budget);
        for (InStream each : new InStream[] {stream, left}) {
            each.data(data("a", "b"));
            each.hold(1);
            each.hold(2);
            each.take(2, 4);
        }
        stream.close();
        left.leave();
        for (InStream each : new InStream[] {stream, left}) {
            assertFalse(each.answer(1, true));
            assertFalse(each.nack(2));
            assertEquals(0, each.heldMessages());
        }
    }

    @Test
    void onlyWhatHasArrivedAndIsNotTakenCanBeHeld() {
        stream.data(data("a", "b"));
        stream.take(1, 2);
        assertThrows(IllegalStateException.class, () -> stream.hold(1));
        stream.hold(2);
        assertThrows(IllegalStateException.class, () -> stream.hold(3));
    }

    @Test
    void creditMovesWhenAMessageIsTakenThoughItIsHeld() {
        stream.data(data("a", "b"));
        stream.hold(1);
        stream.hold(2);
        stream.take(2, 4);
        assertEquals(new Credit(3, 2, 0, 18, 2_052), stream.announce());
        stream.answer(2, true);
        assertTrue(stream.hasNews());
        assertFalse(stream.isUrgent(), "nobody waits for it");
        assertEquals(
                List.of(new Acked.Range(2, 2)),
                Objects.requireNonNull(stream.announceAhead()).ranges());
        assertNull(stream.announceAhead());
        assertFalse(stream.hasNews());
    }

    @Test
    void nothingComesAfterTheEnd() {
        stream.done(new Done(3, 0));
        assertThrows(ProtocolViolation.class, () -> stream.data(data("a")));
        assertThrows(ProtocolViolation.class, () -> stream.fragment(fragment(true, true, 1, 1)));
        assertThrows(ProtocolViolation.class, () -> stream.want(new Want(3, 1)));
        assertThrows(ProtocolViolation.class, () -> stream.done(new Done(3, 0)));
    }

    @Test
    void aStreamThatIsOverHoldsNoBudget() {
        stream.done(new Done(3, 0));
        stream.finish();
        assertEquals(0, budget.reservedBytes());
        stream.close();
        assertEquals(0, budget.reservedBytes(), "released once");
    }

    @Test
    void aLostStreamHoldsNoBudgetAndIgnoresWhatIsTakenOfIt() {
        stream.data(data("a"));
        stream.close();
        stream.take(1, 2);
        assertEquals(0, budget.reservedBytes());
        assertEquals(InStream.State.FINISHED, stream.state());
    }
}
