package dev.strait.bench.harness;

import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.SystemUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of the processes of a system in a scenario: starts them, lets them warm up, samples both at each end of the window, ends them. */
public final class Trial {
    private static final long START_SECONDS = 60;
    private static final long SAMPLE_SECONDS = 60;
    private static final long STALL_SECONDS = 60;

    /** How long the processes of a scenario without a window may take. */
    private static final long FIGURE_SECONDS = 600;

    /** For how long nothing may arrive while something is missing. */
    private static final long DRAIN_SECONDS = 10;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long WHOLE_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Settings settings;
    private final SystemUnderTest system;
    private final Scenario scenario;
    private final String variant;
    private final Cores cores;

    /**
     * Prepares one.
     *
     * @param settings how to measure
     * @param system what is measured
     * @param scenario one that it takes part in
     * @param variant one of its variants
     * @param cores where processes can be pinned
     */
    public Trial(Settings settings, SystemUnderTest system, Scenario scenario, String variant, Cores cores) {
        this.settings = settings;
        this.system = system;
        this.scenario = scenario;
        this.variant = variant;
        this.cores = cores;
    }

    /** Whether a scenario's processes get a core each. */
    public static boolean isPinned(Scenario scenario, Settings settings, Cores cores) {
        int processes = scenario.sides().size();
        return processes > 1 && (settings.pin() || scenario.isPinned()) && cores.suffice(processes);
    }

    /**
     * Runs it.
     *
     * @throws TrialFailed if there is no figure
     * @throws InterruptedException if the thread is interrupted; the processes are ended
     */
    public Measurement run() throws TrialFailed, InterruptedException {
        List<ChildProcess> children = new ArrayList<>();
        try {
            for (int process = 0; process < scenario.sides().size(); process++) {
                children.add(ChildProcess.start(scenario.sides().get(process), command(process)));
            }
            return measure(children);
        } catch (TrialFailed failure) {
            // Whatever made one fail may show better in the other.
            StringBuilder words = new StringBuilder(failure.getMessage());
            for (ChildProcess child : children) {
                String more = child.lastWords();
                if (!words.toString().contains(more.strip())) {
                    words.append(more);
                }
            }
            throw new TrialFailed(words.toString(), failure);
        } finally {
            children.forEach(ChildProcess::close);
        }
    }

    private List<String> command(int process) {
        List<String> command = new ArrayList<>();
        if (isPinned(scenario, settings, cores)) {
            command.addAll(cores.pin(process));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(settings.jvmFlags());
        command.add(PauseLog.FLAG);
        command.addAll(system.jvmFlags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
        String channels = String.valueOf(settings.partOf(scenario.channels()));
        command.addAll(List.of(system.name(), scenario.title(), process == 0 ? "first" : "second", channels, variant));
        return command;
    }

    private Measurement measure(List<ChildProcess> children) throws TrialFailed, InterruptedException {
        if (children.size() > 1) {
            String address = children.getFirst().await(Signals.READY, START_SECONDS);
            children.getLast().tell(Signals.START + address);
        }
        awaitFlow(children);
        if (scenario.figure() == Scenario.Figure.SUM) {
            return measureWhole(children);
        }
        watch(children, settings.warmup().toNanos());
        List<Sample> before = sample(children);
        watch(children, settings.window().toNanos());
        List<Sample> after = sample(children);
        // A figure needs a message: on a machine that is too busy for a short window, the window grows.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STALL_SECONDS);
        while (isTooFew(before, after)) {
            if (System.nanoTime() > deadline) {
                throw new TrialFailed("too few messages arrived within " + STALL_SECONDS + " s after the window");
            }
            watch(children, LOOK_NANOS);
            after = sample(children);
        }
        if (scenario.isShared()) {
            drain(children);
        }
        return endAndSumUp(children, before, after, Double.NaN);
    }

    /** Measures from the first count to the last, and takes the figure from the processes when they have it. */
    private Measurement measureWhole(List<ChildProcess> children) throws TrialFailed, InterruptedException {
        List<Sample> before = sample(children);
        List<Sample> after = before;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(FIGURE_SECONDS);
        double figure = Double.NaN;
        while (Double.isNaN(figure)) {
            if (System.nanoTime() > deadline) {
                throw new TrialFailed("the processes had no figure within " + FIGURE_SECONDS + " s");
            }
            figure = 0;
            for (ChildProcess child : children) {
                figure += child.figure(WHOLE_LOOK_NANOS);
            }
            List<Sample> now = sample(children);
            if (count(now) > count(after)) {
                after = now;
            }
        }
        return endAndSumUp(children, before, after, figure);
    }

    private Measurement endAndSumUp(List<ChildProcess> children, List<Sample> before, List<Sample> after, double sum)
            throws TrialFailed {
        // The logs of the collectors are whole once the processes have ended.
        children.forEach(ChildProcess::close);
        List<Pauses> pauses = new ArrayList<>();
        for (int process = 0; process < children.size(); process++) {
            pauses.add(children.get(process)
                    .pauses(
                            before.get(process).uptimeMillis(),
                            after.get(process).uptimeMillis()));
        }
        return sumUp(before, after, pauses, sum);
    }

    private boolean isTooFew(List<Sample> before, List<Sample> after) {
        return count(after) == count(before)
                || beside(after) - beside(before) < settings.partOf(scenario.messagesBeside());
    }

    private static void awaitFlow(List<ChildProcess> children) throws TrialFailed, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < deadline) {
            for (ChildProcess child : children) {
                if (child.flows(LOOK_NANOS)) {
                    return;
                }
            }
        }
        throw new TrialFailed("no message arrived within " + START_SECONDS + " s");
    }

