package dev.strait.wire.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.Acked;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class UnansweredTest {
    private final Unanswered unanswered = new Unanswered(0);

    @Test
    void theTotalStopsAheadOfTheFirstThatIsHeld() {
        hold(3, 5);
        unanswered.took(1, 6);
        assertEquals(2, unanswered.answered(6));
        assertTrue(unanswered.answer(3, true, 6));
        assertEquals(4, unanswered.answered(6));
        assertTrue(unanswered.answer(5, true, 6));
        assertEquals(6, unanswered.answered(6));
        assertTrue(unanswered.isEmpty());
    }

    @Test
    void whatIsAcknowledgedBehindThatIsToldOnceInRuns() {
        hold(1, 4, 5);
        unanswered.took(1, 8);
        assertEquals(List.of(range(2, 3), range(6, 8)), unanswered.pollAhead(8));
        assertEquals(List.of(), unanswered.pollAhead(8), "each once");
        unanswered.answer(4, true, 8);
        assertEquals(List.of(range(4, 4)), unanswered.pollAhead(8));
        assertEquals(0, unanswered.answered(8));
    }

    @Test
    void runsThatMeetAreOne() {
        hold(1, 2, 3, 4, 5);
        unanswered.took(1, 5);
        for (long number : new long[] {2, 4, 3, 5}) {
            unanswered.answer(number, true, 5);
        }
        assertEquals(List.of(range(2, 5)), unanswered.pollAhead(5));
    }

    @Test
    void whatTheTotalSaysIsNotToldAgain() {
        hold(1, 3);
        unanswered.took(1, 4);
        assertTrue(unanswered.hasAhead(4));
        unanswered.answer(1, true, 4);
        assertEquals(2, unanswered.answered(4));
        assertEquals(List.of(range(4, 4)), unanswered.pollAhead(4), "not 2 to 2");
        assertFalse(unanswered.hasAhead(4));
    }

    @Test
    void whatWasRefusedIsNeverToldAsAcknowledgedThoughItIsTakenLater() {
        hold(1, 2, 3);
        unanswered.answer(3, false, 0);
        unanswered.answer(2, true, 0);
        unanswered.took(1, 4);
        assertEquals(List.of(range(2, 2), range(4, 4)), unanswered.pollAhead(4));
    }

    @Test
    void aMessageIsAnsweredOnce() {
        hold(2);
        assertFalse(unanswered.answer(1, true, 0), "it was not held");
        assertTrue(unanswered.answer(2, false, 0));
        assertFalse(unanswered.answer(2, true, 0));
    }

    @Test
    void moreRangesThanOneFrameHoldsAreToldInSeveral() {
        int pairs = Acked.MAX_RANGES + 10;
        for (long number = 1; number < 2L * pairs; number += 2) {
            unanswered.hold(number);
        }
        unanswered.took(1, 2L * pairs);
        assertEquals(Acked.MAX_RANGES, unanswered.pollAhead(2L * pairs).size());
        assertTrue(unanswered.hasAhead(2L * pairs));
        assertEquals(10, unanswered.pollAhead(2L * pairs).size());
        assertFalse(unanswered.hasAhead(2L * pairs));
    }

    /** Holds, takes, answers and announces at random; whoever hears the announcements knows of each message what became of it, once. */
    @Test
    void whateverIsHeldAndAnsweredTheOtherSideHearsOfEveryMessageOnce() {
        long seed = Long.getLong("strait.seed", System.nanoTime());
        System.out.println("UnansweredTest: repeat with -Dstrait.seed=" + seed);
        Random random = new Random(seed);
        for (int history = 0; history < 300; history++) {
            new History(random).run();
        }
    }

    private static final class History {
        private static final int MESSAGES = 60;

        private final Random random;
        private final Unanswered tested = new Unanswered(0);
        private final Set<Long> held = new TreeSet<>();
        private final Set<Long> refused = new TreeSet<>();
        /** What the other side knows to be answered, by a range or the total. */
        private final Set<Long> heardAcknowledged = new TreeSet<>();

        private long taken;
        /** Everything up to here was held or not when it came into the program's hands. */
        private long inHand;

        History(Random random) {
            this.random = random;
        }

        void run() {
            while (taken < MESSAGES || !held.isEmpty()) {
                step();
                check();
            }
            announce();
            for (long number = 1; number <= MESSAGES; number++) {
                assertTrue(heardAcknowledged.contains(number) != refused.contains(number), "message " + number);
            }
        }

        private void step() {
            switch (random.nextInt(5)) {
                case 0 -> {
                    for (int i = random.nextInt(4); i > 0 && inHand < MESSAGES; i--) {
                        inHand++;
                        if (random.nextInt(3) > 0) {
                            held.add(inHand);
                            tested.hold(inHand);
                        }
                    }
                }
                case 1 -> {
                    long more = random.nextLong(inHand - taken + 1);
                    if (more > 0) {
                        tested.took(taken + 1, taken + more);
                        taken += more;
                    }
                }
                case 2, 3 -> answerOne();
                default -> announce();
            }
        }

        private void answerOne() {
            if (held.isEmpty()) {
                return;
            }
            long number =
                    held.stream().skip(random.nextInt(held.size())).findFirst().orElseThrow();
            boolean acknowledged = random.nextInt(3) > 0;
            assertTrue(tested.answer(number, acknowledged, taken));
            assertFalse(tested.answer(number, true, taken), "a second time");
            held.remove(number);
            if (!acknowledged) {
                refused.add(number);
            }
        }

        private void announce() {
            for (List<Acked.Range> ranges = tested.pollAhead(taken);
                    !ranges.isEmpty();
                    ranges = tested.pollAhead(taken)) {
                long before = total();
                for (Acked.Range range : ranges) {
                    assertTrue(range.first() > before && range.last() <= taken, range + " behind " + before);
                    before = range.last();
                    for (long number = range.first(); number <= range.last(); number++) {
                        assertFalse(refused.contains(number) || held.contains(number), "message " + number);
                        assertTrue(heardAcknowledged.add(number), "told twice: " + number);
                    }
                }
            }
            for (long number = 1; number <= tested.answered(taken); number++) {
                if (!refused.contains(number)) {
                    heardAcknowledged.add(number);
                }
            }
            for (long number = 1; number <= taken; number++) {
                boolean acknowledged = !held.contains(number) && !refused.contains(number);
                assertEquals(acknowledged, heardAcknowledged.contains(number), "message " + number);
            }
            assertFalse(tested.hasAhead(taken));
        }

        private void check() {
            assertEquals(total(), tested.answered(taken));
            assertEquals(held.size(), tested.size());
            assertEquals(held.isEmpty(), tested.isEmpty());
        }

        /** So many messages, from the first, are taken and not held. */
        private long total() {
            long total = 0;
            while (total < taken && !held.contains(total + 1)) {
                total++;
            }
            return total;
        }
    }

    private void hold(long... numbers) {
        for (long number : numbers) {
            unanswered.hold(number);
        }
    }

    private static Acked.Range range(long first, long last) {
        return new Acked.Range(first, last);
    }
}
