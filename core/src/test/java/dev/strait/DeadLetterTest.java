package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ConfigurationInvalid;
import dev.strait.error.DecodeFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of a value that nobody can process. */
class DeadLetterTest {
    private static final ChannelName<Integer> WORK = ChannelName.of("work", Integer.class);
    private static final ChannelName<Integer> DEAD = ChannelName.of("dead", Integer.class);
    private static final Duration SHORT = Duration.ofMillis(50);

    /** Cannot be made in a thread of a worker when it is negative. */
    record Positive(int number) {
        private static final ThreadLocal<Boolean> STRICT = ThreadLocal.withInitial(() -> false);

        Positive {
            if (number < 0 && STRICT.get()) {
                throw new IllegalArgumentException("negative: " + number);
            }
        }
    }

    private static final ChannelName<Positive> STRICT = ChannelName.of("strict", Positive.class);
    private static final ChannelName<Positive> FALLEN = ChannelName.of("fallen", Positive.class);

    private static <T> DeadLetter letter(Delivery<T> delivery) {
        return delivery.deadLetter().orElseThrow();
    }

    @Test
    void aRejectedValueComesOnTheDeadLetterChannelWithWhereItComesFromAndWhy() throws Exception {
        try (var cluster = new Cluster()) {
            Node far = cluster.join("far");
            Receiver<Integer> receiver = far.receiver(WORK);
            Receiver<Integer> dead = cluster.join("undertaker").receiver(DEAD);
            Sender<Integer> sender = cluster.hub().sender(WORK.deadLetters(DEAD));
            sender.sendAll(List.of(1, 2));
            Delivery<Integer> first = receiver.deliveries().receive();
            assertEquals(Optional.empty(), first.deadLetter());
            assertTrue(first.reject("no such customer"));
            assertFalse(first.ack(), "only the first answer counts");
            assertEquals(2, receiver.receive());
            Delivery<Integer> buried = dead.deliveries().receive();
            assertEquals(1, buried.value());
            assertEquals(0, buried.redeliveries());
            assertEquals(
                    new DeadLetter("work", cluster.hub().name(), far.name(), "no such customer", 1), letter(buried));
            assertTrue(buried.ack());
            sender.done();
            receiver.forEach(value -> assertEquals("nothing", value));
            dead.forEach(value -> assertEquals("nothing", value));
            sender.flush();
            Counters.Sending sent = Balance.sent(cluster.hub(), WORK);
            assertEquals(1, sent.deadLettered());
            assertEquals(1, sent.acknowledged());
            assertEquals(1, Balance.received(far, WORK).rejected());
            Task.until(() -> Balance.sent(cluster.hub(), DEAD).acknowledged() == 1);
        }
    }

