package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.ChannelInterruptTest.Threads;
import dev.strait.error.ChannelDone;
import dev.strait.error.DecodeFailed;
import dev.strait.error.EndClosed;
import dev.strait.error.MessageTooLarge;
import dev.strait.error.NotAdded;
import dev.strait.error.PartlySent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches between nodes. */
class BatchRemoteTest {
    private static final ChannelName<Integer> NUMBERS = ChannelName.of("numbers", Integer.class);
    private static final ChannelName<Choosy> CHOOSY = ChannelName.of("choosy", Choosy.class);
    private static final ChannelName<byte[]> BYTES = ChannelName.of("bytes", byte[].class);
    private static final Duration LONG = Duration.ofSeconds(20);

    record Choosy(int number) {
        static volatile Set<Integer> refused = Set.of();

        Choosy {
            if (refused.contains(number)) {
                throw new IllegalArgumentException("refused " + number);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void batchesKeepTheirOrderAndLoseNothingOnTheWayToAnotherNode(Threads threads) throws Exception {
        int count = 20_000;
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.hub().receiver(NUMBERS);
            Sender<Integer> sender = cluster.join("s").sender(NUMBERS);
            Task<Void> sending = Task.start(threads.builder(), () -> {
                for (int from = 0; from < count; from += 500) {
                    sender.sendAll(numbers(from, from + 500));
                }
                sender.done();
                return null;
            });
            List<Integer> received = new ArrayList<>();
            Task<Integer> receiving = Task.start(threads.builder(), () -> {
                int calls = 0;
                try {
                    while (true) {
                        int before = received.size();
                        int taken = receiver.receiveAll(received, 300);
                        assertTrue(taken >= 1 && taken <= 300, () -> "took " + taken);
                        assertEquals(before + taken, received.size());
                        calls++;
                    }
                } catch (ChannelDone done) {
                    return calls;
                }
            });
            sending.get();
            assertTrue(receiving.get() < count, "never were there two values at once");
            assertEquals(numbers(0, count), received);
        }
    }

    @Test
    void aReceiverWaitsForTheFirstValueAtMostForItsTime() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.hub().receiver(NUMBERS);
            Sender<Integer> sender = cluster.join("s").sender(NUMBERS);
            List<Integer> into = new ArrayList<>();
            assertEquals(0, receiver.receiveAll(into, 5, Duration.ofMillis(5)));
            assertEquals(0, receiver.receiveAll(into, 5, Duration.ZERO));
            assertThrows(IllegalArgumentException.class, () -> receiver.receiveAll(into, 0));
            Task<Integer> waiting = Task.start(() -> receiver.receiveAll(into, 5, LONG));
            sender.send(1);
            assertEquals(1, waiting.get());
            assertEquals(List.of(1), into);
            Task<Integer> interrupted = Task.start(() -> receiver.receiveAll(into, 5));
            interrupted.interrupt();
            assertInstanceOf(InterruptedException.class, interrupted.failure());
            sender.send(2);
            assertEquals(1, receiver.receiveAll(into, 5));
            sender.done();
            assertThrows(ChannelDone.class, () -> receiver.receiveAll(into, 5));
            assertEquals(List.of(1, 2), into);
        }
    }

