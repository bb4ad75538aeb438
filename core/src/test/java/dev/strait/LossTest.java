package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ChannelDone;
import dev.strait.error.CloseIncomplete;
import dev.strait.error.DirectoryUnavailable;
import dev.strait.error.SenderLost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a link that is lost for good means: the node behind it is lost, and what it had not acknowledged goes to others. */
class LossTest {
    private static final ChannelName<Integer> NUMBERS = ChannelName.of("numbers", Integer.class);
    private static final ChannelName<Integer> ANOTHER = ChannelName.of("another", Integer.class);
    private static final ChannelName<Integer> ANSWERS = ChannelName.of("answers", Integer.class);
    private static final ChannelName<Integer> PROBE =
            ChannelName.of("probe", Integer.class).capacity(1);
    private static final Duration LONG = Duration.ofSeconds(20);

    private static Node far(Cluster cluster, CutLine line, String name) throws InterruptedException {
        return cluster.join(line.address(), cluster.options(name));
    }

    @Test
    void aLostSenderIsNamedWhenTheOthersAreDone() throws Exception {
        ChannelName<Integer> name = NUMBERS.expectSenders(2);
        try (var cluster = Cluster.withoutResuming();
                var line = new CutLine(cluster.hub().address())) {
            Node far = far(cluster, line, "far");
            Receiver<Integer> receiver = cluster.hub().receiver(name);
            Sender<Integer> near = cluster.join("near").sender(name);
            Sender<Integer> lost = far.sender(name);
            lost.send(1);
            assertEquals(1, receiver.receive());
            line.cut();
            near.send(2);
            near.send(3);
            near.done();
            assertEquals(2, receiver.receive());
            assertEquals(3, receiver.receive());
            SenderLost end = assertThrows(SenderLost.class, receiver::receive);
            assertTrue(end.getMessage().contains(far.name()), end.getMessage());
            assertEquals(List.of(far.name()), end.nodes());
        }
    }

    @Test
    void valuesThatHadArrivedFromALostSenderAreReceivedFirst() throws Exception {
        try (var cluster = Cluster.withoutResuming();
                var line = new CutLine(cluster.hub().address())) {
            Receiver<Integer> receiver = cluster.hub().receiver(NUMBERS);
            Receiver<Integer> watcher = cluster.hub().receiver(ChannelName.of("watched", Integer.class));
            Node far = far(cluster, line, "far");
            Sender<Integer> sender = far.sender(NUMBERS);
            Sender<Integer> watched = far.sender(ChannelName.of("watched", Integer.class));
            for (int i = 0; i < 10; i++) {
                sender.send(i);
            }
            assertEquals(0, receiver.receive());
            watched.send(1);
            assertEquals(1, watcher.receive());
            line.cut();
            assertThrows(SenderLost.class, watcher::receive);
            for (int i = 1; i < 10; i++) {
                assertEquals(i, receiver.receive());
            }
            assertThrows(SenderLost.class, receiver::receive);
        }
    }

    @Test
    void aChannelThatToleratesLostSendersEndsCleanly() throws Exception {
        ChannelName<Integer> name = NUMBERS.expectSenders(2).toleratesLostSenders();
        try (var cluster = Cluster.withoutResuming();
                var line = new CutLine(cluster.hub().address())) {
            Node far = far(cluster, line, "far");
            Receiver<Integer> receiver = cluster.hub().receiver(name);
            Sender<Integer> near = cluster.hub().sender(name);
            Sender<Integer> lost = far.sender(name);
            lost.send(1);
            assertEquals(1, receiver.receive());
            line.cut();
            near.send(2);
            near.done();
            assertEquals(2, receiver.receive());
            assertThrows(ChannelDone.class, receiver::receive);
        }
    }

