package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ChannelDone;
import dev.strait.error.CloseIncomplete;
import dev.strait.error.NotSupported;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a program is told of a value that it has posted, and when a flush returns. */
class PostTest {
    private static final ChannelName<Integer> WORK = ChannelName.of("work", Integer.class);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    private static Outcome settled(CompletableFuture<Outcome> posted) throws Exception {
        return posted.get(20, TimeUnit.SECONDS);
    }

    private static Delivery<Integer> next(Receiver<Integer> from) throws Exception {
        return from.deliveries().receive();
    }

    /** Acknowledges what is even and rejects what is odd, and notes who did it. */
    private static Task<Void> judge(Node node, Map<Integer, String> judged) throws InterruptedException {
        Receiver<Integer> receiver = node.receiver(WORK);
        return Task.start(() -> {
            receiver.deliveries().forEach(delivery -> {
                judged.put(delivery.value(), node.name());
                assertTrue(delivery.value() % 2 == 0 ? delivery.ack() : delivery.reject("odd"));
            });
            return null;
        });
    }

    /** Nothing of a sender is under way any more as soon as its last value is answered, and both are told by whichever threads happen to pass. */
    @Test
    void whatIsAcknowledgedIsToldSoHoweverSoonItsSenderIsGone() throws Exception {
        ChannelName<Integer> name =
                ChannelName.of("many", Integer.class).neverCompletes().maxAttempts(1);
        Set<Integer> dead = ConcurrentHashMap.newKeySet();
        Set<Integer> rejected = ConcurrentHashMap.newKeySet();
        try (var cluster = new Cluster()) {
            for (String worker : List.of("one", "other")) {
                Receiver<Integer> receiver = cluster.join(worker).receiver(name);
                Task.start(() -> {
                    receiver.deliveries()
                            .forEach(it -> assertTrue(it.value() % 10 > 0 ? it.ack() : it.reject("a multiple of ten")));
                    return null;
                });
            }
            List<Task<Void>> posters = new ArrayList<>();
            for (int poster = 0; poster < 4; poster++) {
                int first = poster * 500;
                posters.add(Task.start(() -> {
                    for (int i = first; i < first + 500; i++) {
                        CompletableFuture<Outcome> posted;
                        try (Sender<Integer> sender =
                                cluster.hub().sender(name.onDeadLetter((value, letter) -> dead.add(value)))) {
                            posted = sender.post(i);
                            sender.done();
                        }
                        if (i % 10 == 0) {
                            rejected.add(i);
                            assertInstanceOf(Outcome.NotDelivered.class, settled(posted));
                        } else {
                            assertInstanceOf(Outcome.Delivered.class, settled(posted));
                        }
                    }
                    return null;
                }));
            }
            for (Task<Void> poster : posters) {
                poster.get();
            }
            Task.until(() -> dead.equals(rejected));
        }
    }

    @Test
    void eachOfAThousandPostsIsToldWhatBecameOfItAndNeverAnythingElse() throws Exception {
        List<CompletableFuture<Outcome>> posted = new ArrayList<>();
        List<Outcome> told = new ArrayList<>();
        Map<Integer, String> judged = new ConcurrentHashMap<>();
        try (var cluster = new Cluster()) {
            Task<Void> one = judge(cluster.join("one"), judged);
            Task<Void> other = judge(cluster.join("other"), judged);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            sender.awaitReceivers(2);
            for (int i = 0; i < 1_000; i++) {
                posted.add(sender.post(i, LONG));
            }
            for (int i = 0; i < 1_000; i++) {
                Outcome outcome = settled(posted.get(i));
                told.add(outcome);
                if (i % 2 == 0) {
                    assertEquals(new Outcome.Delivered(judged.get(i)), outcome);
                } else {
                    String why = assertInstanceOf(Outcome.NotDelivered.class, outcome)
                            .why();
                    assertTrue(why.contains("odd"), why);
                }
            }
            assertEquals(2, Set.copyOf(judged.values()).size(), "both took part");
            sender.done();
            one.get();
            other.get();
            Counters.Sending sent = Balance.sent(cluster.hub(), WORK);
            assertEquals(500, sent.acknowledged());
            assertEquals(500, sent.deadLettered());
        }
        for (int i = 0; i < 1_000; i++) {
            assertEquals(told.get(i), posted.get(i).join(), "asked a second time");
        }
    }

