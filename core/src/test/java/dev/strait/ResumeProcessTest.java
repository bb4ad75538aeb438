package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ChannelDone;
import dev.strait.error.DirectoryUnavailable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Processes that are stopped, killed and started again. */
class ResumeProcessTest {
    private static final ChannelName<Long> TIMES = ChannelName.of("times", Long.class);
    private static final ChannelName<Integer> TAKEN =
            ChannelName.of("taken", Integer.class).expectSenders(2);
    private static final ChannelName<Integer> KEPT = ChannelName.of("kept", Integer.class);
    private static final ChannelName<Integer> NEW = ChannelName.of("new", Integer.class);
    private static final Duration LONG = Duration.ofSeconds(20);

    private static Child child(String... arguments) throws Exception {
        return Child.start(ProcessTest.SMALL, arguments);
    }

    /** Receives so many numbers, each one more than the one before. @return the next */
    private static int follow(Receiver<Integer> receiver, int next, int count) throws InterruptedException {
        for (int i = next; i < next + count; i++) {
            assertEquals(new Received.Value<>(i), receiver.receive(LONG));
        }
        return next + count;
    }

    @Test
    void aProcessThatWasStoppedForTenSecondsGoesOnWhereItWas() throws Exception {
        try (var cluster = new Cluster();
                var child = child("count", cluster.hub().address())) {
            Receiver<Integer> receiver = cluster.hub().receiver(ChildMain.COUNTED);
            assertEquals("counts", child.next());
            int next = follow(receiver, 0, 100_000);
            child.signal("STOP");
            long since = System.nanoTime();
            while (receiver.receive(Duration.ofSeconds(1)) instanceof Received.Value<Integer>(Integer value)) {
                assertEquals(next, value);
                next++;
            }
            long left = Duration.ofSeconds(10).toNanos() - (System.nanoTime() - since);
            assertEquals(new Received.Empty<>(), receiver.receive(Duration.ofNanos(left)));
            child.signal("CONT");
            follow(receiver, next, 100_000);
            receiver.close();
        }
    }

    @Test
    void aProcessThatIsStartedAgainUnderItsNameIsKnownToBeAnotherAndWorksAtOnce() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.hub().receiver(ChildMain.COUNTED);
            try (var first = child("count", cluster.hub().address())) {
                assertEquals("counts", first.next());
                follow(receiver, 0, 10);
                first.kill();
            }
            try (var second = child("count", cluster.hub().address())) {
                int next = 10;
                Integer value = receiver.receive();
                while (value != 0) {
                    assertEquals(next, value, "what had arrived of the one that was killed");
                    next++;
                    value = receiver.receive();
                }
                long met = System.nanoTime();
                assertEquals("counts", second.next());
                follow(receiver, 1, 10);
                Duration took = Duration.ofNanos(System.nanoTime() - met);
                assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, took.toString());
            }
        }
    }

    @Test
    void theDirectoryMayDieAndReturnUnderNodesThatNeverPause() throws Exception {
        Child directory = child("directory", "localhost:0");
        String address = directory.next();
        try (var cluster = new Cluster()) {
            NodeOptions options = cluster.options("a");
            NodeOptions.Waits impatient = options.waits().withOpen(Duration.ofMillis(300));
            Node a = cluster.join(address, options.withWaits(impatient));
            Node b = cluster.join(address, cluster.options("b"));
            Receiver<Long> receiver = b.receiver(TIMES);
            Sender<Long> sender = a.sender(TIMES);
            AtomicBoolean over = new AtomicBoolean();
            Task<Long> longest = Task.start(() -> longestPause(receiver));
            Task<Void> sending = Task.start(() -> {
                while (!over.get()) {
                    sender.send(System.nanoTime());
                }
                sender.done();
                return null;
            });
            directory.kill();
            assertThrows(DirectoryUnavailable.class, () -> a.sender(ChildMain.CONTROL));
            directory = child("directory", address);
            assertEquals(address, directory.next());
            long returned = System.nanoTime();
            Receiver<Integer> opened = b.receiver(ChildMain.CONTROL);
            Duration took = Duration.ofNanos(System.nanoTime() - returned);
            assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, took.toString());
            try (Sender<Integer> control = b.sender(ChildMain.CONTROL)) {
                control.send(1);
                assertEquals(1, opened.receive());
                control.done();
            }
            over.set(true);
            sending.get();
            Duration pause = Duration.ofNanos(longest.get());
            assertTrue(pause.compareTo(Duration.ofSeconds(1)) < 0, pause.toString());
        } finally {
            directory.close();
        }
    }

    @Test
    void aDirectoryThatReturnsIsToldOfEveryEndAndWhichSendersHadSaidDone() throws Exception {
        Child directory = child("directory", "localhost:0");
        String address = directory.next();
        try (var cluster = new Cluster()) {
            Node a = cluster.join(address, cluster.options("a"));
            Node b = cluster.join(address, cluster.options("b"));
            Node c = cluster.join(address, cluster.options("c"));
            Receiver<Integer> kept = b.receiver(KEPT);
            Receiver<Integer> taken = b.receiver(TAKEN);
            sendThreeAndSayDone(a.sender(KEPT));
            sendThreeAndSayDone(a.sender(TAKEN));
            follow(taken, 0, 3);
            directory.kill();
            directory = child("directory", address);
            assertEquals(address, directory.next());
            long returned = System.nanoTime();
            Task<Sender<Integer>> opening = Task.start(() -> a.sender(NEW));
            Task<Receiver<Integer>> furtherReceiver = Task.start(() -> c.receiver(KEPT));
            Task<Sender<Integer>> furtherSender = Task.start(() -> c.sender(TAKEN));
            Receiver<Integer> opened = b.receiver(NEW);
            Sender<Integer> first = opening.get();
            Receiver<Integer> another = furtherReceiver.get();
            Sender<Integer> second = furtherSender.get();
            Duration took = Duration.ofNanos(System.nanoTime() - returned);
            assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, took.toString());

            sendThreeAndSayDone(first);
            follow(opened, 0, 3);
            assertDone(opened);
            assertEquals(
                    new Received.Empty<>(), taken.receive(Duration.ofMillis(200)), "one of two senders is not done");
            second.send(3);
            second.done();
            follow(taken, 3, 1);
            assertDone(taken);
            follow(kept, 0, 3);
            assertDone(kept);
            assertDone(another);
        } finally {
            directory.close();
        }
    }

    private static void assertDone(Receiver<Integer> receiver) throws InterruptedException {
        assertInstanceOf(Received.Closed.class, receiver.receive(LONG));
        assertThrows(ChannelDone.class, receiver::receive);
    }

    private static void sendThreeAndSayDone(Sender<Integer> sender) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            sender.send(i);
        }
        sender.done();
    }

    private static long longestPause(Receiver<Long> receiver) throws InterruptedException {
        long longest = 0;
        long last = System.nanoTime();
        while (receiver.receive(LONG) instanceof Received.Value<Long>) {
            long now = System.nanoTime();
            longest = Math.max(longest, now - last);
            last = now;
        }
        return longest;
    }
}