    @Test
    void whatALostReceiverHadNotTakenGoesToTheOthers() throws Exception {
        try (var cluster = Cluster.withoutResuming();
                var line = new CutLine(cluster.hub().address())) {
            Node far = far(cluster, line, "far");
            far.receiver(NUMBERS);
            Receiver<Integer> near = cluster.hub().receiver(NUMBERS);
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            sender.awaitReceivers(2);
            for (int i = 0; i < 4; i++) {
                sender.send(i);
            }
            passed(cluster.hub(), far);
            line.cut();
            sender.send(4);
            sender.done();
            List<Integer> own = new ArrayList<>();
            List<Integer> returned = new ArrayList<>();
            near.deliveries().forEach(delivery -> {
                (delivery.redeliveries() == 0 ? own : returned).add(delivery.value());
                assertTrue(delivery.ack());
            });
            assertEquals(Set.of(0, 1, 2, 3, 4), Set.copyOf(both(own, returned)));
            assertEquals(5, own.size() + returned.size(), "each once");
            returned.remove(Integer.valueOf(4)); // it may have gone where nobody reads any more
            assertTrue(returned.equals(List.of(0, 2)) || returned.equals(List.of(1, 3)), returned.toString());
        }
    }

    private static List<Integer> both(List<Integer> one, List<Integer> other) {
        List<Integer> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    @Test
    void closingTellsWhatNoReceiverIsLeftFor() throws Exception {
        try (var cluster = Cluster.withoutResuming();
                var line = new CutLine(cluster.hub().address())) {
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            Receiver<Integer> receiver = far(cluster, line, "far").receiver(NUMBERS);
            for (int i = 0; i < 10; i++) {
                sender.send(i);
            }
            sender.done();
            assertEquals(0, receiver.receive());
            line.cut();
            CloseIncomplete incomplete =
                    assertThrows(CloseIncomplete.class, () -> cluster.hub().close());
            assertTrue(incomplete.getMessage().contains("'numbers'"), incomplete.getMessage());
        }
    }

    @Test
    void aReceiverLostWithNothingInDoubtHarmsNobody() throws Exception {
        try (var cluster = Cluster.withoutResuming();
                var line = new CutLine(cluster.hub().address())) {
            Node far = far(cluster, line, "far");
            Receiver<Integer> lost = far.receiver(NUMBERS);
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            sender.send(1);
            Receiver<Integer> probed = far.receiver(PROBE);
            Sender<Integer> probe = cluster.hub().sender(PROBE);
            assertEquals(1, lost.receive());
            untilAcknowledged(probe, probed);
            line.cut();
            Task.until(() -> !hasReceivers(sender));
            Receiver<Integer> near = cluster.hub().receiver(NUMBERS);
            Task<List<Integer>> receiving = Task.start(() -> {
                List<Integer> got = new ArrayList<>();
                near.forEach(got::add);
                return got;
            });
            for (int i = 2; i < 100; i++) {
                sender.send(i);
            }
            sender.done();
            assertEquals(98, receiving.get().size());
        }
    }

    @Test
    void aNodeWhoseLinkWasLostJoinsAgainByItself() throws Exception {
        try (var cluster = Cluster.withoutResuming();
                var line = new CutLine(cluster.hub().address())) {
            Node far = far(cluster, line, "far");
            far.receiver(NUMBERS).close();
            line.cut();
            line.mend();
            Receiver<Integer> receiver = far.receiver(NUMBERS);
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            assertEquals(new Sent.Accepted(), sender.send(5, LONG));
            assertEquals(5, receiver.receive());
            sender.done();
            assertThrows(ChannelDone.class, receiver::receive);
            far.close(); // in order: word that the value was taken reaches the sender ahead of the cut
        }
    }

    @Test
    void withoutTheDirectoryChannelsFlowOnAndOpensWaitAndThenFail() throws Exception {
        try (var cluster = Cluster.withoutResuming();
                var lineOfA = new CutLine(cluster.hub().address());
                var lineOfB = new CutLine(cluster.hub().address())) {
            NodeOptions.Waits waits = cluster.options("x").waits().withOpen(Duration.ofMillis(200));
            Node a = cluster.join(lineOfA.address(), cluster.options("a").withWaits(waits));
            Node b = cluster.join(lineOfB.address(), cluster.options("b").withWaits(waits));
            Receiver<Integer> receiver = b.receiver(NUMBERS);
            Sender<Integer> sender = a.sender(NUMBERS);
            sender.send(1);
            assertEquals(1, receiver.receive());
            // The receiver's node first: it does not hear then what the directory thinks of the other's loss.
            lineOfB.cut();
            assertThrows(DirectoryUnavailable.class, () -> b.sender(ANOTHER));
            lineOfA.cut();
            DirectoryUnavailable failure = assertThrows(DirectoryUnavailable.class, () -> a.sender(ANOTHER));
            assertTrue(failure.getMessage().contains(lineOfA.address()), failure.getMessage());
            for (int i = 2; i < 2_000; i++) {
                sender.send(i);
                assertEquals(i, receiver.receive());
            }
            sender.done();
            assertEquals(new Received.Empty<>(), receiver.receive(Duration.ofMillis(50)), "completion waits");
            lineOfA.mend();
            lineOfB.mend();
            assertInstanceOf(Received.Closed.class, receiver.receive(LONG));
            assertThrows(ChannelDone.class, receiver::receive);
            opens(a, ANOTHER);
        }
    }

    /**
     * Makes sure that what was sent from one node to another is on its way: streams take turns, a frame each. What it sends for that is
     * settled when it returns: an answer does not overtake the word that all was taken.
     */
    static void passed(Node from, Node to) throws InterruptedException {
        try (Receiver<Integer> receiver = to.receiver(ANOTHER);
                Sender<Integer> sender = from.sender(ANOTHER)) {
            for (int i = 0; i < 4; i++) {
                sender.send(i);
                assertEquals(i, receiver.receive());
            }
            sender.done();
            assertThrows(ChannelDone.class, receiver::receive);
        }
        try (Receiver<Integer> receiver = from.receiver(ANSWERS);
                Sender<Integer> sender = to.sender(ANSWERS)) {
            sender.send(1);
            assertEquals(1, receiver.receive());
        }
    }

    /**
     * What was taken is announced 5 ms later at the latest. So if probes go over that link and their acknowledgements come back after many
     * times that, what was taken before is acknowledged, too, however slow the machine.
     */
    private static void untilAcknowledged(Sender<Integer> probe, Receiver<Integer> probed) throws InterruptedException {
        long begun = System.nanoTime();
        int late = 0;
        while (late < 3) {
            late += System.nanoTime() - begun > 100_000_000 ? 1 : 0;
            // Of capacity 1: this returns when the one before is acknowledged.
            probe.send(0);
            assertEquals(0, probed.receive());
        }
    }

    private static boolean hasReceivers(Sender<Integer> sender) {
        try {
            return sender.awaitReceivers(1, Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void opens(Node node, ChannelName<Integer> name) throws InterruptedException {
        try (Sender<Integer> sender = node.sender(name)) {
            sender.done();
        }
    }

    @Test
    void nodesRejoinADirectoryThatComesBackOnItsAddress() throws Exception {
        Node first = Node.listen("localhost:0", NodeOptions.defaults().withName("first-directory"));
        String address = first.address();
        try (var cluster = Cluster.withoutResuming()) {
            Node a = cluster.join(address, cluster.options("a"));
            Node b = cluster.join(address, cluster.options("b"));
            Receiver<Integer> receiver = b.receiver(NUMBERS);
            Sender<Integer> sender = a.sender(NUMBERS);
            sender.send(1);
            first.close();
            sender.send(2);
            cluster.add(Node.listen(address, cluster.options("second-directory")));
            Sender<Integer> later = b.sender(NUMBERS);
            later.send(3);
            sender.done();
            later.done();
            List<Integer> got = new ArrayList<>();
            receiver.forEach(got::add);
            assertEquals(List.of(1, 2, 3), got.stream().sorted().toList());
        }
    }
}
