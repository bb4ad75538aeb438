package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Task;
import dev.strait.channel.Signal;
import dev.strait.codec.Codec;
import dev.strait.transport.Acceptor;
import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.MemoryAddress;
import dev.strait.transport.Transport;
import dev.strait.transport.memory.MemoryTransport;
import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.engine.EngineConfig;
import dev.strait.wire.frame.NodeRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who writes what a program sends, and reads what it waits for, seen at the connection. Where it depends on how fast the machine is whether a message lingers, a test
 * tries until one did; that everything arrives it expects every time.
 */
class LinkWriterTest {
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final RuntimeTimes TIMES = new RuntimeTimes(WAIT, WAIT, WAIT, WAIT);
    private static final int TRIES = 20_000;
    /** What fits in the first byte credit, so that nobody needs to take for all of it to be sent. */
    private static final ChannelSpec THERE = new ChannelSpec("there", 256, 0, false, false);

    /** A network in memory that counts, at the dialling side, the bytes written by the program's thread and by others, and those it reads. */
    private static final class Watched implements Transport {
        private final MemoryTransport memory = new MemoryTransport();
        private final Thread program = Thread.currentThread();
        final AtomicLong byProgram = new AtomicLong();
        final AtomicLong byThread = new AtomicLong();
        final AtomicLong readByProgram = new AtomicLong();

        @Override
        public boolean serves(Address address) {
            return memory.serves(address);
        }

        @Override
        public Listener listen(Address address, Acceptor acceptor) throws IOException {
            return memory.listen(address, acceptor);
        }

        @Override
        public Connection dial(Address address, Duration timeout) throws IOException {
            Connection dialled = memory.dial(address, timeout);
            return new Connection() {
                @Override
                public int tryRead(ByteBuffer into) throws IOException {
                    int read = dialled.tryRead(into);
                    if (read > 0 && Thread.currentThread() == program) {
                        readByProgram.addAndGet(read);
                    }
                    return read;
                }

                @Override
                public void awaitReadable() throws IOException {
                    dialled.awaitReadable();
                }

                @Override
                public long tryWrite(ByteBuffer[] from, int offset, int length) throws IOException {
                    long written = dialled.tryWrite(from, offset, length);
                    (Thread.currentThread() == program ? byProgram : byThread).addAndGet(written);
                    return written;
                }

                @Override
                public void write(ByteBuffer[] from, int offset, int length) throws IOException {
                    long bytes = 0;
                    for (int i = offset; i < offset + length; i++) {
                        bytes += from[i].remaining();
                    }
                    dialled.write(from, offset, length);
                    byThread.addAndGet(bytes);
                }

                @Override
                public void close(Duration linger) {
                    dialled.close(linger);
                }

                @Override
                public Address remote() {
                    return dialled.remote();
                }
            };
        }
    }

    private final Watched network = new Watched();
    private final NodeRuntime host = node("host", List.of("memory:host"), true);
    private final NodeRuntime guest = node("guest", List.of(), false);
    private Listener listener;
    private RemoteSender<Long> there;
    private RemoteReceiver<Long> arrivals;
    private RemoteReceiver<Long> back;

    private NodeRuntime node(String name, List<String> addresses, boolean hostsDirectory) {
        return new NodeRuntime(
                new EngineConfig(
                        new NodeRef(name, 1, 1),
                        "default",
                        addresses,
                        hostsDirectory,
                        EngineConfig.Credit.DEFAULT,
                        EngineConfig.Times.DEFAULT),
                TIMES,
                network);
    }

    @BeforeEach
    void open() throws Exception {
        host.start();
        guest.start();
        listener = network.listen(new MemoryAddress("host"), host::accept);
        guest.join("memory:host");
        Codec<Long> codec = Codec.of(Long.class);
        arrivals = host.openReceiver(THERE, codec, Long.MAX_VALUE);
        there = guest.openSender(THERE, codec, SenderSetup.DEFAULT);
        back = guest.openReceiver(ChannelSpec.of("back"), codec, Long.MAX_VALUE);
        assertTrue(there.awaitReceivers(1, WAIT.toNanos()));
        send(0);
        assertEquals(0, arrivals.receive());
    }

    @AfterEach
    void close() {
        there.done();
        guest.close(() -> {});
        host.close(listener::close);
    }

    private void send(long value) throws InterruptedException {
        assertEquals(Signal.ACCEPTED, there.send(value, RemoteSender.FOREVER));
    }

    private long written() {
        return network.byProgram.get() + network.byThread.get();
    }

