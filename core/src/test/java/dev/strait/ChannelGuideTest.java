package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The code of {@code docs/guide/channels.md}, run; and a check that it is the code of that page. */
class ChannelGuideTest {

    sealed interface Event {
        record Order(String text) implements Event {}

        record Tick(int count) implements Event {}

        record Quiet() implements Event {}
    }

    record Frame(int number) {}

    record Source(String name, Receiver<Frame> frames) {}

    static final ChannelName<Source> SOURCES = ChannelName.of("sources", Source.class);
    static final ChannelName<String> WORDS = ChannelName.of("words", String.class);
    static final ChannelName<String> SHOUTS = ChannelName.of("shouts", String.class);

    private final List<String> heard = new ArrayList<>();
    private Task<Void> other;

    @Test
    void theCodeOfThePageIsTheCodeOfThisTest() throws IOException {
        GuidePage.isRunBy(ChannelGuideTest.class, "channels.md", 14);
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
    void aReceiverIsSentAndWhatIsSentOnItsChannelArrives() throws Exception {
        try (var cluster = new Cluster()) {
            Node other = cluster.join("other");
            Task<Void> shows = Task.start(() -> {
                show(other.receiver(SOURCES));
                return null;
            });
            try (Sender<Source> sources = cluster.hub().sender(SOURCES)) {
                sendCamera(cluster.hub(), sources);
                sources.done();
            }
            shows.get();
            assertEquals(List.of("camera 7: 1", "camera 7: 2"), heard);
        }
    }

    private static void sendCamera(Node node, Sender<Source> sources) throws InterruptedException {
        ChannelEnds<Frame> camera = node.channel(Frame.class);
        sources.send(new Source("camera 7", camera.receiver()));
        try (Sender<Frame> frames = camera.sender()) {
            frames.send(new Frame(1));
            frames.send(new Frame(2));
            frames.done();
        }
    }

    private void show(Receiver<Source> sources) throws InterruptedException {
        sources.forEach(source -> {
            try (Receiver<Frame> frames = source.frames()) {
                frames.forEach(frame -> show(source.name(), frame));
            }
        });
    }

    private void show(String name, Frame frame) {
        heard.add(name + ": " + frame.number());
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
        List<String> taken = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        Receiver<String> a = left;
        Receiver<String> b = right;
        int open = 2;
        while (open > 0) {
            Selected<Boolean> selected = Select.<Boolean>of()
                    .receive(a, taken::add)
                    .receive(b, taken::add)
                    .choose();
            if (selected instanceof Selected.Closed(int clause, var cause)) {
                ends.add(cause.code());
                a = clause == 0 ? Channel.never() : a;
                b = clause == 1 ? Channel.never() : b;
                open--;
            }
        }
        assertEquals(List.of("a", "b", "c"), taken.stream().sorted().toList());
        assertEquals(List.of("STRAIT-CHANNEL-DONE", "STRAIT-CHANNEL-DONE"), ends);
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
    void theGeneratorEndsWithItsScope() throws InterruptedException {
        Channel<Integer> naturals = Channel.rendezvous();
        List<Integer> first = new ArrayList<>();
        try (var scope = Executors.newVirtualThreadPerTaskExecutor()) {
            scope.submit(() -> {
                for (int i = 1; ; i++) {
                    naturals.send(i);
                }
            });
            for (int i = 0; i < 3; i++) {
                first.add(naturals.receive());
            }
            scope.shutdownNow();
        }
        assertEquals(List.of(1, 2, 3), first);
        assertTrue(naturals.toString().contains("open, 0 buffered, 0 sending"), naturals::toString);
    }

    static Void shout(Receiver<String> words, Sender<String> shouts) throws InterruptedException {
        words.forEach(word -> shouts.send(word.toUpperCase(Locale.ROOT)));
        shouts.done();
        return null;
    }

    @Test
    void theShouterRunsInTheSameProcess() throws InterruptedException {
        Channel<String> words = Channel.buffered(16);
        Channel<String> shouts = Channel.buffered(16);
        try (var scope = Executors.newVirtualThreadPerTaskExecutor()) {
            scope.submit(() -> shout(words, shouts));
            words.sendAll(List.of("hello", "world"));
            words.done();
            shouts.forEach(heard::add);
        }
        assertEquals(List.of("HELLO", "WORLD"), heard);
    }

    @Test
    void theShouterRunsOnAnotherNode() throws InterruptedException {
        try (var node = Node.listen("localhost:0")) {
            startTheOther(node.address());
            var words = node.sender(WORDS);
            var shouts = node.receiver(SHOUTS);
            words.sendAll(List.of("hello", "world"));
            words.done();
            shouts.forEach(heard::add);
        }
        assertEquals(List.of("HELLO", "WORLD"), heard);
        other.get();
    }

    private void startTheOther(String address) {
        other = Task.start(() -> {
            try (var node = Node.join(address)) {
                shout(node.receiver(WORDS), node.sender(SHOUTS));
            }
            return null;
        });
    }
}
