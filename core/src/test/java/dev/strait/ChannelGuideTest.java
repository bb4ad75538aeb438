package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code of {@code docs/guide/channels.md}, run; and a check that it is the code of that page. */
class ChannelGuideTest {

    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    sealed interface Event {
        record Order(String text) implements Event {}

        record Tick(int count) implements Event {}

        record Quiet() implements Event {}
    }

    enum Side {
        LEFT_ENDED,
        RIGHT_ENDED,
        TOOK_ONE
    }

    private final List<String> taken = new ArrayList<>();

    @Test
    void theCodeOfThePageIsTheCodeOfThisTest() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("docs/guide/channels.md"))) {
            root = root.getParent();
        }
        String page = Files.readString(root.resolve("docs/guide/channels.md"));
        String test =
                withoutSpace(Files.readString(root.resolve("core/src/test/java/dev/strait/ChannelGuideTest.java")));
        int blocks = 0;
        for (Matcher block = JAVA_BLOCK.matcher(page); block.find(); blocks++) {
            assertTrue(test.contains(withoutSpace(block.group(1))), () -> "not run here:\n" + block.group(1));
        }
        assertEquals(6, blocks);
    }

    @Test
    void theFirstExampleEnds() throws InterruptedException {
        Channel<String> words = Channel.buffered(16);
        Sender<String> in = words;
        Receiver<String> out = words;
        Thread.startVirtualThread(() -> {
            try (in) {
                in.send("hello");
                in.send("world");
                in.done();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        out.forEach(System.out::println);
        assertTrue(words.toString().contains("ended, 0 buffered"), words::toString);
    }

    @Test
    void theEventLoopSeesEveryEventAndStopsWhenItIsQuiet() throws InterruptedException {
        Channel<String> orders = Channel.buffered(2);
        Channel<Integer> ticks = Channel.buffered(2);
        orders.send("tea");
        ticks.send(1);
        ticks.send(2);
        List<String> log = events(orders, ticks);
        log.remove("tea");
        assertEquals(List.of("tick 1", "tick 2"), log);
    }

    private static List<String> events(Receiver<String> orders, Receiver<Integer> ticks) throws InterruptedException {
        List<String> log = new ArrayList<>();
        while (true) {
            Event event = Select.<Event>of()
                    .receive(orders, Event.Order::new)
                    .receive(ticks, Event.Tick::new)
                    .within(Duration.ofMillis(200), Event.Quiet::new);
            switch (event) {
                case Event.Order(var text) -> log.add(text);
                case Event.Tick(var count) -> log.add("tick " + count);
                case Event.Quiet() -> {
                    return log;
                }
            }
        }
    }

    @Test
    void theMergeTakesEverythingFromBothSides() throws InterruptedException {
        Channel<String> left = Channel.buffered(3);
        Channel<String> right = Channel.buffered(3);
        left.send("a");
        left.send("b");
        right.send("c");
        left.done();
        right.done();
        boolean moreLeft = true;
        boolean moreRight = true;
        while (moreLeft || moreRight) {
            Select<Side> select = Select.of();
            if (moreLeft) {
                select.receive(left, v -> take(v), end -> Side.LEFT_ENDED);
            }
            if (moreRight) {
                select.receive(right, v -> take(v), end -> Side.RIGHT_ENDED);
            }
            switch (select.await()) {
                case LEFT_ENDED -> moreLeft = false;
                case RIGHT_ENDED -> moreRight = false;
                case TOOK_ONE -> {}
            }
        }
        assertEquals(List.of("a", "b", "c"), taken.stream().sorted().toList());
    }

    private Side take(String value) {
        taken.add(value);
        return Side.TOOK_ONE;
    }

    @Test
    void sendingAndReceivingMix() throws InterruptedException {
        Channel<String> requests = Channel.buffered(1);
        Channel<String> idle = Channel.buffered(1);
        List<String> all = new ArrayList<>();
        requests.send("one");
        for (int i = 0; i < 3; i++) {
            String did = Select.<String>of()
                    .receive(requests, request -> "got " + request)
                    .send(idle, "worker 7", () -> "reported idle")
                    .orElse(() -> "nothing to do");
            all.add(did);
        }
        assertEquals("nothing to do", all.getLast());
        assertEquals(
                List.of("got one", "nothing to do", "reported idle"),
                all.stream().sorted().toList());
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

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
