package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ChannelDone;
import dev.strait.error.CloseIncomplete;
import dev.strait.error.EndClosed;
import dev.strait.error.NodeClosed;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ends and nodes that are closed in order. */
class ClosingTest {
    private static final ChannelName<Integer> NUMBERS = ChannelName.of("numbers", Integer.class);

    @Test
    void whatALeavingReceiverHasNotTakenGoesToTheOthers() throws Exception {
        for (boolean apart : List.of(true, false)) {
            try (var cluster = new Cluster()) {
                Receiver<Integer> leaving = (apart ? cluster.join("leaving") : cluster.hub()).receiver(NUMBERS);
                Sender<Integer> sender = cluster.hub().sender(NUMBERS);
                for (int i = 0; i < 16; i++) {
                    sender.send(i);
                }
                assertEquals(0, leaving.receive());
                assertEquals(1, leaving.receive());
                Receiver<Integer> staying = (apart ? cluster.join("staying") : cluster.hub()).receiver(NUMBERS);
                sender.done();
                leaving.close();
                List<Integer> got = new ArrayList<>();
                staying.forEach(got::add);
                assertEquals(IntStream.range(2, 16).boxed().toList(), got);
                assertThrows(EndClosed.class, leaving::receive);
            }
        }
    }

    @Test
    void withNoReceiverLeftASendWaitsForTheNext() throws Exception {
        try (var cluster = new Cluster()) {
            Node other = cluster.join("other");
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            for (int round = 0; round < 20; round++) {
                try (Receiver<Integer> receiver = other.receiver(NUMBERS)) {
                    sender.send(round);
                    assertEquals(round, receiver.receive());
                }
            }
            sender.done();
        }
    }

