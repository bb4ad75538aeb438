package dev.strait;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.codec.TypeRef;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code of {@code docs/guide/types.md}, run; and checks that it is the code of that page, and that its proofs exist. */
class TypesGuideTest {

    private static final Path PAGE = Path.of("../docs/guide/types.md");
    private static final Path TEST = Path.of("src/test/java/dev/strait/TypesGuideTest.java");
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PROOF = Pattern.compile("`([A-Z]\\w+Test)\\.(\\w+)`");

    record Item(String name, int count, BigDecimal price) {}

    record Order(UUID id, Instant at, List<Item> items, Optional<String> note) {}

    static final ChannelName<Order> ORDERS = ChannelName.of("orders", Order.class);

    sealed interface Event {
        record Opened(UUID id, Instant at) implements Event {}

        record Closed(UUID id, Duration after) implements Event {}
    }

    record Page<T>(List<T> items, OptionalInt next) {}

    static final ChannelName<Page<Order>> PAGES = ChannelName.of("pages", new TypeRef<Page<Order>>() {});
    static final ChannelName<Map<String, long[]>> SERIES =
            ChannelName.of("series", new TypeRef<Map<String, long[]>>() {});

    record Tree(String name, List<Tree> parts) {}

    static final ChannelName<Order> CLOSED = ChannelName.of("closed", Order.class, MethodHandles.lookup());

    @Test
    void theCodeOfThePageIsTheCodeOfThisTest() throws IOException {
        String test = withoutSpace(Files.readString(TEST));
        int blocks = 0;
        for (Matcher block = JAVA_BLOCK.matcher(Files.readString(PAGE)); block.find(); blocks++) {
            assertTrue(test.contains(withoutSpace(block.group(1))), () -> "not run here:\n" + block.group(1));
        }
        assertEquals(6, blocks);
    }

    @Test
    void everyRowOfTheTableOfChangesNamesATestThatExists() throws Exception {
        List<String> wrong = new ArrayList<>();
        int rows = 0;
        boolean inTable = false;
        for (String line : Files.readAllLines(PAGE)) {
            inTable = line.startsWith("| what differs") || inTable && line.startsWith("|");
            if (!inTable || line.startsWith("| what differs") || line.startsWith("|---")) {
                continue;
            }
            rows++;
            Matcher proof = PROOF.matcher(line);
            if (!proof.find()) {
                wrong.add(line);
                continue;
            }
            do {
                if (!exists(proof.group(1), proof.group(2))) {
                    wrong.add(proof.group());
                }
            } while (proof.find());
        }
        assertEquals(List.of(), wrong);
        assertEquals(23, rows);
    }

    private static boolean exists(String type, String name) throws ClassNotFoundException {
        String pack = type.equals("TypesTest") ? "dev.strait." : "dev.strait.codec.";
        Method[] methods = Class.forName(pack + type).getDeclaredMethods();
        return Arrays.stream(methods)
                .anyMatch(method -> method.getName().equals(name) && method.isAnnotationPresent(Test.class));
    }

    @Test
    void whatThePageDeclaresTravelsBetweenNodes() throws Exception {
        Instant now = Instant.parse("2026-11-20T14:00:00.123456789Z");
        Order order = new Order(
                new UUID(1, 2), now, List.of(new Item("tea", 3, new BigDecimal("1.50"))), Optional.of("soon"));
        try (var cluster = new Cluster()) {
            Node node = cluster.join("node");
            assertEquals(order, through(node, cluster.hub(), ORDERS, order));
            assertEquals(order, through(node, cluster.hub(), CLOSED, order));
            Page<Order> page = new Page<>(List.of(order, order), OptionalInt.of(2));
            assertEquals(page, through(node, cluster.hub(), PAGES, page));
            long[] numbers = {1, -1, Long.MIN_VALUE};
            Map<String, long[]> series = through(node, cluster.hub(), SERIES, Map.of("a", numbers));
            assertArrayEquals(numbers, series.get("a"));
            ChannelName<Event> events = ChannelName.of("events", Event.class);
            ChannelName<Event> later = ChannelName.of("later events", Event.class);
            assertEquals("opened", said(through(node, cluster.hub(), events, new Event.Opened(order.id(), now))));
            assertEquals(
                    "closed after PT2S",
                    said(through(node, cluster.hub(), later, new Event.Closed(order.id(), Duration.ofSeconds(2)))));
            ChannelName<Tree> trees = ChannelName.of("trees", Tree.class);
            Tree tree = new Tree("root", List.of(new Tree("leaf", List.of())));
            assertEquals(tree, through(node, cluster.hub(), trees, tree));
        }
    }

    private static String said(Event event) {
        return switch (event) {
            case Event.Opened(var id, var at) -> "opened";
            case Event.Closed(var id, var after) -> "closed after " + after;
        };
    }

    /** Sends the one value of a channel from one node to another. */
    private static <T> T through(Node from, Node to, ChannelName<T> name, T value) throws InterruptedException {
        try (Receiver<T> receiver = to.receiver(name);
                Sender<T> sender = from.sender(name)) {
            sender.send(value);
            sender.done();
            return receiver.receive();
        }
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
