package dev.strait.testkit.virtual;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One run of a {@link Scenario}: some hosts that each run a {@link Protocol}, and a network, in one thread and under virtual time. First things go wrong, for some
 * seconds or a minute; then nothing goes wrong any more, and everything must be complete in the time to settle; and it must still hold ten seconds
 * later. Equal options give the same history, on every machine. A run that asks for more than {@link EventQueue#MAX_EVENTS} events has failed, as one that never rests: work that
 * takes more is to be made less.
 *
 * <p>The scheme is that of TigerBeetle's VOPR (options drawn per seed, a phase of safety, then one of liveness).
 *
 * <p>Different runs may go on at the same time, in different threads.
 */
public final class Trial {
    private static final long MILLISECOND = 1_000_000;
    /** How often the scenario is asked whether it is complete. */
    private static final long LOOK_NANOS = 100 * MILLISECOND;
    /** How long the world goes on then, for what comes late. */
    private static final long AFTERMATH_NANOS = 10_000 * MILLISECOND;

    private final TrialOptions options;
    private final Scenario scenario;
    private final EventQueue queue = new EventQueue();
    private final History history;
    private final ProtocolHosts hosts;
    private final Faults faults;

    private Trial(
            TrialOptions options,
            Function<? super Dice, ? extends Scenario> scenario,
            @Nullable Consumer<String> reader) {
        this.options = options;
        this.scenario = scenario.apply(new Dice(options.seed(), "scenario"));
        this.history = new History(queue, reader);
        Network network = new Network(
                queue, history, new Dice(options.seed(), "network"), options.network(), options.hosts(), Watch.none());
        this.hosts = new ProtocolHosts(options, network, this.scenario);
        this.faults = new Faults(network, hosts, new Dice(options.seed(), "faults"), options.faults());
    }

    /**
     * Runs a scenario. Never throws for what is found: whatever the protocol or the scenario throws is in the result, but what says that the JVM is at its end, such as an
     * {@link OutOfMemoryError}. What making the scenario throws is thrown on.
     *
     * @param scenario makes the scenario of the run; what it leaves to chance has to come from these dice
     */
    public static TrialResult run(TrialOptions options, Function<? super Dice, ? extends Scenario> scenario) {
        return new Trial(options, scenario, null).run();
    }

    /**
     * Runs a scenario and tells its history, a line at a time, as it happens. The history is the same as without a reader.
     *
     * @param scenario makes the scenario of the run; what it leaves to chance has to come from these dice
     * @param reader gets each line, in the thread that runs it
     */
    public static TrialResult run(
            TrialOptions options, Function<? super Dice, ? extends Scenario> scenario, Consumer<String> reader) {
        return new Trial(options, scenario, reader).run();
    }

    /**
     * Runs a scenario with one seed after another, until it fails.
     *
     * @param options makes the options of a seed
     * @param scenario makes the scenario of each run
     * @param first the first seed; behind the largest number comes the smallest
     * @param seeds how many at most, at least 1
     * @return the run that failed; empty if none did
     * @throws IllegalArgumentException if no seed is to be run
     */
    public static Optional<TrialResult> firstFailure(
            LongFunction<TrialOptions> options,
            Function<? super Dice, ? extends Scenario> scenario,
            long first,
            int seeds) {
        if (seeds < 1) {
            throw new IllegalArgumentException("a seed at least has to be run, was " + seeds);
        }
        for (int i = 0; i < seeds; i++) {
            TrialResult result = run(options.apply(first + i), scenario);
            if (!result.passed()) {
                return Optional.of(result);
            }
        }
        return Optional.empty();
    }

    private TrialResult run() {
        String failure = null;
        try {
            hosts.start();
            faults.plan();
            queue.runUntil(faults.quietAt() + 1);
            history.add("all", "nothing goes wrong from now on");
            settle();
            queue.runUntil(queue.now() + AFTERMATH_NANOS);
            if (!scenario.isComplete()) {
                throw new ContractViolation(
                        "complete no more, " + AFTERMATH_NANOS / MILLISECOND + " ms after it had been");
            }
            scenario.finish();
            history.add("all", "over");
        } catch (ContractViolation violation) {
            failure = violation.getMessage();
        } catch (Throwable defect) {
            failure = Defect.text(defect, Trial.class);
        }
        return result(failure);
    }

    private void settle() {
        long limit = queue.now() + options.settle().toNanos();
        while (!scenario.isComplete()) {
            if (queue.now() >= limit) {
                throw new ContractViolation("not complete though nothing has gone wrong for "
                        + options.settle().toMillis() + " ms");
            }
            queue.runUntil(Math.min(limit, queue.now() + LOOK_NANOS));
        }
    }

    private TrialResult result(@Nullable String failure) {
        String text = failure == null
                ? null
                : "seed " + options.seed() + " failed after " + queue.now() / MILLISECOND + " ms of virtual time: "
                        + failure;
        return new TrialResult(
                options,
                Optional.ofNullable(text),
                history.hash(),
                history.lines(),
                queue.now(),
                queue.ran(),
                faults.counts());
    }
}
