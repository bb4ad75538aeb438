package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Task;
import dev.strait.codec.Codec;
import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.MemoryAddress;
import dev.strait.transport.memory.MemoryTransport;
import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.engine.EngineConfig;
import dev.strait.wire.frame.NodeRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that travel in fragments arrive as they were sent, wherever the reads happen to end. */
class LargeMessagesTest {
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final RuntimeTimes TIMES = new RuntimeTimes(WAIT, WAIT, WAIT, WAIT);

    private final MemoryTransport network = new MemoryTransport();
    private final NodeRuntime host = node("host", true);
    private final NodeRuntime guest = node("guest", false);

    private NodeRuntime node(String name, boolean hostsDirectory) {
        NodeRuntime node = new NodeRuntime(
                new EngineConfig(
                        new NodeRef(name, 1, 1),
                        "default",
                        List.of(),
                        hostsDirectory,
                        EngineConfig.Credit.DEFAULT,
                        EngineConfig.Times.DEFAULT),
                TIMES,
                network);
        node.start();
        return node;
    }

    /** The same connection, of which a read gives as much as the dice say: often a byte or two, sometimes all that is there. */
    private record Choppy(Connection whole, Random dice) implements Connection {
        @Override
        public int tryRead(ByteBuffer into) throws IOException {
            int most = dice.nextInt(4) == 0 ? into.remaining() : 1 + dice.nextInt(1 << dice.nextInt(18));
            int limit = into.limit();
            into.limit(Math.min(limit, into.position() + most));
            try {
                return whole.tryRead(into);
            } finally {
                into.limit(limit);
            }
        }

        @Override
        public void awaitReadable() throws IOException {
            whole.awaitReadable();
        }

        @Override
        public long tryWrite(ByteBuffer[] from, int offset, int length) throws IOException {
            return whole.tryWrite(from, offset, length);
        }

        @Override
        public void write(ByteBuffer[] from, int offset, int length) throws IOException {
            whole.write(from, offset, length);
        }

        @Override
        public void close(Duration linger) {
            whole.close(linger);
        }

        @Override
        public Address remote() {
            return whole.remote();
        }
    }

    @AfterEach
    void closeNodes() {
        guest.close(() -> {});
        host.close(() -> {});
    }

    @Test
    void messagesOfAllSizesArriveWholeWhereverAReadEnds() throws Exception {
        long seed = Long.getLong("strait.seed", System.nanoTime());
        Random dice = new Random(seed);
        try (Listener listener = network.listen(
                new MemoryAddress("host"), connection -> host.accept(new Choppy(connection, new Random(seed))))) {
            assertEquals("memory:host", listener.address().toString());
            guest.join("memory:host");
            int channels = 3;
            List<Task<Void>> sending = new ArrayList<>();
            List<RemoteReceiver<byte[]>> receivers = new ArrayList<>();
            List<List<byte[]>> sent = new ArrayList<>();
            for (int i = 0; i < channels; i++) {
                ChannelSpec spec = ChannelSpec.of("values" + i);
                receivers.add(host.openReceiver(spec, Codec.bytes(), Long.MAX_VALUE));
                RemoteSender<byte[]> sender = guest.openSender(spec, Codec.bytes(), SenderSetup.DEFAULT);
                assertTrue(sender.awaitReceivers(1, WAIT.toNanos()));
                List<byte[]> values = values(dice);
                sent.add(values);
                sending.add(Task.start(() -> {
                    byte[] reused = new byte[0];
                    for (byte[] value : values) {
                        reused = reused.length == value.length ? reused : new byte[value.length];
                        System.arraycopy(value, 0, reused, 0, value.length);
                        sender.send(reused, RemoteSender.FOREVER);
                    }
                    sender.done();
                    sender.close();
                    return null;
                }));
            }
            for (int i = 0; i < channels; i++) {
                List<byte[]> kept = new ArrayList<>();
                for (int n = 0; n < sent.get(i).size(); n++) {
                    kept.add(receivers.get(i).receive());
                }
                for (int n = 0; n < kept.size(); n++) {
                    // Looked at only now: what a receiver has is its own, whatever came after it.
                    assertArrayEquals(sent.get(i).get(n), kept.get(n), "message " + n + ", strait.seed=" + seed);
                }
                receivers.get(i).close();
            }
            for (Task<Void> task : sending) {
                task.get();
            }
        }
    }

    private static List<byte[]> values(Random dice) {
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            int size = switch (dice.nextInt(5)) {
                case 0 -> dice.nextInt(200);
                case 1 -> 65_500 + dice.nextInt(60);
                case 2 -> 64 << 10;
                case 3 -> 100_000;
                default -> dice.nextInt(300_000);
            };
            byte[] value = new byte[size];
            dice.nextBytes(value);
            values.add(value);
        }
        return values;
    }

    @Test
    void whatASenderOnTheSameNodeKeepsIsNotWhatAReceiverGets() throws Exception {
        ChannelSpec spec = ChannelSpec.of("here");
        RemoteReceiver<byte[]> receiver = host.openReceiver(spec, Codec.bytes(), Long.MAX_VALUE);
        RemoteSender<byte[]> sender = host.openSender(spec, Codec.bytes(), SenderSetup.DEFAULT);
        assertTrue(sender.awaitReceivers(1, WAIT.toNanos()));
        byte[] value = new byte[100_000];
        Task<Void> sending = Task.start(() -> {
            sender.send(value, RemoteSender.FOREVER);
            sender.send(value, RemoteSender.FOREVER);
            sender.done();
            sender.close();
            return null;
        });
        byte[] first = receiver.receive();
        first[5] = 1;
        byte[] second = receiver.receive();
        assertEquals(0, second[5]);
        assertEquals(0, value[5]);
        assertNotSame(first, second);
        receiver.close();
        sending.get();
    }
}
