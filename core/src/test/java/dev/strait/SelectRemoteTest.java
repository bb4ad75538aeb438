package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ChannelDone;
import dev.strait.error.DecodeFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Select over remote receivers and local channels. */
class SelectRemoteTest {
    private static final ChannelName<Integer> LEFT = ChannelName.of("left", Integer.class);
    private static final ChannelName<String> RIGHT = ChannelName.of("right", String.class);
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void aSelectTakesFromRemoteReceiversAndALocalChannelUntilAllAreDone() throws Exception {
        int count = 2_000;
        try (var cluster = new Cluster()) {
            Receiver<Integer> left = cluster.hub().receiver(LEFT);
            Receiver<String> right = cluster.hub().receiver(RIGHT);
            Channel<Integer> local = Channel.buffered(4);
            Task<Void> lefts = Task.start(() -> send(cluster.join("l").sender(LEFT), count));
            Task<Void> rights = Task.start(() -> {
                Sender<String> sender = cluster.hub().sender(RIGHT);
                for (int i = 0; i < count; i++) {
                    sender.send("" + i);
                }
                sender.done();
                return null;
            });
            Task<Void> locals = Task.start(() -> send(local, count));
            int[] next = new int[3];
            int[] ended = new int[1];
            boolean[] over = new boolean[3];
            while (ended[0] < 3) {
                Select<Boolean> select = Select.of();
                if (!over[0]) {
                    select.receive(left, value -> value == next[0]++, cause -> over[0] = ++ended[0] > 0);
                }
                if (!over[1]) {
                    select.receive(right, value -> value.equals("" + next[1]++), cause -> over[1] = ++ended[0] > 0);
                }
                if (!over[2]) {
                    select.receive(local, value -> value == next[2]++, cause -> over[2] = ++ended[0] > 0);
                }
                assertTrue(select.await());
            }
            assertEquals(
                    List.of(count, count, count), IntStream.of(next).boxed().toList());
            lefts.get();
            rights.get();
            locals.get();
        }
    }

