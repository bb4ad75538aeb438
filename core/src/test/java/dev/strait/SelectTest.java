package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.channel.LocalChannel;
import dev.strait.channel.ReceivePort;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The select of the public API: which clause, which handler, which end. */
class SelectTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(2);

    private final Channel<String> a = Channel.buffered(1);
    private final Channel<Integer> b = Channel.buffered(1);
    private final Channel<Object> out = Channel.buffered(1);

    @Test
    void theClauseThatIsReadyIsCarriedOutAndNoOther() throws InterruptedException {
        b.send(7);
        out.send("full");
        assertEquals("b7", letters().orElse(() -> "none"));
        assertEquals("none", letters().orElse(() -> "none"));
        assertEquals("full", out.receive());
        assertEquals("sent", letters().await());
        assertEquals("x", out.receive());
    }

    @Test
    void awaitWaitsForWhateverComesFirst() throws InterruptedException {
        out.send("full");
        Task<String> byReceive = Task.start(() -> letters().await());
        Task.untilState(a, "1 receiving");
        a.send("q");
        assertEquals("aq", byReceive.get());

        Task<String> bySend = Task.start(() -> letters().within(LONG, () -> "late"));
        Task.untilState(out, "1 sending");
        assertEquals("full", out.receive());
        assertEquals("sent", bySend.get());
    }

    @Test
    void withinGivesUpAfterItsTimeAndHasDoneNothing() throws InterruptedException {
        out.send("full");
        assertEquals("late", letters().within(SHORT, () -> "late"));
        assertEquals("late", letters().within(Duration.ZERO, () -> "late"));
        assertEquals("full", out.receive());
        assertEquals(new Received.Empty<>(), out.tryReceive());
        assertTrue(a.toString().contains("0 receiving"), a::toString);
    }

    @Test
    void aClosedChannelIsReadyOnceItIsEmptyAndItsHandlerGetsTheCause() throws InterruptedException {
        a.send("last");
        a.error(new IllegalStateException("why"));
        Select<String> select = Select.<String>of().receive(a, v -> v, cause -> cause.code());
        assertEquals("last", select.await());
        assertEquals("STRAIT-CHANNEL-FAILED", select.await());
        assertEquals("STRAIT-CHANNEL-FAILED", select.orElse(() -> "none"));
    }

    @Test
    void withoutAHandlerTheSelectThrowsTheEndOfTheChosenChannel() {
        a.done();
        assertThrows(ChannelDone.class, () -> Select.of().receive(a, v -> v).await());
        out.error(new IllegalStateException());
        assertThrows(
                ChannelFailed.class,
                () -> Select.<String>of().send(out, "x", () -> "sent").await());
        assertEquals(
                "refused",
                assertDoesNotInterrupt(() -> Select.<String>of()
                        .send(out, "x", () -> "sent", cause -> "refused")
                        .await()));
    }

    @Test
    void anEndWakesASelectThatWaits() throws InterruptedException {
        out.send("full");
        Task<String> receiving = Task.start(() -> Select.<String>of()
                .receive(a, v -> v, ChannelDoneName::of)
                .send(out, "x", () -> "sent", ChannelDoneName::of)
                .await());
        Task.untilState(out, "1 sending");
        out.done();
        assertEquals("ChannelDone", receiving.get());
        assertEquals("full", out.receive());
        assertThrows(ChannelDone.class, out::receive);
        assertTrue(a.toString().contains("0 receiving"), a::toString);
    }

    @Test
    void oneChannelMayStandInSeveralClausesAlsoSendingAndReceiving() throws InterruptedException {
        Channel<Integer> same = Channel.buffered(2);
        same.send(0);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            seen.add(Select.<String>of()
                    .receive(same, v -> "first")
                    .receive(same, v -> "second")
                    .send(same, i, () -> "third")
                    .await());
        }
        assertEquals(Set.of("first", "second", "third"), seen);
    }

    @Test
    void twoSelectsOverTheSameRendezvousMeet() throws InterruptedException {
        Channel<Integer> same = Channel.rendezvous();
        Task<String> other = Task.start(() -> Select.<String>of()
                .receive(same, v -> "got" + v)
                .send(same, 1, () -> "sent")
                .await());
        Task.untilState(same, "1 sending, 1 receiving");
        String mine = Select.<String>of()
                .receive(same, v -> "got" + v)
                .send(same, 2, () -> "sent")
                .await();
        assertEquals(Set.of("got" + (mine.equals("sent") ? 2 : 1), "sent"), Set.of(mine, other.get()));
    }

    @Test
    void handlersRunInTheCallingThreadWithoutLocks() throws InterruptedException {
        a.send("x");
        Thread caller = Thread.currentThread();
        String result = Select.<String>of()
                .receive(a, v -> {
                    assertSame(caller, Thread.currentThread());
                    // Another thread can use the channel while the handler runs; so no lock is held.
                    return Task.start(() -> {
                                a.send(v + "y");
                                return a.receive();
                            })
                            .get();
                })
                .await();
        assertEquals("xy", result);
    }

    @Test
    void whatAHandlerThrowsTheSelectThrowsAndTheValueIsTaken() throws InterruptedException {
        a.send("x");
        IllegalArgumentException thrown = new IllegalArgumentException();
        Select<String> select = Select.<String>of().receive(a, v -> {
            throw thrown;
        });
        assertSame(thrown, assertThrows(IllegalArgumentException.class, select::await));
        assertEquals(new Received.Empty<>(), a.tryReceive());
    }

    @Test
    void aSelectOfVoidGivesNull() throws InterruptedException {
        assertNull(Select.<Void>of().receive(a, v -> null).orElse(() -> null));
    }

    @Test
    void awaitingNothingIsRefusedButATimeLimitOrADefaultIsNot() throws InterruptedException {
        assertThrows(IllegalStateException.class, () -> Select.of().await());
        assertEquals("late", Select.<String>of().within(SHORT, () -> "late"));
        assertEquals("none", Select.<String>of().orElse(() -> "none"));
    }

    @Test
    void anInterruptedThreadDoesNotSelectExceptWithADefault() throws InterruptedException {
        a.send("x");
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> letters().await());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> letters().within(LONG, () -> "late"));
        Thread.currentThread().interrupt();
        assertEquals("ax", Select.<String>of().receive(a, v -> "a" + v).orElse(() -> "none"));
        assertTrue(Thread.interrupted());
    }

    @Test
    void anEndThatIsNotLocalTakesPartThroughItsPort() throws InterruptedException {
        RemoteLike remote = new RemoteLike();
        remote.port.put("far");
        assertEquals(
                "rfar",
                Select.<String>of()
                        .receive(a, v -> "a" + v)
                        .receive(remote, v -> "r" + v)
                        .await());
    }

    @Test
    void sendersThatStraitDidNotMakeAreRefused() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> Select.<String>of().send(new SenderOnly(a), "x", () -> "sent"));
        assertTrue(refused.getMessage().contains(SenderOnly.class.getName()), refused::getMessage);
    }

    @Test
    void receiversThatStraitDidNotMakeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Select.of().receive(new ForeignReceiver(), v -> v));
    }

    private Select<String> letters() {
        return Select.<String>of()
                .receive(a, v -> "a" + v)
                .receive(b, v -> "b" + v)
                .send(out, "x", () -> "sent");
    }

    private static <T> T assertDoesNotInterrupt(java.util.concurrent.Callable<T> call) {
        return Task.start(call).get();
    }

    private static final class ChannelDoneName {
        static String of(dev.strait.error.ChannelClosed cause) {
            return cause.getClass().getSimpleName();
        }
    }

    private static class ForeignReceiver implements Receiver<String> {
        @Override
        public String receive() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Received<String> receive(Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Received<String> tryReceive() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int receiveAll(Collection<? super String> into, int max) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int receiveAll(Collection<? super String> into, int max, Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <X extends Exception> void forEach(ThrowingConsumer<? super String, X> body) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Deliveries<String> deliveries() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private static final class RemoteLike implements PortReceiver<String> {
        final LocalChannel<String> port = new LocalChannel<>(1);

        @Override
        public ReceivePort<String> port() {
            return port;
        }

        @Override
        public Deliveries<String> deliveries() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private record SenderOnly(Sender<String> to) implements Sender<String> {
        @Override
        public void send(String value) throws InterruptedException {
            to.send(value);
        }

        @Override
        public CompletableFuture<Outcome> post(String value) throws InterruptedException {
            return to.post(value);
        }

        @Override
        public CompletableFuture<Outcome> post(String value, Duration timeout) throws InterruptedException {
            return to.post(value, timeout);
        }

        @Override
        public void flush() throws InterruptedException {
            to.flush();
        }

        @Override
        public boolean flush(Duration timeout) throws InterruptedException {
            return to.flush(timeout);
        }

        @Override
        public Sent send(String value, Duration timeout) throws InterruptedException {
            return to.send(value, timeout);
        }

        @Override
        public Sent trySend(String value) {
            return to.trySend(value);
        }

        @Override
        public void sendAll(Iterable<? extends String> values) throws InterruptedException {
            to.sendAll(values);
        }

        @Override
        public void awaitReceivers(int count) throws InterruptedException {
            to.awaitReceivers(count);
        }

        @Override
        public boolean awaitReceivers(int count, Duration timeout) throws InterruptedException {
            return to.awaitReceivers(count, timeout);
        }

        @Override
        public void done() {
            to.done();
        }

        @Override
        public void error(Throwable cause) {
            to.error(cause);
        }

        @Override
        public void close() {
            to.close();
        }
    }
}
