package dev.strait.bench.micro;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.Sender;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Sender and receiver of a named channel on one node, each in a thread of its own: a message is encoded into the sender's batch, batches
 * are handed from end to end through the node's engine, and the receiver decodes. No byte goes through a socket, so this is what
 * a message costs beside the wire; nanoseconds per {@code send} that the other side keeps up with.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // open sets the ends
public class HandOverBenchmark {

    private static final ChannelName<Sample> SAMPLES = ChannelName.of("samples", Sample.class);
    private static final ChannelName<byte[]> BYTES = ChannelName.of("bytes", byte[].class);

    private final Sample[] samples = Sample.some();
    private final byte[] bytes128 = new byte[128];
    private Node node;
    private Sender<Sample> records;
    private Sender<byte[]> bytes;
    private Taker recordTaker;
    private Taker byteTaker;
    private int turn;

    /** Opens both channels at both ends. */
    @Setup
    public void open() throws InterruptedException {
        node = Node.listen("localhost:0");
        recordTaker = Taker.of(node.receiver(SAMPLES));
        byteTaker = Taker.of(node.receiver(BYTES));
        records = node.sender(SAMPLES);
        bytes = node.sender(BYTES);
    }

    /** Ends both channels; a node that closes waits until all is taken. */
    @TearDown
    public void close() throws InterruptedException {
        records.done();
        bytes.done();
        recordTaker.join();
        byteTaker.join();
        node.close();
    }

    @Benchmark
    public void sendRecord() throws InterruptedException {
        records.send(samples[turn++ & (Sample.COUNT - 1)]);
    }

    @Benchmark
    public void sendBytes128() throws InterruptedException {
        bytes.send(bytes128);
    }
}
