package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.ClosedWithoutDone;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What happens to calls that wait: hand-over, order, ends of the channel, time limits; and the loop. */
class ChannelWaitingTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(2);

    private final Channel<Integer> rendezvous = Channel.rendezvous();
    private final Channel<Integer> one = Channel.buffered(1);

    @Test
    void aRendezvousSendWaitsUntilAReceiverTakes() throws InterruptedException {
        Task<Boolean> sender = sending(rendezvous, 1);
        Task.untilState(rendezvous, "1 sending");
        assertFalse(sender.isDone());
        assertEquals(1, rendezvous.receive());
        assertTrue(sender.get());
    }

    @Test
    void afterARendezvousTheSenderSeesWhatTheReceiverDidBeforeItAndTheReceiverWhatTheSenderDid() {
        // Plain fields: a missing happens-before edge shows as a wrong count sooner or later.
        int[] plain = {0};
        Channel<String> turn = Channel.rendezvous();
        Task<Integer> other = Task.start(() -> {
            for (int i = 0; i < 20_000; i++) {
                turn.receive();
                plain[0]++;
                turn.send("yours");
            }
            return 0;
        });
        Task<Integer> mine = Task.start(() -> {
            for (int i = 0; i < 20_000; i++) {
                plain[0]++;
                turn.send("yours");
                turn.receive();
            }
            return plain[0];
        });
        assertEquals(40_000, mine.get());
        other.get();
    }

    @Test
    void aRendezvousSendNeverReturnsBeforeItsValueIsTaken() {
        AtomicInteger comers = new AtomicInteger();
        Task<Integer> receiver = Task.start(() -> {
            for (int i = 0; i < 5_000; i++) {
                comers.incrementAndGet();
                rendezvous.receive();
            }
            return 0;
        });
        for (int i = 1; i <= 5_000; i++) {
            assertTrue(sendNow(rendezvous, i));
            assertTrue(comers.get() >= i, "send returned although no receiver had come for this value");
        }
        receiver.get();
    }

    @Test
    void tryFormsMeetThoseWhoWait() throws InterruptedException {
        Task<Integer> receiver = Task.start(rendezvous::receive);
        Task.untilState(rendezvous, "1 receiving");
        assertEquals(new Sent.Accepted(), rendezvous.trySend(7));
        assertEquals(7, receiver.get());
        Task<Boolean> sender = sending(rendezvous, 8);
        Task.untilState(rendezvous, "1 sending");
        assertEquals(new Received.Value<>(8), rendezvous.tryReceive());
        assertTrue(sender.get());
    }

    @Test
    void timedFormsMeetThoseWhoCome() {
        Task<Received<Integer>> receiver = Task.start(() -> rendezvous.receive(LONG));
        Task<Sent> sender = Task.start(() -> rendezvous.send(5, LONG));
        assertEquals(new Received.Value<>(5), receiver.get());
        assertEquals(new Sent.Accepted(), sender.get());
    }

    @Test
    void aReceiverAtAFullBufferTakesTheOldestAndLetsAWaitingSenderIn() throws InterruptedException {
        one.send(1);
        Task<Boolean> second = sending(one, 2);
        Task.untilState(one, "1 sending");
        assertEquals(1, one.receive());
        assertTrue(second.get());
        assertEquals(2, one.receive());
    }

    @Test
    void waitingReceiversAreServedInTheOrderInWhichTheyCame() throws InterruptedException {
        List<Task<Integer>> receivers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            receivers.add(Task.start(one::receive));
            Task.untilState(one, (i + 1) + " receiving");
        }
        for (int i = 0; i < 8; i++) {
            one.send(i);
        }
        for (int i = 0; i < 8; i++) {
            assertEquals(i, receivers.get(i).get());
        }
    }

    @Test
    void waitingSendersAreServedInTheOrderInWhichTheyCame() throws InterruptedException {
        for (int i = 0; i < 8; i++) {
            sending(rendezvous, i);
            Task.untilState(rendezvous, (i + 1) + " sending");
        }
        for (int i = 0; i < 8; i++) {
            assertEquals(i, rendezvous.receive());
        }
    }

    @Test
    void oneThatGaveUpInTheMiddleOfTheLineIsSkipped() throws InterruptedException {
        sending(rendezvous, 1);
        Task.untilState(rendezvous, "1 sending");
        Task<Sent> impatient = Task.start(() -> rendezvous.send(2, Duration.ofMillis(20)));
        Task.untilState(rendezvous, "2 sending");
        sending(rendezvous, 3);
        assertEquals(new Sent.Full(), impatient.get());
        Task.untilState(rendezvous, "2 sending");
        assertEquals(1, rendezvous.receive());
        assertEquals(3, rendezvous.receive());
        assertEquals(new Received.Empty<>(), rendezvous.receive(SHORT));
    }

    @Test
    void doneWakesEveryWaitingReceiver() {
        Task<Integer> plain = Task.start(one::receive);
        Task<Received<Integer>> timed = Task.start(() -> one.receive(LONG));
        Task.untilState(one, "2 receiving");
        one.done();
        assertInstanceOf(ChannelDone.class, plain.failure());
        assertInstanceOf(
                ChannelDone.class,
                assertInstanceOf(Received.Closed.class, timed.get()).cause());
    }

    @Test
    void aSendThatWaitsWhenTheChannelEndsFailsAndDidNotHappen() throws InterruptedException {
        IllegalStateException cause = new IllegalStateException("gone");
        one.send(1);
        Task<Boolean> plain = sending(one, 2);
        Task<Sent> timed = Task.start(() -> one.send(3, LONG));
        Task.untilState(one, "2 sending");
        one.error(cause);
        assertSame(cause, assertInstanceOf(ChannelFailed.class, plain.failure()).getCause());
        assertSame(
                cause, assertInstanceOf(Sent.Closed.class, timed.get()).cause().getCause());
        assertEquals(1, one.receive());
        assertThrows(ChannelFailed.class, one::receive);
    }

    @Test
    void closeWithoutDoneReachesThoseWhoWait() {
        Task<Integer> receiver = Task.start(rendezvous::receive);
        Task.untilState(rendezvous, "1 receiving");
        rendezvous.close();
        assertInstanceOf(ClosedWithoutDone.class, receiver.failure());
    }

    @Test
    void forEachEndsNormallyAtDone() throws InterruptedException {
        List<Integer> got = new ArrayList<>();
        Task<Boolean> sender = Task.start(() -> {
            for (int i = 0; i < 100; i++) {
                one.send(i);
            }
            one.done();
            return true;
        });
        one.forEach(got::add);
        assertEquals(java.util.stream.IntStream.range(0, 100).boxed().toList(), got);
        assertTrue(sender.get());
    }

    @Test
    void forEachThrowsAnEndThatIsNotClean() throws InterruptedException {
        List<Integer> got = new ArrayList<>();
        one.send(1);
        one.close();
        assertThrows(ClosedWithoutDone.class, () -> one.forEach(got::add));
        assertEquals(List.of(1), got);
    }

    @Test
    void whatTheBodyThrowsEndsTheLoopAndLeavesTheChannelOpen() throws InterruptedException {
        Channel<Integer> two = Channel.buffered(2);
        two.send(1);
        two.send(2);
        IOException thrown = new IOException("the body's own");
        IOException caught = assertThrows(
                IOException.class,
                () -> two.forEach(v -> {
                    throw thrown;
                }));
        assertSame(thrown, caught);
        assertEquals(2, two.receive());
        assertEquals(new Sent.Accepted(), two.trySend(3));
    }

    @Test
    void theLoopOfTheReadmeCompilesAndShouts() throws InterruptedException {
        Channel<String> words = Channel.buffered(2);
        Channel<String> shouts = Channel.buffered(2);
        words.send("hello");
        words.send("world");
        words.done();
        words.forEach(w -> shouts.send(w.toUpperCase(java.util.Locale.ROOT)));
        shouts.done();
        StringBuilder heard = new StringBuilder();
        shouts.forEach(heard::append);
        assertEquals("HELLOWORLD", heard.toString());
    }

    private static Task<Boolean> sending(Channel<Integer> channel, int value) {
        return Task.start(() -> sendNow(channel, value));
    }

    private static boolean sendNow(Channel<Integer> channel, int value) {
        try {
            channel.send(value);
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
