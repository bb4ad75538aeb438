package dev.strait.wire.mux;

import static dev.strait.wire.mux.InStreams.fragment;
import static dev.strait.wire.mux.InStreams.taken;
import static dev.strait.wire.mux.InStreams.through;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.Want;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final int CROWD = 10_000;
    private static final Window SMALL = new Window(16, 100, 64, 1 << 20);

    @Test
    void initialCreditIsCountedEvenBeyondTheLimitBecauseTheHandshakePromisedIt() {
        Budget budget = new Budget(150);
        InStreams.of(SMALL, budget);
        InStreams.of(SMALL, budget);
        assertEquals(200, budget.reservedBytes());
        assertEquals(0, budget.reserveUpTo(10));
    }

    @Test
    void aWindowGrowsAsFarAsTheBudgetReaches() {
        Budget budget = new Budget(1_000);
        budget.promise(850);
        InStream stream = InStreams.of(SMALL, budget);
        taken(stream, stream.data(InStreams.data("x".repeat(90))));
        assertEquals(91 + 150, stream.announce().byteLimit(), "not to 200");
        assertEquals(1_000, budget.reservedBytes());
    }

    @Test
    void amongManyActiveStreamsAWindowIsNoMoreThanAShareAndShrinksToIt() {
        Budget budget = new Budget(40_000_000);
        Window wide = new Window(1_024, 100, 1_024, 1 << 20);
        InStream early = InStreams.of(wide, budget);
        assertGrows(early); // while it is alone
        useUpACrowd(wide, budget);
        useUp(early);
        for (int round = 0; round < 3; round++) {
            through(early, (int) Math.min(400, early.ledger().freeMessages()));
            early.announce();
        }
        assertEquals(40_000_000 / 4 / (CROWD + 1), early.ledger().freeBytes(), "an equal share of a quarter");
        assertEquals(320_000 / (CROWD + 1), early.ledger().freeMessages());
    }

    private static void useUpACrowd(Window window, Budget budget) {
        for (int i = 0; i < CROWD; i++) {
            useUp(InStreams.of(window, budget));
        }
    }

    private static void useUp(InStream stream) {
        taken(
                stream,
                stream.data(InStreams.data("x".repeat((int) stream.ledger().freeBytes() - 3))));
        stream.announce();
    }

    @Test
    void inACrowdAStreamThatIsNeverSeenWithoutCreditGetsItsShareToo() {
        Budget budget = new Budget(40_000_000);
        Window wide = new Window(1_024, 100, 1_024, 1 << 20);
        InStream steady = InStreams.of(wide, budget);
        passInSmallParts(steady);
        assertEquals(100, steady.ledger().freeBytes(), "among few its credit is not used up");
        useUpACrowd(wide, budget);
        passInSmallParts(steady);
        assertEquals(
                40_000_000 / 4 / CROWD, steady.ledger().freeBytes(), "as the others, and it takes nothing from them");
    }

    /** One by one, each announced. */
    private static void passInSmallParts(InStream stream) {
        for (int i = 0; i < 2_000; i++) {
            through(stream, 1);
            stream.announce();
        }
    }

    @Test
    void inACrowdAWindowIsAnnouncedWholeInMessagesAndByHalvesInBytes() {
        Budget budget = new Budget(400_000_000);
        Window wide = new Window(16, 100, 1_024, 1 << 20);
        InStream few = InStreams.of(wide, budget);
        through(few, 4);
        assertFalse(few.isUrgent());
        through(few, 1);
        assertTrue(few.isUrgent(), "a third of 16, rounded down");
        useUpACrowd(wide, budget);
        InStream crowded = InStreams.of(wide, budget);
        through(crowded, 15);
        assertFalse(crowded.isUrgent());
        assertEquals(1, crowded.untilUrgent());
        through(crowded, 1);
        assertTrue(crowded.isUrgent());
        InStream ofLonger = InStreams.of(wide, budget);
        taken(ofLonger, ofLonger.data(InStreams.data("x".repeat(39))));
        assertFalse(ofLonger.isUrgent(), "40 of 100 bytes");
        taken(ofLonger, ofLonger.data(InStreams.data("x".repeat(39))));
        assertTrue(ofLonger.isUrgent(), "another does not fit: bytes are announced by halves");
    }

    @Test
    void streamsThatCarryLittleTakeNothingFromTheOthers() {
        Budget budget = new Budget(40_000_000);
        Window wide = new Window(1_024, 100, 1_024, 1 << 20);
        for (int i = 0; i < CROWD; i++) {
            InStream little = InStreams.of(wide, budget);
            through(little, 1);
            little.announce();
        }
        assertGrows(InStreams.of(wide, budget));
    }

    @Test
    void ticketsTakeNothingFromOthers() {
        Budget budget = new Budget(40_000_000);
        Window rendezvous = new Window(0, 100, 0, 1 << 20);
        Open open = new Open(3, 7, 8, "words", new byte[0]);
        EndRef sender = new EndRef(new NodeRef("peer", 1, 1), 7);
        for (int i = 0; i < CROWD; i++) {
            new RendezvousInStream(open.stream(), open.schema(), sender, new Terms(rendezvous, budget, 1 << 20))
                    .announce();
        }
        assertGrows(InStreams.of(new Window(1_024, 100, 1_024, 1 << 20), budget));
    }

    @Test
    void streamsThatHaveBecomeIdleOrEndedHaveNoShareAfterTwoSeconds() {
        Budget budget = new Budget(40_000_000);
        Window wide = new Window(1_024, 100, 1_024, 1 << 20);
        budget.admit(0);
        useUpACrowd(wide, budget);
        InStream active = InStreams.of(wide, budget);
        budget.admit(Budget.ROUND_NANOS);
        useUp(active);
        assertTrue(active.ledger().freeBytes() < 1_000, "those of the last second are counted");
        budget.admit(2 * Budget.ROUND_NANOS);
        assertGrows(active);
    }

    private static void assertGrows(InStream stream) {
        for (int round = 0; round < 8; round++) {
            useUp(stream);
        }
        assertTrue(
                stream.ledger().freeBytes() >= 12_800,
                "grown to " + stream.ledger().freeBytes());
    }

    @Test
    void aLargeMessageThatComesInABatchIsHeldNoLongerThanItIsUntaken() {
        Budget budget = new Budget(2_000);
        InStream stream = InStreams.of(SMALL, budget);
        stream.want(new Want(3, 300));
        assertEquals(1, budget.holders());
        // Granted as if in fragments, 305 bytes; in a batch it costs 302.
        taken(stream, stream.data(InStreams.data("x".repeat(300))));
        assertEquals(0, budget.holders());
    }

    @Test
    void noMoreIsReleasedThanWasReserved() {
        Budget budget = new Budget(150);
        budget.promise(10);
        assertThrows(IllegalStateException.class, () -> budget.release(11));
    }

    @Test
    void largeMessagesAreAdmittedInTheOrderOfAskingAndEachOnlyWhole() {
        Budget budget = new Budget(2_000);
        InStream first = InStreams.of(SMALL, budget);
        InStream second = InStreams.of(SMALL, budget);
        InStream third = InStreams.of(SMALL, budget);
        first.want(new Want(3, 1_500));
        second.want(new Want(3, 1_500));
        third.want(new Want(3, 200));
        assertEquals(1_505, first.ledger().byteLimit());
        assertEquals(100, second.ledger().byteLimit(), "nothing in part");
        assertEquals(100, third.ledger().byteLimit(), "though it would fit, it asked later");
        assertEquals(List.of(), budget.admit(0));

        taken(first, first.fragment(fragment(true, true, 1_500, 1_500)));
        assertEquals(List.of(second, third), budget.admit(0));
        assertEquals(1_505, second.ledger().byteLimit());
        assertEquals(205, third.ledger().byteLimit());
        assertEquals(List.of(), budget.admit(0));
    }

    @Test
    void noWindowGrowsWhileALargeMessageWaits() {
        Budget budget = new Budget(2_000);
        InStream large = InStreams.of(SMALL, budget);
        InStream waiting = InStreams.of(SMALL, budget);
        InStream bulk = InStreams.of(SMALL, budget);
        large.want(new Want(3, 1_000));
        waiting.want(new Want(3, 1_500));
        taken(bulk, bulk.data(InStreams.data("x".repeat(90))));
        assertEquals(91 + 100, bulk.announce().byteLimit());
    }

    @Test
    void idleWindowsThatFillTheBudgetDoNotKeepALargeMessageOutForEver() {
        Budget budget = new Budget(1_000);
        for (int i = 0; i < 10; i++) {
            InStreams.of(SMALL, budget);
        }
        InStream one = InStreams.of(SMALL, budget);
        InStream two = InStreams.of(SMALL, budget);
        one.want(new Want(3, 900));
        assertEquals(905, one.ledger().byteLimit(), "one at a time is admitted beyond the budget");
        two.want(new Want(3, 900));
        assertEquals(100, two.ledger().byteLimit());
        assertTrue(budget.reservedBytes() <= 1_000 + 12 * 100 + 905);

        taken(one, one.fragment(fragment(true, true, 900, 900)));
        assertEquals(List.of(two), budget.admit(0));
        two.close();
        one.want(new Want(3, 900));
        assertEquals(905 + 905, one.ledger().byteLimit(), "a stream that ends holds nothing");
    }

    @Test
    void aSenderThatChangesItsMindForALargerMessageIsNotItsOwnRival() {
        Budget budget = new Budget(1_000);
        InStream stream = InStreams.of(SMALL, budget);
        stream.want(new Want(3, 900));
        stream.want(new Want(3, 2_000));
        assertEquals(2_005, stream.ledger().byteLimit());
    }

    @Test
    void aStreamThatGoesNoLongerWaits() {
        Budget budget = new Budget(2_000);
        InStream first = InStreams.of(SMALL, budget);
        InStream second = InStreams.of(SMALL, budget);
        InStream third = InStreams.of(SMALL, budget);
        first.want(new Want(3, 1_500));
        second.want(new Want(3, 1_500));
        third.want(new Want(3, 150));
        second.leave();
        assertEquals(List.of(third), budget.admit(0));
        assertFalse(budget.hasWaiting());
    }

    @Test
    void aMessageThatComesOnOrdinaryCreditEndsWhatItsStreamWanted() {
        Budget budget = new Budget(2_000);
        InStream first = InStreams.of(SMALL, budget);
        InStream second = InStreams.of(SMALL, budget);
        first.want(new Want(3, 1_500));
        second.want(new Want(3, 1_500));
        through(second, 1);
        assertFalse(budget.hasWaiting());
    }

    @Test
    void whoAsksAgainForTheSameKeepsItsPlace() {
        Budget budget = new Budget(2_000);
        InStream first = InStreams.of(SMALL, budget);
        InStream second = InStreams.of(SMALL, budget);
        InStream third = InStreams.of(SMALL, budget);
        first.want(new Want(3, 1_500));
        second.want(new Want(3, 1_500));
        third.want(new Want(3, 1_500));
        second.want(new Want(3, 1_500));
        first.close();
        assertEquals(List.of(second), budget.admit(0));
    }

    @Test
    void aSecondWantReplacesTheFirst() {
        Budget budget = new Budget(2_000);
        InStream first = InStreams.of(SMALL, budget);
        InStream second = InStreams.of(SMALL, budget);
        first.want(new Want(3, 1_500));
        second.want(new Want(3, 1_500));
        second.want(new Want(3, 300));
        assertEquals(305, second.ledger().byteLimit());
        assertFalse(budget.hasWaiting());
    }

    @Test
    void whatNobodyUsesIsPassedOverForThoseThatWait() {
        Budget budget = new Budget(2_000);
        InStream givenUp = InStreams.of(SMALL, budget);
        InStream second = InStreams.of(SMALL, budget);
        InStream third = InStreams.of(SMALL, budget);
        givenUp.want(new Want(3, 1_500));
        second.want(new Want(3, 1_500));
        third.want(new Want(3, 1_500));
        long started = 7;
        assertEquals(List.of(), budget.admit(started));
        assertEquals(started + Budget.PATIENCE_NANOS, budget.deadline());
        through(givenUp, 1); // a small one: it has changed its mind
        assertEquals(List.of(), budget.admit(started + Budget.PATIENCE_NANOS - 1));
        assertEquals(List.of(second), budget.admit(started + Budget.PATIENCE_NANOS));
        assertEquals(1, budget.passedOver());

        second.fragment(fragment(true, false, 1_500, 1));
        assertEquals(List.of(), budget.admit(started + 10 * Budget.PATIENCE_NANOS), "what comes is waited for");
        assertEquals(Long.MAX_VALUE, budget.deadline());
        taken(second, second.fragment(fragment(false, true, 0, 1_499)));
        assertEquals(
                List.of(third),
                budget.admit(started + 10 * Budget.PATIENCE_NANOS),
                "at once, for the first is out of it");
        assertTrue(budget.reservedBytes() <= 2_000 + 3 * 100 + 2 * 1_505);
        taken(givenUp, givenUp.fragment(fragment(true, true, 1_498, 1_498)));
        assertEquals(0, budget.passedOver(), "it has used it after all");
    }

    @Test
    void whateverStreamsDoNothingIsReservedWhenAllAreOver() {
        long seed = 20_260_102L;
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            Budget budget = new Budget(5_000);
            List<InStream> streams = new ArrayList<>();
            for (int step = 0; step < 300; step++) {
                step(random, budget, streams);
                int at = step;
                assertTrue(budget.reservedBytes() >= 0, () -> "seed " + seed + ", step " + at);
            }
            streams.forEach(InStream::close);
            assertEquals(0, budget.reservedBytes(), () -> "seed " + seed);
            assertEquals(0, budget.holders() + budget.passedOver(), () -> "seed " + seed);
            assertFalse(budget.hasWaiting(), () -> "seed " + seed);
        }
    }

    private static void step(Random random, Budget budget, List<InStream> streams) {
        if (streams.size() < 8) {
            streams.add(InStreams.of(SMALL, budget));
            return;
        }
        InStream stream = streams.get(random.nextInt(streams.size()));
        try {
            switch (random.nextInt(8)) {
                case 0, 1 -> stream.data(InStreams.data("x".repeat(random.nextInt(90))));
                case 2 -> {
                    int length = random.nextInt(1, 3_000);
                    stream.fragment(fragment(true, true, length, length));
                }
                case 3 -> stream.want(new Want(3, random.nextInt(4_000)));
                case 4 ->
                    stream.take(
                            stream.ledger().untakenMessages(), stream.ledger().untakenBytes());
                case 5 -> stream.announce();
                case 6 -> budget.admit(random.nextInt(4) * Budget.PATIENCE_NANOS);
                default -> {
                    if (random.nextInt(4) == 0) {
                        stream.leave();
                    }
                    if (random.nextInt(4) == 0) {
                        stream.close();
                        streams.remove(stream);
                    }
                }
            }
        } catch (ProtocolViolation beyondItsCredit) {
            stream.close();
            streams.remove(stream);
        }
    }
}
