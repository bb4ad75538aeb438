package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.codec.Codec;
import dev.strait.codec.Input;
import dev.strait.codec.Output;
import dev.strait.codec.Schema;
import dev.strait.error.ChannelDone;
import dev.strait.error.CloseIncomplete;
import dev.strait.error.NodeClosed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** What is held where programs do what nobody expects of them: nothing waits for ever, and nothing is kept that nobody has. */
class HeldValuesTest {
    private static final ChannelName<Integer> WORK = ChannelName.of("work", Integer.class);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    /** Integers, each of which is shown to somebody before it is handed over. */
    private record Shown(Codec<Integer> codec, IntConsumer to) implements Codec<Integer> {
        static ChannelName<Integer> channel(String name, IntConsumer to) {
            return ChannelName.of(name, new Shown(Codec.of(Integer.class), to));
        }

        @Override
        public Schema schema() {
            return codec.schema();
        }

        @Override
        public void encode(Integer value, Output out) {
            codec.encode(value, out);
        }

        @Override
        public Integer decode(Input in) {
            Integer value = codec.decode(in);
            to.accept(value);
            return value;
        }

        @Override
        public Codec<Integer> reading(Schema writer) {
            return this;
        }
    }

    // --- bodies that receive ---

    @Test
    void aBodyThatReceivesForItselfIsToldTheEnd() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            sender.sendAll(List.of(1, 2, 3));
            sender.done();
            List<Integer> pairs = new ArrayList<>();
            Task<Void> loop = Task.start(() -> {
                receiver.forEach(first -> {
                    try {
                        pairs.add(first * 10 + receiver.receive());
                    } catch (ChannelDone odd) {
                        pairs.add(first);
                    }
                });
                return null;
            });
            loop.get();
            assertEquals(List.of(12, 3), pairs);
        }
    }

    @Test
    void aBodyThatWaitsForTheNextValueIsToldTheEndWhenItComes() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            sender.send(1);
            List<Integer> inner = new ArrayList<>();
            Task<Void> loop = Task.start(() -> {
                receiver.forEach(outer -> receiver.forEach(inner::add));
                return null;
            });
            loop.awaitBlocked();
            sender.send(2);
            Task.until(() -> inner.size() == 1);
            loop.awaitBlocked();
            sender.done();
            loop.get();
            assertEquals(List.of(2), inner);
            sender.flush();
            assertEquals(2, Balance.sent(cluster.hub(), WORK).acknowledged());
        }
    }

    @Test
    void aLoopWaitsForABodyOfAnotherThatSelects() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK);
            Channel<Integer> goesOn = Channel.buffered(1);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            sender.send(1);
            List<Integer> again = new ArrayList<>();
            CountDownLatch begun = new CountDownLatch(1);
            Task<Void> failing = Task.start(() -> {
                receiver.forEach(value -> {
                    begun.countDown();
                    goesOn.receive();
                    throw new IllegalStateException("not today");
                });
                return null;
            });
            begun.await();
            sender.done();
            Task<Void> other = Task.start(() -> {
                receiver.forEach(again::add);
                return null;
            });
            other.awaitBlocked();
            goesOn.send(1);
            assertInstanceOf(IllegalStateException.class, failing.failure());
            other.get();
            assertEquals(List.of(1), again);
        }
    }

    @Test
    void aBodyThatClosesItsReceiverHasItsValueGoToAnother() throws Exception {
        try (var cluster = new Cluster()) {
            Node far = cluster.join("far");
            Receiver<Integer> receiver = far.receiver(WORK);
            Receiver<Integer> other = cluster.join("other").receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            sender.awaitReceivers(2);
            CompletableFuture<Outcome> posted = sender.post(1);
            Task<Void> loop = Task.start(() -> {
                receiver.forEach(value -> receiver.close());
                return null;
            });
            Task<Integer> taking = Task.start(other::receive);
            assertEquals(1, taking.get());
            assertInstanceOf(Outcome.Delivered.class, posted.get(20, TimeUnit.SECONDS));
            receiver.close();
            loop.outcome();
            sender.done();
        }
    }

    // --- what nobody has ---

    @Test
    void aDeliveryThatACodecFailsToHandOverIsGivenBackAndKeepsNoRoom() throws Exception {
        ChannelName<Integer> broken = Shown.channel("work", value -> {
                    throw new IllegalStateException("out of order");
                })
                .capacity(1);
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(broken);
            Sender<Integer> sender = cluster.hub().sender(WORK.capacity(1).maxAttempts(3));
            sender.send(1);
            for (int i = 0; i < 3; i++) {
                assertThrows(
                        IllegalStateException.class, () -> receiver.deliveries().receive(LONG));
            }
            assertTrue(sender.flush(LONG));
            assertEquals(1, Balance.sent(cluster.hub(), WORK).deadLettered());
            sender.done();
            assertInstanceOf(Received.Closed.class, receiver.deliveries().receive(LONG));
        }
    }

    @Test
    void aDeliveryWhoseTimeIsOverBeforeTheProgramHasItKeepsNoRoom() throws Exception {
        CountDownLatch lapsed = new CountDownLatch(1);
        ChannelName<Integer> slow = Shown.channel("work", value -> awaitUnlessInterrupted(lapsed))
                .capacity(1)
                .processingLimit(SHORT);
        try (var cluster = new Cluster()) {
            Node far = cluster.join("far");
            Receiver<Integer> receiver = far.receiver(slow);
            Sender<Integer> sender = cluster.hub().sender(WORK.capacity(1));
            Task<Delivery<Integer>> first =
                    Task.start(() -> receiver.deliveries().receive());
            first.awaitBlocked();
            sender.send(1);
            Task.until(() -> Balance.received(far, WORK).nacked() >= 1);
            lapsed.countDown();
            Delivery<Integer> late = first.get();
            Delivery<Integer> again = receiver.deliveries().receive();
            assertEquals(1, again.redeliveries());
            assertFalse(late.ack());
            again.limit(LONG);
            assertTrue(again.ack());
            sender.done();
            assertThrows(ChannelDone.class, receiver::receive);
        }
    }

    private static void awaitUnlessInterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // --- limits ---

    @Test
    void aLimitOfCenturiesIsNoneThatIsOverAtOnce() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver =
                    cluster.join("far").receiver(WORK.processingLimit(Duration.ofNanos(Long.MAX_VALUE - 1)));
            Sender<Integer> sender = cluster.hub().sender(WORK);
            sender.send(1);
            Delivery<Integer> delivery = receiver.deliveries().receive();
            assertEquals(new Received.Empty<>(), receiver.deliveries().receive(SHORT));
            assertTrue(delivery.ack());
            sender.done();
        }
    }

    @Test
    void aBodyThatReturnsAfterItsLimitIsCountedAsTooLate() throws Exception {
        try (var cluster = new Cluster()) {
            Node far = cluster.join("far");
            Receiver<Integer> receiver = far.receiver(WORK.processingLimit(SHORT));
            Sender<Integer> sender = cluster.hub().sender(WORK);
            CountDownLatch goesOn = new CountDownLatch(1);
            Task<Void> loop = Task.start(() -> {
                receiver.forEach(value -> goesOn.await());
                return null;
            });
            sender.send(1);
            assertTrue(
                    cluster.join("other").receiver(WORK).deliveries().receive().ack());
            goesOn.countDown();
            sender.done();
            loop.get();
            assertEquals(1, Balance.received(far, WORK).late());
            assertEquals(1, Balance.received(far, WORK).nacked());
        }
    }

    // --- those who wait for answers ---

    @Test
    void whoWaitsInAnAnswerForAnotherHoldsUpNone() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            CompletableFuture<Outcome> first = sender.post(1);
            CompletableFuture<Outcome> second = sender.post(2);
            CompletableFuture<Outcome> both = first.thenApply(it -> second.join());
            Delivery<Integer> held = receiver.deliveries().receive();
            assertTrue(receiver.deliveries().receive().ack());
            assertTrue(held.ack());
            assertInstanceOf(Outcome.Delivered.class, both.get(20, TimeUnit.SECONDS));
            sender.done();
        }
    }

    @Test
    void whoFlushesWhenTheNodeIsClosedInVainIsToldSo() throws Exception {
        try (var cluster = new Cluster()) {
            NodeOptions options = cluster.options("hasty");
            Node node = cluster.join(options.withWaits(options.waits().withClose(SHORT)));
            Receiver<Integer> receiver = cluster.hub().receiver(WORK);
            Sender<Integer> sender = node.sender(WORK);
            sender.send(1);
            assertEquals(1, receiver.deliveries().receive().value());
            Task<Void> flushing = Task.start(() -> {
                sender.flush();
                return null;
            });
            flushing.awaitBlocked();
            sender.done();
            assertThrows(CloseIncomplete.class, node::close);
            assertInstanceOf(NodeClosed.class, flushing.failure());
            assertThrows(NodeClosed.class, () -> sender.flush(LONG));
        }
    }

    @Test
    void aDeadLetterThatNobodyTookWhenTheNodeIsClosedIsOfferedToTheHandler() throws Exception {
        CompletableFuture<Integer> offered = new CompletableFuture<>();
        ChannelName<Integer> dead = ChannelName.of("dead", Integer.class);
        try (var cluster = new Cluster()) {
            NodeOptions options = cluster.options("hasty");
            Node node = cluster.join(options.withWaits(options.waits().withClose(SHORT)));
            Receiver<Integer> receiver = cluster.hub().receiver(WORK);
            Sender<Integer> sender =
                    node.sender(WORK.deadLetters(dead).onDeadLetter((value, letter) -> offered.complete(value)));
            sender.send(1);
            assertTrue(receiver.deliveries().receive().reject("never"));
            sender.done();
            assertThrows(CloseIncomplete.class, node::close);
            assertEquals(1, offered.get(20, TimeUnit.SECONDS));
        }
    }
}