    private static Void send(Sender<Integer> sender, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            sender.send(i);
        }
        sender.done();
        return null;
    }

    @Test
    void anEndThatTheProgramHasClosedIsReadyBesideOneThatAlwaysHasValues() throws Exception {
        int count = 200; // two ready clauses: never the one of them by chance in one of 2^200 runs
        try (var cluster = new Cluster()) {
            Receiver<Integer> busy = cluster.hub().receiver(LEFT);
            Receiver<String> quit = cluster.hub().receiver(RIGHT);
            Sender<Integer> sender = cluster.join("s").sender(LEFT);
            for (int i = 0; i <= count; i++) {
                sender.send(i);
            }
            boolean[] ended = new boolean[1];
            Select<Integer> select = Select.<Integer>of()
                    .receive(busy, it -> it)
                    .receive(quit, it -> -1, cause -> {
                        ended[0] = true;
                        return -1;
                    });
            select.await(); // finds nothing in the other end, or does not look
            assertTrue(quit.tryReceive() instanceof Received.Empty<?>);
            quit.close();
            for (int i = 0; i < count && !ended[0]; i++) {
                select.await();
            }
            assertTrue(ended[0]);
            sender.done();
            busy.forEach(rest -> {});
        }
    }

    @Test
    void aSelectThatWaitsIsWokenByARemoteValue() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> left = cluster.hub().receiver(LEFT);
            Receiver<String> right = cluster.join("r").receiver(RIGHT);
            Sender<Integer> sender = cluster.join("s").sender(LEFT);
            assertEquals("late", pick(left, right, Duration.ofMillis(20)));
            assertEquals("none", pickNow(left, right));
            Task<String> waiting = Task.start(() -> pick(left, right, LONG));
            sender.send(3);
            assertEquals("left 3", waiting.get());
            Task<String> again = Task.start(() -> pick(left, right, LONG));
            sender.done();
            assertTrue(again.failure() instanceof ChannelDone);
            assertThrows(ChannelDone.class, () -> pickNow(left, right));
        }
    }

    private static Select<String> clauses(Receiver<Integer> left, Receiver<String> right) {
        return Select.<String>of().receive(left, it -> "left " + it).receive(right, it -> "right " + it);
    }

    private static String pick(Receiver<Integer> left, Receiver<String> right, Duration timeout)
            throws InterruptedException {
        return clauses(left, right).within(timeout, () -> "late");
    }

    private static String pickNow(Receiver<Integer> left, Receiver<String> right) throws InterruptedException {
        return clauses(left, right).orElse(() -> "none");
    }

    @Test
    void aSelectSendsToALocalChannelOrReceivesFromAnotherNode() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> left = cluster.hub().receiver(LEFT);
            Channel<Integer> full = Channel.buffered(1);
            full.send(1);
            Sender<Integer> sender = cluster.join("s").sender(LEFT);
            Task<String> waiting = Task.start(() -> Select.<String>of()
                    .receive(left, it -> "received " + it)
                    .send(full, 2, () -> "sent")
                    .await());
            assertEquals(1, full.receive());
            assertEquals("sent", waiting.get());
            sender.send(9);
            assertEquals(
                    "received 9",
                    Select.<String>of()
                            .receive(left, it -> "received " + it)
                            .send(full, 3, () -> "sent")
                            .await());
            sender.done();
        }
    }

    @Test
    void twoSelectsOfOneReceiverShareItsValuesAndLoseNone() throws Exception {
        int count = 3_000;
        try (var cluster = new Cluster()) {
            Receiver<Integer> left = cluster.hub().receiver(LEFT);
            Channel<Integer> never = Channel.rendezvous();
            Task<Integer> first = Task.start(() -> countAll(left, never));
            Task<Integer> second = Task.start(() -> countAll(left, never));
            send(cluster.join("s").sender(LEFT), count);
            assertEquals(count, first.get() + second.get());
        }
    }

    /** A record whose constructor refuses one number. */
    public record Choosy(int number) {
        private static volatile int refused = -1;

        /** Refuses it. */
        public Choosy {
            if (number == refused) {
                throw new IllegalArgumentException("refused " + number);
            }
        }
    }

    @Test
    void aValueThatDoesNotDecodeFailsOneSelectAndTheOthersGetTheRestInOrder() throws Exception {
        ChannelName<Choosy> choosy = ChannelName.of("choosy", Choosy.class);
        try (var cluster = new Cluster()) {
            Receiver<Choosy> receiver = cluster.hub().receiver(choosy);
            Receiver<Integer> idle = cluster.hub().receiver(LEFT);
            Sender<Choosy> sender = cluster.join("s").sender(choosy);
            for (int i = 0; i < 10; i++) {
                sender.send(new Choosy(i));
            }
            sender.done();
            Select<Integer> select =
                    Select.<Integer>of().receive(idle, it -> -1).receive(receiver, Choosy::number);
            List<Integer> numbers = new ArrayList<>();
            numbers.add(select.await());
            Choosy.refused = 4;
            try {
                while (numbers.size() < 4) {
                    numbers.add(select.await());
                }
                DecodeFailed failed = assertThrows(DecodeFailed.class, select::await);
                assertTrue(failed.getMessage().contains("refused 4"), failed::getMessage);
            } finally {
                Choosy.refused = -1;
            }
            while (numbers.size() < 9) {
                numbers.add(select.await());
            }
            assertThrows(ChannelDone.class, select::await);
            assertEquals(List.of(0, 1, 2, 3, 5, 6, 7, 8, 9), numbers);
        }
    }

    private static int countAll(Receiver<Integer> remote, Receiver<Integer> never) throws InterruptedException {
        int count = 0;
        while (Select.<Boolean>of()
                .receive(never, it -> false)
                .receive(remote, it -> true, cause -> false)
                .await()) {
            count++;
        }
        return count;
    }
}
