package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.ClosedWithoutDone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a channel ends: generations, completion, errors, and closing without a word. With ends of one node and of several. */
class CompletionTest {
    private static final ChannelName<Integer> NUMBERS = ChannelName.of("numbers", Integer.class);
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(20);

    private static Node other(Cluster cluster, boolean apart) throws InterruptedException {
        return apart ? cluster.join("other") : cluster.hub();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReceiverThatOpensLateGetsTheEnd(boolean apart) throws Exception {
        try (var cluster = new Cluster()) {
            Node other = other(cluster, apart);
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            sender.done();
            Receiver<Integer> late = other.receiver(NUMBERS);
            assertThrows(ChannelDone.class, late::receive);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNewGenerationBeginsWhenAllEndsOfTheLastAreGone(boolean apart) throws Exception {
        try (var cluster = new Cluster()) {
            Node other = other(cluster, apart);
            for (int i = 0; i < 3; i++) {
                Receiver<Integer> receiver = other.receiver(NUMBERS);
                Sender<Integer> sender = cluster.hub().sender(NUMBERS);
                sender.send(i);
                sender.done();
                assertEquals(i, receiver.receive());
                assertThrows(ChannelDone.class, receiver::receive);
                sender.close();
                receiver.close();
                awaitGone(other);
            }
        }
    }

    /** Until the directory has heard of the last close: a sender may then send, having found a fresh channel. */
    private static void awaitGone(Node node) {
        Task.until(() -> {
            try (Sender<Integer> probe = node.sender(NUMBERS)) {
                boolean fresh = probe.trySend(0) instanceof Sent.Full;
                probe.done();
                return fresh;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theChannelWaitsForTheSendersThatItsNameExpects(boolean apart) throws Exception {
        ChannelName<Integer> name = NUMBERS.expectSenders(2);
        try (var cluster = new Cluster()) {
            Node other = other(cluster, apart);
            Receiver<Integer> receiver = other.receiver(name);
            try (Sender<Integer> first = cluster.hub().sender(name)) {
                first.send(1);
                first.done();
            }
            assertEquals(1, receiver.receive());
            assertEquals(new Received.Empty<>(), receiver.receive(SOON));
            Sender<Integer> second = other.sender(name);
            second.send(2);
            second.done();
            assertEquals(2, receiver.receive());
            assertThrows(ChannelDone.class, receiver::receive);
        }
    }

    @Test
    void aChannelThatNeverCompletesStaysOpenForSendersToCome() throws Exception {
        ChannelName<Integer> name = NUMBERS.neverCompletes();
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("r").receiver(name);
            for (int i = 0; i < 3; i++) {
                try (Sender<Integer> sender = cluster.hub().sender(name)) {
                    sender.send(i);
                    sender.done();
                }
                assertEquals(i, receiver.receive());
                assertEquals(new Received.Empty<>(), receiver.receive(SOON));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSenderOpenedAfterCompletionFindsItDoneAndItsDoneDoesNothing(boolean apart) throws Exception {
        try (var cluster = new Cluster()) {
            Node other = other(cluster, apart);
            Receiver<Integer> receiver = other.receiver(NUMBERS);
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            sender.done();
            assertThrows(ChannelDone.class, receiver::receive);
            try (Sender<Integer> late = other.sender(NUMBERS)) {
                assertThrows(ChannelDone.class, () -> late.send(1));
                assertInstanceOf(Sent.Closed.class, late.trySend(1));
                late.done();
                late.error(new IllegalStateException("nobody hears this"));
            }
            assertThrows(ChannelDone.class, receiver::receive);
            assertThrows(ChannelDone.class, cluster.hub().receiver(NUMBERS)::receive);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doneLetsEverythingSentBeReceived(boolean apart) throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = other(cluster, apart).receiver(NUMBERS);
            try (Sender<Integer> sender = cluster.hub().sender(NUMBERS)) {
                for (int i = 0; i < 16; i++) {
                    sender.send(i);
                }
                sender.done();
                sender.done();
            }
            List<Integer> got = new ArrayList<>();
            receiver.forEach(got::add);
            assertEquals(IntStream.range(0, 16).boxed().toList(), got);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErrorFollowsTheValuesOfItsSenderAndFailsTheChannelForAll(boolean apart) throws Exception {
        try (var cluster = new Cluster()) {
            Node other = other(cluster, apart);
            Receiver<Integer> receiver = other.receiver(NUMBERS);
            Sender<Integer> failing = cluster.hub().sender(NUMBERS);
            Sender<Integer> second = other.sender(NUMBERS);
            for (int i = 0; i < 10; i++) {
                failing.send(i);
            }
            failing.error(new IllegalStateException("the disk is full"));
            for (int i = 0; i < 10; i++) {
                assertEquals(i, receiver.receive());
            }
            ChannelFailed end = assertThrows(ChannelFailed.class, receiver::receive);
            assertTrue(end.getMessage().contains("the disk is full"), end.getMessage());
            assertTrue(end.getMessage().contains(cluster.hub().name()), end.getMessage());
            ChannelFailed ofOther = assertThrows(ChannelFailed.class, () -> sendUntilRefused(second));
            assertTrue(ofOther.getMessage().contains("the disk is full"), ofOther.getMessage());
            ChannelFailed late = assertThrows(ChannelFailed.class, other.receiver(NUMBERS)::receive);
            assertTrue(late.getMessage().contains("the disk is full"), late.getMessage());
        }
    }

    private static void sendUntilRefused(Sender<Integer> sender) throws InterruptedException {
        for (int i = 0; i < 100_000; i++) {
            sender.send(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSenderThatWaitsHearsOfTheErrorOfAnother(boolean apart) throws Exception {
        ChannelName<Integer> name = NUMBERS.capacity(1);
        try (var cluster = new Cluster()) {
            Node other = other(cluster, apart);
            Receiver<Integer> receiver = cluster.hub().receiver(name);
            Sender<Integer> failing = cluster.hub().sender(name);
            Sender<Integer> waiting = other.sender(name);
            waiting.send(1);
            Task<Void> sending = Task.start(() -> {
                waiting.send(2);
                return null;
            });
            failing.error(new IllegalStateException("no more"));
            assertInstanceOf(ChannelFailed.class, sending.failure());
            receiver.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closingASenderWithoutDoneIsAnErrorAndNeverACleanEnd(boolean apart) throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = other(cluster, apart).receiver(NUMBERS);
            IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> {
                try (Sender<Integer> sender = cluster.hub().sender(NUMBERS)) {
                    sender.send(1);
                    throw new IllegalArgumentException("out of the block");
                }
            });
            assertEquals("out of the block", thrown.getMessage());
            assertEquals(1, receiver.receive());
            ClosedWithoutDone end = assertThrows(ClosedWithoutDone.class, receiver::receive);
            assertTrue(end.getMessage().contains(cluster.hub().name()), end.getMessage());
        }
    }

    @Test
    void closingTheNodeClosesItsSendersWithoutDone() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.hub().receiver(NUMBERS);
            Task<List<Integer>> receiving = Task.start(() -> {
                List<Integer> got = new ArrayList<>();
                assertThrows(ClosedWithoutDone.class, () -> receiver.forEach(got::add));
                return got;
            });
            Node leaving = cluster.join("leaving");
            Sender<Integer> sender = leaving.sender(NUMBERS);
            sender.send(1);
            leaving.close();
            assertEquals(List.of(1), receiving.get());
        }
    }

    @Test
    void aTimedReceiveSeesTheEndToo() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.join("r").receiver(NUMBERS);
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            Task<Received<Integer>> waiting = Task.start(() -> receiver.receive(LONG));
            sender.done();
            assertInstanceOf(Received.Closed.class, waiting.get());
        }
    }
}
