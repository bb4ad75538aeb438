package dev.strait.bench.micro;

import dev.strait.Channel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Local channels between two threads, and one thread alone that sends and receives; nanoseconds per {@code send} that the other side keeps
 * up with. For two virtual threads add {@code -jvmArgsAppend -Djmh.executor=VIRTUAL}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LocalChannelBenchmark {

    private static final String VALUE = "value";

    private final Channel<String> buffered = Channel.buffered(1024);
    private final Channel<String> rendezvous = Channel.rendezvous();
    private final Channel<String> own = Channel.buffered(1024);
    private final Taker bufferedTaker = Taker.of(buffered);
    private final Taker rendezvousTaker = Taker.of(rendezvous);

    /** Ends the channels, and with them the threads that take. */
    @TearDown
    public void end() throws InterruptedException {
        buffered.done();
        rendezvous.done();
        bufferedTaker.join();
        rendezvousTaker.join();
    }

    @Benchmark
    public void buffered1024() throws InterruptedException {
        buffered.send(VALUE);
    }

    @Benchmark
    public void rendezvous() throws InterruptedException {
        rendezvous.send(VALUE);
    }

    @Benchmark
    public String sendAndReceiveInOneThread() throws InterruptedException {
        own.send(VALUE);
        return own.receive();
    }
}
