package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.error.ChannelDone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Values keep their bytes although buffers are used again on both sides: batches at the sender once they are taken, chunks at the
 * receiver once they are decoded. Receivers take in every way there is, and some leave with values untaken, which go to others.
 */
class ReusedBytesTest {
    private static final int VALUES = 120_000;

    private static byte[] value(int number) {
        Random random = new Random(number);
        byte[] bytes = new byte[4 + random.nextInt(number % 500 == 0 ? 20_000 : 300)];
        random.nextBytes(bytes);
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) (number >> (8 * i));
        }
        return bytes;
    }

    private static int check(byte[] bytes) {
        int number = 0;
        for (int i = 0; i < 4; i++) {
            number |= (bytes[i] & 0xff) << (8 * i);
        }
        if (!Arrays.equals(value(number), bytes)) {
            throw new AssertionError("value " + number + " arrived with other bytes");
        }
        return number;
    }

    @Test
    void everyValueArrivesOnceAndAsItWasSent() throws Exception {
        ChannelName<byte[]> name = ChannelName.of("bytes", byte[].class).capacity(4_096);
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        AtomicInteger received = new AtomicInteger();
        try (Cluster cluster = new Cluster();
                Node there = cluster.join("there")) {
            Task<Void> stayer = Task.start(() -> {
                try (Receiver<byte[]> receiver = there.receiver(name)) {
                    for (int i = 0; ; i++) {
                        if (i % 1_000 < 500) {
                            note(seen, received, receiver.receive());
                        } else {
                            List<byte[]> some = new ArrayList<>();
                            receiver.receiveAll(some, 100);
                            some.forEach(bytes -> note(seen, received, bytes));
                        }
                    }
                } catch (ChannelDone done) {
                    return null;
                }
            });
            Task<Void> leavers = Task.start(() -> {
                try {
                    for (int turn = 0; turn < 40; turn++) {
                        try (Receiver<byte[]> receiver = there.receiver(name)) {
                            for (int i = 0; i < 200; i++) {
                                Received<byte[]> next = receiver.receive(Duration.ofMillis(1));
                                if (next instanceof Received.Value<byte[]>(byte[] bytes)) {
                                    note(seen, received, bytes);
                                }
                            }
                        }
                    }
                } catch (ChannelDone done) {
                    // all was sent before the last turn
                }
                return null;
            });
            Sender<byte[]> sender = cluster.hub().sender(name);
            sender.awaitReceivers(1);
            for (int i = 0; i < VALUES; i++) {
                sender.send(value(i));
            }
            sender.done();
            stayer.get();
            leavers.get();
            assertEquals(VALUES, received.get());
            assertEquals(VALUES, seen.size());
            sender.close();
        }
    }

    private static void note(Set<Integer> seen, AtomicInteger received, byte[] bytes) {
        int number = check(bytes);
        received.incrementAndGet();
        seen.add(number);
    }
}
