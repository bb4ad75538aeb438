package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Selects over ends of capacity 0, on both sides of the meeting. */
class SelectRendezvousTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofMillis(30);

    private static ChannelName<Integer> name(String name) {
        return ChannelName.of(name, Integer.class).capacity(0);
    }

    private static String swap(Sender<Integer> to, Receiver<Integer> from, int value, Duration limit)
            throws InterruptedException {
        return Select.<String>of()
                .send(to, value, () -> "sent")
                .receive(from, it -> "got " + it)
                .within(limit, () -> "late");
    }

    @Test
    void ofTwoSelectsThatSendToEachOtherOneSendsAndTheOtherReceives() throws Exception {
        try (var cluster = new Cluster()) {
            Node a = cluster.join("a");
            Node b = cluster.join("b");
            Sender<Integer> toB = a.sender(name("there"));
            Receiver<Integer> fromB = a.receiver(name("back"));
            Sender<Integer> toA = b.sender(name("back"));
            Receiver<Integer> fromA = b.receiver(name("there"));
            toB.awaitReceivers(1);
            toA.awaitReceivers(1);
            for (int i = 0; i < 300; i++) {
                int value = i;
                Task<String> other = Task.start(() -> swap(toA, fromA, value, LONG));
                String mine = swap(toB, fromB, value, LONG);
                String theirs = other.get();
                assertTrue(
                        mine.equals("sent") && theirs.equals("got " + i)
                                || theirs.equals("sent") && mine.equals("got " + i),
                        () -> mine + ", " + theirs);
            }
            assertEquals("late", swap(toB, fromB, 0, SOON));
            toA.done();
            toB.done();
        }
    }

    @Test
    void aRingOfSelectsGoesRound() throws Exception {
        int nodes = 3;
        int rounds = 200;
        try (var cluster = new Cluster()) {
            List<Sender<Integer>> out = new ArrayList<>();
            List<Receiver<Integer>> in = new ArrayList<>();
            for (int i = 0; i < nodes; i++) {
                Node node = cluster.join("n" + i);
                out.add(node.sender(name("ring" + i)));
                in.add(node.receiver(name("ring" + (i + nodes - 1) % nodes)));
            }
            AtomicInteger sent = new AtomicInteger();
            AtomicInteger got = new AtomicInteger();
            List<Task<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < nodes; i++) {
                int node = i;
                tasks.add(Task.start(() -> {
                    while (sent.get() < rounds) {
                        switch (swap(out.get(node), in.get(node), node, SOON)) {
                            case "sent" -> sent.incrementAndGet();
                            case "late" -> assertTrue(sent.get() <= rounds + nodes);
                            default -> got.incrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            tasks.forEach(Task::get);
            assertEquals(sent.get(), got.get());
            out.forEach(Sender::done);
        }
    }

    @Test
    void aSelectDoesNotMeetItself() throws Exception {
        try (var cluster = new Cluster()) {
            Sender<Integer> sender = cluster.hub().sender(name("self"));
            Receiver<Integer> receiver = cluster.hub().receiver(name("self"));
            assertEquals("late", swap(sender, receiver, 1, Duration.ofMillis(100)));
            Task<String> alone = Task.start(() -> swap(sender, receiver, 1, LONG));
            Receiver<Integer> other = cluster.join("r").receiver(name("self"));
            assertEquals(1, other.receive());
            assertEquals("sent", alone.get());
            Task<String> again = Task.start(() -> swap(sender, receiver, 1, LONG));
            Sender<Integer> third = cluster.join("s").sender(name("self"));
            Task<Sent> sends = Task.start(() -> third.send(7, LONG));
            assertEquals("got 7", again.get());
            assertEquals(new Sent.Accepted(), sends.get());
            sender.done();
            third.done();
        }
    }

    @Test
    void timeLimitsInterruptsAndSelectsOnBothSidesLoseAndRepeatNothing() throws Exception {
        long seed = 20_261_120;
        int values = 600;
        try (var cluster = new Cluster()) {
            List<Sender<Integer>> senders = new ArrayList<>();
            List<Receiver<Integer>> receivers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Node node = cluster.join("n" + i);
                senders.add(node.sender(name("first")));
                senders.add(node.sender(name("second")));
                receivers.add(node.receiver(name("first")));
                receivers.add(node.receiver(name("second")));
            }
            ConcurrentLinkedQueue<Integer> taken = new ConcurrentLinkedQueue<>();
            AtomicInteger next = new AtomicInteger();
            ConcurrentLinkedQueue<Integer> sent = new ConcurrentLinkedQueue<>();
            AtomicInteger running = new AtomicInteger(6);
            List<Task<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Random random = new Random(seed + i);
                Sender<Integer> one = senders.get(i);
                Sender<Integer> two = senders.get((i + 1) % 6);
                Receiver<Integer> from = receivers.get((i + 3) % 6);
                tasks.add(Task.start(() -> {
                    for (int value = next.getAndIncrement(); value < values; value = next.getAndIncrement()) {
                        send(one, two, from, value, random, sent, taken);
                    }
                    running.decrementAndGet();
                    return null;
                }));
            }
            for (int i = 0; i < 6; i++) {
                Random random = new Random(seed - 1 - i);
                Receiver<Integer> one = receivers.get(i);
                Receiver<Integer> two = receivers.get((i + 1) % 6);
                tasks.add(Task.start(() -> {
                    while (running.get() > 0) {
                        Duration limit = Duration.ofNanos(random.nextInt(3_000_000));
                        Select.<Boolean>of()
                                .receive(one, taken::add)
                                .receive(two, taken::add)
                                .within(limit, () -> false);
                    }
                    return null;
                }));
            }
            tasks.forEach(Task::get);
            assertEquals(
                    sent.stream().sorted().toList(), taken.stream().sorted().toList(), "seed " + seed);
            assertEquals(values, sent.size());
            senders.forEach(Sender::done);
        }
    }

    /** Tries until the value is sent, with time limits and interrupts of its own. */
    private static void send(
            Sender<Integer> one,
            Sender<Integer> two,
            Receiver<Integer> from,
            int value,
            Random random,
            ConcurrentLinkedQueue<Integer> sent,
            ConcurrentLinkedQueue<Integer> taken)
            throws InterruptedException {
        boolean done = false;
        while (!done) {
            Duration limit = Duration.ofNanos(random.nextInt(5_000_000));
            Task<Boolean> attempt = Task.start(() -> switch (value % 3) {
                case 0 -> one.send(value, limit) instanceof Sent.Accepted;
                case 1 -> one.trySend(value) instanceof Sent.Accepted;
                default ->
                    Select.<Boolean>of()
                            .send(one, value, () -> true)
                            .send(two, value, () -> true)
                            .receive(from, it -> !taken.add(it))
                            .within(limit, () -> false);
            });
            if (random.nextInt(4) == 0) {
                attempt.interrupt();
            }
            done = succeeded(attempt);
        }
        sent.add(value);
    }

    private static boolean succeeded(Task<Boolean> attempt) {
        Object outcome = attempt.outcome();
        if (outcome instanceof Boolean succeeded) {
            return succeeded;
        }
        assertInstanceOf(InterruptedException.class, outcome);
        return false;
    }
}
