package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.ChannelInterruptTest.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Go's nil channel: nothing ever happens on it. */
class NeverChannelTest {
    private static final Duration SHORT = Duration.ofMillis(5);

    private final Channel<String> never = Channel.never();
    private final Channel<String> words = Channel.buffered(1);

    @Test
    void theTryFormsSayFullAndEmpty() {
        assertEquals(new Sent.Full(), never.trySend("x"));
        assertEquals(new Received.Empty<>(), never.tryReceive());
        assertThrows(NullPointerException.class, () -> never.trySend(null));
    }

    @Test
    void theTimedFormsWaitTheirTime() throws InterruptedException {
        long before = System.nanoTime();
        assertEquals(new Sent.Full(), never.send("x", SHORT));
        assertEquals(new Received.Empty<>(), never.receive(SHORT));
        assertEquals(0, never.receiveAll(new ArrayList<>(), 1, SHORT));
        assertFalse(never.awaitReceivers(1, SHORT));
        assertTrue(System.nanoTime() - before >= 4 * SHORT.toNanos());
        assertEquals(new Received.Empty<>(), never.receive(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> never.receiveAll(new ArrayList<>(), 0, SHORT));
    }

    @ParameterizedTest
    @EnumSource
    void theBlockingFormsWaitUntilInterrupted(Threads threads) {
        List<Callable<Object>> calls = List.of(
                never::receive,
                () -> run(() -> never.send("x")),
                () -> run(() -> never.sendAll(List.of("x", "y"))),
                () -> run(() -> never.awaitReceivers(1)),
                () -> run(() -> never.forEach(v -> {})),
                () -> never.receiveAll(new ArrayList<>(), 1),
                () -> Select.of().receive(never, v -> v).await(),
                () -> Select.of()
                        .send(never, "x", () -> 1)
                        .receive(never, v -> v)
                        .choose());
        for (Callable<Object> call : calls) {
            AtomicReference<Thread> thread = new AtomicReference<>();
            Task<Object> task = Task.start(threads.builder(), () -> {
                thread.set(Thread.currentThread());
                return call.call();
            });
            Task.until(() -> thread.get() != null && thread.get().getState() == Thread.State.WAITING);
            task.interrupt();
            assertInstanceOf(InterruptedException.class, task.failure());
        }
    }

    private interface Blocking {
        void call() throws InterruptedException;
    }

    private static Object run(Blocking call) throws InterruptedException {
        call.call();
        return "returned";
    }

    @Test
    void itNeverEnds() throws InterruptedException {
        try (Channel<String> closed = never) {
            closed.done();
            closed.error(new IllegalStateException());
        }
        assertThrows(NullPointerException.class, () -> never.error(null));
        assertEquals(new Received.Empty<>(), never.tryReceive());
        assertEquals(new Sent.Full(), never.trySend("x"));
        assertEquals("Channel never", never.toString());
    }

    @Test
    void itHasNoReceivers() throws InterruptedException {
        never.awaitReceivers(0);
        assertTrue(never.awaitReceivers(0, Duration.ZERO));
        assertFalse(never.awaitReceivers(1, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> never.awaitReceivers(-1));
    }

    @Test
    void aClauseOnItIsOffAndTheOthersKeepTheirNumbers() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            words.send("w");
            assertEquals(
                    new Selected.CarriedOut<>(2, "w"),
                    Select.<String>of()
                            .receive(never, v -> "never")
                            .send(never, "x", () -> "never")
                            .receive(words, v -> v)
                            .receive(never, v -> "never")
                            .choose());
        }
        assertEquals(
                "late",
                Select.<String>of()
                        .receive(never, v -> v)
                        .receive(words, v -> v)
                        .within(SHORT, () -> "late"));
        assertEquals("none", Select.<String>of().receive(never, v -> v).orElse(() -> "none"));
        assertEquals(
                new Selected.None<>(),
                Select.<String>of().send(never, "x", () -> "sent").tryChoose());
    }

    /** The loop of the documentation: two inputs, each switched off at its end. */
    @Test
    void aLoopSwitchesOffWhatHasEnded() throws InterruptedException {
        Channel<Integer> a = Channel.buffered(2);
        Channel<Integer> b = Channel.buffered(3);
        a.sendAll(List.of(1, 2));
        b.sendAll(List.of(10, 20, 30));
        a.done();
        b.done();
        List<Receiver<Integer>> in = new ArrayList<>(List.of(a, b));
        int sum = 0;
        for (int open = 2; open > 0; ) {
            Select<Integer> select = Select.of();
            in.forEach(from -> select.receive(from, v -> v));
            switch (select.choose()) {
                case Selected.CarriedOut(int clause, Integer value) -> sum += value;
                case Selected.Closed(int clause, var cause) -> {
                    in.set(clause, Channel.never());
                    open--;
                }
                case Selected.None() -> throw new AssertionError("choose() waits");
            }
        }
        assertEquals(63, sum);
    }
}
