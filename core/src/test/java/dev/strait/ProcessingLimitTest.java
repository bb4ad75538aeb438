package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ChannelDone;
import dev.strait.error.ConfigurationInvalid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long a program may hold a value, and what a worker that hangs costs. */
class ProcessingLimitTest {
    private static final ChannelName<Integer> WORK = ChannelName.of("work", Integer.class);
    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);

    private static Outcome settled(CompletableFuture<Outcome> posted) throws Exception {
        return posted.get(20, TimeUnit.SECONDS);
    }

    private static Delivery<Integer> next(Receiver<Integer> from) throws InterruptedException {
        return from.deliveries().receive();
    }

    @Test
    void aBodyThatHangsLosesItsValueToAnotherWorkerAndNothingElse() throws Exception {
        try (var cluster = new Cluster()) {
            Node hung = cluster.join("hung");
            Receiver<Integer> receiver = hung.receiver(WORK.processingLimit(LIMIT));
            Sender<Integer> sender = cluster.hub().sender(WORK);
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch goesOn = new CountDownLatch(1);
            List<Integer> got = new ArrayList<>();
            Task<Void> loop = Task.start(() -> {
                receiver.forEach(value -> {
                    got.add(value);
                    begun.countDown();
                    goesOn.await();
                });
                return null;
            });
            long sent = System.nanoTime();
            CompletableFuture<Outcome> posted = sender.post(1);
            begun.await();
            Node other = cluster.join("other");
            Delivery<Integer> taken = next(other.receiver(WORK));
            Duration took = Duration.ofNanos(System.nanoTime() - sent);
            assertTrue(took.compareTo(LIMIT) >= 0, took.toString());
            assertEquals(1, taken.redeliveries());
            assertTrue(taken.ack());
            assertEquals(new Outcome.Delivered(other.name()), settled(posted));
            goesOn.countDown();
            sender.done();
            loop.get();
            assertEquals(List.of(1), got);
            assertEquals(1, Balance.received(hung, WORK).nacked());
            assertEquals(1, Balance.sent(cluster.hub(), WORK).acknowledged());
        }
    }

    @Test
    void anAnswerAfterTheLimitIsTooLateAndCounted() throws Exception {
        try (var cluster = new Cluster()) {
            Node far = cluster.join("far");
            Receiver<Integer> receiver = far.receiver(WORK.processingLimit(LIMIT));
            Sender<Integer> sender = cluster.hub().sender(WORK);
            sender.send(1);
            Delivery<Integer> late = next(receiver);
            Delivery<Integer> again = next(receiver);
            assertEquals(1, again.redeliveries());
            assertFalse(late.ack());
            assertFalse(late.reject("too late for that, too"));
            assertFalse(late.limit(LONG));
            assertTrue(again.ack());
            sender.done();
            assertThrows(ChannelDone.class, receiver::receive);
            Counters.Receiving received = Balance.received(far, WORK);
            assertEquals(2, received.late());
            assertEquals(1, received.nacked());
            assertEquals(1, received.acknowledged());
        }
    }

    @Test
    void aLimitThatIsRenewedInTimeIsNotOver() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK.processingLimit(LIMIT));
            Sender<Integer> sender = cluster.hub().sender(WORK);
            sender.send(1);
            Delivery<Integer> delivery = next(receiver);
            assertTrue(delivery.limit(LONG));
            assertEquals(new Received.Empty<>(), receiver.deliveries().receive(LIMIT.multipliedBy(3)), "it came again");
            assertTrue(delivery.ack());
            sender.flush();
            assertEquals(0, Balance.sent(cluster.hub(), WORK).redelivered());
            sender.done();
        }
    }

    @Test
    void aProgramMayGiveItselfALimitWhereTheChannelHasNone() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            sender.sendAll(List.of(1, 2));
            Delivery<Integer> first = next(receiver);
            Delivery<Integer> second = next(receiver);
            assertTrue(first.limit(LONG));
            assertTrue(first.limit(Duration.ofMillis(50)), "shorter than before");
            Delivery<Integer> again = next(receiver);
            assertEquals(1, again.value());
            assertEquals(1, again.redeliveries());
            assertFalse(first.ack());
            assertTrue(again.ack());
            assertTrue(second.ack(), "another's limit is no business of this");
            assertThrows(ConfigurationInvalid.class, () -> second.limit(Duration.ZERO));
            sender.done();
            assertInstanceOf(Received.Closed.class, receiver.receive(LONG));
        }
    }

    @Test
    void whatHangsInEveryWorkerBecomesADeadLetter() throws Exception {
        ChannelName<Integer> dead = ChannelName.of("dead", Integer.class);
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK.processingLimit(Duration.ofMillis(50)));
            Receiver<Integer> undertaker = cluster.hub().receiver(dead);
            Sender<Integer> sender = cluster.hub().sender(WORK.maxAttempts(2).deadLetters(dead));
            sender.send(1);
            next(receiver);
            next(receiver);
            Delivery<Integer> buried = next(undertaker);
            DeadLetter letter = buried.deadLetter().orElseThrow();
            assertEquals(2, letter.attempts());
            assertTrue(letter.reason().contains("processing limit"), letter.reason());
            assertTrue(buried.ack());
            sender.done();
            assertThrows(ChannelDone.class, receiver::receive);
        }
    }
}
