package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many threads on few channels: nothing is lost, nothing comes twice, each sender's order is kept. */
class ChannelConcurrencyTest {

    private static final int PER_SENDER = 20_000;

    @ParameterizedTest(name = "{0} senders, {1} receivers, capacity {2}")
    @CsvSource({"1,1,0", "1,1,1", "1,1,1024", "4,4,0", "4,4,1", "8,3,16", "1,8,2", "8,1,2"})
    void everyValueIsReceivedOnceAndInTheOrderOfItsSender(int senders, int receivers, int capacity) {
        Channel<Long> channel = capacity == 0 ? Channel.rendezvous() : Channel.buffered(capacity);
        List<Task<Integer>> sending = startSenders(channel, senders);
        List<Task<List<Long>>> receiving = new ArrayList<>();
        for (int r = 0; r < receivers; r++) {
            receiving.add(Task.start(() -> {
                List<Long> got = new ArrayList<>();
                channel.forEach(got::add);
                return got;
            }));
        }
        sending.forEach(Task::get);
        channel.done();
        assertAllOnceAndInOrder(senders, receiving);
    }

    @Test
    void everyFormOfSendAndReceiveTogetherLoseAndDoubleNothing() {
        Channel<Long> plain = Channel.rendezvous();
        Channel<Long> buffered = Channel.buffered(3);
        List<Task<Integer>> sending = new ArrayList<>(startSenders(plain, 2));
        for (int s = 2; s < 4; s++) {
            long sender = s;
            sending.add(Task.start(() -> {
                for (long i = 0; i < PER_SENDER; i++) {
                    long value = sender << 32 | i;
                    while (!Select.<Boolean>of()
                            .send(plain, value, () -> true)
                            .send(buffered, value, () -> true)
                            .within(java.time.Duration.ofNanos(1_000), () -> false)) {}
                }
                return 0;
            }));
        }
        List<Task<List<Long>>> receiving = new ArrayList<>();
        for (int r = 0; r < 3; r++) {
            int kind = r;
            receiving.add(Task.start(() -> {
                List<Long> got = new ArrayList<>();
                boolean open = true;
                while (open) {
                    open = switch (kind) {
                        case 0 -> add(got, plain.tryReceive());
                        case 1 -> add(got, plain.receive(java.time.Duration.ofNanos(2_000)));
                        default ->
                            Select.<Boolean>of()
                                    .receive(plain, got::add, cause -> false)
                                    .receive(buffered, got::add, cause -> false)
                                    .await();
                    };
                    if (ThreadLocalRandom.current().nextInt(64) == 0) {
                        Thread.yield();
                    }
                }
                return got;
            }));
        }
        sending.forEach(Task::get);
        plain.done();
        buffered.done();
        receiving.forEach(Task::get);
        receiving.add(Task.start(() -> {
            List<Long> rest = new ArrayList<>();
            buffered.forEach(rest::add);
            return rest;
        }));
        assertAllOnce(4, receiving);
        assertTrue(plain.toString().contains("0 sending, 0 receiving"), plain::toString);
        assertTrue(buffered.toString().contains("0 buffered, 0 sending, 0 receiving"), buffered::toString);
    }

    @Test
    void aSendThatRacesWithDoneWasEitherReceivedOrRefused() throws InterruptedException {
        for (int round = 0; round < 3_000; round++) {
            Channel<Integer> channel = round % 2 == 0 ? Channel.rendezvous() : Channel.buffered(1);
            Task<Integer> sender = Task.start(() -> {
                int accepted = 0;
                while (channel.send(accepted, java.time.Duration.ofSeconds(60)) instanceof Sent.Accepted) {
                    accepted++;
                }
                return accepted;
            });
            Task<Integer> receiver = Task.start(() -> {
                int[] received = {0};
                channel.forEach(v -> received[0]++);
                return received[0];
            });
            Thread.yield();
            channel.done();
            assertEquals(sender.get(), receiver.get());
        }
    }

    @Test
    void theSieveOfGoFindsThePrimes() {
        // test/chan/sieve1.go of Go: each prime is a thread that passes on what it does not divide.
        List<Integer> primes = new ArrayList<>();
        Channel<Integer> numbers = Channel.buffered(1);
        Task<Integer> source = Task.start(() -> {
            int n = 2;
            while (numbers.send(n, java.time.Duration.ofSeconds(60)) instanceof Sent.Accepted) {
                n++;
            }
            return n;
        });
        Task<Integer> sieve = Task.start(() -> {
            Channel<Integer> in = numbers;
            List<Channel<Integer>> all = new ArrayList<>(List.of(numbers));
            while (primes.size() < 200) {
                int prime = in.receive();
                primes.add(prime);
                Channel<Integer> from = in;
                Channel<Integer> to = Channel.rendezvous();
                all.add(to);
                Task.start(() -> {
                    from.forEach(n -> {
                        if (n % prime != 0) {
                            to.send(n);
                        }
                    });
                    return 0;
                });
                in = to;
            }
            all.forEach(Channel::done);
            return primes.getLast();
        });
        assertEquals(1_223, sieve.get());
        assertEquals(List.of(2, 3, 5, 7, 11, 13, 17, 19, 23, 29), primes.subList(0, 10));
        assertTrue(source.get() > 1_223);
    }

    private static boolean add(List<Long> got, Received<Long> received) {
        return switch (received) {
            case Received.Value(var value) -> got.add(value);
            case Received.Empty() -> true;
            case Received.Closed(var cause) -> false;
        };
    }

    private static List<Task<Integer>> startSenders(Sender<Long> channel, int senders) {
        List<Task<Integer>> sending = new ArrayList<>();
        for (int s = 0; s < senders; s++) {
            long sender = s;
            sending.add(Task.start(() -> {
                for (long i = 0; i < PER_SENDER; i++) {
                    channel.send(sender << 32 | i);
                }
                return 0;
            }));
        }
        return sending;
    }

    private static void assertAllOnceAndInOrder(int senders, List<Task<List<Long>>> receiving) {
        for (Task<List<Long>> receiver : receiving) {
            long[] last = new long[senders];
            java.util.Arrays.fill(last, -1);
            for (long value : receiver.get()) {
                int sender = (int) (value >> 32);
                assertTrue((int) value > last[sender], "a receiver sees the values of one sender in their order");
                last[sender] = (int) value;
            }
        }
        assertAllOnce(senders, receiving);
    }

    private static void assertAllOnce(int senders, List<Task<List<Long>>> receiving) {
        BitSet seen = new BitSet();
        for (Task<List<Long>> receiver : receiving) {
            for (long value : receiver.get()) {
                int index = (int) (value >> 32) * PER_SENDER + (int) value;
                assertTrue(!seen.get(index), () -> "twice: " + value);
                seen.set(index);
            }
        }
        assertEquals(senders * PER_SENDER, seen.cardinality(), "lost values");
    }
}