    @Test
    void theDeadLetterChannelIsDoneWhenEverythingOfItsSenderIsSettled() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("far").receiver(WORK);
            Receiver<Integer> dead = cluster.join("undertaker").receiver(DEAD);
            Sender<Integer> sender = cluster.hub().sender(WORK.deadLetters(DEAD));
            sender.send(1);
            Delivery<Integer> held = receiver.deliveries().receive();
            sender.done();
            List<Integer> buried = new ArrayList<>();
            Task<Void> burying = Task.start(() -> {
                dead.forEach(buried::add);
                return null;
            });
            burying.awaitBlocked();
            assertFalse(sender.flush(SHORT));
            assertFalse(burying.isDone(), "while it may become one");
            assertTrue(held.reject("never"));
            burying.get();
            assertEquals(List.of(1), buried);
        }
    }

    @Test
    void aValueThatComesBackTooOftenIsADeadLetterWithTheLastReason() throws Exception {
        try (var cluster = new Cluster()) {
            Node far = cluster.join("far");
            Receiver<Integer> receiver = far.receiver(WORK);
            Receiver<Integer> dead = cluster.hub().receiver(DEAD);
            Sender<Integer> sender = cluster.hub().sender(WORK.maxAttempts(3).deadLetters(DEAD));
            sender.send(1);
            for (int attempt = 1; attempt <= 3; attempt++) {
                String what = "attempt " + attempt;
                assertThrows(
                        IllegalStateException.class,
                        () -> receiver.forEach(value -> {
                            throw new IllegalStateException(what);
                        }));
            }
            Delivery<Integer> buried = dead.deliveries().receive();
            assertEquals(1, buried.value());
            DeadLetter letter = letter(buried);
            assertEquals(3, letter.attempts());
            assertEquals(far.name(), letter.receiver());
            assertTrue(letter.reason().contains("attempt 3"), letter.reason());
            assertTrue(buried.ack());
            sender.done();
            receiver.forEach(value -> assertEquals("nothing", value));
        }
    }

    @Test
    void onePoisonedValueAmongAThousandEndsAsOneDeadLetterAndAllOthersAreProcessedOnce() throws Exception {
        int values = 1_000;
        int poison = 500;
        try (var cluster = new Cluster()) {
            Sender<Integer> sender = cluster.hub().sender(WORK.maxAttempts(4).deadLetters(DEAD));
            ConcurrentHashMap<Integer, Integer> processed = new ConcurrentHashMap<>();
            AtomicInteger poisoned = new AtomicInteger();
            List<Task<Void>> workers = new ArrayList<>();
            for (String name : List.of("one", "other")) {
                Receiver<Integer> receiver = cluster.join(name).receiver(WORK);
                workers.add(Task.start(() -> {
                    while (true) {
                        try {
                            receiver.forEach(value -> {
                                if (value == poison) {
                                    poisoned.incrementAndGet();
                                    throw new IllegalArgumentException("poison");
                                }
                                processed.merge(value, 1, Integer::sum);
                            });
                            return null;
                        } catch (IllegalArgumentException expected) {
                            continue; // as a worker does that survives
                        }
                    }
                }));
            }
            sender.awaitReceivers(2);
            List<Delivery<Integer>> buried = new ArrayList<>();
            Receiver<Integer> dead = cluster.join("undertaker").receiver(DEAD);
            Task<Void> burying = Task.start(() -> {
                dead.deliveries().forEach(delivery -> {
                    buried.add(delivery);
                    assertTrue(delivery.ack());
                });
                return null;
            });
            sender.sendAll(IntStream.range(0, values).boxed().toList());
            sender.done();
            workers.forEach(Task::get);
            burying.get();
            assertEquals(1, buried.size());
            assertEquals(poison, buried.getFirst().value());
            assertEquals(4, letter(buried.getFirst()).attempts());
            assertEquals(4, poisoned.get());
            assertEquals(values - 1, processed.size());
            assertTrue(processed.values().stream().allMatch(times -> times == 1), "repeats of what was acknowledged");
        }
    }

    @Test
    void whatDoesNotDecodeInALoopIsADeadLetter() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Positive> receiver = cluster.join("far").receiver(STRICT);
            Receiver<Positive> fallen = cluster.join("undertaker").receiver(FALLEN);
            Sender<Positive> sender = cluster.hub().sender(STRICT.deadLetters(FALLEN));
            sender.sendAll(List.of(new Positive(1), new Positive(-2), new Positive(3), new Positive(-4)));
            sender.done();
            List<Integer> got = new ArrayList<>();
            Task<Void> working = Task.start(() -> {
                Positive.STRICT.set(true);
                assertThrows(DecodeFailed.class, () -> receiver.forEach(value -> got.add(value.number())));
                assertEquals(3, receiver.deliveries().receive().value().number());
                assertThrows(DecodeFailed.class, () -> receiver.deliveries().receive());
                return null;
            });
            working.get();
            assertEquals(List.of(1), got);
            receiver.close(); // the third is not answered
            List<Integer> again = new ArrayList<>();
            cluster.join("other").receiver(STRICT).forEach(value -> again.add(value.number()));
            assertEquals(List.of(3), again);
            List<Integer> buried = new ArrayList<>();
            fallen.deliveries().forEach(delivery -> {
                buried.add(delivery.value().number());
                assertEquals("strict", letter(delivery).channel());
                assertTrue(
                        letter(delivery).reason().contains("negative"),
                        letter(delivery).reason());
                assertTrue(delivery.ack());
            });
            assertEquals(List.of(-2, -4), buried);
        }
    }

    @Test
    void aHandlerIsOfferedTheValueWhereNoChannelTakesIt() throws Exception {
        Queue<Integer> values = new ConcurrentLinkedQueue<>();
        Queue<DeadLetter> letters = new ConcurrentLinkedQueue<>();
        ChannelName<Integer> handled = WORK.onDeadLetter((value, letter) -> {
            values.add(value);
            letters.add(letter);
            throw new IllegalStateException("thrown by the program's handler");
        });
        try (var cluster = new Cluster()) {
            Node far = cluster.join("far");
            Receiver<Integer> receiver = far.receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(handled);
            sender.sendAll(List.of(7, 8));
            for (int i = 0; i < 2; i++) {
                assertTrue(receiver.deliveries().receive().reject("no"));
            }
            sender.flush();
            assertEquals(List.of(7, 8), List.copyOf(values), "the failure of the first does not keep the second back");
            DeadLetter expected = new DeadLetter("work", cluster.hub().name(), far.name(), "no", 1);
            assertEquals(List.of(expected, expected), List.copyOf(letters));
            assertEquals(2, Balance.sent(cluster.hub(), WORK).deadLettered());
            sender.done();
        }
    }

    @Test
    void withNothingDeclaredADeadLetterIsLoggedWithItsChannelAndReason() throws Exception {
        try (var lines = new LoggedLines();
                var cluster = new Cluster()) {
            Node far = cluster.join("far");
            Receiver<Integer> receiver = far.receiver(WORK);
            Sender<Integer> sender = cluster.hub().sender(WORK);
            sender.send(1);
            assertTrue(receiver.deliveries().receive().reject("no such customer"));
            sender.flush();
            assertTrue(lines.has("dead letter", "'work'", far.name(), "no such customer"), lines::toString);
            sender.done();
        }
    }

    @Test
    void aChannelCannotTakeItsOwnDeadLettersNorCanOneWithoutABuffer() {
        assertThrows(ConfigurationInvalid.class, () -> WORK.deadLetters(WORK));
        assertThrows(ConfigurationInvalid.class, () -> WORK.deadLetters(DEAD.capacity(0)));
        assertThrows(ConfigurationInvalid.class, () -> WORK.maxAttempts(0));
        assertThrows(ConfigurationInvalid.class, () -> WORK.processingLimit(Duration.ZERO));
        assertThrows(ConfigurationInvalid.class, () -> WORK.processingLimit(Duration.ofMillis(-1)));
    }
}
