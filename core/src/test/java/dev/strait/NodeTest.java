package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ConfigurationInvalid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Nodes that share channels, over real sockets on loopback. */
class NodeTest {
    static final ChannelName<String> WORDS = ChannelName.of("words", String.class);
    static final ChannelName<String> SHOUTS =
            ChannelName.of("shouts", String.class).expectSenders(2);

    @Test
    void theExampleOfTheReadmeWorks() throws Exception {
        List<String> heard = new ArrayList<>();
        try (var node = Node.listen("localhost:0")) {
            CompletableFuture<Void> first = InThread.run(() -> shout(node.address()));
            CompletableFuture<Void> second = InThread.run(() -> shout(node.address()));
            var words = node.sender(WORDS);
            var shouts = node.receiver(SHOUTS);
            words.send("hello");
            words.send("world");
            words.done();
            shouts.forEach(heard::add);
            first.join();
            second.join();
        }
        assertEquals(List.of("HELLO", "WORLD"), heard.stream().sorted().toList());
    }

    private static void shout(String address) throws InterruptedException {
        try (var node = Node.join(address)) {
            var words = node.receiver(WORDS);
            var shouts = node.sender(SHOUTS);
            words.forEach(w -> shouts.send(w.toUpperCase(java.util.Locale.ROOT)));
            shouts.done();
        }
    }

    @Test
    void aSenderAndAReceiverOfOneNodeMeet() throws Exception {
        ChannelName<Integer> numbers = ChannelName.of("numbers", Integer.class);
        try (var node = Node.listen("localhost:0")) {
            var sender = node.sender(numbers);
            var receiver = node.receiver(numbers);
            CompletableFuture<Void> sending = InThread.run(() -> {
                for (int i = 0; i < 10_000; i++) {
                    sender.send(i);
                }
                sender.done();
            });
            List<Integer> received = new ArrayList<>();
            receiver.forEach(received::add);
            sending.join();
            assertEquals(IntStream.range(0, 10_000).boxed().toList(), received);
        }
    }

    @Test
    void tenWorkersTakeTenThousandValuesEachOnce() throws Exception {
        ChannelName<Integer> jobs = ChannelName.of("jobs", Integer.class);
        ChannelName<Integer> results = ChannelName.of("results", Integer.class).expectSenders(10);
        try (var node = Node.listen("localhost:0")) {
            var sender = node.sender(jobs);
            var receiver = node.receiver(results);
            List<CompletableFuture<Void>> workers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                workers.add(InThread.run(() -> {
                    try (var worker = Node.join(node.address())) {
                        var in = worker.receiver(jobs);
                        var out = worker.sender(results);
                        in.forEach(out::send);
                        out.done();
                    }
                }));
            }
            sender.awaitReceivers(10);
            CompletableFuture<Void> sending = InThread.run(() -> {
                for (int i = 0; i < 10_000; i++) {
                    sender.send(i);
                }
                sender.done();
            });
            List<Integer> received = new ArrayList<>();
            receiver.forEach(received::add);
            sending.join();
            workers.forEach(CompletableFuture::join);
            assertEquals(
                    IntStream.range(0, 10_000).boxed().toList(),
                    received.stream().sorted().toList());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void nodesOfOneMachineCanMeetAtAUnixSocketUnlessTheyAreToldNotTo() throws Exception {
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "strait-" + user);
        try (var with = Node.listen("localhost:0")) {
            assertTrue(filesOf(with, folder) > 0);
            // Elsewhere a killed process may have left a file of this port.
            try (var first = Node.listen("localhost:0", NodeOptions.defaults().withoutUnixSockets());
                    var second =
                            Node.listen("localhost:0", NodeOptions.defaults().withoutUnixSockets());
                    var third =
                            Node.listen("localhost:0", NodeOptions.defaults().withoutUnixSockets())) {
                assertTrue(
                        filesOf(first, folder) + filesOf(second, folder) + filesOf(third, folder) < 3,
                        "all three have a file");
            }
        }
    }

    private static long filesOf(Node node, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(it -> it.toString().endsWith(ofPort(node))).count();
        }
    }

    private static String ofPort(Node node) {
        return node.address().replace("localhost:", "-127.0.0.1-");
    }

    @Test
    void anAddressBeyondLoopbackIsRefusedUnlessInsecureIsSaid() {
        assertThrows(ConfigurationInvalid.class, () -> Node.listen("0.0.0.0:0"));
    }
}
