package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.ChannelInterruptTest.Threads;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Selects that say which clause it was, and why. */
class SelectChooseTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(2);

    private final Channel<String> a = Channel.buffered(1);
    private final Channel<String> b = Channel.rendezvous();
    private final Channel<String> full = Channel.buffered(1);

    private Select<String> select() {
        return Select.<String>of()
                .receive(a, v -> "a" + v)
                .receive(b, v -> "b" + v)
                .send(full, "x", () -> "sent");
    }

    @Test
    void theResultSaysWhichClauseWasCarriedOut() throws InterruptedException {
        full.send("full");
        a.send("1");
        assertEquals(new Selected.CarriedOut<>(0, "a1"), select().choose());
        Task<Sent> sender = Task.start(() -> b.send("2", LONG));
        assertEquals(new Selected.CarriedOut<>(1, "b2"), select().choose(LONG));
        assertEquals(new Sent.Accepted(), sender.get());
        assertEquals("full", full.receive());
        assertEquals(new Selected.CarriedOut<>(2, "sent"), select().tryChoose());
    }

    @ParameterizedTest
    @EnumSource
    void itWaitsForWhateverComesFirst(Threads threads) throws InterruptedException {
        full.send("full");
        Task<Selected<String>> waiting = Task.start(threads.builder(), () -> select().choose());
        Task.untilState(b, "1 receiving");
        b.send("1");
        assertEquals(new Selected.CarriedOut<>(1, "b1"), waiting.get());
        Task<Selected<String>> timed = Task.start(threads.builder(), () -> select().choose(LONG));
        Task.untilState(full, "1 sending");
        assertEquals("full", full.receive());
        assertEquals(new Selected.CarriedOut<>(2, "sent"), timed.get());
    }

    @Test
    void noneMeansThatNothingHasHappened() throws InterruptedException {
        full.send("full");
        assertEquals(new Selected.None<>(), select().choose(SHORT));
        assertEquals(new Selected.None<>(), select().choose(Duration.ZERO));
        assertEquals(new Selected.None<>(), select().tryChoose());
        assertEquals("full", full.receive());
        assertEquals(new Received.Empty<>(), full.tryReceive());
        assertTrue(b.toString().contains("0 receiving"), b::toString);
        assertEquals(new Selected.None<>(), Select.of().choose(SHORT));
        assertEquals(new Selected.None<>(), Select.of().tryChoose());
    }

    @Test
    void anEndIsAResultAndNoHandlerRuns() throws InterruptedException {
        IllegalStateException why = new IllegalStateException("why");
        a.error(why);
        Select<String> plain = Select.<String>of().receive(a, v -> v);
        Select<String> handled = Select.<String>of()
                .receive(Channel.<String>never(), v -> v)
                .receive(a, v -> v, end -> {
                    throw new AssertionError("ran");
                });
        assertSame(why, closed(0, plain.choose()).getCause());
        assertSame(why, closed(1, handled.choose(LONG)).getCause());
        assertSame(why, closed(1, handled.tryChoose()).getCause());
        assertInstanceOf(
                ChannelFailed.class,
                closed(0, Select.<String>of().send(a, "x", () -> "sent").choose()));
    }

    @Test
    void anEndComesAfterWhatHadArrivedAndWakesASelectThatWaits() throws InterruptedException {
        a.send("last");
        a.done();
        Select<String> select = Select.<String>of().receive(b, v -> v).receive(a, v -> v);
        assertEquals(new Selected.CarriedOut<>(1, "last"), select.choose());
        assertInstanceOf(ChannelDone.class, closed(1, select.choose()));
        Task<Selected<String>> waiting =
                Task.start(() -> Select.<String>of().receive(b, v -> v).choose());
        Task.untilState(b, "1 receiving");
        b.done();
        assertInstanceOf(ChannelDone.class, closed(0, waiting.get()));
    }

    private static Throwable closed(int clause, Selected<String> selected) {
        Selected.Closed<String> closed = assertInstanceOf(Selected.Closed.class, selected);
        assertEquals(clause, closed.clause());
        return closed.cause();
    }

    @Test
    void severalClausesOnOneChannelAreToldApart() throws InterruptedException {
        Channel<Integer> same = Channel.buffered(2);
        same.send(0);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            Selected<String> selected = Select.<String>of()
                    .receive(same, v -> "received")
                    .send(same, i, () -> "sent")
                    .receive(same, v -> "received")
                    .send(same, i, () -> "sent")
                    .choose();
            if (!(selected instanceof Selected.CarriedOut(int clause, String result))) {
                throw new AssertionError(selected);
            }
            assertEquals(clause % 2 == 0 ? "received" : "sent", result);
            seen.add(clause);
        }
        assertEquals(Set.of(0, 1, 2, 3), seen);
    }

    @Test
    void twoChoosersOverOneRendezvousMeetWithOppositeClauses() throws InterruptedException {
        Channel<Integer> same = Channel.rendezvous();
        for (int i = 0; i < 200; i++) {
            Task<Selected<Integer>> other = Task.start(() -> meet(same, 1));
            Selected<Integer> mine = meet(same, 2);
            Selected<Integer> theirs = other.get();
            assertEquals(
                    mine.equals(new Selected.CarriedOut<>(1, 0))
                            ? new Selected.CarriedOut<>(0, 2)
                            : new Selected.CarriedOut<>(1, 0),
                    theirs);
            assertTrue(theirs.equals(new Selected.CarriedOut<>(1, 0)) != mine.equals(new Selected.CarriedOut<>(1, 0)));
        }
    }

    private static Selected<Integer> meet(Channel<Integer> same, int value) throws InterruptedException {
        return Select.<Integer>of()
                .receive(same, v -> v)
                .send(same, value, () -> 0)
                .choose();
    }

    @Test
    void whatAHandlerThrowsIsThrown() throws InterruptedException {
        a.send("x");
        IllegalArgumentException thrown = new IllegalArgumentException();
        Select<String> select = Select.<String>of().receive(a, v -> {
            throw thrown;
        });
        assertSame(thrown, assertThrows(IllegalArgumentException.class, select::choose));
    }

    @Test
    void aSelectMayBeRunAgain() throws InterruptedException {
        Select<String> select = Select.<String>of().receive(a, v -> v);
        for (int i = 0; i < 3; i++) {
            a.send("v" + i);
            assertEquals(new Selected.CarriedOut<>(0, "v" + i), select.choose());
        }
    }

    @Test
    void choosingFromNothingForEverIsRefused() {
        assertThrows(IllegalStateException.class, () -> Select.of().choose());
    }

    @Test
    void anInterruptedThreadDoesNotChooseExceptByTrying() throws InterruptedException {
        a.send("x");
        Select<String> select = Select.<String>of().receive(a, v -> v);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, select::choose);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> select.choose(LONG));
        Thread.currentThread().interrupt();
        assertEquals(new Selected.CarriedOut<>(0, "x"), select.tryChoose());
        assertTrue(Thread.interrupted());
        Task<Selected<String>> waiting = Task.start(select::choose);
        Task.untilState(a, "1 receiving");
        waiting.interrupt();
        assertInstanceOf(InterruptedException.class, waiting.failure());
        assertTrue(a.toString().contains("0 receiving"), a::toString);
    }
}
