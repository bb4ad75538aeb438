package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.ChannelInterruptTest.Threads;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.NotAdded;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Receiving in batches from a local channel. */
class ReceiveAllTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(2);

    private final Channel<Integer> four = Channel.buffered(4);
    private final Channel<Integer> rendezvous = Channel.rendezvous();
    private final List<Integer> into = new ArrayList<>(List.of(-1));

    @Test
    void whatIsInTheBufferIsTakenInOrderUpToTheGivenNumber() throws InterruptedException {
        four.sendAll(List.of(1, 2, 3, 4));
        assertEquals(3, four.receiveAll(into, 3));
        assertEquals(List.of(-1, 1, 2, 3), into, "what was there stays");
        four.send(5);
        assertEquals(2, four.receiveAll(into, Integer.MAX_VALUE));
        assertEquals(List.of(-1, 1, 2, 3, 4, 5), into);
        assertEquals(0, four.receiveAll(into, 10, Duration.ZERO));
    }

    @Test
    void sendersInLineAtARendezvousAreTakenInTheirOrderAndTheOthersStay() throws InterruptedException {
        List<Task<Sent>> senders = senders(rendezvous, 5);
        assertEquals(3, rendezvous.receiveAll(into, 3));
        assertEquals(List.of(-1, 0, 1, 2), into);
        for (Task<Sent> sender : senders.subList(0, 3)) {
            assertEquals(new Sent.Accepted(), sender.get());
        }
        assertTrue(rendezvous.toString().contains("2 sending"), rendezvous::toString);
        assertEquals(2, rendezvous.receiveAll(into, 3, LONG));
        assertEquals(List.of(-1, 0, 1, 2, 3, 4), into);
    }

    @Test
    void theBufferComesBeforeTheSendersInLineWhoseValuesFillItAgain() throws InterruptedException {
        four.sendAll(List.of(10, 11, 12, 13));
        List<Task<Sent>> senders = senders(four, 3);
        assertEquals(5, four.receiveAll(into, 5));
        assertEquals(List.of(-1, 10, 11, 12, 13, 0), into);
        for (Task<Sent> sender : senders) {
            assertEquals(new Sent.Accepted(), sender.get(), "there was room for all of them then");
        }
        assertTrue(four.toString().contains("2 buffered, 0 sending"), four::toString);
    }

    @Test
    void selectsThatSendAreTakenFromOnceEach() throws InterruptedException {
        Channel<Integer> other = Channel.rendezvous();
        Task<Integer> select = Task.start(() -> Select.<Integer>of()
                .send(rendezvous, 1, () -> 1)
                .send(rendezvous, 2, () -> 2)
                .send(other, 3, () -> 3)
                .await());
        Task.untilState(rendezvous, "2 sending");
        Task.untilState(other, "1 sending");
        assertEquals(1, rendezvous.receiveAll(into, 10));
        assertEquals(select.get(), into.get(1));
        assertEquals(0, other.receiveAll(into, 10, Duration.ZERO));
    }

    @ParameterizedTest
    @EnumSource
    void itWaitsForTheFirstValueAndTakesThatOne(Threads threads) throws InterruptedException {
        Task<List<Integer>> receiver = Task.start(threads.builder(), () -> {
            List<Integer> taken = new ArrayList<>();
            assertEquals(1, four.receiveAll(taken, 10));
            return taken;
        });
        Task.untilState(four, "1 receiving");
        assertEquals(new Sent.Accepted(), four.trySend(7));
        assertEquals(List.of(7), receiver.get());
        assertTrue(four.toString().contains("0 buffered"), four::toString);
    }

    @Test
    void withATimeLimitItGivesUpAndHasTakenNothing() throws InterruptedException {
        assertEquals(0, four.receiveAll(into, 1, SHORT));
        assertEquals(0, four.receiveAll(into, 1, Duration.ofSeconds(-1)));
        assertEquals(List.of(-1), into);
        assertTrue(four.toString().contains("0 receiving"), four::toString);
        Task<Integer> waiting = Task.start(() -> four.receiveAll(into, 5, LONG));
        Task.untilState(four, "1 receiving");
        four.send(3);
        assertEquals(1, waiting.get());
    }

    @Test
    void theEndComesAfterEverythingAndIsThrown() throws InterruptedException {
        four.sendAll(List.of(1, 2));
        four.done();
        assertEquals(2, four.receiveAll(into, 10));
        assertThrows(ChannelDone.class, () -> four.receiveAll(into, 10));
        assertThrows(ChannelDone.class, () -> four.receiveAll(into, 10, Duration.ZERO));
        assertEquals(List.of(-1, 1, 2), into);
        Task<Integer> waiting = Task.start(() -> rendezvous.receiveAll(new ArrayList<>(), 1));
        Task.untilState(rendezvous, "1 receiving");
        rendezvous.error(new IllegalStateException("why"));
        assertInstanceOf(ChannelFailed.class, waiting.failure());
    }

    @Test
    void aNumberBelowOneOrNoCollectionIsRefusedBeforeAnythingIsTaken() throws InterruptedException {
        four.send(1);
        assertThrows(IllegalArgumentException.class, () -> four.receiveAll(into, 0));
        assertThrows(IllegalArgumentException.class, () -> four.receiveAll(into, -1, LONG));
        assertThrows(NullPointerException.class, () -> four.receiveAll(null, 1));
        assertEquals(1, four.receive());
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptedCallTakesNothing(Threads threads) throws InterruptedException {
        four.send(1);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> four.receiveAll(into, 1));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> four.receiveAll(into, 1, Duration.ZERO));
        assertFalse(Thread.currentThread().isInterrupted());
        assertEquals(1, four.receive());
        Task<Integer> waiting = Task.start(threads.builder(), () -> four.receiveAll(into, 1));
        Task.untilState(four, "1 receiving");
        waiting.interrupt();
        assertInstanceOf(InterruptedException.class, waiting.failure());
        assertTrue(four.toString().contains("0 receiving"), four::toString);
    }

    @Test
    void whatACollectionRefusesIsInTheException() throws InterruptedException {
        four.sendAll(List.of(1, 2, 3, 4));
        var small = new ArrayBlockingQueue<Integer>(2);
        NotAdded notAdded = assertThrows(NotAdded.class, () -> four.receiveAll(small, 4));
        assertEquals(List.of(1, 2), List.copyOf(small));
        assertEquals(List.<Object>of(3, 4), notAdded.values());
        assertInstanceOf(IllegalStateException.class, notAdded.getCause());
        assertEquals("STRAIT-NOT-ADDED", notAdded.code());
        assertThrows(
                UnsupportedOperationException.class, () -> notAdded.values().add(5));
        assertEquals(0, four.receiveAll(small, 4, Duration.ZERO), "the channel does not have them any more");
    }

    @Test
    void aCheckedExceptionThatACollectionDoesNotDeclareLosesNothing() throws InterruptedException {
        four.sendAll(List.of(1, 2, 3, 4));
        var thrown = new IOException("not declared");
        var throwing = new ArrayList<Integer>() {
            @Override
            public boolean add(Integer value) {
                if (value == 3) {
                    SendAllTest.<RuntimeException>sneak(thrown);
                }
                return super.add(value);
            }
        };
        NotAdded notAdded = assertThrows(NotAdded.class, () -> four.receiveAll(throwing, 4));
        assertSame(thrown, notAdded.getCause());
        assertEquals(List.of(1, 2), throwing);
        assertEquals(List.<Object>of(3, 4), notAdded.values());
    }

    @Test
    void theCollectionIsUsedInTheCallingThreadWithoutLocks() throws InterruptedException {
        four.sendAll(List.of(1, 2));
        Thread caller = Thread.currentThread();
        var using = new ArrayList<Integer>() {
            @Override
            public boolean add(Integer value) {
                assertSame(caller, Thread.currentThread());
                // Another thread can use the channel meanwhile; so no lock is held.
                assertEquals(
                        new Sent.Accepted(),
                        Task.start(() -> four.trySend(value + 10)).get());
                return super.add(value);
            }
        };
        assertEquals(2, four.receiveAll(using, 4));
        assertEquals(List.of(1, 2), using);
        assertEquals(2, four.receiveAll(into, 4));
        assertEquals(List.of(-1, 11, 12), into);
    }

    /** Pairs go in in one step, so they come out in one step, whoever else takes pairs. */
    @ParameterizedTest
    @EnumSource
    void oneStepIsOneStep(Threads threads) {
        int pairs = 20_000;
        Channel<Integer> channel = Channel.unbounded();
        List<Task<Integer>> receivers = new ArrayList<>();
        for (int r = 0; r < 3; r++) {
            receivers.add(Task.start(threads.builder(), () -> takePairs(channel)));
        }
        Task<Void> sender = Task.start(threads.builder(), () -> {
            for (int i = 0; i < pairs; i++) {
                channel.sendAll(List.of(2 * i, 2 * i + 1));
            }
            channel.done();
            return null;
        });
        assertEquals(pairs, receivers.stream().mapToInt(Task::get).sum());
        sender.get();
    }

    private static int takePairs(Channel<Integer> channel) throws InterruptedException {
        List<Integer> pair = new ArrayList<>(2);
        int count = 0;
        try {
            while (true) {
                pair.clear();
                int taken = channel.receiveAll(pair, 2, Duration.ZERO);
                if (taken == 0) {
                    Thread.yield();
                    continue;
                }
                assertEquals(2, taken);
                assertEquals(pair.get(0) + 1, pair.get(1));
                assertEquals(0, pair.get(0) % 2);
                count++;
            }
        } catch (ChannelDone done) {
            return count;
        }
    }

    /** Senders that wait in the order of their values. */
    private static List<Task<Sent>> senders(Channel<Integer> channel, int count) {
        List<Task<Sent>> senders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int value = i;
            senders.add(Task.start(() -> channel.send(value, LONG)));
            Task.untilState(channel, (i + 1) + " sending");
        }
        return senders;
    }
}
