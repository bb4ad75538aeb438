package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.codec.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A slow receiver blocks its senders, and nobody else. */
class BackPressureTest {
    private static final ChannelName<Integer> NUMBERS = ChannelName.of("numbers", Integer.class);
    private static final Duration LONG = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 1_024})
    void noMoreThanTheCapacityIsUnderWayToAReceiverThatTakesNothing(int capacity) throws Exception {
        ChannelName<Integer> name = NUMBERS.capacity(capacity);
        for (boolean apart : List.of(true, false)) {
            try (var cluster = new Cluster()) {
                Receiver<Integer> receiver = cluster.hub().receiver(name);
                Sender<Integer> sender = (apart ? cluster.join("s") : cluster.hub()).sender(name);
                AtomicInteger sent = new AtomicInteger();
                int total = 3 * capacity + 20;
                Task<Void> sending = Task.start(() -> {
                    for (int i = 0; i < total; i++) {
                        sender.send(i);
                        sent.incrementAndGet();
                    }
                    sender.done();
                    return null;
                });
                for (int i = 0; i < total; i++) {
                    int taken = i;
                    assertTrue(sent.get() <= taken + capacity, () -> sent.get() + " sent, " + taken + " taken");
                    assertEquals(i, receiver.receive());
                }
                sending.get();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 17, 100, 1_000})
    void aSenderIsLetAheadByTheWholeCapacityInSmallValues(int capacity) throws Exception {
        ChannelName<Byte> name = ChannelName.of("small", Byte.class).capacity(capacity);
        try (var cluster = new Cluster()) {
            Receiver<Byte> receiver = cluster.hub().receiver(name);
            Sender<Byte> sender = cluster.join("s").sender(name);
            sender.awaitReceivers(1);
            for (int i = 0; i < capacity; i++) {
                assertEquals(new Sent.Accepted(), sender.trySend((byte) i), "value " + i);
            }
            assertEquals(new Sent.Full(), sender.trySend((byte) 0));
            for (int i = 0; i < capacity; i++) {
                assertEquals((byte) i, receiver.receive());
            }
            sender.done();
        }
    }

    @Test
    void aSenderThatIsBlockedGoesOnAsSoonAsOneValueIsTaken() throws Exception {
        ChannelName<Integer> name = NUMBERS.capacity(2);
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.hub().receiver(name);
            Sender<Integer> sender = cluster.join("s").sender(name);
            sender.send(0);
            sender.send(1);
            assertEquals(new Sent.Full(), sender.send(2, Duration.ofMillis(30)));
            Task<Sent> sending = Task.start(() -> sender.send(2, LONG));
            assertEquals(0, receiver.receive());
            assertEquals(new Sent.Accepted(), sending.get());
            sender.done();
            assertEquals(List.of(1, 2), List.of(receiver.receive(), receiver.receive()));
        }
    }

    @Test
    void aReceiverThatTakesNothingHoldsBackNoOtherChannelOfItsLink() throws Exception {
        ChannelName<byte[]> stalled = ChannelName.of("stalled", Codec.bytes());
        try (var cluster = new Cluster()) {
            Receiver<byte[]> idle = cluster.hub().receiver(stalled);
            Receiver<Integer> receiver = cluster.hub().receiver(NUMBERS);
            Node node = cluster.join("s");
            Sender<byte[]> stalling = node.sender(stalled);
            Sender<Integer> flowing = node.sender(NUMBERS);
            Task<Integer> filling = Task.start(() -> {
                int accepted = 0;
                while (stalling.send(new byte[1_000], Duration.ofMillis(100)) instanceof Sent.Accepted) {
                    accepted++;
                }
                return accepted;
            });
            for (int i = 0; i < 5_000; i++) {
                flowing.send(i);
                assertEquals(i, receiver.receive());
            }
            flowing.done();
            assertTrue(filling.get() <= 1_024);
            stalling.done();
            List<byte[]> got = new ArrayList<>();
            idle.forEach(got::add);
            assertEquals(filling.get(), got.size());
        }
    }

    @Test
    void tenThousandInterruptsOfSendersLoseNoValueAndNoConnection() throws Exception {
        int interrupts = 10_000;
        ChannelName<Integer> name = NUMBERS.capacity(16);
        try (var cluster = new Cluster();
                var line = new CutLine(cluster.hub().address())) {
            Receiver<Integer> receiver = cluster.hub().receiver(name);
            Node node = cluster.join(line.address(), cluster.options("s"));
            Sender<Integer> sender = node.sender(name);
            AtomicInteger interrupted = new AtomicInteger();
            AtomicInteger sent = new AtomicInteger();
            AtomicInteger expected = new AtomicInteger();
            for (Thread.Builder kind : List.of(Thread.ofVirtual(), Thread.ofPlatform())) {
                int until = interrupted.get() + interrupts / 2;
                Task<Void> sending = Task.start(kind, () -> {
                    while (interrupted.get() < until) {
                        try {
                            sender.send(sent.get());
                            sent.incrementAndGet();
                        } catch (InterruptedException e) {
                            interrupted.incrementAndGet();
                        }
                    }
                    return null;
                });
                Task<Void> interrupting = Task.start(Thread.ofPlatform(), () -> {
                    while (!sending.isDone()) {
                        sending.interrupt();
                        Thread.onSpinWait();
                    }
                    return null;
                });
                while (!sending.isDone()) {
                    if (receiver.receive(Duration.ofMillis(1)) instanceof Received.Value<Integer>(Integer value)) {
                        assertEquals(expected.getAndIncrement(), value);
                    }
                }
                sending.get();
                interrupting.get();
            }
            sender.done();
            receiver.forEach(value -> assertEquals(expected.getAndIncrement(), value));
            assertEquals(sent.get(), expected.get());
            assertTrue(interrupted.get() >= interrupts);
            assertEquals(1, line.connections(), "no reconnect");
            node.close(); // ahead of the line, which may still carry the word that all was taken
        }
    }
}
