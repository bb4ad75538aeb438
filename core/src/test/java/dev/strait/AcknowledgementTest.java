package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.strait.error.ChannelDone;
import dev.strait.error.ConfigurationInvalid;
import dev.strait.error.EndClosed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a value is acknowledged, what gives it back, and who gets it then. */
class AcknowledgementTest {
    private static final ChannelName<Integer> WORK = ChannelName.of("work", Integer.class);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    private static Outcome settled(CompletableFuture<Outcome> posted) throws Exception {
        return posted.get(20, TimeUnit.SECONDS);
    }

    private static Delivery<Integer> next(Receiver<Integer> from, int value, int redeliveries) throws Exception {
        Delivery<Integer> delivery = switch (from.deliveries().receive(LONG)) {
            case Received.Value<Delivery<Integer>>(var it) -> it;
            case Received.Empty<Delivery<Integer>> _ -> fail("nothing came, in place of " + value);
            case Received.Closed<Delivery<Integer>> closed -> fail("it ended before " + value, closed.cause());
        };
        assertEquals(value, delivery.value());
        assertEquals(redeliveries, delivery.redeliveries());
        return delivery;
    }

    private static void ends(Receiver<Integer> receiver) throws InterruptedException {
        Received.Closed<?> closed = assertInstanceOf(Received.Closed.class, receiver.receive(LONG));
        assertInstanceOf(ChannelDone.class, closed.cause());
    }

    @Test
    void aValueIsAcknowledgedWhenItsBodyHasReturnedAndNotBefore() throws Exception {
        try (var cluster = new Cluster()) {
            Node far = cluster.join("far");
            Receiver<Integer> receiver = far.receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch mayReturn = new CountDownLatch(1);
            Task<Void> loop = Task.start(() -> {
                receiver.forEach(value -> {
                    begun.countDown();
                    mayReturn.await();
                });
                return null;
            });
            CompletableFuture<Outcome> posted = sender.post(1);
            begun.await();
            assertFalse(sender.flush(SHORT), "acknowledged by being taken");
            assertFalse(posted.isDone());
            assertEquals(1, Balance.received(far, WORK).open());
            mayReturn.countDown();
            assertEquals(new Outcome.Delivered(far.name()), settled(posted));
            sender.done();
            loop.get();
            assertEquals(1, Balance.received(far, WORK).acknowledged());
            assertEquals(1, Balance.sent(cluster.hub(), WORK).acknowledged());
        }
    }