    private static void watch(List<ChildProcess> children, long nanos) throws TrialFailed, InterruptedException {
        long deadline = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = deadline - System.nanoTime()) {
            for (ChildProcess child : children) {
                child.watch(Math.min(LOOK_NANOS, left));
            }
        }
    }

    private static long count(List<Sample> samples) {
        return samples.stream().mapToLong(Sample::count).sum();
    }

    private static long beside(List<Sample> samples) {
        return samples.stream().mapToLong(Sample::beside).sum();
    }

    private static List<Sample> sample(List<ChildProcess> children) throws TrialFailed, InterruptedException {
        for (ChildProcess child : children) {
            child.tell(Signals.SAMPLE);
        }
        List<Sample> samples = new ArrayList<>();
        for (ChildProcess child : children) {
            samples.add(Sample.parse(child.await(Signals.SAMPLED, SAMPLE_SECONDS)));
        }
        return samples;
    }

    private Measurement sumUp(List<Sample> before, List<Sample> after, List<Pauses> pauses, double sum)
            throws TrialFailed {
        double perSecond = 0;
        double besidePerSecond = 0;
        int counting = -1;
        for (int process = 0; process < after.size(); process++) {
            Sample from = before.get(process);
            Sample to = after.get(process);
            besidePerSecond += (to.beside() - from.beside()) * 1e9 / (to.nanos() - from.nanos());
            if (to.count() > 0) {
                if (counting >= 0) {
                    throw new TrialFailed("both processes count, so that a message might count twice");
                }
                counting = process;
                perSecond = (to.count() - from.count()) * 1e9 / (to.nanos() - from.nanos());
            }
        }
        List<Side> sides = new ArrayList<>();
        for (int process = 0; process < after.size(); process++) {
            sides.add(Side.of(before.get(process), after.get(process), perSecond, pauses.get(process)));
        }
        Sample counted = after.get(counting);
        double figure = switch (scenario.figure()) {
            case RATE -> perSecond;
            case MEDIAN_TIME -> counted.p50();
            case TAIL_TIME -> counted.p99();
            case SHARE -> counted.share();
            case SUM -> sum;
        };
        return new Measurement(figure, counted.p50(), counted.p99(), counted.p999(), perSecond, besidePerSecond, sides);
    }

    /** Lets the sender stop, and waits until what it sent has been counted: not one less, and not one more. */
    private static void drain(List<ChildProcess> children) throws TrialFailed, InterruptedException {
        for (ChildProcess child : children) {
            child.tell(Signals.STOP);
        }
        long patience = TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        long deadline = System.nanoTime() + patience;
        long sent = -1;
        long counted = 0;
        while (System.nanoTime() < deadline && (sent < 0 || counted < sent)) {
            for (ChildProcess child : children) {
                sent = Math.max(sent, child.sent(LOOK_NANOS));
            }
            long now = count(sample(children));
            if (now > counted) {
                deadline = System.nanoTime() + patience;
            }
            counted = now;
        }
        if (sent < 0) {
            throw new TrialFailed("the sender did not say how many messages it sent");
        }
        if (counted != sent) {
            throw new TrialFailed("broken: of " + sent + " messages " + counted + " arrived");
        }
    }
}
