package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.ClosedWithoutDone;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every operation on a channel, in every state in which it need not wait. */
class ChannelStatesTest {

    private static final Duration SHORT = Duration.ofMillis(2);
    private static final Duration NONE = Duration.ZERO;

    private final Channel<String> one = Channel.buffered(1);
    private final Channel<String> rendezvous = Channel.rendezvous();

    @Test
    void aBufferedChannelTakesAsManyValuesAsItHoldsAndGivesThemInOrder() throws InterruptedException {
        Channel<Integer> three = Channel.buffered(3);
        for (int round = 0; round < 5; round++) {
            three.send(3 * round);
            assertEquals(new Sent.Accepted(), three.trySend(3 * round + 1));
            assertEquals(new Sent.Accepted(), three.send(3 * round + 2, NONE));
            assertEquals(new Sent.Full(), three.trySend(-1));
            assertEquals(3 * round, three.receive());
            assertEquals(new Received.Value<>(3 * round + 1), three.tryReceive());
            assertEquals(new Received.Value<>(3 * round + 2), three.receive(NONE));
            assertEquals(new Received.Empty<>(), three.tryReceive());
        }
    }

    @Test
    void sendingIntoAFullChannelWithATimeLimitSaysFullAndSendsNothing() throws InterruptedException {
        one.send("kept");
        assertEquals(new Sent.Full(), one.send("lost", SHORT));
        assertEquals(new Sent.Full(), one.send("lost", NONE));
        assertEquals(new Sent.Full(), one.send("lost", Duration.ofSeconds(-1)));
        assertEquals(new Sent.Full(), rendezvous.send("lost", SHORT));
        assertEquals(new Sent.Full(), rendezvous.trySend("lost"));
        assertEquals("kept", one.receive());
        assertEquals(new Received.Empty<>(), one.tryReceive());
        assertEquals(new Received.Empty<>(), rendezvous.tryReceive());
    }

    @Test
    void receivingFromAnEmptyChannelWithATimeLimitSaysEmpty() throws InterruptedException {
        assertEquals(new Received.Empty<>(), one.receive(SHORT));
        assertEquals(new Received.Empty<>(), one.receive(NONE));
        assertEquals(new Received.Empty<>(), rendezvous.receive(SHORT));
        assertSame(one.tryReceive(), rendezvous.tryReceive(), "nothing is allocated to say empty");
    }

    @Test
    void aDoneChannelGivesWhatIsBufferedAndThenItsCleanEnd() throws InterruptedException {
        one.send("last");
        one.done();
        assertEquals("last", one.receive());
        assertThrows(ChannelDone.class, one::receive);
        assertInstanceOf(ChannelDone.class, closed(one.tryReceive()));
        assertInstanceOf(ChannelDone.class, closed(one.receive(SHORT)));
    }

    @Test
    void aDoneChannelRefusesEverySend() throws InterruptedException {
        one.done();
        assertThrows(ChannelDone.class, () -> one.send("late"));
        assertInstanceOf(ChannelDone.class, closed(one.trySend("late")));
        assertInstanceOf(ChannelDone.class, closed(one.send("late", SHORT)));
        assertInstanceOf(ChannelDone.class, closed(one.tryReceive()), "no refused value got in");
    }

    @Test
    void aFailedChannelGivesWhatIsBufferedAndThenItsCause() throws InterruptedException {
        IllegalStateException cause = new IllegalStateException("disk full");
        one.send("last");
        one.error(cause);
        assertEquals(new Received.Value<>("last"), one.tryReceive());
        ChannelFailed failed = assertThrows(ChannelFailed.class, one::receive);
        assertSame(cause, failed.getCause());
        assertTrue(failed.getMessage().contains("disk full"), failed.getMessage());
        assertInstanceOf(ChannelFailed.class, closed(one.receive(SHORT)));
    }