    @Test
    void whatIsTakenByReceiveReceiveAllAndSelectIsAcknowledgedThereby() throws Exception {
        try (var cluster = new Cluster()) {
            Node far = cluster.join("far");
            Receiver<Integer> receiver = far.receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            List<CompletableFuture<Outcome>> posted = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                posted.add(sender.post(i));
            }
            assertEquals(0, receiver.receive());
            List<Integer> into = new ArrayList<>();
            while (into.size() < 2) {
                receiver.receiveAll(into, 2 - into.size());
            }
            int selected = Select.<Integer>of().receive(receiver, it -> it).await();
            assertEquals(3, selected);
            for (CompletableFuture<Outcome> it : posted) {
                assertEquals(new Outcome.Delivered(far.name()), settled(it));
            }
            sender.done();
            ends(receiver);
        }
    }

    @Test
    void whatABodyThrowsGivesItsValueBackToAnotherReceiver() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("failing").receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch mayThrow = new CountDownLatch(1);
            IllegalStateException broken = new IllegalStateException("the printer is out of paper");
            Task<Void> loop = Task.start(() -> {
                receiver.forEach(value -> {
                    begun.countDown();
                    mayThrow.await();
                    throw broken;
                });
                return null;
            });
            sender.send(1);
            begun.await();
            Receiver<Integer> other = cluster.join("other").receiver(WORK);
            sender.awaitReceivers(2);
            mayThrow.countDown();
            assertSame(broken, loop.failure());
            assertTrue(next(other, 1, 1).ack());
            sender.done();
            ends(other);
            ends(receiver);
            assertEquals(1, Balance.sent(cluster.hub(), WORK).redelivered());
        }
    }

    @Test
    void aBodyThatReturnsWithItsThreadInterruptedHasProcessedItsValue() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            CompletableFuture<Outcome> posted = sender.post(1);
            Task<Void> loop = Task.start(() -> {
                receiver.forEach(value -> Thread.currentThread().interrupt());
                return null;
            });
            assertInstanceOf(InterruptedException.class, loop.failure());
            assertInstanceOf(Outcome.Delivered.class, settled(posted));
            sender.done();
            ends(receiver);
        }
    }

    @Test
    void aReceiverThatIsAloneGetsItsOwnValueAgainAlsoAfterTheEnd() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            sender.send(1);
            assertTrue(next(receiver, 1, 0).nack());
            Delivery<Integer> second = next(receiver, 1, 1);
            sender.done();
            ends(receiver);
            assertTrue(second.nack(), "the end is taken back");
            Delivery<Integer> third = next(receiver, 1, 2);
            assertTrue(third.ack());
            assertFalse(third.ack(), "only the first answer counts");
            ends(receiver);
            sender.flush(); // the end was there before the answer has come back
            Counters.Sending sent = Balance.sent(cluster.hub(), WORK);
            assertEquals(1, sent.sent());
            assertEquals(1, sent.acknowledged());
            assertEquals(2, sent.redelivered());
        }
    }

    @Test
    void whatIsTakenAfterAnAnswerIsAnnouncedInTime() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            sender.sendAll(IntStream.rangeClosed(1, 10).boxed().toList());
            Delivery<Integer> held = next(receiver, 1, 0);
            assertEquals(2, receiver.receive());
            Task.until(() -> Balance.sent(cluster.hub(), WORK).acknowledged() == 1);
            assertEquals(3, receiver.receive());
            assertTrue(held.nack());
            assertEquals(4, receiver.receive());
            Task.until(() -> Balance.sent(cluster.hub(), WORK).acknowledged() == 3);
            for (int i = 0; i < 7; i++) {
                receiver.receive();
            }
            sender.done();
            ends(receiver);
        }
    }

    @Test
    void aValueGivenBackForLaterComesLaterAndHoldsUpNoOther() throws Exception {
        Duration delay = Duration.ofMillis(300);
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            sender.send(1);
            Delivery<Integer> first = next(receiver, 1, 0);
            long begun = System.nanoTime();
            assertTrue(first.nack(delay));
            sender.send(2);
            assertTrue(next(receiver, 2, 0).ack());
            assertTrue(next(receiver, 1, 1).ack());
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            assertTrue(took.compareTo(delay) >= 0, took.toString());
            assertTrue(took.compareTo(delay.multipliedBy(10)) < 0, took.toString());
            sender.done();
            ends(receiver);
        }
    }

    @Test
    void deliveriesAreAnsweredInAnyOrderByAnyThreads() throws Exception {
        int values = 800;
        Random random = new Random(20261121);
        try (var cluster = new Cluster()) {
            Node far = cluster.join("far");
            Receiver<Integer> receiver = far.receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            Task<Void> sending = Task.start(() -> {
                sender.sendAll(IntStream.range(0, values).boxed().toList());
                return null;
            });
            List<Delivery<Integer>> deliveries = new ArrayList<>();
            for (int i = 0; i < values; i++) {
                deliveries.add(next(receiver, i, 0));
            }
            sending.get();
            Collections.shuffle(deliveries, random);
            List<Task<Void>> answering = new ArrayList<>();
            for (int part = 0; part < 4; part++) {
                List<Delivery<Integer>> these = deliveries.subList(part * values / 4, (part + 1) * values / 4);
                answering.add(Task.start(() -> {
                    for (Delivery<Integer> it : these) {
                        assertTrue(it.ack());
                        assertFalse(it.nack());
                    }
                    return null;
                }));
            }
            answering.forEach(Task::get);
            sender.flush();
            sender.done();
            ends(receiver);
            assertEquals(values, Balance.sent(cluster.hub(), WORK).acknowledged());
            assertEquals(0, Balance.sent(cluster.hub(), WORK).redelivered());
            assertEquals(values, Balance.received(far, WORK).late(), "an answer after the first is too late");
        }
    }

    @Test
    void oneUnansweredValueHoldsUpNeitherTheOthersNorTheirSender() throws Exception {
        int values = 20_000;
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK.capacity(16));
            Sender<Integer> sender = cluster.hub().sender(WORK.capacity(16));
            sender.send(-1);
            Delivery<Integer> stuck = next(receiver, -1, 0);
            Task<Void> sending = Task.start(() -> {
                for (int i = 0; i < values; i++) {
                    sender.send(i);
                }
                return null;
            });
            for (int i = 0; i < values; i++) {
                assertTrue(next(receiver, i, 0).ack());
            }
            sending.get();
            assertFalse(sender.flush(SHORT));
            Task.until(() -> Balance.sent(cluster.hub(), WORK).unanswered() == 1);
            assertTrue(stuck.ack());
            sender.flush();
            sender.done();
            ends(receiver);
        }
    }

    @Test
    void asManyDeliveriesAsTheCapacityMayBeUnanswered() throws Exception {
        ChannelName<Integer> small = WORK.capacity(3);
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(small);
            Sender<Integer> sender = cluster.hub().sender(small);
            Task<Void> sending = Task.start(() -> {
                for (int i = 0; i < 6; i++) {
                    sender.send(i);
                }
                sender.done();
                return null;
            });
            List<Delivery<Integer>> held = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                held.add(next(receiver, i, 0));
            }
            assertEquals(new Received.Empty<>(), receiver.deliveries().receive(SHORT));
            Task<Delivery<Integer>> waits = Task.start(() -> next(receiver, 3, 0));
            assertTrue(held.get(1).ack());
            assertTrue(waits.get().ack());
            sending.get();
            assertTrue(next(receiver, 4, 0).ack());
            assertEquals(5, receiver.receive(), "what is acknowledged by being taken needs no such room");
            assertTrue(held.get(0).ack());
            assertTrue(held.get(2).ack());
            ends(receiver);
        }
    }

    @Test
    void whoWaitsForRoomForADeliveryHearsThatTheReceiverIsClosed() throws Exception {
        ChannelName<Integer> small = WORK.capacity(1);
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(small);
            Sender<Integer> sender = cluster.hub().sender(small);
            sender.send(1);
            next(receiver, 1, 0);
            CountDownLatch asks = new CountDownLatch(1);
            Task<Delivery<Integer>> waits = Task.start(() -> {
                asks.countDown();
                return receiver.deliveries().receive();
            });
            asks.await();
            receiver.close();
            assertInstanceOf(EndClosed.class, waits.failure());
            Receiver<Integer> other = cluster.hub().receiver(small);
            assertTrue(next(other, 1, 1).ack());
            sender.done();
            ends(other);
        }
    }

    @Test
    void deliveriesAreTheSameHoweverOftenAskedForAndAlsoByTwoAtOnce() throws Exception {
        try (var cluster = new Cluster()) {
            for (int i = 0; i < 200; i++) {
                Receiver<Integer> receiver = cluster.hub().receiver(WORK);
                CountDownLatch together = new CountDownLatch(2);
                Task<Deliveries<Integer>> one = Task.start(() -> deliveriesOf(receiver, together));
                Task<Deliveries<Integer>> another = Task.start(() -> deliveriesOf(receiver, together));
                assertSame(one.get(), another.get());
                assertSame(one.get(), receiver.deliveries());
                receiver.close();
            }
        }
    }

    private static Deliveries<Integer> deliveriesOf(Receiver<Integer> receiver, CountDownLatch together) {
        together.countDown();
        while (together.getCount() > 0) {
            Thread.yield(); // whoever parks comes too late
        }
        return receiver.deliveries();
    }

    @Test
    void deliveriesThatAreAskedForWhenTheReceiverIsClosedHearOfItAsWell() throws Exception {
        try (var cluster = new Cluster()) {
            NodeReceiver<Integer> receiver =
                    (NodeReceiver<Integer>) cluster.hub().receiver(WORK);
            receiver.close();
            assertThrows(EndClosed.class, () -> receiver.deliveries().receive());
        }
        try (var cluster = new Cluster()) {
            NodeReceiver<Integer> receiver =
                    (NodeReceiver<Integer>) cluster.hub().receiver(WORK);
            receiver.close();
            AtomicBoolean heard = new AtomicBoolean();
            receiver.port().whenClosed(() -> heard.set(true));
            assertTrue(heard.get());
        }
    }

    @Test
    void aReceiverThatClosesGivesBackWhatItHolds() throws Exception {
        try (var cluster = new Cluster()) {
            Node far = cluster.join("far");
            Receiver<Integer> receiver = far.receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            sender.sendAll(List.of(1, 2, 3));
            Delivery<Integer> first = next(receiver, 1, 0);
            Delivery<Integer> second = next(receiver, 2, 0);
            assertTrue(first.ack());
            receiver.close();
            assertFalse(second.ack());
            Receiver<Integer> other = cluster.join("other").receiver(WORK);
            assertTrue(next(other, 2, 1).ack());
            assertTrue(next(other, 3, 0).ack(), "this had reached nobody");
            sender.done();
            ends(other);
            Counters.Receiving closed = Balance.received(far, WORK);
            assertEquals(1, closed.revoked());
            assertEquals(1, closed.late());
        }
    }

    @Test
    void aLoopWaitsAtTheEndForWhatAnotherMayGiveBack() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch mayThrow = new CountDownLatch(1);
            Task<Void> failing = Task.start(() -> {
                receiver.forEach(value -> {
                    begun.countDown();
                    mayThrow.await();
                    throw new IllegalStateException("no");
                });
                return null;
            });
            sender.send(1);
            sender.done();
            begun.await();
            List<Integer> got = new ArrayList<>();
            Task<Void> second = Task.start(() -> {
                receiver.forEach(got::add);
                return null;
            });
            second.awaitBlocked();
            assertFalse(sender.flush(SHORT));
            assertFalse(second.isDone());
            mayThrow.countDown();
            assertInstanceOf(IllegalStateException.class, failing.failure());
            second.get();
            sender.flush();
            assertEquals(List.of(1), got);
            assertEquals(1, Balance.sent(cluster.hub(), WORK).acknowledged());
        }
    }

    @Test
    void aLoopThatWaitsAtTheEndEndsWhenTheOthersBodyReturns() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch mayReturn = new CountDownLatch(1);
            Task<Void> first = Task.start(() -> {
                receiver.forEach(value -> {
                    begun.countDown();
                    mayReturn.await();
                });
                return null;
            });
            sender.send(1);
            sender.done();
            begun.await();
            List<Integer> got = new ArrayList<>();
            Task<Void> second = Task.start(() -> {
                receiver.forEach(got::add);
                return null;
            });
            second.awaitBlocked();
            mayReturn.countDown();
            first.get();
            second.get();
            assertEquals(List.of(), got);
        }
    }

    @Test
    void aBodyOfDeliveriesThatThrowsGivesBackWhatItHasNotAnswered() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            sender.sendAll(List.of(1, 2));
            assertThrows(
                    IllegalStateException.class,
                    () -> receiver.deliveries().forEach(delivery -> {
                        if (delivery.value() == 1) {
                            assertTrue(delivery.ack());
                        } else {
                            throw new IllegalStateException("no");
                        }
                    }));
            sender.done();
            List<Integer> redelivered = new ArrayList<>();
            receiver.deliveries().forEach(delivery -> {
                redelivered.add(delivery.value());
                assertEquals(1, delivery.redeliveries());
                assertTrue(delivery.ack());
            });
            assertEquals(List.of(2), redelivered);
        }
    }

    @Test
    void whatALostReceiverHadNotAcknowledgedGoesToOthersAndNothingElseDoes() throws Exception {
        try (var cluster = Cluster.withoutResuming();
                var line = new CutLine(cluster.hub().address())) {
            Node far = cluster.join(line.address(), cluster.options("far"));
            Receiver<Integer> lost = far.receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            List<CompletableFuture<Outcome>> posted = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                posted.add(sender.post(i));
            }
            List<Delivery<Integer>> held = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                held.add(next(lost, i, 0));
            }
            for (int i = 0; i < 10; i += 2) {
                assertTrue(held.get(i).ack());
                assertEquals(new Outcome.Delivered(far.name()), settled(posted.get(i)));
            }
            sender.done();
            line.cut();
            Task.until(() -> cluster.hub().counters().links().stream().noneMatch(Counters.Link::isUp));
            Node next = cluster.join("next");
            Receiver<Integer> other = next.receiver(WORK);
            for (int i = 1; i < 10; i += 2) {
                assertTrue(next(other, i, 1).ack());
                assertFalse(held.get(i).ack(), "the sender has it back");
            }
            for (int i = 10; i < 20; i++) {
                assertTrue(next(other, i, 1).ack(), "written to the lost one, which may have taken it");
            }
            ends(other);
            for (int i = 10; i < 20; i++) {
                assertEquals(new Outcome.Delivered(next.name()), settled(posted.get(i)));
            }
            Counters.Receiving revoked = Balance.received(far, WORK);
            assertEquals(5, revoked.acknowledged());
            assertEquals(5, revoked.revoked());
            assertEquals(5, revoked.late());
        }
    }

    @Test
    void atMostOnceDropsWhatComesBackAndSaysSo() throws Exception {
        ChannelName<Integer> once = WORK.atMostOnce();
        try (var log = new LoggedLines();
                var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(once);
            Sender<Integer> sender = cluster.hub().sender(once);
            CompletableFuture<Outcome> posted = sender.post(1);
            sender.send(2);
            assertTrue(next(receiver, 1, 0).nack());
            assertInstanceOf(Outcome.Unknown.class, settled(posted));
            assertTrue(next(receiver, 2, 0).ack());
            sender.flush();
            sender.done();
            ends(receiver);
            Counters.Sending sent = Balance.sent(cluster.hub(), once);
            assertEquals(1, sent.dropped());
            assertEquals(1, sent.acknowledged());
            assertEquals(0, sent.redelivered());
            Task.until(() -> log.has("'work' delivers at most once: 1 values are dropped", "which gave them back"));
        }
    }

    @Test
    void atMostOnceDropsWhatALostReceiverMayHaveTakenAndSendsOnWhatItHasNot() throws Exception {
        ChannelName<Integer> once = WORK.atMostOnce();
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(once);
            Sender<Integer> sender = cluster.hub().sender(once);
            sender.sendAll(List.of(1, 2, 3));
            next(receiver, 1, 0);
            receiver.close();
            Receiver<Integer> other = cluster.join("other").receiver(once);
            assertTrue(next(other, 2, 0).ack());
            assertTrue(next(other, 3, 0).ack());
            sender.done();
            ends(other);
            assertEquals(1, Balance.sent(cluster.hub(), once).dropped());
        }
    }

    @Test
    void anEndThatDiffersInHowOftenItDeliversIsRefused() throws Exception {
        try (var cluster = new Cluster()) {
            Sender<Integer> sender = cluster.hub().sender(WORK);
            Node other = cluster.join("other");
            assertThrows(ConfigurationInvalid.class, () -> other.receiver(WORK.atMostOnce()));
            Receiver<Integer> receiver = other.receiver(
                    WORK.maxAttempts(9).processingLimit(LONG).deadLetters(ChannelName.of("dead", Integer.class)));
            sender.send(1);
            assertEquals(1, receiver.receive(), "what each end does for itself need not agree");
            sender.done();
            ends(receiver);
        }
    }
}
