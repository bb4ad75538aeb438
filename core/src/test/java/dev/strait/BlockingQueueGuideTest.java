package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.error.ChannelDone;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The code of {@code docs/guide/blocking-queue.md}, run; and a check that it is the code of that page. */
class BlockingQueueGuideTest {

    static final ChannelName<String> ORDERS =
            ChannelName.of("orders", String.class).capacity(100);

    private final Collection<String> handled = new ConcurrentLinkedQueue<>();
    private Task<Void> consumers;

    @Test
    void theCodeOfThePageIsTheCodeOfThisTest() throws IOException {
        GuidePage.isRunBy(BlockingQueueGuideTest.class, "blocking-queue.md", 7);
    }

    @Test
    void theWorkerPoolAddsUpTheSquares() throws InterruptedException {
        Channel<Integer> jobs = Channel.buffered(100);
        Channel<Integer> results = Channel.buffered(100);
        AtomicInteger working = new AtomicInteger(4);
        for (int i = 0; i < 4; i++) {
            Thread.startVirtualThread(() -> {
                try {
                    jobs.forEach(job -> results.send(job * job));
                    if (working.decrementAndGet() == 0) {
                        results.done();
                    }
                } catch (Exception e) {
                    results.error(e);
                }
            });
        }
        for (int i = 1; i <= 50; i++) {
            jobs.send(i);
        }
        jobs.done();
        int[] sum = {0};
        results.forEach(square -> sum[0] += square);
        assertEquals(42_925, sum[0]);
    }

    @Test
    void theTimedReceiveSaysWhatCameOfIt() throws InterruptedException {
        Channel<String> orders = Channel.buffered(2);
        orders.send("tea");
        Task<Collection<String>> loop = Task.start(() -> untilClosed(orders));
        Task.until(() -> handled.contains("nothing for a while"));
        orders.done();
        assertEquals(
                List.of("tea", "nothing for a while", "STRAIT-CHANNEL-DONE"),
                loop.get().stream().distinct().toList());
    }

    private Collection<String> untilClosed(Receiver<String> orders) throws InterruptedException {
        while (true) {
            switch (orders.receive(Duration.ofMillis(20))) {
                case Received.Value(var order) -> handled.add(order);
                case Received.Empty() -> handled.add("nothing for a while");
                case Received.Closed(var cause) -> {
                    handled.add(cause.code());
                    return handled;
                }
            }
        }
    }

    @Test
    void theWriterTakesWhatIsThere() throws InterruptedException {
        Channel<String> lines = Channel.unbounded();
        lines.sendAll(List.of("a", "b", "c", "d"));
        lines.done();
        List<String> written = new ArrayList<>();
        List<String> batch = new ArrayList<>();
        try {
            while (true) {
                batch.clear();
                lines.receiveAll(batch, 3);
                written.add(String.join(" ", batch));
            }
        } catch (ChannelDone end) {
            written.add("the end");
        }
        assertEquals(List.of("a b c", "d", "the end"), written);
    }

    @Test
    void whatStoppedConsumersHadNotTakenIsStillThere() throws InterruptedException {
        Channel<String> orders = Channel.buffered(1);
        try (var scope = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                scope.submit(() -> {
                    orders.forEach(handled::add);
                    return null;
                });
            }
            orders.send("tea");
            scope.shutdownNow();
        }
        if (orders.tryReceive() instanceof Received.Value(var untouched)) {
            handled.add(untouched);
        }
        assertEquals(List.of("tea"), List.copyOf(handled));
    }

    @Test
    void theConsumersRunOnAnotherNode() throws InterruptedException {
        try (var node = Node.listen("localhost:0")) {
            startConsumers(node.address());
            try (var orders = node.sender(ORDERS)) {
                orders.send("tea");
                orders.send("coffee");
                orders.done();
            }
        }
        consumers.get();
        assertEquals(List.of("tea", "coffee"), List.copyOf(handled));
    }

    private void startConsumers(String address) {
        consumers = Task.start(() -> {
            try (var node = Node.join(address)) {
                node.receiver(ORDERS).forEach(handled::add);
            }
            return null;
        });
    }
}