    @Test
    void aReceiverThatWaitsIsWokenByItsClose() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("r").receiver(NUMBERS);
            Task<Integer> waiting = Task.start(receiver::receive);
            receiver.close();
            receiver.close();
            assertInstanceOf(EndClosed.class, waiting.failure());
        }
    }

    @Test
    void closingANodeWaitsUntilEverythingSentIsTaken() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.hub().receiver(NUMBERS);
            Node sending = cluster.join("sending");
            Sender<Integer> sender = sending.sender(NUMBERS);
            for (int i = 0; i < 16; i++) {
                sender.send(i);
            }
            sender.done();
            Task<Void> closing = Task.start(() -> {
                sending.close();
                return null;
            });
            for (int i = 0; i < 16; i++) {
                assertTrue(!closing.isDone() || i > 0);
                assertEquals(i, receiver.receive());
            }
            assertThrows(ChannelDone.class, receiver::receive);
            closing.get();
        }
    }

    @Test
    void aNodeThatClosesStillTakesInTheReceiverItWaitsFor() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> first = cluster.hub().receiver(NUMBERS);
            Node sending = cluster.join("sending");
            Sender<Integer> sender = sending.sender(NUMBERS);
            for (int i = 0; i < 3; i++) {
                sender.send(i);
            }
            sender.done();
            Task<Void> closing = Task.start(() -> {
                sending.close();
                return null;
            });
            Task.until(() -> isClosing(sending));
            // Only now; it reaches the node that closes at its listening address.
            Receiver<Integer> second = cluster.join("late").receiver(NUMBERS);
            first.close();
            assertEquals(List.of(0, 1, 2), List.of(second.receive(), second.receive(), second.receive()));
            assertThrows(ChannelDone.class, second::receive);
            closing.get();
        }
    }

    private static boolean isClosing(Node node) {
        try {
            node.receiver(ChannelName.of("probe", Integer.class)).close();
            return false;
        } catch (NodeClosed closing) {
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theNodeThatListensCanCloseWhileAReceiverIsStillToJoin() throws Exception {
        NodeOptions options =
                NodeOptions.defaults().withWaits(NodeOptions.Waits.DEFAULT.withClose(Duration.ofSeconds(20)));
        try (var others = new Cluster()) {
            Node hub = Node.listen("localhost:0", options);
            String address = hub.address();
            Receiver<Integer> first = hub.receiver(NUMBERS);
            Sender<Integer> sender = hub.sender(NUMBERS);
            sender.send(5);
            sender.done();
            first.close();
            Task<Void> closing = Task.start(() -> {
                hub.close();
                return null;
            });
            Task.until(() -> isClosing(hub));
            Node late = others.join(address, others.options("late"));
            assertEquals(5, late.receiver(NUMBERS).receive());
            closing.get();
        }
    }

    @Test
    void closingANodeSaysWhatWasNotTakenInTime() throws Exception {
        try (var cluster = new Cluster()) {
            cluster.hub().receiver(NUMBERS);
            NodeOptions options = cluster.options("hasty");
            Node hasty = cluster.join(options.withWaits(options.waits().withClose(Duration.ofMillis(100))));
            Sender<Integer> sender = hasty.sender(NUMBERS);
            sender.send(1);
            sender.send(2);
            sender.done();
            CloseIncomplete failure = assertThrows(CloseIncomplete.class, hasty::close);
            assertEquals(List.of("2 of channel 'numbers'"), failure.notTaken());
            assertTrue(failure.getMessage().contains(hasty.name()), failure.getMessage());
            hasty.close();
        }
    }

    @Test
    void aCloseWhileAnotherGoesOnWaitsForItAndFailsAlike() throws Exception {
        try (var cluster = new Cluster()) {
            Node hasty = withOneValueUntaken(cluster, Duration.ofSeconds(2));
            Task<Void> first = closing(hasty);
            Task.until(() -> isClosing(hasty));
            CloseIncomplete second = assertThrows(CloseIncomplete.class, hasty::close);
            assertEquals(first.failure().getMessage(), second.getMessage());
            hasty.close();
        }
    }

    @Test
    void aCloseThatIsInterruptedSaysHowLongItReallyWaited() throws Exception {
        try (var cluster = new Cluster()) {
            Node patient = withOneValueUntaken(cluster, Duration.ofHours(1));
            Task<Void> closing = closing(patient);
            Task.until(() -> isClosing(patient));
            closing.interrupt();
            CloseIncomplete incomplete = assertInstanceOf(CloseIncomplete.class, closing.failure());
            assertTrue(incomplete.waited().compareTo(Duration.ofHours(1)) < 0, incomplete.getMessage());
        }
    }

    private static Node withOneValueUntaken(Cluster cluster, Duration close) throws InterruptedException {
        cluster.hub().receiver(NUMBERS);
        NodeOptions options = cluster.options("closing");
        Node node = cluster.join(options.withWaits(options.waits().withClose(close)));
        Sender<Integer> sender = node.sender(NUMBERS);
        sender.send(1);
        sender.done();
        return node;
    }

    private static Task<Void> closing(Node node) {
        return Task.start(() -> {
            node.close();
            return null;
        });
    }

    @Test
    void aClosedNodeSaysSo() throws Exception {
        try (var cluster = new Cluster()) {
            Node node = cluster.join("node");
            Receiver<Integer> receiver = node.receiver(NUMBERS);
            Task<Integer> waiting = Task.start(receiver::receive);
            Sender<Integer> sender = node.sender(NUMBERS.capacity(1024));
            node.close();
            node.close();
            assertInstanceOf(RuntimeException.class, waiting.failure());
            assertThrows(NodeClosed.class, () -> node.sender(NUMBERS));
            assertThrows(NodeClosed.class, () -> node.receiver(NUMBERS));
            assertThrows(RuntimeException.class, () -> sender.send(1));
            assertThrows(RuntimeException.class, receiver::receive);
            sender.close();
            receiver.close();
        }
    }

    @Test
    void aNodeLeavesNoThreadAndSaysNothingOnTheConsole() throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try (Node hub = Node.listen("localhost:0");
                Node node = Node.join(hub.address())) {
            Receiver<Integer> receiver = hub.receiver(NUMBERS);
            Sender<Integer> sender = node.sender(NUMBERS);
            sender.send(1);
            assertEquals(1, receiver.receive());
            sender.done();
        } finally {
            System.setOut(before);
        }
        assertEquals("", out.toString(StandardCharsets.UTF_8));
        Task.until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("strait-")));
    }
}
