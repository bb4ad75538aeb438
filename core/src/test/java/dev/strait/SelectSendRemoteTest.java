package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ChannelDone;
import dev.strait.error.EndClosed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Select clauses that send to remote ends with a buffer, beside remote receivers and local channels. */
class SelectSendRemoteTest {
    private static final ChannelName<Integer> OUT = ChannelName.of("out", Integer.class);
    private static final ChannelName<Integer> LEFT = ChannelName.of("left", Integer.class);
    private static final ChannelName<Integer> RIGHT = ChannelName.of("right", Integer.class);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofMillis(30);

    @Test
    void oneSelectOverTwoRemoteReceiversARemoteSenderAndALocalChannel() throws Exception {
        int count = 3_000;
        try (var cluster = new Cluster()) {
            Receiver<Integer> left = cluster.hub().receiver(LEFT);
            Receiver<Integer> right = cluster.hub().receiver(RIGHT);
            Sender<Integer> out = cluster.hub().sender(OUT.capacity(8));
            Channel<Integer> local = Channel.buffered(4);
            Node other = cluster.join("other");
            Receiver<Integer> taken = other.receiver(OUT.capacity(8));
            Task<Integer> lefts = Task.start(() -> sendAll(other.sender(LEFT), count));
            Task<Integer> rights = Task.start(() -> sendAll(other.sender(RIGHT), count));
            Task<Integer> locals = Task.start(() -> sendAll(local, count));
            Task<List<Integer>> outs = Task.start(() -> {
                List<Integer> got = new ArrayList<>();
                taken.forEach(got::add);
                return got;
            });
            int[] next = new int[4];
            for (int i = 0; i < 4 * count; i++) {
                Select<Integer> select = Select.of();
                receive(select, 0, left, next, count);
                receive(select, 1, right, next, count);
                receive(select, 2, local, next, count);
                if (next[3] < count) {
                    select.send(out, next[3], () -> next[3]++);
                }
                assertTrue(select.await() >= 0);
            }
            out.done();
            assertEquals(IntStream.range(0, count).boxed().toList(), outs.get());
            assertEquals(3 * count, lefts.get() + rights.get() + locals.get());
        }
    }

    private static void receive(Select<Integer> select, int clause, Receiver<Integer> from, int[] next, int count) {
        if (next[clause] < count) {
            select.receive(from, value -> {
                assertEquals(next[clause], value);
                return next[clause]++;
            });
        }
    }

    private static int sendAll(Sender<Integer> sender, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            sender.send(i);
        }
        sender.done();
        return count;
    }

    @Test
    void aSelectThatSendsWaitsForRoomAndItsTimeLimitLeavesNothingBehind() throws Exception {
        try (var cluster = new Cluster()) {
            Sender<Integer> out = cluster.hub().sender(OUT.capacity(1));
            assertEquals("late", offer(out, 0, SOON));
            Receiver<Integer> taken = cluster.join("r").receiver(OUT.capacity(1));
            assertEquals("sent", offer(out, 1, LONG));
            assertEquals("late", offer(out, 2, SOON));
            assertEquals(
                    "default", Select.<String>of().send(out, 2, () -> "sent").orElse(() -> "default"));
            Task<String> waiting = Task.start(() -> offer(out, 3, LONG));
            Task<String> behind = Task.start(() -> offer(out, 4, LONG));
            assertEquals(1, taken.receive());
            int second = taken.receive();
            int third = taken.receive();
            assertEquals(7, second + third);
            assertEquals("sent", waiting.get());
            assertEquals("sent", behind.get());
            out.done();
            assertThrows(ChannelDone.class, taken::receive);
        }
    }

    private static String offer(Sender<Integer> to, int value, Duration limit) throws InterruptedException {
        return Select.<String>of().send(to, value, () -> "sent").within(limit, () -> "late");
    }

    @Test
    void anInterruptedSelectHasNotSent() throws Exception {
        try (var cluster = new Cluster()) {
            Sender<Integer> out = cluster.hub().sender(OUT.capacity(1));
            Task<String> waiting = Task.start(() -> offer(out, 1, LONG));
            waiting.interrupt();
            assertInstanceOf(InterruptedException.class, waiting.failure());
            Receiver<Integer> taken = cluster.join("r").receiver(OUT.capacity(1));
            out.send(2);
            assertEquals(2, taken.receive());
            out.done();
        }
    }

    @Test
    void aClauseOnASenderThatHasEndedIsReadyAndSaysHow() throws Exception {
        try (var cluster = new Cluster()) {
            Sender<Integer> out = cluster.hub().sender(OUT);
            Select<String> select = Select.<String>of()
                    .send(
                            out,
                            1,
                            () -> "sent",
                            cause -> "closed " + cause.getClass().getSimpleName());
            Task<String> waiting = Task.start(select::await);
            out.done();
            assertEquals("closed EndClosed", waiting.get());
            assertThrows(
                    EndClosed.class,
                    () -> Select.<String>of().send(out, 1, () -> "sent").await());
            assertInstanceOf(
                    Selected.Closed.class,
                    Select.<String>of().send(out, 1, () -> "sent").tryChoose());
        }
    }

    @Test
    void selectsOfManyThreadsThatSendAndReceiveLoseNothing() throws Exception {
        int threads = 8;
        int count = 400;
        try (var cluster = new Cluster()) {
            Sender<Integer> there = cluster.hub().sender(LEFT.capacity(3));
            Receiver<Integer> here = cluster.hub().receiver(RIGHT.capacity(3));
            Node other = cluster.join("other");
            Receiver<Integer> in = other.receiver(LEFT.capacity(3));
            Sender<Integer> back = other.sender(RIGHT.capacity(3));
            AtomicInteger sent = new AtomicInteger();
            AtomicInteger got = new AtomicInteger();
            List<Task<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                tasks.add(Task.start(() -> shuttle(there, here, sent, got, threads * count)));
            }
            Task<Integer> echo = Task.start(() -> {
                in.forEach(back::send);
                back.done();
                return 0;
            });
            tasks.forEach(Task::get);
            there.done();
            echo.get();
            assertEquals(threads * count, sent.get());
            assertEquals(threads * count, got.get());
        }
    }

    private static int shuttle(
            Sender<Integer> there, Receiver<Integer> here, AtomicInteger sent, AtomicInteger got, int total)
            throws InterruptedException {
        while (got.get() < total) {
            Select<Integer> select = Select.of();
            int mine = sent.getAndUpdate(it -> Math.min(total, it + 1));
            if (mine < total) {
                boolean done = false;
                while (!done) {
                    done = Select.<Boolean>of()
                            .send(there, mine, () -> true)
                            .receive(here, value -> got.incrementAndGet() < 0)
                            .await();
                }
            } else {
                select.receive(here, value -> got.incrementAndGet()).within(SOON, () -> 0);
            }
        }
        return 0;
    }
}
