package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ConfigurationInvalid;
import dev.strait.error.InvalidAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that listen at one address and are reached at another, as behind NAT, a forwarder, or in a container. */
class AdvertiseTest {
    private static final ChannelName<Integer> NUMBERS = ChannelName.of("numbers", Integer.class);
    /** How often somebody dials in vain before it counts as having no other way; each time at every address that it knows. */
    private static final int TRIES = 4;

    /** One that nobody can dial, so that there are no ways but those to the others. */
    private static NodeOptions mute(Cluster cluster, String name) {
        return cluster.options(name).withoutListening();
    }

    private static void awaitTries(CutLine line) {
        int before = line.refused();
        Task.until(() -> line.refused() >= before + TRIES);
    }

    @Test
    void aNodeIsReachedAtTheAddressThatItAdvertisesAndNowhereElse() throws Exception {
        try (var cluster = new Cluster();
                var line = new CutLine()) {
            Node behind = cluster.join(cluster.options("behind").withAdvertise(line.address()));
            line.leadTo(behind.address());
            Node other = cluster.join(mute(cluster, "other"));
            Receiver<Integer> receiver = behind.receiver(NUMBERS);
            Sender<Integer> sender = other.sender(NUMBERS);
            sender.send(1);
            assertEquals(1, receiver.receive());
            assertEquals(1, line.connections(), "it was dialled at the line");

            line.cut();
            sender.send(2);
            awaitTries(line);
            assertInstanceOf(Received.Empty.class, receiver.tryReceive(), "there is no other way");
            line.mend();
            assertEquals(2, receiver.receive());
            assertEquals(2, line.connections());
            sender.done();
            assertInstanceOf(Received.Closed.class, receiver.receive(Duration.ofSeconds(10)));
            other.close(); // while there is a line, which its last words need
        }
    }

    @Test
    void theDirectorysNodeIsFoundAgainAtTheAddressThatItAdvertisesAndNowhereElse() throws Exception {
        NodeOptions.Waits waits = NodeOptions.Waits.DEFAULT.withResume(Duration.ofMillis(200), Duration.ofMillis(200));
        try (var cluster = new Cluster();
                var line = new CutLine()) {
            Node hub = cluster.add(
                    Node.listen("localhost:0", cluster.options("behind").withAdvertise(line.address())));
            line.leadTo(hub.address());
            Node node = cluster.join(line.address(), mute(cluster, "node").withWaits(waits));
            node.sender(NUMBERS).done();
            line.cut();
            Task.until(() -> node.counters().links().isEmpty());
            awaitTries(line);
            assertTrue(node.counters().links().isEmpty(), "there is no other way");
            line.mend();
            Task.until(() -> node.counters().links().stream().anyMatch(Counters.Link::isUp));
            assertEquals(2, line.connections());
        }
    }

    /** The opposite of the first: it is what shows that a line that is cut can be gone around. */
    @Test
    void aNodeThatAdvertisesNothingIsFoundWhereItListens() throws Exception {
        try (var cluster = new Cluster();
                var line = new CutLine(cluster.hub().address())) {
            Node node = cluster.join(line.address(), mute(cluster, "node"));
            Receiver<Integer> receiver = cluster.hub().receiver(NUMBERS);
            Sender<Integer> sender = node.sender(NUMBERS);
            sender.send(1);
            assertEquals(1, receiver.receive());
            line.cut();
            sender.send(2);
            assertEquals(2, receiver.receive());
            sender.done();
            assertInstanceOf(Received.Closed.class, receiver.receive(Duration.ofSeconds(10)));
        }
    }

