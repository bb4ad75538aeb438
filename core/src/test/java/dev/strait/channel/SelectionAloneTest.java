package dev.strait.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelDone;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The shorter way of a select: ports that can tell by themselves whether they are ready. */
class SelectionAloneTest {
    private static final int SELECTS = 12_000;

    /** Gives out numbers counting up while it has any; what it says alone can be told to it. */
    private static final class Counter extends InboundPort<Integer> {
        private final boolean tells;
        private int left;
        private int next;
        /** It says that it is empty though it is not: as if what is there had come a moment ago. */
        private boolean isLate;

        private int locked;

        Counter(boolean tells, int left) {
            this.tells = tells;
            this.left = left;
        }

        @Override
        void locked() {
            locked++;
        }

        @Override
        protected @Nullable Object takeAlone() {
            if (!tells) {
                return null;
            }
            return isLate ? Signal.EMPTY : tryTake();
        }

        @Override
        protected boolean ready() {
            return left > 0;
        }

        @Override
        protected Object pollItem() {
            if (left == 0) {
                return Signal.EMPTY;
            }
            left--;
            return next++;
        }

        @Override
        public Integer open(Object item) {
            return (Integer) item;
        }

        @Override
        public ChannelClosed cause() {
            return new ChannelDone("counter");
        }
    }

    private static Clause[] clauses(Counter... ports) {
        return Arrays.stream(ports).map(Counter::receiveClause).toArray(Clause[]::new);
    }

    /** Selects, and sees to it that nothing but the one item of the chosen port was taken. */
    private static int select(Counter... ports) throws InterruptedException {
        int[] before = Arrays.stream(ports).mapToInt(port -> port.next).toArray();
        Selection.Choice choice = Selection.select(Call.FOREVER, clauses(ports));
        assertEquals(before[choice.clause()], choice.result());
        for (int i = 0; i < ports.length; i++) {
            assertEquals(before[i] + (i == choice.clause() ? 1 : 0), ports[i].next);
        }
        return choice.clause();
    }

    private static void assertFair(int[] chosen, int... ready) {
        int expected = SELECTS / ready.length;
        for (int clause : ready) {
            // Ten standard deviations of a binomial distribution.
            double bound = 10 * Math.sqrt(expected * (1 - 1.0 / ready.length));
            assertTrue(Math.abs(chosen[clause] - expected) < bound, () -> Arrays.toString(chosen));
        }
        assertEquals(SELECTS, Arrays.stream(ready).map(it -> chosen[it]).sum(), () -> Arrays.toString(chosen));
    }

    @Test
    void portsThatTellByThemselvesAreChosenEquallyOftenIfTheyAreReady() throws InterruptedException {
        // Two in a row are not ready, so that a walk in turn from a random place would prefer the third.
        Counter[] ports = {
            new Counter(true, SELECTS), new Counter(true, 0), new Counter(true, 0), new Counter(true, SELECTS)
        };
        int[] chosen = new int[ports.length];
        for (int i = 0; i < SELECTS; i++) {
            chosen[select(ports)]++;
        }
        assertFair(chosen, 0, 3);
    }

    @Test
    void portsThatCannotTellHaveTheSameChance() throws InterruptedException {
        Counter[] ports = {
            new Counter(true, SELECTS), new Counter(false, SELECTS), new Counter(true, 0), new Counter(true, SELECTS)
        };
        int[] chosen = new int[ports.length];
        for (int i = 0; i < SELECTS; i++) {
            chosen[select(ports)]++;
        }
        assertFair(chosen, 0, 1, 3);
    }

    @Test
    void aPortThatSeemsEmptyIsLookedAtUnderItsLockBeforeTheSelectWaitsOrGivesUp() throws InterruptedException {
        Counter late = new Counter(true, 3);
        late.isLate = true;
        assertEquals(0, select(late, new Counter(true, 0)));
        assertEquals(new Selection.Choice(1, 1), Selection.trySelect(clauses(new Counter(true, 0), late)));
        assertEquals(new Selection.Choice(0, 2), Selection.select(1, clauses(late)));
        assertNull(Selection.trySelect(clauses(late, new Counter(true, 0))));
    }

    @Test
    void aPortThatIsReadyAloneCostsTheOthersNoLock() throws InterruptedException {
        Counter ready = new Counter(true, 100);
        Counter empty = new Counter(true, 0);
        empty.isLate = true;
        for (int i = 0; i < 100; i++) {
            assertEquals(1, select(empty, ready));
        }
        assertEquals(0, empty.locked);
        assertEquals(100, ready.locked);
    }

    @Test
    void aRandomOrderIsEachOrderEquallyOftenHoweverFarItIsLookedAt() {
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < 24_000; i++) {
            RandomOrder order = new RandomOrder(4);
            order.at(i % 4);
            String all = "" + order.at(0) + order.at(1) + order.at(2) + order.at(3);
            assertEquals("" + order.at(0) + order.at(3), all.charAt(0) + all.substring(3));
            seen.merge(all, 1, Integer::sum);
        }
        assertEquals(24, seen.size());
        // Expected are 1,000 with a standard deviation of 31.
        seen.forEach((order, count) -> assertTrue(Math.abs(count - 1_000) < 310, () -> order + ": " + count));
    }
}
