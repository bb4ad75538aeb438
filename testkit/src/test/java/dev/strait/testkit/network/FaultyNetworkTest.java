package dev.strait.testkit.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.NodeOptions;
import dev.strait.Outcome;
import dev.strait.Received;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.Task;
import dev.strait.error.ChannelDone;
import dev.strait.error.DirectoryUnavailable;
import dev.strait.error.EndClosed;
import dev.strait.error.InvalidAddress;
import dev.strait.error.JoinFailed;
import dev.strait.error.SenderLost;
import dev.strait.error.StraitException;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What each fault means to programs. */
class FaultyNetworkTest {
    private static final long SEED = 20_261_121L;
    private static final ChannelName<Integer> NUMBERS = ChannelName.of("numbers", Integer.class);
    private static final ChannelName<Integer> ONCE =
            ChannelName.of("once", Integer.class).atMostOnce();
    private static final ChannelName<Integer> BACK = ChannelName.of("back", Integer.class);
    private static final Duration LONG = Duration.ofSeconds(20);

    private static NodeOptions patience(Duration resume, Duration resumeSilent) {
        return NodeOptions.defaults().withWaits(NodeOptions.Waits.DEFAULT.withResume(resume, resumeSilent));
    }

    /** Sends numbers from 0 on until the task is interrupted. */
    private static Task<Integer> counting(Sender<Integer> sender) {
        return Task.start(() -> {
            int next = 0;
            try {
                while (true) {
                    sender.send(next);
                    next++;
                }
            } catch (InterruptedException e) {
                sender.done();
                return next;
            }
        });
    }

    /** Receives so many numbers, each one more than the one before. @return the next */
    private static int follow(Receiver<Integer> receiver, int next, int count) throws InterruptedException {
        for (int i = next; i < next + count; i++) {
            assertEquals(new Received.Value<>(i), receiver.receive(LONG));
        }
        return next + count;
    }

    /** Follows until nothing comes for so long. @return the next */
    private static int followUntilSilent(Receiver<Integer> receiver, int next, Duration silence)
            throws InterruptedException {
        int expected = next;
        while (receiver.receive(silence) instanceof Received.Value<Integer>(Integer value)) {
            assertEquals(expected, value);
            expected++;
        }
        return expected;
    }

    /** Ends the counting, and follows to its end. */
    private static void followToEnd(Task<Integer> counting, Receiver<Integer> receiver, int next)
            throws InterruptedException {
        counting.interrupt();
        int end = counting.get();
        follow(receiver, next, end - next);
        assertThrows(ChannelDone.class, receiver::receive);
    }

