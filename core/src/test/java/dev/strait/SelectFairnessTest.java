package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Among clauses that are always ready, each is chosen equally often. With 10,000 selects over 5 clauses the expected count is
 * 2,000 with a standard deviation of 40; the bounds are ten of those away.
 */
class SelectFairnessTest {

    private static final int SELECTS = 10_000;

    /** How many selects are made before it is seen to that the remote clauses are ready for as many again. */
    private static final int ROUND = 1_000;

    @Test
    void receiveClausesThatAreAlwaysReadyAreChosenEquallyOften() throws InterruptedException {
        Channel<Integer>[] channels = channels();
        int[] chosen = new int[channels.length];
        for (int i = 0; i < SELECTS; i++) {
            Select<Integer> select = Select.of();
            for (int c = 0; c < channels.length; c++) {
                int clause = c;
                channels[c].trySend(c);
                select.receive(channels[c], v -> clause);
            }
            chosen[select.await()]++;
        }
        assertFair(chosen);
    }

    @Test
    void sendAndReceiveClausesAndEndedChannelsShareAlike() throws InterruptedException {
        Channel<Integer>[] channels = channels();
        channels[4].done();
        int[] chosen = new int[channels.length];
        for (int i = 0; i < SELECTS; i++) {
            channels[0].trySend(0);
            channels[1].trySend(0);
            channels[2].tryReceive();
            channels[3].tryReceive();
            chosen[
                    Select.<Integer>of()
                            .receive(channels[0], v -> 0)
                            .receive(channels[1], v -> 1)
                            .send(channels[2], 1, () -> 2)
                            .send(channels[3], 1, () -> 3)
                            .receive(channels[4], v -> -1, cause -> 4)
                            .await()]++;
        }
        assertFair(chosen);
    }

    @Test
    void sendClausesThatAreAlwaysReadyAreChosenEquallyOften() throws InterruptedException {
        Channel<Integer>[] channels = channels();
        int[] chosen = new int[channels.length];
        for (int i = 0; i < SELECTS; i++) {
            Select<String> select = Select.of();
            for (Channel<Integer> channel : channels) {
                channel.tryReceive();
                select.send(channel, i, () -> "sent");
            }
            chosen[numberOf(select.choose())]++;
        }
        assertFair(chosen);
    }

    @Test
    void clausesOnOneChannelAreChosenEquallyOftenWhicheverWayTheyGo() throws InterruptedException {
        Channel<Integer> channel = Channel.unbounded();
        channel.sendAll(Collections.nCopies(SELECTS, 0));
        int[] chosen = new int[5];
        for (int i = 0; i < SELECTS; i++) {
            chosen[
                    numberOf(Select.<Integer>of()
                            .receive(channel, v -> v)
                            .send(channel, i, () -> 0)
                            .receive(channel, v -> v)
                            .send(channel, i, () -> 0)
                            .receive(channel, v -> v)
                            .choose())]++;
        }
        assertFair(chosen);
    }

    @Test
    void remoteReceiversShareAlikeWithLocalChannels() throws Exception {
        try (var cluster = new Cluster()) {
            Node other = cluster.join("s");
            Stream near = new Stream(cluster.hub(), cluster.hub(), "near");
            Stream far = new Stream(other, cluster.hub(), "far");
            Channel<Integer>[] channels = channels();
            int[] chosen = new int[channels.length];
            RoundTrip roundTrip = new RoundTrip(cluster.hub(), other);
            for (int i = 0; i < SELECTS; i++) {
                if (i % ROUND == 0) {
                    near.untilThereAre(2 * ROUND / 5);
                    far.untilThereAre(2 * ROUND / 5);
                    roundTrip.make();
                }
                channels[0].trySend(0);
                channels[1].trySend(0);
                channels[2].tryReceive();
                chosen[
                        numberOf(Select.<Integer>of()
                                .receive(channels[0], v -> v)
                                .receive(near.receiver, v -> near.taken++)
                                .receive(channels[1], v -> v)
                                .receive(far.receiver, v -> far.taken++)
                                .send(channels[2], i, () -> 0)
                                .choose())]++;
            }
            assertFair(chosen);
            near.end();
            far.end();
        }
    }

