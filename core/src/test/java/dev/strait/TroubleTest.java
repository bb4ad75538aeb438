package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.EncodeFailed;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Programs and values that misbehave at the worst moment, and harm nobody but themselves. */
class TroubleTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    /** Cannot be encoded when its text is null inside the list, which allows none. */
    record Order(List<String> items) {}

    /** Decodes when it may. */
    record Slow(int number) {
        static final CountDownLatch BEGUN = new CountDownLatch(1);
        static final CountDownLatch MAY_GO_ON = new CountDownLatch(1);

        Slow {
            if (number == 1 && Thread.currentThread().getName().equals("slow-taker")) {
                BEGUN.countDown();
                try {
                    MAY_GO_ON.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    @Test
    void aValueSentAfterOneThatDidNotEncodeReachesTheReceiverThatIsThereThen() throws Exception {
        ChannelName<Order> orders = ChannelName.of("orders", Order.class);
        try (var cluster = new Cluster()) {
            Sender<Order> sender = cluster.hub().sender(orders);
            Node far = cluster.join("far");
            Receiver<Order> first = far.receiver(orders);
            sender.awaitReceivers(1);
            Order broken = new Order(Collections.singletonList(null));
            assertThrows(EncodeFailed.class, () -> sender.send(broken));
            Receiver<Order> second = far.receiver(orders);
            sender.awaitReceivers(2);
            first.close();
            Order whole = new Order(List.of("tea"));
            sender.send(whole);
            assertEquals(new Received.Value<>(whole), second.receive(LONG));
        }
    }

    @Test
    void aSendThatWaitsForRoomKeepsToItsTimeAndUsesNoProcessor() throws Exception {
        ChannelName<byte[]> bulks = ChannelName.of("bulks", byte[].class);
        try (var cluster = new Cluster()) {
            Sender<byte[]> sender = cluster.hub().sender(bulks);
            Receiver<byte[]> receiver = cluster.join("far").receiver(bulks);
            sender.send(new byte[10]); // not taken, so that the next has to wait
            CompletableFuture<Long> processorNanos = new CompletableFuture<>();
            long start = System.nanoTime();
            Thread.ofPlatform().start(() -> {
                try {
                    assertInstanceOf(Sent.Full.class, sender.send(new byte[5 << 20], Duration.ofMillis(1_000)));
                    processorNanos.complete(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
                } catch (Throwable t) {
                    processorNanos.completeExceptionally(t);
                }
            });
            long used = processorNanos.join();
            long waited = System.nanoTime() - start;
            assertTrue(used < 500_000_000, "used the processor for " + used + " ns");
            assertTrue(waited < 1_900_000_000, "waited " + waited + " ns");
            assertEquals(10, receiver.receive().length);
        }
    }

    @Test
    void threadsMayAwaitDifferentNumbersOfReceivers() throws Exception {
        ChannelName<Integer> numbers = ChannelName.of("numbers", Integer.class);
        try (var cluster = new Cluster()) {
            Sender<Integer> sender = cluster.hub().sender(numbers);
            CompletableFuture<Void> one = InThread.run(() -> assertTrue(sender.awaitReceivers(1, LONG)));
            CompletableFuture<Void> three = InThread.run(() -> assertTrue(sender.awaitReceivers(3, LONG)));
            Node far = cluster.join("far");
            far.receiver(numbers);
            one.get(20, TimeUnit.SECONDS);
            far.receiver(numbers);
            far.receiver(numbers);
            three.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aSlowDecodeHoldsUpNobodyElse() throws Exception {
        ChannelName<Slow> slow = ChannelName.of("slow", Slow.class);
        ChannelName<Integer> others = ChannelName.of("others", Integer.class);
        try (var cluster = new Cluster()) {
            Receiver<Slow> receiver = cluster.hub().receiver(slow);
            Sender<Slow> sender = cluster.join("far").sender(slow);
            for (int i = 0; i < 5; i++) {
                sender.send(new Slow(i));
            }
            Thread taker = Thread.ofPlatform().name("slow-taker").start(() -> {
                try {
                    for (int i = 0; i < 5; i++) {
                        receiver.receive();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            Slow.BEGUN.await();
            try {
                // The node's own thread dials, and has errands at the end whose lock the decode holds.
                Sender<Integer> other = cluster.hub().sender(others);
                for (int round = 0; round < 3; round++) {
                    Receiver<Integer> reached = cluster.join("late-" + round).receiver(others);
                    other.send(round);
                    assertEquals(new Received.Value<>(round), reached.receive(LONG));
                    reached.close();
                }
            } finally {
                Slow.MAY_GO_ON.countDown();
                taker.join();
            }
        }
    }

    /** Sends itself through the end that encodes it. */
    record Recursive(int number) {
        static Sender<Recursive> sender;

        public int number() {
            if (number == 7) {
                sender.trySend(new Recursive(1));
            }
            return number;
        }
    }

    @Test
    void aValueThatUsesTheEndItTravelsThroughIsRefused() throws Exception {
        ChannelName<Recursive> name = ChannelName.of("recursive", Recursive.class);
        try (var cluster = new Cluster()) {
            Receiver<Recursive> receiver = cluster.hub().receiver(name);
            Sender<Recursive> sender = cluster.hub().sender(name);
            Recursive.sender = sender;
            assertThrows(RuntimeException.class, () -> sender.send(new Recursive(7)));
            sender.send(new Recursive(2));
            assertEquals(new Recursive(2), receiver.receive());
        }
    }
}
