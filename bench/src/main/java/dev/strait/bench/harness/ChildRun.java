package dev.strait.bench.harness;

import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.RoundTrips;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The run as its process has it: hands out the meters, and takes the samples from them. */
final class ChildRun implements Run {
    private static final double MICRO = 1e3;

    private final Scenario scenario;
    private final String variant;
    private final int channels;
    private final @Nullable String address;
    private final Consumer<String> say;
    private final Consumer<Throwable> fail;
    private final List<Meter> meters = new CopyOnWriteArrayList<>();
    private final List<Meter> besides = new CopyOnWriteArrayList<>();
    private final List<Process> companions = new CopyOnWriteArrayList<>();
    private volatile @Nullable RoundTrips roundTrips;
    private volatile boolean going = true;
    private long[] tripsBefore = new long[0];

    /** What each meter had counted at the last sample, where shares are the figure; later ones had nothing. */
    private long[] countsBefore = new long[0];

    ChildRun(
            Scenario scenario,
            String variant,
            int channels,
            @Nullable String address,
            Consumer<String> say,
            Consumer<Throwable> fail) {
        this.scenario = scenario;
        this.variant = variant;
        this.channels = channels;
        this.address = address;
        this.say = say;
        this.fail = fail;
    }

    @Override
    public Scenario scenario() {
        return scenario;
    }

    @Override
    public String variant() {
        return variant;
    }

    @Override
    public void ready(String listening) {
        say.accept(Signals.READY + listening);
    }

    @Override
    public String address() {
        String known = address;
        if (known == null) {
            throw new IllegalStateException("only the second process is given an address");
        }
        return known;
    }

    @Override
    public Meter meter() {
        Meter meter = new Meter();
        meters.add(meter);
        return meter;
    }

    @Override
    public RoundTrips roundTrips() {
        RoundTrips made = new RoundTrips(meter());
        tripsBefore = made.snapshot();
        roundTrips = made;
        return made;
    }

    @Override
    public Meter beside() {
        Meter meter = new Meter();
        besides.add(meter);
        return meter;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public long liveBytes() {
        return Jvm.liveBytes();
    }

    @Override
    public void figure(double value) {
        say.accept(Signals.FIGURE + value);
    }

    @Override
    public boolean goesOn() {
        return going;
    }

    void stop() {
        going = false;
    }

    @Override
    public void sent(long messages) {
        say.accept(Signals.SENT + messages);
    }

    @Override
    public void fork(Thread.Builder kind, Body body) {
        kind.start(() -> run(body));
    }

    /** Runs in this thread, and fails the run if it throws. */
    void run(Body body) {
        try {
            body.run();
        } catch (Throwable failure) { // also an Error of a system under test ends nothing but its measurement
            fail.accept(failure);
        }
    }

    @Override
    public void companion(Process process) {
        companions.add(process);
    }

    void endCompanions() {
        companions.forEach(Process::destroyForcibly);
    }

    long count() {
        return sum(meters);
    }

    private static long sum(List<Meter> meters) {
        return meters.stream().mapToLong(Meter::total).sum();
    }

    private double share() {
        if (scenario.figure() != Scenario.Figure.SHARE) {
            return Double.NaN;
        }
        long[] now = meters.stream().mapToLong(Meter::total).toArray();
        long[] before = Arrays.copyOf(countsBefore, now.length);
        countsBefore = now;
        return Shares.ofSlowestTenth(before, now);
    }

    /** Takes a sample. One thread takes them all. */
    Sample sample() {
        RoundTrips taken = roundTrips;
        double p50 = Double.NaN;
        double p99 = Double.NaN;
        double p999 = Double.NaN;
        if (taken != null) {
            long[] before = tripsBefore;
            long[] after = taken.snapshot();
            tripsBefore = after;
            p50 = RoundTrips.percentile(before, after, 0.5) / MICRO;
            p99 = RoundTrips.percentile(before, after, 0.99) / MICRO;
            p999 = RoundTrips.percentile(before, after, 0.999) / MICRO;
        }
        return new Sample(
                System.nanoTime(),
                Jvm.uptimeMillis(),
                count(),
                Jvm.cpuNanos() + companionNanos(),
                Jvm.allocatedBytes(),
                p50,
                p99,
                p999,
                share(),
                sum(besides));
    }

    private long companionNanos() {
        long nanos = 0;
        for (Process process : companions) {
            nanos += process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
        }
        return nanos;
    }
}
