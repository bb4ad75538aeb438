package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Task;
import dev.strait.channel.Signal;
import dev.strait.codec.Codec;
import dev.strait.transport.Listener;
import dev.strait.transport.MemoryAddress;
import dev.strait.transport.memory.MemoryTransport;
import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.engine.EngineConfig;
import dev.strait.wire.frame.NodeRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a receiver was handed and has not decoded yet keeps its bytes, though its chunk is read into again. */
class ReusedChunksTest {
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final RuntimeTimes TIMES = new RuntimeTimes(WAIT, WAIT, WAIT, WAIT);
    private static final int VALUES = 40_000;

    private final MemoryTransport network = new MemoryTransport();

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

    private static byte[] value(int number) {
        byte[] bytes = new byte[1_000];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    @Test
    void whatIsOpenedLateIsAsItWasSent() throws Exception {
        NodeRuntime host = node("host", true);
        NodeRuntime guest = node("guest", false);
        Listener listener = network.listen(new MemoryAddress("host"), host::accept);
        guest.join("memory:host");
        ChannelSpec spec = ChannelSpec.of("values");
        RemoteReceiver<byte[]> receiver = host.openReceiver(spec, Codec.bytes(), Long.MAX_VALUE);
        RemoteSender<byte[]> sender = guest.openSender(spec, Codec.bytes(), SenderSetup.DEFAULT);
        assertTrue(sender.awaitReceivers(1, WAIT.toNanos()));
        Task<Void> sending = Task.start(() -> {
            for (int i = 0; i < VALUES; i++) {
                sender.send(value(i), RemoteSender.FOREVER);
            }
            sender.done();
            return null;
        });
        List<Object> late = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        int next = 0;
        while (next < VALUES) {
            if (next % 1_000 < 100) {
                Object item = receiver.tryTake();
                if (item != Signal.EMPTY) {
                    late.add(item);
                    numbers.add(next++);
                }
            } else {
                assertArrayEquals(value(next), receiver.receive(), "value " + next);
                next++;
            }
        }
        assertTrue(late.size() > 1_000, late.size() + " were opened late");
        for (int i = 0; i < late.size(); i++) {
            assertArrayEquals(value(numbers.get(i)), receiver.open(late.get(i)), "value " + numbers.get(i));
        }
        sending.get();
        assertEquals(VALUES, next);
        guest.close(() -> {});
        host.close(listener::close);
    }
}
