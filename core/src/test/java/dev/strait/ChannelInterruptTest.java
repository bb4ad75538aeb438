package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An interrupted call did nothing, or everything. */
class ChannelInterruptTest {

    private static final int ROUNDS = 2_000;
    private static final Duration LONG = Duration.ofSeconds(60);

    enum Threads {
        VIRTUAL,
        PLATFORM;

        Thread.Builder builder() {
            return this == VIRTUAL ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
        }
    }

    private final Channel<Integer> rendezvous = Channel.rendezvous();
    private final Channel<Integer> one = Channel.buffered(1);

    @Test
    void aBlockingCallOfAnInterruptedThreadDoesNothingEvenIfItNeedNotWait() throws InterruptedException {
        one.send(1);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, one::receive);
        assertFalse(Thread.currentThread().isInterrupted(), "the exception stands for the flag");
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> one.receive(LONG));
        assertEquals(1, one.receive());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> one.send(2));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> one.send(2, LONG));
        assertEquals(new Received.Empty<>(), one.tryReceive());
    }

    @Test
    void theTryFormsDoNotLookAtTheFlag() {
        Thread.currentThread().interrupt();
        assertEquals(new Sent.Accepted(), one.trySend(1));
        assertEquals(new Received.Value<>(1), one.tryReceive());
        assertTrue(Thread.interrupted(), "the flag is as it was");
    }

    @Test
    void anInterruptEndsAWaitAndLeavesNothingBehind() throws InterruptedException {
        Task<Integer> receiver = Task.start(rendezvous::receive);
        Task.untilState(rendezvous, "1 receiving");
        receiver.interrupt();
        assertInstanceOf(InterruptedException.class, receiver.failure());
        assertEquals(new Sent.Full(), rendezvous.trySend(1), "nobody is in line any more");

        Task<Sent> sender = Task.start(() -> rendezvous.send(2, LONG));
        Task.untilState(rendezvous, "1 sending");
        sender.interrupt();
        assertInstanceOf(InterruptedException.class, sender.failure());
        assertEquals(new Received.Empty<>(), rendezvous.tryReceive());
        assertTrue(rendezvous.toString().contains("0 sending, 0 receiving"), rendezvous::toString);
    }

    @ParameterizedTest
    @EnumSource
    void aReceiveThatRacesWithAnInterruptReturnsTheValueOrLeavesIt(Threads threads) throws InterruptedException {
        int interrupted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int value = round;
            Task<Integer> receiver = Task.start(threads.builder(), valueOrMinusOne(rendezvous::receive));
            if (round % 2 == 0) {
                Task.untilState(rendezvous, "1 receiving");
            }
            Task<Sent> sender = Task.start(threads.builder(), () -> rendezvous.send(value, LONG));
            receiver.interrupt();
            int got = receiver.get();
            if (got == -1) {
                interrupted++;
                assertEquals(value, rendezvous.receive(), "the value is still with its sender");
            } else {
                assertEquals(value, got);
            }
            assertEquals(new Sent.Accepted(), sender.get());
        }
        assertEquals(new Received.Empty<>(), rendezvous.tryReceive());
        assertTrue(interrupted > 0, "no round was interrupted, so nothing was tested");
    }

    @ParameterizedTest
    @EnumSource
    void aSendThatRacesWithAnInterruptSendsOnceOrNotAtAll(Threads threads) throws InterruptedException {
        int interrupted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int value = round;
            Task<Integer> sender = Task.start(threads.builder(), valueOrMinusOne(() -> {
                rendezvous.send(value);
                return value;
            }));
            if (round % 2 == 0) {
                Task.untilState(rendezvous, "1 sending");
            }
            Task<Received<Integer>> receiver = Task.start(threads.builder(), () -> rendezvous.receive(LONG));
            sender.interrupt();
            if (sender.get() == -1) {
                interrupted++;
                assertEquals(new Sent.Accepted(), rendezvous.send(-2, LONG));
                assertEquals(
                        new Received.Value<>(-2),
                        receiver.get(),
                        "the receiver waited for this value, not for the other");
            } else {
                assertEquals(new Received.Value<>(value), receiver.get());
            }
        }
        assertTrue(interrupted > 0, "no round was interrupted, so nothing was tested");
    }

    @ParameterizedTest
    @EnumSource
    void aSelectThatRacesWithAnInterruptCarriesOutOneClauseOrNone(Threads threads) throws InterruptedException {
        Channel<Integer> in = Channel.rendezvous();
        Channel<Integer> out = Channel.rendezvous();
        for (int round = 0; round < ROUNDS; round++) {
            int value = round;
            Task<Integer> select = Task.start(
                    threads.builder(),
                    valueOrMinusOne(() -> Select.<Integer>of()
                            .receive(in, v -> v)
                            .send(out, value, () -> -3)
                            .await()));
            if (round % 2 == 0) {
                Task.untilState(out, "1 sending");
            }
            Task<Sent> sender = Task.start(threads.builder(), () -> in.send(value, LONG));
            Task<Received<Integer>> receiver = Task.start(threads.builder(), () -> out.receive(LONG));
            select.interrupt();
            int result = select.get();
            if (result == value) {
                assertEquals(new Sent.Accepted(), sender.get());
                out.send(-4);
                assertEquals(new Received.Value<>(-4), receiver.get());
            } else if (result == -3) {
                assertEquals(new Received.Value<>(value), receiver.get());
                assertEquals(value, in.receive());
            } else {
                assertEquals(-1, result);
                assertEquals(value, in.receive());
                out.send(-4);
                assertEquals(new Received.Value<>(-4), receiver.get());
            }
            sender.get();
        }
        assertTrue(in.toString().contains("0 sending, 0 receiving"), in::toString);
        assertTrue(out.toString().contains("0 sending, 0 receiving"), out::toString);
    }

    /** The value, or -1 if interrupted. */
    private static Callable<Integer> valueOrMinusOne(Callable<Integer> call) {
        return () -> {
            try {
                return call.call();
            } catch (InterruptedException e) {
                return -1;
            }
        };
    }
}
