package dev.strait.bench;

import dev.strait.bench.harness.Cores;
import dev.strait.bench.harness.Measurement;
import dev.strait.bench.harness.Systems;
import dev.strait.bench.harness.Trial;
import dev.strait.bench.harness.TrialFailed;
import dev.strait.bench.report.Row;
import dev.strait.bench.report.Table;
import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.SystemUnderTest;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * All measurements of a run: scenario by scenario, the systems in turn within each repetition, so that a slow minute of the machine hits
 * everybody.
 */
final class Campaign {
    private record Entry(SystemUnderTest system, String variant) {
        Row.Contender contender() {
            return new Row.Contender(system.name(), system.version(), variant, system.threads());
        }

        @Override
        public String toString() {
            return system.name() + (variant.isEmpty() ? "" : "-" + variant);
        }
    }

    private final Options options;
    private final PrintStream progress;
    private final Cores cores = Cores.find();

    /** The medians one way, by the name of the system, for the ratios of what is compared with them. */
    private final Map<String, Double> oneWay = new HashMap<>();

    private boolean failed;

    Campaign(Options options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Whether a system gave no figure where it should have. */
    boolean hasFailed() {
        return failed;
    }

    /** Measures a scenario; those that failed are not among the rows. */
    List<Row> measure(Scenario scenario) throws InterruptedException {
        List<Entry> entries = new ArrayList<>();
        for (SystemUnderTest system : options.systems()) {
            if (system.scenarios().contains(scenario)) {
                system.variants(scenario).forEach(variant -> entries.add(new Entry(system, variant)));
            }
        }
        Map<Entry, List<Measurement>> measurements = new LinkedHashMap<>();
        Set<Entry> without = new HashSet<>();
        for (int repetition = 1; repetition <= options.repeat(); repetition++) {
            for (Entry entry : entries) {
                if (!without.contains(entry)) {
                    try {
                        var measured = measure(scenario, entry, repetition);
                        measurements
                                .computeIfAbsent(entry, first -> new ArrayList<>())
                                .add(measured);
                    } catch (TrialFailed failure) {
                        progress.println("FAILED " + scenario + " " + entry + ": " + failure.getMessage());
                        without.add(entry);
                        failed = true;
                    }
                }
            }
        }
        measurements.keySet().removeAll(without);
        return rows(scenario, measurements);
    }

    private Measurement measure(Scenario scenario, Entry entry, int repetition)
            throws TrialFailed, InterruptedException {
        var trial = new Trial(options.settings(), entry.system(), scenario, entry.variant(), cores);
        Measurement measured = trial.run();
        progress.println(scenario + " " + repetition + "/" + options.repeat() + " " + entry + ": "
                + Table.figure(measured.figure()) + " " + scenario.unit());
        return measured;
    }

    private List<Row> rows(Scenario scenario, Map<Entry, List<Measurement>> measurements) {
        boolean pinned = Trial.isPinned(scenario, options.settings(), cores);
        Map<Entry, Row> rows = new LinkedHashMap<>();
        Map<String, Entry> best = new HashMap<>();
        measurements.forEach((entry, runs) -> {
            rows.put(entry, Row.of(scenario, entry.contender(), pinned, runs));
            best.merge(
                    entry.system().name(),
                    entry,
                    (one, other) ->
                            isYardstick(scenario, one) || row(rows, other).beats(row(rows, one)) ? other : one);
        });
        Entry limit = best.get(Systems.RAW);
        double rawMedian =
                limit == null ? Double.NaN : row(rows, limit).figures().median();
        if (scenario == Scenario.ONE_WAY) {
            best.forEach((system, entry) ->
                    oneWay.put(system, row(rows, entry).figures().median()));
        }
        List<Row> named = new ArrayList<>();
        rows.forEach((entry, row) -> {
            String system = entry.system().name();
            double oneWayMedian =
                    scenario.isComparableToOneWay() ? oneWay.getOrDefault(system, Double.NaN) : Double.NaN;
            Row beside = row.beside(rawMedian, oneWayMedian, yardstick(scenario, system, rows));
            named.add(entry.equals(best.get(system)) ? beside : beside.named(entry.toString()));
        });
        return named;
    }

    private static boolean isYardstick(Scenario scenario, Entry entry) {
        return scenario.yardstick().filter(entry.variant()::equals).isPresent();
    }

    private static double yardstick(Scenario scenario, String system, Map<Entry, Row> rows) {
        return rows.entrySet().stream()
                .filter(each -> each.getKey().system().name().equals(system))
                .filter(each -> isYardstick(scenario, each.getKey()))
                .mapToDouble(each -> each.getValue().figures().median())
                .findFirst()
                .orElse(Double.NaN);
    }

    private static Row row(Map<Entry, Row> rows, Entry entry) {
        return Objects.requireNonNull(rows.get(entry));
    }
}
