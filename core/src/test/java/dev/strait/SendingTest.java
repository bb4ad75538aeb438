package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ChannelDone;
import dev.strait.error.ConfigurationInvalid;
import dev.strait.error.EndClosed;
import dev.strait.error.UnsupportedType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sending and receiving between nodes: order, waiting, the forms that do not wait. */
class SendingTest {
    private static final ChannelName<Integer> NUMBERS = ChannelName.of("numbers", Integer.class);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(20);

    record Stamped(int sender, int number) {}

    record Request(int number, Sender<Integer> answers) {}

    private static final ChannelName<Stamped> STAMPED = ChannelName.of("stamped", Stamped.class);

    @Test
    void valuesOfEverySenderReachEveryReceiverInTheOrderSent() throws Exception {
        int count = 5_000;
        ChannelName<Stamped> name = STAMPED.expectSenders(3);
        try (var cluster = new Cluster()) {
            List<Task<List<Stamped>>> receiving = new ArrayList<>();
            for (Node node : List.of(cluster.hub(), cluster.join("r1"), cluster.join("r2"))) {
                Receiver<Stamped> receiver = node.receiver(name);
                receiving.add(Task.start(() -> {
                    List<Stamped> got = new ArrayList<>();
                    receiver.forEach(got::add);
                    return got;
                }));
            }
            int number = 0;
            for (Node node : List.of(cluster.hub(), cluster.join("s1"), cluster.join("s2"))) {
                int id = number++;
                Sender<Stamped> sender = node.sender(name);
                sender.awaitReceivers(3);
                Task.start(() -> {
                    for (int i = 0; i < count; i++) {
                        sender.send(new Stamped(id, i));
                    }
                    sender.done();
                    return null;
                });
            }
            Set<Stamped> all = new HashSet<>();
            for (Task<List<Stamped>> task : receiving) {
                Map<Integer, Integer> last = new TreeMap<>();
                for (Stamped each : task.get()) {
                    assertTrue(all.add(each), () -> each + " came twice");
                    Integer before = last.put(each.sender(), each.number());
                    assertTrue(before == null || before < each.number(), () -> each + " came after " + before);
                }
            }
            assertEquals(3 * count, all.size());
        }
    }

    @Test
    void aSendToNobodyWaitsUntilAReceiverComes() throws Exception {
        try (var cluster = new Cluster()) {
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            assertEquals(new Sent.Full(), sender.trySend(1));
            assertEquals(new Sent.Full(), sender.send(1, SOON));
            Task<Void> sending = Task.start(() -> {
                sender.send(7);
                sender.done();
                return null;
            });
            Receiver<Integer> receiver = cluster.join("late").receiver(NUMBERS);
            assertEquals(7, receiver.receive());
            sending.get();
            assertThrows(ChannelDone.class, receiver::receive);
        }
    }

    @Test
    void theFormsThatDoNotWaitSayWhatCameOfIt() throws Exception {
        ChannelName<Integer> name = NUMBERS.capacity(1);
        try (var cluster = new Cluster()) {
            Sender<Integer> sender = cluster.hub().sender(name);
            Receiver<Integer> receiver = cluster.join("r").receiver(name);
            sender.awaitReceivers(1);
            assertEquals(new Received.Empty<>(), receiver.tryReceive());
            assertEquals(new Received.Empty<>(), receiver.receive(SOON));
            assertEquals(new Sent.Accepted(), sender.send(1, LONG));
            assertEquals(new Sent.Full(), sender.trySend(2));
            assertEquals(new Sent.Full(), sender.send(2, SOON));
            assertEquals(new Received.Value<>(1), receiver.receive(LONG));
            assertEquals(new Sent.Accepted(), sender.send(2, LONG));
            sender.done();
            assertInstanceOf(Sent.Closed.class, sender.trySend(3));
            assertInstanceOf(Sent.Closed.class, sender.send(3, SOON));
            assertThrows(EndClosed.class, () -> sender.send(3));
            assertEquals(new Received.Value<>(2), receiver.receive(LONG));
            assertInstanceOf(Received.Closed.class, receiver.receive(LONG));
            assertInstanceOf(Received.Closed.class, receiver.tryReceive());
        }
    }

