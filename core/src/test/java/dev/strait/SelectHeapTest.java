package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Selects leave nothing behind in the lines of the channels they did not choose. */
class SelectHeapTest {
    private static final int MILLION = 1_000_000;
    private static final int REMOTE = 60_000;
    /** Far less than what {@link #REMOTE} selects would leave, with a hundred bytes or so for each waiter left behind. */
    private static final long BOUND = 1 << 20;

    private static final ChannelName<Integer> QUIET = ChannelName.of("quiet", Integer.class);

    @Test
    void aMillionSelectsWithATimeLimitWonAndLostLeaveNoWaiterBehind() throws InterruptedException {
        Channel<Integer> quiet = Channel.rendezvous();
        Channel<Integer> full = Channel.buffered(1);
        full.send(0);
        Channel<Integer> fed = Channel.rendezvous();
        AtomicBoolean over = new AtomicBoolean();
        Task<Long> feeder = Task.start(Thread.ofPlatform().daemon(), () -> {
            long sent = 0;
            while (!over.get()) {
                sent += fed.trySend(1) instanceof Sent.Accepted ? 1 : 0;
            }
            return sent;
        });
        long[] won = new long[1];
        long before = UsedHeap.bytes();
        // Some of a few nanoseconds, which are over when they have got in line, and some in which the feeder comes in
        // time.
        for (int i = 0; i < MILLION; i++) {
            won[0] += Select.<Integer>of()
                    .receive(quiet, v -> 0)
                    .send(full, i, () -> 0)
                    .receive(Channel.<Integer>never(), v -> 0)
                    .receive(quiet, v -> 0)
                    .receive(fed, v -> v)
                    .within(Duration.ofNanos(i % 128 == 0 ? 10_000 : 1), () -> 0);
        }
        long grown = UsedHeap.bytes() - before;
        over.set(true);
        assertEquals(feeder.get(), won[0], "what was sent was received, and nothing else");
        assertTrue(won[0] > 0 && won[0] < MILLION, () -> won[0] + " won: both must happen");
        assertTrue(quiet.toString().contains("0 sending, 0 receiving"), quiet::toString);
        assertTrue(full.toString().contains("1 buffered, 0 sending, 0 receiving"), full::toString);
        assertTrue(fed.toString().contains("0 sending, 0 receiving"), fed::toString);
        assertTrue(grown < BOUND, () -> "the heap has grown by " + grown + " bytes");
    }

    @Test
    void selectsOverRemoteReceiversLeaveNoWaiterBehind() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> quiet = cluster.hub().receiver(QUIET);
            Sender<Integer> sender = cluster.join("s").sender(QUIET);
            Channel<Integer> local = Channel.buffered(1);
            int won = 0;
            long before = UsedHeap.bytes();
            for (int i = 0; i < REMOTE; i++) {
                if (i % 2 == 0) {
                    local.send(1);
                }
                won += Select.<Integer>of()
                        .receive(quiet, v -> -1)
                        .receive(local, v -> v)
                        .receive(quiet, v -> -1)
                        .within(Duration.ofNanos(1), () -> 0);
            }
            long grown = UsedHeap.bytes() - before;
            assertEquals(REMOTE / 2, won);
            assertTrue(grown < BOUND, () -> "the heap has grown by " + grown + " bytes");
            sender.send(7);
            assertEquals(7, quiet.receive(), "nobody is in line before this call");
        }
    }
}
