package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.OutcomeUnknown;
import dev.strait.error.SenderLost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that are killed, stopped, or idle. */
class ProcessTest {
    /** Children compile little and share the machine with the test. */
    static final List<String> SMALL = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m", quiet());

    private static String quiet() {
        return "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file", "");
    }

    private static Child child(Cluster cluster, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = arguments[0];
        all[1] = cluster.hub().address();
        System.arraycopy(arguments, 1, all, 2, arguments.length - 1);
        return Child.start(SMALL, all);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessThatIsToldToEndTakesItsSocketFileWithItAndOneThatIsKilledLeavesItToNobodysHarm(@TempDir Path temporary)
            throws Exception {
        List<String> options = new ArrayList<>(SMALL);
        options.add("-Djava.io.tmpdir=" + temporary);
        for (String signal : List.of("TERM", "KILL")) {
            try (var cluster = new Cluster();
                    var child = Child.start(options, "idle", cluster.hub().address())) {
                cluster.hub().receiver(ChildMain.NUMBERS);
                assertEquals("linked", child.next());
                assertEquals(2, files(temporary), "of the plain socket, and of the one for memory");
                child.signal(signal);
                child.awaitEnd();
            }
            assertEquals(signal.equals("KILL") ? 2 : 0, files(temporary));
        }
    }

    private static long files(Path temporary) {
        try (Stream<Path> all = Files.walk(temporary)) {
            return all.filter(it -> !Files.isDirectory(it) && it.toString().contains("/strait-"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatAKilledReceiverHadNotTakenGoesToAnother() throws Exception {
        try (var cluster = new Cluster();
                var child = child(cluster, "receiver")) {
            Sender<Integer> sender = cluster.hub().sender(ChildMain.NUMBERS);
            for (int i = 0; i < 10; i++) {
                sender.send(i);
            }
            assertEquals("received 0", child.next());
            child.kill();
            sender.done();
            List<Integer> got = new ArrayList<>();
            cluster.join("another").receiver(ChildMain.NUMBERS).forEach(got::add);
            // The first was taken; whether that had been said when the process died, the kill decides.
            assertTrue(List.of(10, 9).contains(got.size()), got.toString());
            assertEquals(IntStream.range(10 - got.size(), 10).boxed().toList(), got);
        }
    }

    @Test
    void aSenderKilledIsNamedAfterWhatHadArrived() throws Exception {
        try (var cluster = new Cluster();
                var child = child(cluster, "sender")) {
            Receiver<Integer> receiver = cluster.hub().receiver(ChildMain.NUMBERS);
            assertEquals("sent 1", child.next());
            assertEquals(1, receiver.receive());
            Task<Integer> waiting = Task.start(receiver::receive);
            child.kill();
            SenderLost failure = (SenderLost) waiting.failure();
            assertEquals(List.of("child-sender"), failure.nodes());
        }
    }

    @Test
    void aProcessThatIsStoppedForLongerThanALinkWaitsIsLost() throws Exception {
        try (var cluster = Cluster.withoutResuming();
                var child = child(cluster, "sender")) {
            Receiver<Integer> receiver = cluster.hub().receiver(ChildMain.NUMBERS);
            assertEquals("sent 1", child.next());
            assertEquals(1, receiver.receive());
            Task<Integer> waiting = Task.start(receiver::receive);
            child.signal("STOP");
            long stopped = System.nanoTime();
            SenderLost failure = (SenderLost) waiting.failure();
            assertEquals(List.of("child-sender"), failure.nodes());
            Duration took = Duration.ofNanos(System.nanoTime() - stopped);
            // The last heartbeat was up to a second ago when it was stopped.
            assertTrue(took.compareTo(Duration.ofMillis(1_900)) > 0, took.toString());
            assertTrue(took.compareTo(Duration.ofSeconds(8)) < 0, took.toString());
            child.signal("CONT");
            Node other = cluster.join("other");
            try (Sender<Integer> sender = other.sender(ChildMain.CONTROL);
                    Receiver<Integer> control = cluster.hub().receiver(ChildMain.CONTROL)) {
                sender.send(1);
                assertEquals(1, control.receive(), "others are not disturbed");
                sender.done();
            }
        }
    }

    @Test
    void anIdleConnectedNodeUsesLessThanAHundredthOfACore() throws Exception {
        try (var cluster = new Cluster();
                var child = child(cluster, "idle")) {
            cluster.hub().receiver(ChildMain.NUMBERS);
            assertEquals("linked", child.next());
            List<Double> shares = new ArrayList<>();
            Duration spent = child.cpu();
            // The best of some windows: in the first ones the JVM still settles.
            for (int window = 0; window < 4 && shares.stream().noneMatch(share -> share < 0.01); window++) {
                long from = System.nanoTime();
                assertEquals(new Received.Empty<>(), idle(cluster, Duration.ofSeconds(4)));
                Duration now = child.cpu();
                shares.add((double) now.minus(spent).toNanos() / (System.nanoTime() - from));
                spent = now;
            }
            assertTrue(shares.getLast() < 0.01, () -> "shares of a core, window by window: " + shares);
        }
    }

    /** Lets time pass with the link idle. */
    private static Received<Integer> idle(Cluster cluster, Duration time) throws InterruptedException {
        try (Receiver<Integer> nothing = cluster.hub().receiver(ChildMain.CONTROL)) {
            return nothing.receive(time);
        }
    }

    @Test
    void aFastSenderInASmallHeapIsHeldBackByASlowReceiver() throws Exception {
        slowly(2_000, 20);
    }

    /** A receiver that takes a value every so many milliseconds; nothing is lost, and the sender's heap stays small. */
    static void slowly(long millis, long everyMillis) throws Exception {
        try (var cluster = new Cluster();
                var child = child(cluster, "payloads", "" + millis)) {
            Receiver<byte[]> receiver = cluster.hub().receiver(ChildMain.PAYLOADS);
            Channel<Integer> never = Channel.rendezvous();
            long received = 0;
            while (receiver.receive(Duration.ofSeconds(20)) instanceof Received.Value<byte[]>(byte[] value)) {
                assertEquals(1 << 10, value.length);
                received++;
                if (child.lines().isEmpty()) {
                    assertEquals(new Received.Empty<>(), never.receive(Duration.ofMillis(everyMillis)));
                }
            }
            String[] said = child.next().split(" ");
            assertEquals(received, Long.parseLong(said[1]), "sent and received");
            assertTrue(received <= 1_024 + millis / everyMillis + 100, () -> "it was not held back: " + said[1]);
            assertTrue(Long.parseLong(said[3]) < 32 << 20, () -> "heap in use: " + said[3]);
        }
    }

    @Test
    void afterASendOfARendezvousTheOtherProcessHasBegunToReceive(@TempDir Path directory) throws Exception {
        assertEquals(0, sendsAhead(directory.resolve("rendezvous"), 0));
        assertTrue(sendsAhead(directory.resolve("buffered"), 8) > 0, "the proof proves nothing");
    }

    /** How many sends had returned before the other process wrote into the file that it receives. */
    private static int sendsAhead(Path file, int capacity) throws Exception {
        Files.writeString(file, "");
        int ahead = 0;
        try (var cluster = new Cluster();
                var child = child(cluster, "meeting", file.toString(), "" + capacity)) {
            Sender<Integer> sender = cluster.hub().sender(ChildMain.NUMBERS.capacity(capacity));
            for (int i = 1; i <= 200; i++) {
                sender.send(i);
                if (Files.readAllLines(file).size() < i) {
                    ahead++;
                }
            }
            sender.done();
            assertEquals("over", child.next());
        }
        return ahead;
    }

    @Test
    void aSendWhoseReceiverStopsAnsweringHasAnUnknownOutcomeAndTheChannelGoesOn() throws Exception {
        ChannelName<Integer> name = ChildMain.NUMBERS.capacity(0);
        try (var cluster = Cluster.withoutResuming();
                var child = child(cluster, "waiting")) {
            Sender<Integer> sender = cluster.hub().sender(name);
            assertEquals("waits", child.next());
            sender.awaitReceivers(1);
            Task.until(() -> isFrozenWithAValue(child, sender));
            Receiver<Integer> other = cluster.join("r").receiver(name);
            Task<Integer> waits = Task.start(other::receive);
            sender.send(2);
            assertEquals(2, waits.get());
            sender.done();
        }
    }

    /** Stops the child; unless its receive is known to wait by then, lets it go on. */
    private static boolean isFrozenWithAValue(Child child, Sender<Integer> sender) {
        try {
            child.signal("STOP");
            assertEquals(new Sent.Full(), sender.trySend(1));
            child.signal("CONT");
            return false;
        } catch (OutcomeUnknown unknown) {
            assertEquals("child-waiting", unknown.node());
            return true;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
