package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ChannelDone;
import dev.strait.error.InvalidAddress;
import dev.strait.error.JoinFailed;
import dev.strait.error.SenderLost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Nodes whose addresses are files, within this process and between JVMs. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class UnixNodeTest {
    private static final NodeOptions QUICK = NodeOptions.defaults()
            .withWaits(
                    NodeOptions.Waits.DEFAULT.withClose(Duration.ofSeconds(5)).withJoin(Duration.ofMillis(300)));

    @TempDir
    private Path folder;

    private Path file;
    private String address;

    @BeforeEach
    void aPath() {
        file = folder.resolve("strait.sock");
        address = "unix:" + file;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    /** Sends a value, and waits until it is acknowledged: it does not come again. */
    private static void process(Node node, int value) throws InterruptedException {
        try (Sender<Integer> sender = node.sender(ChildMain.NUMBERS)) {
            sender.send(value);
            sender.flush();
            sender.done();
        }
    }

    private static void send(Node node, int value) throws InterruptedException {
        send(node, ChildMain.NUMBERS, value);
    }

    private static void send(Node node, ChannelName<Integer> name, int value) throws InterruptedException {
        Sender<Integer> sender = node.sender(name);
        sender.send(value);
        sender.done();
    }

    @Test
    void everyPairOfNodesThatMetAtAFileCanLinkAndNoFileStays() throws Exception {
        try (Node hub = Node.listen(address, NodeOptions.defaults().withoutUnixSockets());
                Node a = Node.join(address);
                Node b = Node.join("unix://" + file)) {
            assertEquals(address, hub.address());
            for (Node node : List.of(a, b)) {
                assertTrue(node.address().startsWith("unix:" + folder + "/strait-"), node.toString());
            }
            assertEquals(3, files().size(), files()::toString);
            for (List<Node> pair : List.of(List.of(hub, a), List.of(a, b), List.of(b, a), List.of(b, hub))) {
                ChannelName<Integer> name = ChannelName.of("from " + pair, Integer.class);
                try (Receiver<Integer> receiver = pair.getLast().receiver(name)) {
                    send(pair.getFirst(), name, 7);
                    assertEquals(7, receiver.receive());
                    assertThrows(ChannelDone.class, receiver::receive);
                }
            }
        }
        assertEquals(List.of(), files());
    }

    @Test
    void joinWaitsForANodeThatListensLater() throws Exception {
        Task<Node> joining = Task.start(() -> Node.join(address));
        try (Node hub = Node.listen(address);
                Node joined = joining.get();
                Receiver<Integer> receiver = hub.receiver(ChildMain.NUMBERS)) {
            send(joined, 1);
            assertEquals(1, receiver.receive());
        }
    }

    @Test
    void whoFindsNobodyIsToldWhy() {
        JoinFailed absent = assertThrows(JoinFailed.class, () -> Node.join(address, QUICK));
        assertTrue(absent.getMessage().contains(address), absent.getMessage());
        assertTrue(absent.getMessage().contains("no such file"), absent.getMessage());
        InvalidAddress relative = assertThrows(InvalidAddress.class, () -> Node.listen("unix:strait.sock"));
        assertTrue(relative.getMessage().contains("write it from the root"), relative.getMessage());
    }

    @Test
    void aNodeThatCannotListenBesideWhatItJoinsIsToldHowToGoOn() throws Exception {
        String nowhere = "unix:" + folder + "/absent/strait.sock";
        InvalidAddress refused = assertThrows(InvalidAddress.class, () -> Node.join(nowhere, QUICK));
        for (String part : List.of(folder + "/absent", "make it first", "withListen", "withoutListening")) {
            assertTrue(refused.getMessage().contains(part), refused.getMessage());
        }
        String elsewhere = "unix:" + Files.createDirectory(folder.resolve("own")) + "/a";
        try (Node hub = Node.listen(address);
                Node over = Node.join(address, QUICK.withListen("localhost:0"));
                Node there = Node.join(address, QUICK.withListen(elsewhere));
                Node mute = Node.join(address, QUICK.withoutListening())) {
            assertEquals(elsewhere, there.address());
            assertTrue(over.address().startsWith("localhost:"), over.toString());
            assertThrows(IllegalStateException.class, mute::address);
            try (Receiver<Integer> receiver = there.receiver(ChildMain.NUMBERS)) {
                send(over, 3);
                assertEquals(3, receiver.receive(), "nodes of both kinds of address meet");
            }
            assertEquals(address, hub.address());
        }
    }

    @Test
    void aKilledListenerIsStartedAgainAtItsPathAndTheOthersComeBack() throws Exception {
        try (Child first = Child.start(ProcessTest.SMALL, "listener", address)) {
            assertEquals("listens", first.next());
            InvalidAddress taken = assertThrows(InvalidAddress.class, () -> Node.listen(address));
            assertTrue(taken.getMessage().contains("a process listens there"), taken.getMessage());
            try (Node joined = Node.join(address)) {
                process(joined, 1);
                assertEquals("received 1", first.next());
                first.kill();
                assertTrue(Files.exists(file), "nobody was there to delete it");
                try (Child second = Child.start(ProcessTest.SMALL, "listener", address)) {
                    assertEquals("listens", second.next());
                    process(joined, 2);
                    assertEquals("received 2", second.next());
                    second.signal("TERM");
                    second.awaitEnd();
                    assertFalse(Files.exists(file), "the end of the JVM deletes it");
                }
            }
        }
        assertEquals(List.of(), files());
    }

    @Test
    void aKilledNodeThatHadJoinedLeavesAFileThatDisturbsNobody() throws Exception {
        try (Node hub = Node.listen(address);
                Child killed = Child.start(ProcessTest.SMALL, "idle", address);
                Receiver<Integer> receiver = hub.receiver(ChildMain.NUMBERS)) {
            assertEquals("linked", killed.next());
            assertEquals(2, files().size(), files()::toString);
            killed.kill();
            assertThrows(SenderLost.class, receiver::receive);
            try (Node joined = Node.join(address);
                    Receiver<Integer> control = joined.receiver(ChildMain.CONTROL)) {
                send(hub, ChildMain.CONTROL, 5);
                assertEquals(5, control.receive());
            }
            assertEquals(2, files().size(), "its own is gone, and that of the killed one stays");
        }
    }
}