    @Test
    void theFormsThatDoNotWaitLoseNothingUnderContention() throws Exception {
        // Platform threads: virtual ones that only yield leave no turn to those not started yet.
        int senders = 4;
        int count = 2_000;
        ChannelName<Integer> name = NUMBERS.capacity(8).expectSenders(2);
        try (var cluster = new Cluster()) {
            Node other = cluster.join("other");
            Receiver<Integer> here = cluster.hub().receiver(name);
            Receiver<Integer> there = other.receiver(name);
            ConcurrentLinkedQueue<Integer> got = new ConcurrentLinkedQueue<>();
            List<Task<Void>> receiving = new ArrayList<>();
            for (Receiver<Integer> receiver : List.of(here, here, there, there)) {
                receiving.add(Task.start(Thread.ofPlatform(), () -> {
                    while (true) {
                        switch (receiver.tryReceive()) {
                            case Received.Value<Integer>(Integer value) -> got.add(value);
                            case Received.Empty<Integer> _ -> Thread.yield();
                            case Received.Closed<Integer> _ -> {
                                return null;
                            }
                        }
                    }
                }));
            }
            List<Sender<Integer>> ends = List.of(cluster.hub().sender(name), other.sender(name));
            AtomicInteger next = new AtomicInteger();
            List<Task<Void>> sending = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                Sender<Integer> sender = ends.get(i % 2);
                sending.add(Task.start(Thread.ofPlatform(), () -> {
                    for (int value = next.getAndIncrement(); value < count; value = next.getAndIncrement()) {
                        while (!(sender.trySend(value) instanceof Sent.Accepted)) {
                            Thread.yield();
                        }
                    }
                    return null;
                }));
            }
            sending.forEach(Task::get);
            ends.forEach(Sender::done);
            receiving.forEach(Task::get);
            assertEquals(
                    IntStream.range(0, count).boxed().toList(),
                    got.stream().sorted().toList());
        }
    }

    @Test
    void twoReceiversOfOneNodeTakeTurns() throws Exception {
        try (var cluster = new Cluster()) {
            Node node = cluster.join("both");
            Receiver<Integer> first = node.receiver(NUMBERS);
            Receiver<Integer> second = node.receiver(NUMBERS);
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            sender.awaitReceivers(2);
            for (int i = 0; i < 4; i++) {
                sender.send(i);
            }
            sender.done();
            assertEquals(List.of(0, 2), List.of(first.receive(), first.receive()));
            assertEquals(List.of(1, 3), List.of(second.receive(), second.receive()));
            assertThrows(ChannelDone.class, first::receive);
            assertThrows(ChannelDone.class, second::receive);
        }
    }

    @Test
    void aReceiverThatIsBusyGetsLessThanOneThatIsNot() throws Exception {
        int count = 500;
        ChannelName<Integer> name = NUMBERS.capacity(4);
        try (var cluster = new Cluster()) {
            Receiver<Integer> idle = cluster.join("idle").receiver(name);
            Receiver<Integer> busy = cluster.join("busy").receiver(name);
            Sender<Integer> sender = cluster.hub().sender(name);
            sender.awaitReceivers(2);
            Task<Integer> working = Task.start(() -> {
                List<Integer> got = new ArrayList<>();
                idle.forEach(got::add);
                return got.size();
            });
            for (int i = 0; i < count; i++) {
                sender.send(i);
            }
            sender.done();
            List<Integer> rest = new ArrayList<>();
            busy.forEach(rest::add);
            assertTrue(rest.size() <= 4, () -> "one that takes nothing was given " + rest.size());
            assertEquals(count - rest.size(), working.get());
        }
    }

    @Test
    void awaitReceiversCountsThemOnEveryNode() throws Exception {
        try (var cluster = new Cluster()) {
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            sender.awaitReceivers(0);
            assertFalse(sender.awaitReceivers(1, SOON));
            Task<Boolean> waiting = Task.start(() -> sender.awaitReceivers(2, LONG));
            cluster.hub().receiver(NUMBERS);
            cluster.join("r").receiver(NUMBERS);
            assertTrue(waiting.get());
            assertFalse(sender.awaitReceivers(3, Duration.ZERO));
            sender.done();
        }
    }

    @Test
    void whatIsNotInThisVersionIsRefusedByName() throws Exception {
        assertThrows(UnsupportedType.class, () -> ChannelName.of("requests", Request.class));
    }

    @Test
    void endsOfOneChannelHaveTheSameSettings() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.hub().receiver(NUMBERS);
            Node other = cluster.join("other");
            assertThrows(ConfigurationInvalid.class, () -> other.receiver(NUMBERS.capacity(5)));
            assertThrows(ConfigurationInvalid.class, () -> NUMBERS.capacity(-1));
            Sender<Integer> sender = other.sender(NUMBERS);
            assertEquals(new Sent.Accepted(), sender.send(1, LONG));
            assertEquals(1, receiver.receive());
            sender.done();
        }
    }
}
