package dev.strait.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a select leaves behind, and what it does when others select at the same time. */
class SelectionTest {

    private final LocalChannel<Integer> a = new LocalChannel<>(0);
    private final LocalChannel<Integer> b = new LocalChannel<>(0);

    @Test
    void aSelectThatTimesOutLeavesNoWaitBehind() throws InterruptedException {
        for (int i = 0; i < 20_000; i++) {
            assertNull(Selection.select(1, a.receiveClause(), b.sendClause(1), a.sendClause(2), b.receiveClause()));
        }
        assertNobodyWaits();
    }

    @Test
    void aSelectThatIsWonLeavesNoWaitAtTheChannelsThatLost() throws InterruptedException {
        Task<Integer> feeder = Task.start(() -> {
            for (int i = 0; i < 20_000; i++) {
                a.put(i);
            }
            return 0;
        });
        for (int i = 0; i < 20_000; i++) {
            Selection.Choice choice =
                    Selection.select(Call.FOREVER, b.receiveClause(), a.receiveClause(), b.sendClause(1));
            assertEquals(new Selection.Choice(1, i), choice);
        }
        feeder.get();
        assertNobodyWaits();
    }

    @Test
    void aSelectThatIsInterruptedLeavesNoWaitBehind() {
        Task<Selection.Choice> select =
                Task.start(() -> Selection.select(Call.FOREVER, a.receiveClause(), b.sendClause(1)));
        Task.untilState(b, "1 sending");
        select.interrupt();
        assertTrue(select.failure() instanceof InterruptedException);
        assertNobodyWaits();
    }

    @Test
    void aSelectDoesNotMeetItself() throws InterruptedException {
        assertNull(Selection.trySelect(a.sendClause(1), a.receiveClause()));
        assertNull(Selection.select(1_000_000, a.sendClause(1), a.receiveClause()));
        assertNobodyWaits();
    }

    @Test
    void twoSelectsThatSendAndReceiveOnTheSameChannelsMeetEachOther() {
        // Opposite order of clauses; without a fixed order of locks this ends in a deadlock.
        Task<Integer> one = Task.start(() -> rounds(50_000, a.sendClause(1), b.receiveClause(), a.receiveClause()));
        Task<Integer> two = Task.start(() -> rounds(50_000, b.sendClause(2), a.receiveClause(), a.sendClause(3)));
        assertEquals(50_000, one.get());
        assertEquals(50_000, two.get());
        assertNobodyWaits();
    }

    @Test
    void ofManySelectsThatWaitForOneValueExactlyOneGetsIt() throws InterruptedException {
        List<Task<Selection.Choice>> selects = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            selects.add(Task.start(() -> Selection.select(Call.FOREVER, a.receiveClause(), b.receiveClause())));
        }
        Task.untilState(b, "10 receiving");
        for (int i = 0; i < 10; i++) {
            assertEquals(Signal.ACCEPTED, (i % 2 == 0 ? a : b).put(i));
        }
        long sum = selects.stream().mapToLong(s -> (Integer) s.get().result()).sum();
        assertEquals(45, sum);
        assertNobodyWaits();
    }

    @Test
    void atAnInstantWhenOneChannelOrTheOtherHoldsAValueTheDefaultIsNotChosen() throws InterruptedException {
        // A value is put into the second channel before the one in the first is taken: one of them is always ready.
        // To look at one channel after the other would miss it now and then.
        for (int round = 0; round < 20_000; round++) {
            LocalChannel<Integer> first = new LocalChannel<>(1);
            LocalChannel<Integer> second = new LocalChannel<>(1);
            first.put(1);
            Task<Selection.Choice> select =
                    Task.start(() -> Selection.trySelect(first.receiveClause(), second.receiveClause()));
            second.put(1);
            first.tryTake();
            assertNotNull(select.get(), "the default was chosen");
        }
    }

    @Test
    void aSelectWithoutClausesWaitsForItsTimeLimit() throws InterruptedException {
        assertNull(Selection.select(1_000));
        assertNull(Selection.trySelect());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> Selection.select(1_000));
    }

    private static int rounds(int count, Clause... clauses) throws InterruptedException {
        int done = 0;
        for (int i = 0; i < count; i++) {
            if (Selection.select(Call.FOREVER, clauses) != null) {
                done++;
            }
        }
        return done;
    }

    private void assertNobodyWaits() {
        assertTrue(a.toString().contains("0 sending, 0 receiving"), a::toString);
        assertTrue(b.toString().contains("0 sending, 0 receiving"), b::toString);
    }
}
