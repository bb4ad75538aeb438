package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ConfigurationInvalid;
import dev.strait.error.InvalidAddress;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that listen at one address and are reached at another, as behind NAT, a forwarder, or in a container. */
class AdvertiseTest {
    private static final ChannelName<Integer> NUMBERS = ChannelName.of("numbers", Integer.class);
    private static final Duration A_WHILE = Duration.ofMillis(700);

    /** One that nobody can dial, so that there are no ways but those to the others. */
    private static NodeOptions mute(Cluster cluster, String name) {
        return cluster.options(name).withoutListening();
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
            assertInstanceOf(Received.Empty.class, receiver.receive(A_WHILE), "there is no other way");
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
            assertTrue(stays(() -> node.counters().links().isEmpty()), "there is no other way");
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

    private static boolean stays(BooleanSupplier condition) {
        long since = System.nanoTime();
        while (System.nanoTime() - since < A_WHILE.toNanos()) {
            if (!condition.getAsBoolean()) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
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
