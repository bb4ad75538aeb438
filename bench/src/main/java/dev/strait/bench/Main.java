package dev.strait.bench;

import dev.strait.bench.harness.Systems;
import dev.strait.bench.report.Json;
import dev.strait.bench.report.Row;
import dev.strait.bench.report.Table;
import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.SystemUnderTest;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code ./strait bench}: measures Strait beside the raw limit, and beside other systems if they are named. The result goes to standard
 * output, everything else to standard error. Exit codes: 0 when every figure is there, 1 when one is not, 2 when the command was wrong.
 */
public final class Main {
    private static final int FAILED = 1;
    private static final int WRONG = 2;

    private Main() {}

    /** Runs it. */
    public static void main(String... arguments) throws InterruptedException {
        System.exit(run(System.out, System.err, arguments));
    }

    /** Runs it with somebody else's streams, and returns the exit code. */
    static int run(PrintStream out, PrintStream err, String... arguments) throws InterruptedException {
        List<SystemUnderTest> known = Systems.all();
        Options options;
        try {
            options = Options.parse(known, arguments);
        } catch (Options.Wrong wrong) {
            err.println("strait bench: " + wrong.getMessage());
            return WRONG;
        }
        if (options.help()) {
            out.print(help(known));
            return 0;
        }
        return run(out, err, options);
    }

    /** Runs what the options say, and returns the exit code. */
    static int run(PrintStream out, PrintStream err, Options options) throws InterruptedException {
        var campaign = new Campaign(options, err);
        List<Row> all = new ArrayList<>();
        for (Scenario scenario : options.scenarios()) {
            List<Row> rows = campaign.measure(scenario);
            all.addAll(rows);
            if (!options.json() && !rows.isEmpty()) {
                out.println(Table.write(scenario, rows));
                out.flush();
            }
        }
        if (options.json()) {
            out.println(Json.write(all));
        }
        if (all.isEmpty() && !campaign.hasFailed()) {
            err.println("strait bench: none of the systems takes part in these scenarios");
            return FAILED;
        }
        return campaign.hasFailed() ? FAILED : 0;
    }

    private static String help(List<SystemUnderTest> known) {
        String systems = known.stream()
                .map(system -> "  %-20s%s, %s%n".formatted(system.name(), system.version(), system.threads()))
                .collect(Collectors.joining());
        String scenarios = Arrays.stream(Scenario.values())
                .map(each -> "  %-20s%s (%s)%n".formatted(each.title(), each.description(), each.unit()))
                .collect(Collectors.joining());
        return """
                Usage: ./strait bench [--scenario NAME,...] [--system NAME,...] [--warmup SECONDS] [--seconds SECONDS]
                                      [--repeat N] [--pin] [--json]
                Measures Strait beside the raw limit of the machine, in two processes on loopback for each figure, in turn.
                Compare by the ratio, and only within one run.

                  --scenario NAME,...   what to measure; all unless given
                  --system NAME,...     who takes part; raw and strait unless given. Others are built when they are named;
                                        "all" takes all that are there
                  --warmup SECONDS      from the first message to the window; 8 unless given
                  --seconds SECONDS     how long the window is; 3 unless given
                  --repeat N            how often each is measured; 5 unless given
                  --pin                 a core of its own for each process in every scenario, not only in ping-pong
                  --json                a list of objects instead of tables

                Scenarios:
                %s
                Systems:
                %s""".formatted(scenarios, systems);
    }
}