    @Test
    void theExampleOfTheDocumentationHolds() throws Exception {
        try (var network = FaultyNetwork.create()) {
            Node hub = network.listen("hub");
            Node far = network.join("far", "hub");
            Receiver<Integer> numbers = hub.receiver(NUMBERS);
            Sender<Integer> sender = far.sender(NUMBERS);
            sender.send(1);
            network.cut("hub", "far");
            sender.send(2);
            network.partition(Set.of("hub"), Set.of("far"));
            sender.send(3);
            network.heal();
            assertEquals(1, numbers.receive(), network.toString());
            assertEquals(2, numbers.receive(), network.toString());
            assertEquals(3, numbers.receive(), network.toString());
            sender.done();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aHundredCutsAreNothingButPauses() throws Exception {
        Random random = new Random(SEED);
        try (var network = FaultyNetwork.create(SEED)) {
            Node hub = network.listen("hub");
            Node far = network.join("far", "hub");
            Receiver<Integer> receiver = hub.receiver(NUMBERS);
            Sender<Integer> back = hub.sender(BACK);
            Receiver<Integer> answers = far.receiver(BACK);
            Task<Integer> there = counting(far.sender(NUMBERS));
            Task<Integer> returning = counting(back);
            int next = 0;
            int nextAnswer = 0;
            for (int i = 0; i < 100; i++) {
                next = follow(receiver, next, 500);
                nextAnswer = follow(answers, nextAnswer, 500);
                network.cutAfter(i % 2 == 0 ? "hub" : "far", i % 2 == 0 ? "far" : "hub", random.nextLong(3_000));
                Task.until(() -> network.cut("far", "hub") == 1);
            }
            followToEnd(there, receiver, next);
            followToEnd(returning, answers, nextAnswer);
            assertTrue(network.connections("hub", "far") > 100, network + ": " + network.connections("hub", "far"));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aPartitionOfFiveSecondsIsNothingButAPause() throws Exception {
        try (var network = FaultyNetwork.create(SEED);
                var log = new NodeLog()) {
            Receiver<Integer> receiver = network.listen("hub-p").receiver(NUMBERS);
            Task<Integer> counting = counting(network.join("far-p", "hub-p").sender(NUMBERS));
            int next = follow(receiver, 0, 1_000);
            network.partition(Set.of("far-p"), Set.of("hub-p", "another"));
            next = followUntilSilent(receiver, next, Duration.ofSeconds(5));
            log.await("node far-p: link to node hub-p is suspended", "30000 ms");
            log.await("node hub-p: link to node far-p is suspended", "30000 ms");
            assertEquals(1, network.connections("far-p", "hub-p"), "nobody gets through");
            network.heal();
            next = follow(receiver, next, 10_000);
            followToEnd(counting, receiver, next);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aPartitionOfASecondIsNotEvenNoticed() throws Exception {
        try (var network = FaultyNetwork.create(SEED)) {
            Receiver<Integer> receiver = network.listen("hub").receiver(NUMBERS);
            Task<Integer> counting = counting(network.join("far", "hub").sender(NUMBERS));
            int next = follow(receiver, 0, 1_000);
            network.partition(Set.of("far"), Set.of("hub"));
            next = followUntilSilent(receiver, next, Duration.ofSeconds(1));
            network.heal();
            next = follow(receiver, next, 10_000);
            followToEnd(counting, receiver, next);
            assertEquals(1, network.connections("far", "hub"));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aPartitionBeyondTheWindowLosesTheLinkAtBothSidesWithTheReason() throws Exception {
        NodeOptions impatient = patience(Duration.ofMillis(100), Duration.ofMillis(300));
        try (var network = FaultyNetwork.create(SEED);
                var log = new NodeLog()) {
            Node hub = network.listen("hub-l", impatient);
            Receiver<Integer> receiver = hub.receiver(NUMBERS);
            hub.receiver(ONCE);
            Node far = network.join("far-l", "hub-l", impatient);
            Sender<Integer> once = far.sender(ONCE);
            CompletableFuture<Outcome> posted = once.post(1); // nobody takes it
            Sender<Integer> sender = far.sender(NUMBERS);
            Task<Integer> counting = counting(sender);
            int next = follow(receiver, 0, 1_000);
            network.partition(Set.of("hub-l"), Set.of("far-l"));
            AtomicInteger expected = new AtomicInteger(next);
            SenderLost lost = assertThrows(SenderLost.class, () -> {
                while (true) {
                    assertEquals(expected.getAndIncrement(), receiver.receive());
                }
            });
            assertTrue(lost.getMessage().contains("far-l"), lost.getMessage());
            String window = "not resumed within \\d+ ms; SILENT: .*";
            String why = assertInstanceOf(Outcome.Unknown.class, posted.get(20, TimeUnit.SECONDS))
                    .why();
            assertTrue(why.matches(".*" + window), why);
            once.done();
            counting.awaitBlocked(); // for another receiver
            sender.error(new IllegalStateException("there will be none"));
            assertInstanceOf(EndClosed.class, counting.failure());
            assertTrue(lost.reasons().get("far-l").matches(window), lost.getMessage());
            log.await("node far-l: link to node hub-l is down: ", "silent");
            log.await("node hub-l: link to node far-l is down: ", "silent");
            network.heal();
            Sender<Integer> anew = far.sender(BACK);
            anew.done();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aWayThatIsSilentInOneDirectionIsAPauseInBoth() throws Exception {
        try (var network = FaultyNetwork.create(SEED)) {
            Node hub = network.listen("hub");
            Node far = network.join("far", "hub");
            Receiver<Integer> receiver = hub.receiver(NUMBERS);
            Receiver<Integer> answers = far.receiver(BACK);
            Task<Integer> there = counting(far.sender(NUMBERS));
            Task<Integer> back = counting(hub.sender(BACK));
            int next = follow(receiver, 0, 1_000);
            int nextAnswer = follow(answers, 0, 1_000);
            network.silence("hub", "far");
            nextAnswer = followUntilSilent(answers, nextAnswer, Duration.ofSeconds(5));
            next = followUntilSilent(receiver, next, Duration.ofMillis(10));
            assertEquals(1, network.connections("far", "hub"), "it takes both ways to connect");
            network.heal();
            next = follow(receiver, next, 10_000);
            nextAnswer = follow(answers, nextAnswer, 10_000);
            followToEnd(there, receiver, next);
            followToEnd(back, answers, nextAnswer);
        }
    }

    @Test
    void aNodeThatCrashedIsReplacedByANewOneOfItsName() throws Exception {
        ChannelName<Integer> tolerant = NUMBERS.expectSenders(2).toleratesLostSenders();
        try (var network = FaultyNetwork.create(SEED)) {
            Receiver<Integer> receiver = network.listen("hub").receiver(tolerant);
            Node first = network.join("far", "hub");
            Receiver<Integer> waiting = first.receiver(BACK);
            Task<Integer> blocked = Task.start(waiting::receive);
            blocked.awaitBlocked();
            Task<Integer> counting = counting(first.sender(tolerant));
            int next = follow(receiver, 0, 1_000);
            network.crash("far");
            assertInstanceOf(StraitException.class, blocked.failure());
            assertInstanceOf(StraitException.class, counting.failure());
            long begun = System.nanoTime();
            Sender<Integer> second = network.join("far", "hub").sender(tolerant);
            second.send(-1);
            int value = receiver.receive();
            while (value != -1) {
                assertEquals(next, value, "what had arrived of the first");
                next++;
                value = receiver.receive();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, took.toString());
            second.done();
            assertThrows(ChannelDone.class, receiver::receive);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aNodeThatVanishedIsMissedAfterItsSilence() throws Exception {
        NodeOptions impatient = patience(Duration.ofMillis(100), Duration.ofMillis(300));
        try (var network = FaultyNetwork.create(SEED)) {
            Receiver<Integer> receiver = network.listen("hub", impatient).receiver(NUMBERS);
            Sender<Integer> sender = network.join("far", "hub", impatient).sender(NUMBERS);
            sender.send(0);
            follow(receiver, 0, 1);
            network.vanish("far");
            long begun = System.nanoTime();
            assertEquals(new Received.Empty<>(), receiver.receive(Duration.ofSeconds(1)), "nobody was told");
            assertThrows(SenderLost.class, receiver::receive);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            assertTrue(took.compareTo(Duration.ofSeconds(2)) > 0, took.toString());
            assertThrows(StraitException.class, () -> sender.send(1));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theNodeOfTheDirectoryMayCrashAndReturnUnderOthersThatGoOn() throws Exception {
        NodeOptions impatient =
                NodeOptions.defaults().withWaits(NodeOptions.Waits.DEFAULT.withOpen(Duration.ofMillis(300)));
        try (var network = FaultyNetwork.create(SEED)) {
            network.listen("hub");
            Node a = network.join("a", "hub", impatient);
            Node b = network.join("b", "hub");
            Receiver<Integer> receiver = b.receiver(NUMBERS);
            Task<Integer> counting = counting(a.sender(NUMBERS));
            int next = follow(receiver, 0, 1_000);
            network.crash("hub");
            assertThrows(DirectoryUnavailable.class, () -> a.sender(BACK));
            next = follow(receiver, next, 10_000);
            network.listen("hub");
            long begun = System.nanoTime();
            Receiver<Integer> answers = b.receiver(BACK);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, took.toString());
            try (Sender<Integer> sender = b.sender(BACK)) {
                sender.send(0);
                follow(answers, 0, 1);
                sender.done();
            }
            next = follow(receiver, next, 10_000);
            followToEnd(counting, receiver, next);
            assertEquals(1, network.connections("a", "b"));
        }
    }

    @Test
    void aLinkGoesOnOnceItIsTakenAgainAfterItWasRefused() throws Exception {
        try (var network = FaultyNetwork.create(SEED);
                var log = new NodeLog()) {
            Receiver<Integer> receiver = network.listen("hub-r").receiver(NUMBERS);
            Node far = network.join("far-r", "hub-r", NodeOptions.defaults().withoutListening());
            Task<Integer> counting = counting(far.sender(NUMBERS));
            int next = follow(receiver, 0, 1_000);
            network.refuse("hub-r", true);
            assertEquals(1, network.cut("far-r", "hub-r"));
            log.await("node far-r: link to node hub-r is suspended", "4000 ms", "seed " + SEED);
            next = followUntilSilent(receiver, next, Duration.ofMillis(300));
            assertEquals(1, network.connections("far-r", "hub-r"));
            network.refuse("hub-r", false);
            next = follow(receiver, next, 10_000);
            followToEnd(counting, receiver, next);
        }
    }

    @Test
    void theOnlyValueSentWhileALinkIsSuspendedIsWrittenWhenItGoesOn() throws Exception {
        try (var network = FaultyNetwork.create(SEED);
                var log = new NodeLog()) {
            Receiver<Integer> receiver = network.listen("hub-o").receiver(NUMBERS);
            Node far = network.join("far-o", "hub-o", NodeOptions.defaults().withoutListening());
            Sender<Integer> sender = far.sender(NUMBERS);
            sender.send(0);
            follow(receiver, 0, 1);
            network.refuse("hub-o", true);
            network.cut("far-o", "hub-o");
            log.await("node far-o: link to node hub-o is suspended");
            sender.send(1);
            network.refuse("hub-o", false);
            follow(receiver, 1, 1);
            sender.done();
        }
    }

    @Test
    void aRendezvousTakesTheTimeOfTheWayThereAndBack() throws Exception {
        try (var network = FaultyNetwork.create(SEED)) {
            network.delay("far", "hub", Duration.ofMillis(20));
            network.delay("hub", "far", Duration.ofMillis(30), Duration.ofMillis(40));
            Receiver<Integer> receiver = network.listen("hub").receiver(NUMBERS.capacity(0));
            Sender<Integer> sender = network.join("far", "hub").sender(NUMBERS.capacity(0));
            Task<Integer> taking = Task.start(() -> follow(receiver, 0, 5));
            for (int i = 0; i < 5; i++) {
                long begun = System.nanoTime();
                sender.send(i);
                Duration took = Duration.ofNanos(System.nanoTime() - begun);
                assertTrue(took.compareTo(Duration.ofMillis(50)) >= 0, took.toString());
            }
            taking.get();
            sender.done();
        }
    }

    @Test
    void whoJoinsThroughAPartitionFailsInTimeAndLeavesNothing() throws Exception {
        NodeOptions impatient =
                NodeOptions.defaults().withWaits(NodeOptions.Waits.DEFAULT.withJoin(Duration.ofMillis(200)));
        try (var network = FaultyNetwork.create(SEED)) {
            network.listen("hub");
            network.partition(Set.of("hub"), Set.of("far-j"));
            assertThrows(JoinFailed.class, () -> network.join("far-j", "hub", impatient));
            network.heal();
            network.join("far-j", "hub").close();
        }
        Task.until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(it -> it.getName().contains("far-j")));
    }

    @Test
    void namesAndAddressesThatDoNotDoAreRefused() throws Exception {
        try (var network = FaultyNetwork.create(SEED)) {
            network.listen("hub");
            assertThrows(InvalidAddress.class, () -> network.listen("hub"));
            assertThrows(IllegalArgumentException.class, () -> network.listen("0"));
            assertThrows(IllegalArgumentException.class, () -> network.listen("two words"));
            NodeOptions elsewhere = NodeOptions.defaults().withListen("localhost:0");
            assertThrows(IllegalArgumentException.class, () -> network.join("far", "hub", elsewhere));
            NodeOptions forwarded = NodeOptions.defaults().withAdvertise("localhost:5678");
            assertThrows(IllegalArgumentException.class, () -> network.join("far", "hub", forwarded));
            assertThrows(IllegalArgumentException.class, () -> network.crash("far"));
            assertThrows(IllegalArgumentException.class, () -> network.cutAfter("a", "b", -1));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> network.delay("a", "b", Duration.ofMillis(2), Duration.ofMillis(1)));
            network.crash("hub");
            assertThrows(IllegalArgumentException.class, () -> network.vanish("hub"), "it has crashed already");
        }
    }

    @Test
    void networksAndSocketsAreApart() throws Exception {
        try (var one = FaultyNetwork.create(SEED);
                var other = FaultyNetwork.create(SEED)) {
            Receiver<Integer> first = one.listen("hub").receiver(NUMBERS);
            Receiver<Integer> second = other.listen("hub").receiver(NUMBERS);
            one.join("far", "hub").sender(NUMBERS).send(1);
            other.join("far", "hub").sender(NUMBERS).send(2);
            assertEquals(1, first.receive());
            assertEquals(2, second.receive());
            assertThrows(InvalidAddress.class, () -> Node.join("memory:hub"));
        }
    }
}