    /** A named channel whose sender sends on and on, so that there is always something to take. */
    private static final class Stream {
        final Receiver<Integer> receiver;
        final Task<Void> sending;
        final AtomicInteger sent = new AtomicInteger();
        final AtomicBoolean over = new AtomicBoolean();
        int taken;

        Stream(Node from, Node to, String name) throws InterruptedException {
            ChannelName<Integer> channel = ChannelName.of(name, Integer.class).capacity(2 * ROUND);
            receiver = to.receiver(channel);
            Sender<Integer> sender = from.sender(channel);
            sending = Task.start(() -> {
                while (!over.get()) {
                    sender.send(1);
                    sent.incrementAndGet();
                }
                sender.done();
                return null;
            });
            // So that the receiver grants much at a time.
            for (; taken < 10 * ROUND; taken++) {
                receiver.receive();
            }
        }

        void untilThereAre(int count) {
            Task.until(() -> sent.get() - taken >= count);
        }

        void end() throws InterruptedException {
            over.set(true);
            receiver.forEach(v -> {});
            sending.get();
        }
    }

    /** After some of these, what was sent on the same link before is there, since its streams take turns. */
    private static final class RoundTrip {
        final Receiver<Integer> asked;
        final Sender<Integer> ask;
        final Receiver<Integer> answered;
        final Sender<Integer> answer;

        RoundTrip(Node here, Node there) throws InterruptedException {
            asked = there.receiver(ChannelName.of("ask", Integer.class));
            ask = here.sender(ChannelName.of("ask", Integer.class));
            answered = here.receiver(ChannelName.of("answer", Integer.class));
            answer = there.sender(ChannelName.of("answer", Integer.class));
        }

        void make() throws InterruptedException {
            for (int i = 0; i < 5; i++) {
                ask.send(i);
                answer.send(asked.receive());
                assertEquals(i, answered.receive());
            }
        }
    }

    private static int numberOf(Selected<?> selected) {
        return switch (selected) {
            case Selected.CarriedOut(int clause, var result) -> clause;
            case Selected.Closed(int clause, var cause) -> throw cause;
            case Selected.None() -> throw new AssertionError("a select without a time limit chose nothing");
        };
    }

    @Test
    void aChannelThatIsAlwaysReadyDoesNotStarveOneWhoseSenderWaits() throws InterruptedException {
        Channel<String> busy = Channel.buffered(1);
        Channel<String> rare = Channel.rendezvous();
        Task<Integer> rareSender = Task.start(() -> {
            for (int i = 0; i < 200; i++) {
                rare.send("rare");
            }
            return 200;
        });
        for (int fromRare = 0; fromRare < 200; fromRare++) {
            Task.untilState(rare, "1 sending");
            // Both are ready in each of these; a fair choice fails 100 times running once in 2^100.
            boolean chosen = false;
            for (int i = 0; i < 100 && !chosen; i++) {
                busy.trySend("busy");
                chosen = Select.<Boolean>of()
                        .receive(busy, v -> false)
                        .receive(rare, v -> true)
                        .await();
            }
            assertTrue(chosen, "starved");
        }
        assertEquals(200, rareSender.get());
    }

    @SuppressWarnings("unchecked") // generic array
    private static Channel<Integer>[] channels() {
        Channel<Integer>[] channels = new Channel[5];
        Arrays.setAll(channels, i -> Channel.<Integer>buffered(1));
        return channels;
    }

    private static void assertFair(int[] chosen) {
        assertEquals(SELECTS, Arrays.stream(chosen).sum());
        for (int count : chosen) {
            assertTrue(count >= 1_600 && count <= 2_400, () -> "unfair: " + Arrays.toString(chosen));
        }
    }
}