    @Test
    void whatIsNotAnsweredInTimeIsUnknownForEverThoughItIsDeliveredLater() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            CompletableFuture<Outcome> posted = sender.post(1, SHORT);
            Delivery<Integer> delivery = next(receiver);
            Outcome unknown = assertInstanceOf(Outcome.Unknown.class, settled(posted));
            assertTrue(delivery.ack());
            sender.flush();
            assertEquals(unknown, settled(posted));
            assertEquals(1, Balance.sent(cluster.hub(), WORK).acknowledged());
            sender.done();
        }
    }

    @Test
    void whatFindsNoRoomInTimeIsNotDeliveredAndNotSent() throws Exception {
        ChannelName<Integer> small = WORK.capacity(1);
        try (var cluster = new Cluster()) {
            Sender<Integer> sender = cluster.hub().sender(small);
            assertInstanceOf(Outcome.NotDelivered.class, settled(sender.post(1, SHORT)), "no receiver");
            assertInstanceOf(Outcome.NotDelivered.class, settled(sender.post(2, Duration.ZERO)));
            Receiver<Integer> receiver = cluster.join("far").receiver(small);
            CompletableFuture<Outcome> third = sender.post(3);
            assertInstanceOf(Outcome.NotDelivered.class, settled(sender.post(4, SHORT)), "no room");
            assertEquals(3, receiver.receive());
            assertInstanceOf(Outcome.Delivered.class, settled(third));
            sender.done();
            assertThrows(ChannelDone.class, receiver::receive);
            assertEquals(1, Balance.sent(cluster.hub(), small).sent());
        }
    }

    @Test
    void aPostWaitsInLineWithSendsAndIsToldOfItsOwnValue() throws Exception {
        ChannelName<Integer> small = WORK.capacity(1);
        try (var cluster = new Cluster()) {
            Node far = cluster.join("far");
            Receiver<Integer> receiver = far.receiver(small);
            Sender<Integer> sender = cluster.hub().sender(small);
            sender.send(1);
            Task<CompletableFuture<Outcome>> posting =
                    Task.start(() -> sender.post(2)).awaitBlocked();
            Task<Void> sending = Task.start(() -> {
                sender.send(3);
                return null;
            });
            sending.awaitBlocked();
            assertTrue(next(receiver).reject("not this one"));
            Delivery<Integer> second = next(receiver);
            assertEquals(2, second.value());
            CompletableFuture<Outcome> posted = posting.get();
            assertFalse(posted.isDone());
            assertTrue(second.ack());
            assertEquals(new Outcome.Delivered(far.name()), settled(posted));
            assertEquals(3, receiver.receive());
            sending.get();
            sender.done();
        }
    }

    @Test
    void aPostIntoARendezvousIsDeliveredWhenItMeets() throws Exception {
        ChannelName<Integer> meeting = WORK.capacity(0);
        try (var cluster = new Cluster()) {
            Node far = cluster.join("far");
            Receiver<Integer> receiver = far.receiver(meeting);
            Sender<Integer> sender = cluster.hub().sender(meeting);
            assertInstanceOf(Outcome.NotDelivered.class, settled(sender.post(1, SHORT)), "nobody receives");
            Task<Integer> receiving = Task.start(receiver::receive);
            assertEquals(new Outcome.Delivered(far.name()), settled(sender.post(2)));
            assertEquals(2, receiving.get());
            sender.flush();
            sender.done();
            assertThrows(ChannelDone.class, receiver::receive);
            assertEquals(1, Balance.sent(cluster.hub(), meeting).acknowledged());
        }
    }

    @Test
    void flushReturnsWhenEverythingSentBeforeIsAnswered() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            sender.flush();
            sender.sendAll(List.of(1, 2, 3));
            Delivery<Integer> first = next(receiver);
            assertTrue(next(receiver).ack());
            assertTrue(next(receiver).reject("never"));
            assertFalse(sender.flush(SHORT));
            assertFalse(sender.flush(Duration.ZERO));
            Task<Void> flushing = Task.start(() -> {
                sender.flush();
                return null;
            });
            flushing.awaitBlocked();
            sender.send(4); // after the flush was called
            Delivery<Integer> later = next(receiver);
            assertTrue(first.ack());
            flushing.get();
            assertTrue(later.ack());
            assertTrue(sender.flush(LONG));
            sender.done();
            assertTrue(sender.flush(LONG));
        }
    }

    @Test
    void aFlushThatIsInterruptedSaysSo() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            sender.send(1);
            Delivery<Integer> held = next(receiver);
            Task<Void> flushing = Task.start(() -> {
                sender.flush();
                return null;
            });
            flushing.awaitBlocked();
            flushing.interrupt();
            assertInstanceOf(InterruptedException.class, flushing.failure());
            assertTrue(held.ack());
            sender.done();
        }
    }

    @Test
    void aPostIsSettledWhenItsNodeIsClosed() throws Exception {
        try (var cluster = new Cluster()) {
            NodeOptions options = cluster.options("hasty");
            Node node = cluster.join(options.withWaits(options.waits().withClose(SHORT)));
            Receiver<Integer> receiver = cluster.hub().receiver(WORK);
            Sender<Integer> sender = node.sender(WORK);
            CompletableFuture<Outcome> posted = sender.post(1);
            next(receiver);
            sender.done();
            assertThrows(CloseIncomplete.class, node::close);
            assertInstanceOf(Outcome.Unknown.class, settled(posted));
        }
    }

    @Test
    void aLocalChannelHasNobodyToAnswer() {
        Channel<Integer> local = Channel.buffered(1);
        assertThrows(NotSupported.class, () -> local.post(1));
        assertThrows(NotSupported.class, () -> local.post(1, SHORT));
        assertThrows(NotSupported.class, local::flush);
        assertThrows(NotSupported.class, () -> local.flush(SHORT));
        assertThrows(NotSupported.class, local::deliveries);
        assertEquals(new Received.Empty<>(), local.tryReceive(), "nothing was sent");
    }

    @Test
    void aRendezvousIsAnsweredByTakingAndByNothingElse() throws Exception {
        try (var cluster = new Cluster();
                Receiver<Integer> receiver = cluster.hub().receiver(WORK.capacity(0))) {
            assertThrows(NotSupported.class, receiver::deliveries);
        }
    }
}