    @Test
    void whatDoesNotDecodeIsToldAfterAllTheOthersWereAdded() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Choosy> receiver = cluster.hub().receiver(CHOOSY);
            Sender<Choosy> sender = cluster.join("s").sender(CHOOSY);
            Choosy.refused = Set.of();
            sender.sendAll(choosy(10));
            sender.done();
            List<Choosy> into = new ArrayList<>();
            assertEquals(1, receiver.receiveAll(into, 1));
            Choosy.refused = Set.of(2, 5);
            List<DecodeFailed> failures = new ArrayList<>();
            while (into.size() < 8) {
                try {
                    receiver.receiveAll(into, 10);
                } catch (DecodeFailed failed) {
                    failures.add(failed);
                    Arrays.stream(failed.getSuppressed())
                            .map(DecodeFailed.class::cast)
                            .forEach(failures::add);
                }
            }
            Choosy.refused = Set.of();
            assertEquals(2, failures.size(), failures::toString);
            assertTrue(failures.get(0).getMessage().contains("refused 2"), failures::toString);
            assertTrue(failures.get(1).getMessage().contains("refused 5"), failures::toString);
            assertEquals(
                    List.of(0, 1, 3, 4, 6, 7, 8, 9),
                    into.stream().map(Choosy::number).toList());
            assertThrows(ChannelDone.class, () -> receiver.receiveAll(into, 1));
        }
    }

    @Test
    void aCollectionThatRefusesAndValuesThatDoNotDecodeAreBothTold() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Choosy> receiver = cluster.hub().receiver(CHOOSY);
            Sender<Choosy> sender = cluster.hub().sender(CHOOSY);
            Choosy.refused = Set.of();
            sender.sendAll(choosy(6));
            // The first call fetches what is there; after it the others are at hand for sure.
            assertEquals(0, receiver.receive().number());
            Choosy.refused = Set.of(3);
            var small = new ArrayBlockingQueue<Choosy>(1);
            NotAdded notAdded = null;
            while (notAdded == null) {
                try {
                    receiver.receiveAll(small, 5);
                } catch (NotAdded e) {
                    notAdded = e;
                } finally {
                    Choosy.refused = notAdded == null ? Choosy.refused : Set.of();
                }
            }
            Choosy.refused = Set.of();
            assertEquals(new Choosy(1), small.peek());
            assertEquals(new Choosy(2), notAdded.values().getFirst());
        }
    }

    @Test
    void aValueThatIsRefusedInTheMiddleSaysHowManyWereSentBeforeIt() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<byte[]> receiver = cluster.hub().receiver(BYTES);
            Node small = cluster.join(cluster.options("small").withMaxMessageBytes(1_000));
            Sender<byte[]> sender = small.sender(BYTES);
            PartlySent partly = assertThrows(
                    PartlySent.class,
                    () -> sender.sendAll(List.of(new byte[1], new byte[2], new byte[2_000], new byte[3])));
            assertEquals(2, partly.sent());
            assertInstanceOf(MessageTooLarge.class, partly.getCause());
            assertThrows(MessageTooLarge.class, () -> sender.sendAll(List.of(new byte[2_000])));
            PartlySent atNull =
                    assertThrows(PartlySent.class, () -> sender.sendAll(Arrays.asList(new byte[4], null, new byte[5])));
            assertEquals(1, atNull.sent());
            sender.sendAll(List.of(new byte[6]));
            sender.done();
            List<Integer> lengths = new ArrayList<>();
            receiver.forEach(it -> lengths.add(it.length));
            assertEquals(List.of(1, 2, 4, 6), lengths);
        }
    }

    @Test
    void aBatchIntoAnEndThatIsFinishedIsRefused() throws Exception {
        try (var cluster = new Cluster()) {
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            sender.done();
            assertThrows(EndClosed.class, () -> sender.sendAll(List.of(1)));
            sender.sendAll(List.of());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBatchThatWaitsForRoomIsInterruptedAndSaysHowManyWereSent(Threads threads) throws Exception {
        ChannelName<Integer> name = NUMBERS.capacity(8);
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.hub().receiver(name);
            Sender<Integer> sender = cluster.join("s").sender(name);
            sender.awaitReceivers(1);
            Task<PartlySent> waiting = Task.start(threads.builder(), () -> {
                PartlySent partly = assertThrows(PartlySent.class, () -> sender.sendAll(numbers(0, 100)));
                assertTrue(Thread.currentThread().isInterrupted());
                return partly;
            });
            List<Integer> received = new ArrayList<>();
            while (received.size() < 20) {
                received.add(receiver.receive());
            }
            waiting.interrupt();
            PartlySent partly = waiting.get();
            assertInstanceOf(InterruptedException.class, partly.getCause());
            sender.done();
            receiver.forEach(received::add);
            assertEquals(numbers(0, (int) partly.sent()), received);
        }
    }

    private static List<Choosy> choosy(int count) {
        return IntStream.range(0, count).mapToObj(Choosy::new).toList();
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
