package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ChannelDone;
import dev.strait.error.InvalidAddress;
import dev.strait.error.JoinFailed;
import dev.strait.error.Unreachable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** Who can link with whom. */
class ReachTest {
    private static final ChannelName<Integer> NUMBERS = ChannelName.of("numbers", Integer.class);

    private static NodeOptions mute(Cluster cluster, String name) {
        NodeOptions options = cluster.options(name).withoutListening();
        return options.withWaits(options.waits().withReach(Duration.ofMillis(300)));
    }

    @Test
    void twoNodesThatCannotBeDialledFindEachOtherUnreachable() throws Exception {
        try (var cluster = new Cluster()) {
            Node a = cluster.join(mute(cluster, "a"));
            Node b = cluster.join(mute(cluster, "b"));
            Receiver<Integer> receiver = b.receiver(NUMBERS);
            Sender<Integer> sender = a.sender(NUMBERS);
            Unreachable failure = assertThrows(Unreachable.class, () -> sender.send(1));
            assertEquals(a.name(), failure.from());
            assertEquals(List.of(b.name()), failure.to());
            assertTrue(failure.getMessage().contains(b.name()), failure.getMessage());
            Receiver<Integer> reachable = cluster.hub().receiver(NUMBERS);
            Task.until(() -> sends(sender, 2));
            assertEquals(2, reachable.receive(), "the channel goes on with a receiver within reach");
            sender.done();
            assertThrows(ChannelDone.class, reachable::receive);
            receiver.close();
        }
    }

    private static boolean sends(Sender<Integer> sender, int value) {
        try {
            return sender.trySend(value) instanceof Sent.Accepted;
        } catch (Unreachable stillAlone) {
            return false;
        }
    }

    @Test
    void anUnreachableReceiverBesideAReachableOneIsSkipped() throws Exception {
        try (var cluster = new Cluster()) {
            Node a = cluster.join(mute(cluster, "a"));
            cluster.join(mute(cluster, "b")).receiver(NUMBERS);
            Receiver<Integer> reachable = cluster.hub().receiver(NUMBERS);
            Sender<Integer> sender = a.sender(NUMBERS);
            List<Integer> got = new ArrayList<>();
            Task<Void> receiving = Task.start(() -> {
                reachable.forEach(got::add);
                return null;
            });
            for (int i = 0; i < 100; i++) {
                sender.send(i);
            }
            sender.done();
            receiving.get();
            assertEquals(100, got.size());
        }
    }

    @Test
    void aNodeThatDoesNotListenReachesThoseThatDo() throws Exception {
        try (var cluster = new Cluster()) {
            Node mute = cluster.join(mute(cluster, "mute"));
            Node other = cluster.join("other");
            assertThrows(IllegalStateException.class, mute::address);
            Receiver<Integer> receiver = mute.receiver(NUMBERS);
            Sender<Integer> sender = other.sender(NUMBERS);
            sender.send(1);
            assertEquals(1, receiver.receive());
            sender.done();
            assertThrows(ChannelDone.class, receiver::receive);
        }
    }

    @Test
    void nodesThatDialEachOtherAtOnceEndWithOneSession() throws Exception {
        for (int round = 0; round < 15; round++) {
            try (var cluster = new Cluster()) {
                Node a = cluster.join("a");
                Node b = cluster.join("b");
                ChannelName<Integer> there = NUMBERS;
                ChannelName<Integer> back = ChannelName.of("back", Integer.class);
                Receiver<Integer> atB = b.receiver(there);
                Receiver<Integer> atA = a.receiver(back);
                CyclicBarrier together = new CyclicBarrier(2);
                List<Task<Void>> sending = new ArrayList<>();
                for (Node node : List.of(a, b)) {
                    sending.add(Task.start(() -> {
                        together.await();
                        Sender<Integer> sender = node.sender(node == a ? there : back);
                        for (int i = 0; i < 100; i++) {
                            sender.send(i);
                        }
                        sender.done();
                        return null;
                    }));
                }
                Task<List<Integer>> gotAtA = Task.start(() -> all(atA));
                Task<List<Integer>> gotAtB = Task.start(() -> all(atB));
                sending.forEach(Task::get);
                assertEquals(100, gotAtA.get().size());
                assertEquals(100, gotAtB.get().size());
                // Of the two connections of a and b one is closed; a session more would keep its threads.
                Task.until(() -> cluster.threads().stream()
                                .filter(name -> name.contains("-reader"))
                                .count()
                        == 6);
            }
        }
    }

    private static List<Integer> all(Receiver<Integer> receiver) throws InterruptedException {
        List<Integer> got = new ArrayList<>();
        receiver.forEach(got::add);
        return got;
    }

    @Test
    void joinWaitsForANodeThatStartsLater() throws Exception {
        String address;
        try (Node probe = Node.listen("localhost:0")) {
            address = probe.address();
        }
        Task<Node> joining = Task.start(() -> Node.join(address));
        try (Node hub = Node.listen(address);
                Node joined = joining.get()) {
            assertTrue(joined.address().startsWith("localhost:"), joined.toString());
            assertEquals(address, hub.address());
        }
    }

    @Test
    void joinGivesUpAfterItsTimeAndSaysWhy() throws Exception {
        String address;
        try (Node probe = Node.listen("localhost:0")) {
            address = probe.address();
        }
        NodeOptions options =
                NodeOptions.defaults().withWaits(NodeOptions.Waits.DEFAULT.withJoin(Duration.ofMillis(200)));
        JoinFailed failure = assertThrows(JoinFailed.class, () -> Node.join(address, options));
        assertTrue(failure.getMessage().contains(address), failure.getMessage());
        assertTrue(failure.getMessage().contains("refused"), failure.getMessage());
        assertThrows(InvalidAddress.class, () -> Node.join("nonsense"));
    }

    @Test
    void aNodeOfAnotherClusterIsToldSo() throws Exception {
        try (var cluster = new Cluster()) {
            NodeOptions options = cluster.options("stranger").withCluster("another");
            JoinFailed failure =
                    assertThrows(JoinFailed.class, () -> Node.join(cluster.hub().address(), options));
            assertTrue(failure.getMessage().contains("another"), failure.getMessage());
        }
    }

    @Test
    void joiningANodeThatDoesNotHostTheDirectoryIsRefused() throws Exception {
        try (var cluster = new Cluster()) {
            Node member = cluster.join("member");
            JoinFailed failure =
                    assertThrows(JoinFailed.class, () -> Node.join(member.address(), cluster.options("lost")));
            assertTrue(failure.getMessage().contains("does not host the directory"), failure.getMessage());
        }
    }

    @Test
    void aNewerNodeOfTheSameNameReplacesTheOlderWhichStaysAway() throws Exception {
        try (var cluster = new Cluster()) {
            NodeOptions options = cluster.options("twin");
            NodeOptions impatient = options.withWaits(options.waits().withOpen(Duration.ofMillis(500)));
            Node older = cluster.join(impatient);
            older.receiver(NUMBERS).close();
            Node newer = cluster.join(options);
            Receiver<Integer> receiver = newer.receiver(NUMBERS);
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            sender.send(1);
            assertEquals(1, receiver.receive());
            assertThrows(RuntimeException.class, () -> older.receiver(NUMBERS));
            sender.send(2);
            assertEquals(2, receiver.receive(), "the newer is not disturbed");
            sender.done();
            assertThrows(ChannelDone.class, receiver::receive);
        }
    }
}