    @Test
    void aFailedChannelRefusesEverySendWithItsCause() throws InterruptedException {
        IllegalStateException cause = new IllegalStateException("disk full");
        one.error(cause);
        assertSame(
                cause, assertThrows(ChannelFailed.class, () -> one.send("late")).getCause());
        assertSame(cause, closed(one.trySend("late")).getCause());
        assertSame(cause, closed(one.send("late", SHORT)).getCause());
    }

    @Test
    void closingWithoutDoneIsAnErrorAfterWhatHadArrived() throws InterruptedException {
        one.send("last");
        one.close();
        assertEquals("last", one.receive());
        assertThrows(ClosedWithoutDone.class, one::receive);
        assertThrows(ClosedWithoutDone.class, () -> one.send("late"));
    }

    @Test
    void onlyTheFirstEndCounts() {
        one.done();
        one.error(new IllegalStateException());
        one.close();
        one.done();
        assertInstanceOf(ChannelDone.class, closed(one.tryReceive()));
        rendezvous.close();
        rendezvous.done();
        rendezvous.close();
        assertInstanceOf(ClosedWithoutDone.class, closed(rendezvous.tryReceive()));
    }

    @Test
    void everyCallGetsAnExceptionOfItsOwn() {
        one.done();
        ChannelClosed first = assertThrows(ChannelClosed.class, one::receive);
        ChannelClosed second = assertThrows(ChannelClosed.class, one::receive);
        assertFalse(first == second, "shared exceptions collect the stack traces and suppressed exceptions of others");
    }

    @Test
    void nullIsRefusedAtOnceWithAReason() {
        String text =
                assertThrows(NullPointerException.class, () -> one.send(none())).getMessage();
        assertTrue(text.contains("no null"), text);
        assertThrows(NullPointerException.class, () -> one.trySend(none()));
        assertThrows(NullPointerException.class, () -> one.send(none(), SHORT));
        assertThrows(NullPointerException.class, () -> one.error(none()));
        assertEquals(new Received.Empty<>(), one.tryReceive());
    }

    @Test
    void aBufferHoldsAtLeastOneValue() {
        String text = assertThrows(IllegalArgumentException.class, () -> Channel.buffered(0))
                .getMessage();
        assertTrue(text.contains("Channel.rendezvous()"), text);
        assertThrows(IllegalArgumentException.class, () -> Channel.buffered(-1));
    }

    @Test
    void receiversOfALocalChannelAreAlwaysThere() throws InterruptedException {
        one.awaitReceivers(3);
        assertTrue(one.awaitReceivers(3, NONE));
        assertThrows(IllegalArgumentException.class, () -> one.awaitReceivers(-1));
    }

    @Test
    void aTimeLimitBeyondTheClockMeansNone() throws InterruptedException {
        Task<Received<String>> receiver = Task.start(() -> rendezvous.receive(Duration.ofSeconds(Long.MAX_VALUE)));
        Task.untilState(rendezvous, "1 receiving");
        assertEquals(new Sent.Accepted(), rendezvous.send("x", Duration.ofSeconds(Long.MAX_VALUE)));
        assertEquals(new Received.Value<>("x"), receiver.get());
        assertEquals(new Received.Empty<>(), one.receive(Duration.ofSeconds(Long.MIN_VALUE)));
    }

    @Test
    void theDescriptionSaysKindAndState() throws InterruptedException {
        one.send("x");
        assertTrue(
                one.toString().matches("Channel buffered\\(1\\) #\\d+\\[open, 1 buffered, 0 sending, 0 receiving]"),
                () -> one.toString());
        rendezvous.done();
        assertTrue(rendezvous.toString().contains("rendezvous #"), () -> rendezvous.toString());
        assertTrue(rendezvous.toString().contains("[ended, 0 buffered"), () -> rendezvous.toString());
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without null checks would pass
    private static <T> T none() {
        return null;
    }

    private static ChannelClosed closed(Received<?> received) {
        return assertInstanceOf(Received.Closed.class, received).cause();
    }

    private static ChannelClosed closed(Sent sent) {
        return assertInstanceOf(Sent.Closed.class, sent).cause();
    }
}
