package dev.strait.cli;

import dev.strait.testkit.sim.Simulation;
import dev.strait.testkit.sim.SimulationOptions;
import dev.strait.testkit.sim.SimulationResult;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code strait sim}: simulates whole clusters, one for each seed, and checks what is promised; see docs/testing.md. */
@Command(
        name = "sim",
        description = "Simulate clusters under faults, one for each seed, and check what Strait promises.",
        mixinStandardHelpOptions = true)
final class SimCommand implements Callable<Integer> {

    private static final int MOST_FAILURES_SHOWN = 10;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--seed", paramLabel = "S", description = "The first seed; default: 1.")
    private @Nullable Long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "How many seeds, one after another; default: 1000, with --trace 1.")
    private @Nullable Integer seeds;

    @Option(names = "--trace", description = "Print what happens, line by line, each at its virtual time in seconds.")
    private boolean trace;

    @Option(
            names = "--ends",
            description = "Let senders make channels without a name, whose receivers travel in their values.")
    private boolean ends;

    @Option(names = "--json", description = "Print one JSON object on one line, and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec, "set by picocli");
        PrintWriter out = command.commandLine().getOut();
        long first = seed != null ? seed : 1;
        int count = seeds != null ? seeds : trace ? 1 : 1_000;
        if (count < 1) {
            throw new ParameterException(command.commandLine(), "--seeds must be at least 1, was " + count);
        }
        if (json && trace) {
            throw new ParameterException(
                    command.commandLine(), "--json prints one object, --trace a history: choose one");
        }
        long started = System.nanoTime();
        SimReport report = new SimReport();
        for (long each = first; each < first + count; each++) {
            SimulationResult result = run(each, out);
            report.add(result);
            if (!result.passed() && !json && report.failures() <= MOST_FAILURES_SHOWN) {
                out.println(result.failure().orElseThrow());
            }
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        out.println(json ? report.json(seconds) : report.line(first, seconds));
        out.flush();
        return report.failures() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private SimulationResult run(long each, PrintWriter out) {
        SimulationOptions drawn = SimulationOptions.drawnFrom(each);
        SimulationOptions options = ends ? drawn.withEnds() : drawn;
        if (!trace) {
            return Simulation.run(options);
        }
        out.println(options);
        return Simulation.run(options, out::println);
    }
}
