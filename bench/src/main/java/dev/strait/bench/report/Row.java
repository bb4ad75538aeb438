package dev.strait.bench.report;

import dev.strait.bench.harness.Measurement;
import dev.strait.bench.harness.Pauses;
import dev.strait.bench.spi.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a system did in a scenario, over all repetitions of a run. Figures that do not apply are NaN.
 *
 * @param scenario what was measured
 * @param contender who
 * @param pinned whether each process had a core of its own
 * @param figures what came out
 * @param ratioToRaw its median divided by that of the limit in the same run
 * @param ratioToOneWay its median divided by that of the same system one way in the same run
 * @param ratioToYardstick its median divided by that of the same system's {@linkplain Scenario#yardstick() yardstick} in the same run
 * @param repetitions how many there were
 * @param sides what each process used, the first one first
 */
public record Row(
        Scenario scenario,
        Contender contender,
        boolean pinned,
        Figures figures,
        double ratioToRaw,
        double ratioToOneWay,
        double ratioToYardstick,
        int repetitions,
        List<Part> sides) {

    /**
     * Who was measured.
     *
     * @param system its name in results
     * @param version its version
     * @param variant how it did it, or nothing
     * @param threads on which threads
     */
    public record Contender(String system, String version, String variant, String threads) {}

    /**
     * What came out, in the unit of the scenario where nothing else is said.
     *
     * @param median of the repetitions
     * @param min the least of them
     * @param max the greatest of them
     * @param p50 median of the medians, of times
     * @param p99 median of the 99th percentiles
     * @param p999 median of the 99.9th percentiles
     * @param perSecond median of the rates, in messages per second
     * @param besidePerSecond median of the rates of what went beside, in messages per second
     */
    public record Figures(
            double median,
            double min,
            double max,
            double p50,
            double p99,
            double p999,
            double perSecond,
            double besidePerSecond) {}

    /**
     * What one process used.
     *
     * @param title what it did
     * @param cpuSecondsPerMillion median of its CPU time per million messages
     * @param allocatedBytesPerMessage median of what it allocated per message
     * @param pauses of its collector, over all windows together
     */
    public record Part(String title, double cpuSecondsPerMillion, double allocatedBytesPerMessage, Pauses pauses) {}

    /**
     * Sums up, without ratios yet.
     *
     * @param measurements at least one
     */
    public static Row of(Scenario scenario, Contender contender, boolean pinned, List<Measurement> measurements) {
        List<Part> parts = new ArrayList<>();
        for (int side = 0; side < scenario.sides().size(); side++) {
            int at = side;
            parts.add(new Part(
                    scenario.sides().get(at),
                    median(measurements, each -> each.sides().get(at).cpuSecondsPerMillion()),
                    median(measurements, each -> each.sides().get(at).allocatedBytesPerMessage()),
                    measurements.stream()
                            .map(each -> each.sides().get(at).pauses())
                            .reduce(Pauses.NONE, Pauses::plus)));
        }
        double[] sorted = sorted(measurements, Measurement::figure);
        var figures = new Figures(
                median(measurements, Measurement::figure),
                sorted[0],
                sorted[sorted.length - 1],
                median(measurements, Measurement::p50),
                median(measurements, Measurement::p99),
                median(measurements, Measurement::p999),
                median(measurements, Measurement::perSecond),
                median(measurements, Measurement::besidePerSecond));
        return new Row(
                scenario,
                contender,
                pinned,
                figures,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                measurements.size(),
                List.copyOf(parts));
    }

    /** The same with the ratios; NaN for what was not measured. */
    public Row beside(double rawMedian, double oneWayMedian, double yardstickMedian) {
        return new Row(
                scenario,
                contender,
                pinned,
                figures,
                figures.median() / rawMedian,
                figures.median() / oneWayMedian,
                figures.median() / yardstickMedian,
                repetitions,
                sides);
    }

    /** The same under another name. */
    public Row named(String system) {
        var renamed = new Contender(system, contender.version(), contender.variant(), contender.threads());
        return new Row(
                scenario, renamed, pinned, figures, ratioToRaw, ratioToOneWay, ratioToYardstick, repetitions, sides);
    }

    /** Whether this is better than another of the same scenario. */
    public boolean beats(Row other) {
        return scenario.isLessBetter()
                ? figures.median() < other.figures.median()
                : figures.median() > other.figures.median();
    }

    /** CPU time per million messages of all processes together. */
    public double cpuSecondsPerMillion() {
        return sides.stream().mapToDouble(Part::cpuSecondsPerMillion).sum();
    }

    /** What all processes together allocated per message. */
    public double allocatedBytesPerMessage() {
        return sides.stream().mapToDouble(Part::allocatedBytesPerMessage).sum();
    }

    /** The pauses of all processes, over all windows. */
    public Pauses pauses() {
        return sides.stream().map(Part::pauses).reduce(Pauses.NONE, Pauses::plus);
    }

    private static double median(List<Measurement> measurements, ToDoubleFunction<Measurement> figure) {
        double[] sorted = sorted(measurements, figure);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double[] sorted(List<Measurement> measurements, ToDoubleFunction<Measurement> figure) {
        double[] values = measurements.stream().mapToDouble(figure).toArray();
        Arrays.sort(values);
        return values;
    }
}
