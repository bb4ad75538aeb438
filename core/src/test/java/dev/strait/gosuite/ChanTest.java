package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Received;
import dev.strait.Sent;
import dev.strait.error.ChannelDone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Timeout;

/**
 * Restates {@code TestChan} of {@code runtime/chan_test.go}: what a channel of each capacity promises. What that test says
 * of {@code len} and {@code cap} has no counterpart: there are no such calls here. Over a link a sender is let ahead of a receiver that takes
 * nothing by at most 16 values, however large the capacity.
 */
@Timeout(60)
class ChanTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private interface Promise {
        void isKept(Pipe<Integer> channel, int capacity) throws InterruptedException;
    }

    private static void forEachBuffer(Pipes pipes, Promise promise) throws InterruptedException {
        for (int capacity : pipes.areRemote() ? new int[] {1, 2, 16} : new int[] {1, 2, 3, 10, 19}) {
            promise.isKept(pipes.ints(capacity), capacity);
        }
    }

    private static void forRendezvous(Pipes pipes, Promise promise) throws InterruptedException {
        promise.isKept(pipes.ints(0), 0);
    }

    @Over({LOCAL, REMOTE})
    void receivesFromAnEmptyBufferWait(Pipes pipes) throws InterruptedException {
        forEachBuffer(pipes, (channel, capacity) -> receivesWait(pipes, channel));
    }

    @Over({LOCAL, REMOTE})
    void receivesFromARendezvousWait(Pipes pipes) throws InterruptedException {
        forRendezvous(pipes, (channel, capacity) -> receivesWait(pipes, channel));
    }

    private static void receivesWait(Pipes pipes, Pipe<Integer> channel) throws InterruptedException {
        Queue<Integer> got = new ConcurrentLinkedQueue<>();
        Thread one = pipes.go(() -> got.add(channel.out().receive()));
        Thread two = pipes.go(() -> {
            if (channel.out().receive(LONG) instanceof Received.Value(var value)) {
                got.add(value);
            }
        });
        Pipes.untilWaiting(one, two);
        assertInstanceOf(Received.Empty.class, channel.out().tryReceive());
        assertEquals(List.of(), List.copyOf(got));
        channel.in().send(3);
        channel.in().send(3);
        pipes.awaitAll();
        assertEquals(List.of(3, 3), List.copyOf(got));
    }

    @Over({LOCAL, REMOTE})
    void aSendIntoAFullBufferWaits(Pipes pipes) throws InterruptedException {
        forEachBuffer(pipes, (channel, capacity) -> sendWaits(pipes, channel, capacity));
    }

    @Over({LOCAL, REMOTE})
    void aSendIntoARendezvousWaits(Pipes pipes) throws InterruptedException {
        forRendezvous(pipes, (channel, capacity) -> sendWaits(pipes, channel, capacity));
    }

    private static void sendWaits(Pipes pipes, Pipe<Integer> channel, int capacity) throws InterruptedException {
        for (int i = 0; i < capacity; i++) {
            channel.in().send(i);
        }
        Thread sender = pipes.go(() -> channel.in().send(capacity));
        Pipes.untilWaiting(sender);
        assertInstanceOf(Sent.Full.class, channel.in().trySend(-1));
        assertEquals(0, channel.out().receive());
        pipes.awaitAll();
        for (int i = 1; i <= capacity; i++) {
            assertEquals(i, channel.out().receive());
        }
    }

    @Over({LOCAL, REMOTE})
    void whatIsInTheBufferOutlivesDone(Pipes pipes) throws InterruptedException {
        forEachBuffer(pipes, (channel, capacity) -> {
            for (int i = 0; i < capacity; i++) {
                channel.in().send(i);
            }
            channel.in().done();
            for (int i = 0; i < capacity; i++) {
                assertEquals(i, channel.out().receive());
            }
            assertThrows(ChannelDone.class, () -> channel.out().receive());
            assertTrue(channel.out().tryReceive() instanceof Received.Closed(ChannelDone cause));
        });
    }

    @Over({LOCAL, REMOTE})
    void doneWakesAReceiveFromABuffer(Pipes pipes) throws InterruptedException {
        forEachBuffer(pipes, (channel, capacity) -> doneWakes(pipes, channel));
    }

    @Over({LOCAL, REMOTE})
    void doneWakesAReceiveFromARendezvous(Pipes pipes) throws InterruptedException {
        forRendezvous(pipes, (channel, capacity) -> doneWakes(pipes, channel));
    }

    private static void doneWakes(Pipes pipes, Pipe<Integer> channel) throws InterruptedException {
        Thread receiver = pipes.go(
                () -> assertThrows(ChannelDone.class, () -> channel.out().receive()));
        Pipes.untilWaiting(receiver);
        channel.in().done();
        pipes.awaitAll();
    }

    @Over({LOCAL, REMOTE})
    void theValuesOfOneSenderKeepTheirOrderInABuffer(Pipes pipes) throws InterruptedException {
        forEachBuffer(pipes, (channel, capacity) -> keepOrder(pipes, channel));
    }

    @Over({LOCAL, REMOTE})
    void theValuesOfOneSenderKeepTheirOrderInARendezvous(Pipes pipes) throws InterruptedException {
        forRendezvous(pipes, (channel, capacity) -> keepOrder(pipes, channel));
    }

    private static void keepOrder(Pipes pipes, Pipe<Integer> channel) throws InterruptedException {
        pipes.go(() -> {
            for (int i = 0; i < 200; i++) {
                channel.in().send(i);
            }
        });
        for (int i = 0; i < 100; i++) {
            assertEquals(i, channel.out().receive());
        }
        for (int i = 100; i < 200; i++) {
            assertEquals(new Received.Value<>(i), channel.out().receive(LONG));
        }
        pipes.awaitAll();
    }

    @Over({LOCAL, REMOTE})
    void fourSendersAndFourReceiversLoseNothingInABuffer(Pipes pipes) throws InterruptedException {
        forEachBuffer(pipes, (channel, capacity) -> loseNothing(pipes, channel));
    }

    @Over({LOCAL, REMOTE})
    void fourSendersAndFourReceiversLoseNothingInARendezvous(Pipes pipes) throws InterruptedException {
        forRendezvous(pipes, (channel, capacity) -> loseNothing(pipes, channel));
    }

    private static void loseNothing(Pipes pipes, Pipe<Integer> channel) throws InterruptedException {
        int threads = 4;
        int each = 1_000;
        List<Map<Integer, Integer>> received = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Map<Integer, Integer> mine = new HashMap<>();
            received.add(mine);
            pipes.go(() -> {
                for (int i = 0; i < each; i++) {
                    channel.in().send(i);
                }
            });
            pipes.go(() -> {
                for (int i = 0; i < each; i++) {
                    mine.merge(channel.out().receive(), 1, Integer::sum);
                }
            });
        }
        pipes.awaitAll();
        Map<Integer, Integer> all = new HashMap<>();
        received.forEach(one -> one.forEach((value, times) -> all.merge(value, times, Integer::sum)));
        assertEquals(each, all.size());
        all.forEach((value, times) -> assertEquals(threads, times, () -> "times of " + value));
    }
}
