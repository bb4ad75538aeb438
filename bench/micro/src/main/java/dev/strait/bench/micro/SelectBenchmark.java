package dev.strait.bench.micro;

import dev.strait.Channel;
import dev.strait.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * A select over five local channels. Where one is ready, a value is sent into it before, in the same thread: subtract {@link #noSelect}.
 * Where the select parks, another thread sends once it is asked to, so two hand-overs between threads are in the figure:
 * compare with {@link #parksInReceive}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SelectBenchmark {

    private static final int CLAUSES = 5;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<Channel<String>> channels = channels();
    private final Channel<Channel<String>> requests = Channel.buffered(1);
    private final Thread answering = Thread.startVirtualThread(this::answer);
    private int turn;

    private static List<Channel<String>> channels() {
        List<Channel<String>> channels = new ArrayList<>();
        for (int i = 0; i < CLAUSES; i++) {
            channels.add(Channel.buffered(1));
        }
        return channels;
    }

    private void answer() {
        try {
            requests.forEach(channel -> channel.send("value"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the thread that answers. */
    @TearDown
    public void end() throws InterruptedException {
        requests.done();
        answering.join();
    }

    private Channel<String> next() {
        turn = turn == CLAUSES - 1 ? 0 : turn + 1;
        return channels.get(turn);
    }

    private Select<String> fiveClauses() {
        Select<String> select = Select.of();
        for (Channel<String> channel : channels) {
            select.receive(channel, value -> value);
        }
        return select;
    }

    @Benchmark
    public String noSelect() throws InterruptedException {
        Channel<String> channel = next();
        channel.send("value");
        return channel.receive();
    }

    @Benchmark
    public String oneReady() throws InterruptedException {
        next().send("value");
        return fiveClauses().await();
    }

    @Benchmark
    public String oneReadyWithTimeLimit() throws InterruptedException {
        next().send("value");
        return fiveClauses().within(LIMIT, () -> "too late");
    }

    @Benchmark
    public String parksWithTimeLimit() throws InterruptedException {
        requests.send(next());
        return fiveClauses().within(LIMIT, () -> "too late");
    }

    @Benchmark
    public String parksInReceive() throws InterruptedException {
        Channel<String> channel = next();
        requests.send(channel);
        return channel.receive();
    }
}
