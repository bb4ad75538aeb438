package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.strait.error.ChannelDone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A connection that is lost while both processes live is nothing but a pause. */
class ResumeTest {
    private static final ChannelName<Integer> NUMBERS = ChannelName.of("numbers", Integer.class);
    private static final ChannelName<Integer> BACK = ChannelName.of("back", Integer.class);
    private static final ChannelName<byte[]> BLOCKS = ChannelName.of("blocks", byte[].class);
    private static final int CUTS = 64;
    private static final Duration LONG = Duration.ofSeconds(20);

    private static Node far(Cluster cluster, CutLine line) throws InterruptedException {
        return cluster.join(line.address(), cluster.options("far"));
    }

    @Test
    void cutsDuringAMillionMessagesLoseRepeatAndSwapNothing() throws Exception {
        int messages = 1_000_000;
        try (var cluster = new Cluster();
                var line = new CutLine(cluster.hub().address())) {
            Node far = far(cluster, line);
            Receiver<Integer> receiver = cluster.hub().receiver(NUMBERS);
            Sender<Integer> sender = far.sender(NUMBERS);
            Sender<Integer> back = cluster.hub().sender(BACK);
            Receiver<Integer> answers = far.receiver(BACK);
            Task<Void> sending = Task.start(() -> {
                for (int i = 0; i < messages; i++) {
                    sender.send(i);
                }
                sender.done();
                return null;
            });
            Task<Integer> returning = Task.start(() -> {
                int next = 0;
                for (Received<Integer> it = answers.receive(LONG);
                        it instanceof Received.Value<Integer>(Integer value);
                        it = answers.receive(LONG)) {
                    assertEquals(next, value);
                    next++;
                }
                return next;
            });
            for (int i = 0; i < messages; i++) {
                assertEquals(i, receiver.receive());
                back.send(i);
                if (i % (messages / CUTS) == messages / CUTS / 2) {
                    line.cutOnce();
                }
            }
            back.done();
            assertThrows(ChannelDone.class, receiver::receive);
            sending.get();
            assertEquals(messages, returning.get());
            assertEquals(CUTS, line.connections() - 1, "each cut was made good by one connection");
        }
    }

    @Test
    void aRendezvousMeetsOnceThoughTheConnectionIsCutInBetween() throws Exception {
        try (var cluster = new Cluster();
                var line = new CutLine(cluster.hub().address())) {
            Receiver<Integer> receiver = cluster.hub().receiver(NUMBERS.capacity(0));
            Sender<Integer> sender = far(cluster, line).sender(NUMBERS.capacity(0));
            int messages = 2_000;
            Task<Void> sending = Task.start(() -> {
                for (int i = 0; i < messages; i++) {
                    sender.send(i);
                }
                sender.done();
                return null;
            });
            for (int i = 0; i < messages; i++) {
                if (i % 40 == 20) {
                    line.cutOnce();
                }
                assertEquals(i, receiver.receive());
            }
            assertThrows(ChannelDone.class, receiver::receive);
            sending.get();
        }
    }

    @Test
    void largeMessagesAreCutAtAnyByteAndArriveWhole() throws Exception {
        Random random = new Random(7);
        try (var cluster = new Cluster();
                var line = new CutLine(cluster.hub().address())) {
            Receiver<byte[]> receiver = cluster.hub().receiver(BLOCKS);
            Sender<byte[]> sender = far(cluster, line).sender(BLOCKS);
            int messages = 60;
            Task<Void> sending = Task.start(() -> {
                for (int i = 0; i < messages; i++) {
                    sender.send(block(i));
                }
                sender.done();
                return null;
            });
            for (int i = 0; i < messages; i++) {
                line.cutNextAfter(random.nextLong(3 << 20), Long.MAX_VALUE);
                if (i % 3 == 0) {
                    line.cutOnce();
                }
                byte[] expected = block(i);
                byte[] value = receiver.receive();
                assertEquals(expected.length, value.length, "message " + i);
                assertEquals(-1, Arrays.mismatch(expected, value), "message " + i);
                Arrays.fill(value, (byte) -1); // whoever takes it has it alone
            }
            assertThrows(ChannelDone.class, receiver::receive);
            sending.get();
        }
    }

    private static byte[] block(int number) {
        byte[] block = new byte[1 + (number * 7919) % (1 << 20)];
        new Random(number).nextBytes(block);
        return block;
    }

    @Test
    void endsAreOpenedAndClosedWhileTheConnectionIsCutAgainAndAgain() throws Exception {
        try (var cluster = new Cluster();
                var line = new CutLine(cluster.hub().address())) {
            Node far = far(cluster, line);
            for (int i = 0; i < 50; i++) {
                ChannelName<Integer> name = ChannelName.of("channel-" + i, Integer.class);
                Task<List<Integer>> receiving = Task.start(() -> {
                    List<Integer> got = new ArrayList<>();
                    try (Receiver<Integer> receiver = cluster.hub().receiver(name)) {
                        receiver.forEach(got::add);
                    }
                    return got;
                });
                line.cutNextAfter(400 + i * 5L, Long.MAX_VALUE);
                line.cutOnce();
                try (Sender<Integer> sender = far.sender(name)) {
                    sender.send(i);
                    sender.send(i + 1);
                    sender.done();
                }
                assertEquals(List.of(i, i + 1), receiving.get());
            }
        }
    }
}
