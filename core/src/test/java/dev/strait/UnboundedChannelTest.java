package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.ChannelInterruptTest.Threads;
import dev.strait.error.ChannelDone;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A channel that is never full. */
class UnboundedChannelTest {
    private static final int MANY = 1_000_000;
    /** What {@link #MANY} references take at least. */
    private static final long FULL = 4L * MANY;

    private final Channel<Integer> channel = Channel.unbounded();

    @Test
    void sendsNeverWaitAndTryFormsAreNeverFull() throws InterruptedException {
        Sent accepted = new Sent.Accepted();
        for (int i = 0; i < 30_000; i += 3) {
            channel.send(i);
            assertEquals(accepted, channel.trySend(i + 1));
            assertEquals(accepted, channel.send(i + 2, Duration.ZERO));
        }
        for (int i = 0; i < 30_000; i++) {
            assertEquals(i, channel.receive());
        }
        assertEquals(new Received.Empty<>(), channel.tryReceive());
        assertTrue(channel.toString().startsWith("Channel unbounded #"), channel::toString);
    }

    @Test
    void whatItHoldsIsReceivedAfterItsEnd() throws InterruptedException {
        for (int i = 0; i < 5_000; i++) {
            channel.send(i);
        }
        channel.done();
        assertThrows(ChannelDone.class, () -> channel.send(1));
        ArrayList<Integer> received = new ArrayList<>();
        channel.forEach(received::add);
        assertEquals(5_000, received.size());
        assertEquals(4_999, received.getLast());
    }

    @Test
    void aSelectAlwaysFindsRoom() throws InterruptedException {
        for (int i = 0; i < 3_000; i++) {
            int value = i;
            assertEquals(
                    "sent",
                    Select.<String>of().send(channel, value, () -> "sent").orElse(() -> "full"));
        }
        assertTrue(channel.toString().contains("3000 buffered"), channel::toString);
    }

    /** Against a queue of the JDK, with runs of sends and receives of all lengths, so that arrays begin and end anywhere. */
    @Test
    void itGivesWhatAQueueGives() throws InterruptedException {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        Queue<Integer> expected = new ArrayDeque<>();
        int next = 0;
        for (int run = 0; run < 500; run++) {
            int most = 1 << random.nextInt(13);
            for (int i = random.nextInt(most); i > 0; i--) {
                channel.send(next);
                expected.add(next++);
            }
            for (int i = random.nextInt(most); i > 0; i--) {
                Integer value = expected.poll();
                assertEquals(
                        value == null ? new Received.Empty<>() : new Received.Value<>(value),
                        channel.tryReceive(),
                        () -> "seed " + seed);
            }
        }
        while (!expected.isEmpty()) {
            assertEquals(expected.remove(), channel.receive(), () -> "seed " + seed);
        }
        assertEquals(new Received.Empty<>(), channel.tryReceive(), () -> "seed " + seed);
    }

    @Test
    void aBurstGivesItsMemoryBackAsItIsReceived() throws InterruptedException {
        long before = UsedHeap.bytes();
        Integer value = 1;
        for (int i = 0; i < MANY; i++) {
            channel.send(value);
        }
        long full = UsedHeap.bytes() - before;
        assertTrue(full > FULL / 2, () -> full + " bytes hold " + MANY + " values?");
        for (int i = 0; i < MANY - 1; i++) {
            channel.receive();
        }
        long left = UsedHeap.bytes() - before;
        assertTrue(left < FULL / 4, () -> left + " bytes are left of " + full);
        assertEquals(value, channel.receive());
    }

    @ParameterizedTest
    @EnumSource
    void valuesOfManyThreadsArriveOnceEach(Threads threads) throws InterruptedException {
        int senders = 4;
        int each = 20_000;
        ArrayList<Task<Void>> tasks = new ArrayList<>();
        for (int s = 0; s < senders; s++) {
            tasks.add(Task.start(threads.builder(), () -> {
                for (int i = 0; i < each; i++) {
                    channel.send(i);
                }
                return null;
            }));
        }
        int[] seen = new int[each];
        for (int i = 0; i < senders * each; i++) {
            seen[channel.receive()]++;
        }
        tasks.forEach(Task::get);
        for (int count : seen) {
            assertEquals(senders, count);
        }
        assertEquals(new Received.Empty<>(), channel.tryReceive());
    }
}