    @Test
    void aNodeThatListensOnEveryInterfaceIsReachedAtTheAddressThatItAdvertises() throws Exception {
        try (var lines = new LoggedLines();
                var cluster = new Cluster();
                var line = new CutLine()) {
            NodeOptions everywhere =
                    cluster.options("everywhere").withInsecure().withListen("0.0.0.0:0");
            Node node = cluster.join(everywhere.withAdvertise(line.address()));
            assertTrue(node.address().startsWith("0.0.0.0:"), node::address);
            line.leadTo(node.address());
            Node other = cluster.join(mute(cluster, "other"));
            Receiver<Integer> receiver = node.receiver(NUMBERS);
            try (Sender<Integer> sender = other.sender(NUMBERS)) {
                sender.send(1);
                assertEquals(1, receiver.receive());
                sender.done();
            }
            assertInstanceOf(Received.Closed.class, receiver.receive(Duration.ofSeconds(10)));
            assertEquals(1, line.connections());
            assertEquals(0, lines.count(node.name(), "listens on every interface"), lines::toString);
            other.close();
        }
    }

    @Test
    void aNodeThatListensOnEveryInterfaceAndSaysNotWhereToDialWarnsOnceAndSaysWhatToDo() throws Exception {
        try (var lines = new LoggedLines();
                var cluster = new Cluster()) {
            Node node = cluster.add(
                    Node.listen("0.0.0.0:0", cluster.options("everywhere").withInsecure()));
            Node other =
                    cluster.join("localhost:" + node.address().substring("0.0.0.0:".length()), mute(cluster, "other"));
            other.sender(NUMBERS).done();
            assertEquals(
                    1,
                    lines.count(node.name(), "listens on every interface", node.address(), "withAdvertise"),
                    lines::toString);
            assertEquals(0, lines.count(cluster.hub().name(), "listens on every interface"), lines::toString);
        }
    }

    /** A file that has moved since is, for those who dial, a forwarder. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aNodeIsReachedAtTheFileThatItAdvertises(@TempDir Path folder) throws Exception {
        Path listened = folder.resolve("listened");
        Path advertised = folder.resolve("advertised");
        try (var cluster = new Cluster()) {
            Node node = cluster.join(
                    cluster.options("behind").withListen("unix:" + listened).withAdvertise("unix:" + advertised));
            Files.move(listened, advertised);
            Node other = cluster.join(mute(cluster, "other"));
            Receiver<Integer> receiver = node.receiver(NUMBERS);
            Sender<Integer> sender = other.sender(NUMBERS);
            sender.send(1);
            assertEquals(1, receiver.receive());
            sender.done();
            assertInstanceOf(Received.Closed.class, receiver.receive(Duration.ofSeconds(10)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:0", "0.0.0.0:5678", "[::]:5678", "unix:/tmp/", "memory:n", "5678", "host:port"})
    void whatNobodyCanDialIsNotAdvertised(String address) {
        NodeOptions options = NodeOptions.defaults().withInsecure().withAdvertise(address);
        InvalidAddress refused = assertThrows(InvalidAddress.class, () -> Node.listen("localhost:0", options));
        assertEquals(address, refused.address());
    }

    @Test
    void anAddressBeyondLoopbackIsAdvertisedOnlyIfInsecureIsSaid() throws Exception {
        NodeOptions options = NodeOptions.defaults().withAdvertise("jobs.example.org:5678");
        ConfigurationInvalid refused =
                assertThrows(ConfigurationInvalid.class, () -> Node.listen("localhost:0", options));
        assertEquals("advertise", refused.option());
        try (Node node = Node.listen("localhost:0", options.withInsecure())) {
            assertTrue(node.address().startsWith("localhost:"), "it is still the address where it listens");
        }
    }

    @Test
    void whoListensNowhereAdvertisesNothing() {
        NodeOptions mute = NodeOptions.defaults().withoutListening();
        assertEquals(
                "advertise",
                assertThrows(ConfigurationInvalid.class, () -> mute.withAdvertise("localhost:5678"))
                        .option());
        NodeOptions withoutAnAddress = NodeOptions.defaults().withInsecure().withAdvertise("jobs.example.org:5678");
        ConfigurationInvalid refused =
                assertThrows(ConfigurationInvalid.class, () -> Node.join("192.0.2.1:5678", withoutAnAddress));
        assertTrue(refused.getMessage().contains("withListen"), refused.getMessage());
    }
}