    /** Two messages one behind the other: the link was quiet before the first, and is not before the second. */
    private boolean secondLingers(long value) throws InterruptedException {
        send(value);
        long before = written();
        send(value + 1);
        return written() == before;
    }

    private void bothArrive(long value) throws InterruptedException {
        assertEquals(value, arrivals.receive());
        assertEquals(value + 1, arrivals.receive());
    }

    @Test
    void aMessageAloneIsWrittenByItsSender() throws Exception {
        int byProgram = 0;
        for (int i = 1; i <= 200; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            long before = network.byProgram.get();
            send(i);
            byProgram += network.byProgram.get() > before ? 1 : 0;
            assertEquals(i, arrivals.receive());
        }
        assertTrue(byProgram > 100, "the sender's thread wrote " + byProgram + " of 200");
    }

    @Test
    void whatLingersIsWrittenByAProgramThatIsAboutToWait() throws Exception {
        for (int i = 0; i < TRIES; i++) {
            boolean lingers = secondLingers(i * 2L);
            long before = network.byProgram.get();
            back.take(1);
            boolean written = network.byProgram.get() > before;
            bothArrive(i * 2L);
            if (lingers && written) {
                return;
            }
        }
        throw new AssertionError("never in " + TRIES + " times");
    }

    @Test
    void whatLingersIsWrittenByTheThreadIfItsProgramDoesNothing() throws Exception {
        for (int i = 0; i < TRIES; i++) {
            boolean lingers = secondLingers(i * 2L);
            long before = network.byProgram.get();
            bothArrive(i * 2L); // waits at the other node, which makes nobody here write
            if (lingers && network.byProgram.get() == before) {
                return;
            }
        }
        throw new AssertionError("never in " + TRIES + " times");
    }

    /** Behind a long write the link is not quiet after 20 microseconds: what comes then is the first of as much again. */
    @Test
    void aMessageSoonBehindALongWriteWaitsForMore() throws Exception {
        ChannelSpec much = ChannelSpec.of("much");
        Codec<byte[]> codec = Codec.of(byte[].class);
        RemoteReceiver<byte[]> taken = host.openReceiver(much, codec, Long.MAX_VALUE);
        RemoteSender<byte[]> sender = guest.openSender(much, codec, SenderSetup.DEFAULT);
        assertTrue(sender.awaitReceivers(1, WAIT.toNanos()));
        Task<Void> taking = Task.start(Thread.ofPlatform(), () -> {
            for (int i = 0; i < 400; i++) {
                assertEquals(20_000, taken.receive().length);
                assertEquals(1, taken.receive().length);
            }
            return null;
        });
        int lingered = 0;
        for (int i = 0; i < 400; i++) {
            assertEquals(Signal.ACCEPTED, sender.send(new byte[20_000], RemoteSender.FOREVER));
            back.take(1); // has written what lingers
            long quiet = System.nanoTime() + 50_000;
            while (System.nanoTime() < quiet) {
                Thread.onSpinWait();
            }
            long before = written();
            assertEquals(Signal.ACCEPTED, sender.send(new byte[1], RemoteSender.FOREVER));
            lingered += written() == before ? 1 : 0;
        }
        sender.done();
        taking.get();
        assertTrue(lingered > 100, lingered + " of 400 waited");
    }

    @Test
    void creditThatIsUsedUpLeavesNothingBehind() throws Exception {
        for (int i = 0; i < THERE.capacity(); i++) {
            send(i);
        }
        assertEquals(Signal.FULL, there.trySend(-1L));
        long written = written();
        for (int i = 0; i < THERE.capacity(); i++) {
            assertEquals(i, arrivals.receive());
        }
        assertTrue(written > THERE.capacity(), written + " bytes were written before anybody took");
    }

    @Test
    void whatACallWaitsForItReadsByItself() throws Exception {
        RemoteSender<Long> answers = host.openSender(ChannelSpec.of("back"), Codec.of(Long.class), SenderSetup.DEFAULT);
        Task<Void> answering = Task.start(Thread.ofPlatform(), () -> {
            for (int i = 0; i < TRIES; i++) {
                answers.send(arrivals.receive(), RemoteSender.FOREVER);
            }
            return null;
        });
        int byProgram = 0;
        for (int i = 0; i < TRIES; i++) {
            long before = network.readByProgram.get();
            send(i);
            assertEquals(i, back.receive());
            byProgram += network.readByProgram.get() > before ? 1 : 0;
        }
        answering.get();
        answers.done();
        assertTrue(byProgram > 0, "never in " + TRIES + " round trips");
    }
}
