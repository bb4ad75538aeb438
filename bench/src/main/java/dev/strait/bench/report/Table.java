package dev.strait.bench.report;

import dev.strait.bench.harness.Pauses;
import dev.strait.bench.spi.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The rows of one scenario as a table for people: columns aligned, text to the left, figures to the right. */
public final class Table {
    private static final int THOUSAND = 1_000;
    private static final int MILLION = 1_000_000;

    private Table() {}

    /** Writes the rows of a scenario; the end of a line after each. */
    public static String write(Scenario scenario, List<Row> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(heads(scenario));
        rows.forEach(row -> cells.add(cells(row)));
        return scenario.title() + ": " + scenario.description() + " (" + scenario.unit()
                + (scenario.isLessBetter() ? ", less is better" : "") + pinning(scenario, rows) + ")\n" + align(cells);
    }

    private static String pinning(Scenario scenario, List<Row> rows) {
        boolean pinned = rows.stream().anyMatch(Row::pinned);
        if (pinned) {
            return "; a core for each process";
        }
        return scenario.isPinned() ? "; processes NOT pinned to cores, do not compare with pinned ones" : "";
    }

    private static List<String> heads(Scenario scenario) {
        List<String> heads = new ArrayList<>(List.of("system", "median", "min - max"));
        heads.add(scenario.yardstick().map(variant -> "of " + variant).orElse("of raw"));
        switch (scenario.figure()) {
            case RATE -> {}
            case MEDIAN_TIME -> heads.addAll(List.of("p99", "p99.9"));
            case TAIL_TIME -> heads.addAll(List.of("p50", "p99.9", "per s"));
            case SHARE, SUM -> heads.add("per s");
        }
        if (scenario.messagesBeside() > 0) {
            heads.add("beside per s");
        }
        String sides = String.join(" + ", scenario.sides());
        heads.addAll(List.of(
                "CPU s/M", "of which " + sides, "B/msg " + sides, "GC pauses: total, longest", "threads, version"));
        return heads;
    }

    private static List<String> cells(Row row) {
        var contender = row.contender();
        List<String> cells = new ArrayList<>();
        cells.add(contender.system() + (contender.variant().isEmpty() ? "" : " (" + contender.variant() + ")"));
        cells.add(figure(row.figures().median()));
        cells.add(figure(row.figures().min()) + " - " + figure(row.figures().max()));
        var figures = row.figures();
        double ratio = row.scenario().yardstick().isPresent() ? row.ratioToYardstick() : row.ratioToRaw();
        cells.add(Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.3f", ratio));
        switch (row.scenario().figure()) {
            case RATE -> {}
            case MEDIAN_TIME -> cells.addAll(List.of(figure(figures.p99()), figure(figures.p999())));
            case TAIL_TIME ->
                cells.addAll(List.of(figure(figures.p50()), figure(figures.p999()), figure(figures.perSecond())));
            case SHARE, SUM -> cells.add(figure(figures.perSecond()));
        }
        if (row.scenario().messagesBeside() > 0) {
            cells.add(figure(figures.besidePerSecond()));
        }
        cells.add(small(row.cpuSecondsPerMillion()));
        cells.add(row.sides().stream()
                .map(side -> small(side.cpuSecondsPerMillion()))
                .collect(Collectors.joining(" + ")));
        cells.add(row.sides().stream()
                .map(side -> String.format(Locale.ROOT, "%.1f", side.allocatedBytesPerMessage()))
                .collect(Collectors.joining(" + ")));
        cells.add(pauses(row.pauses()));
        cells.add(contender.threads() + ", " + contender.version());
        return cells;
    }

    private static String pauses(Pauses pauses) {
        return pauses.count() == 0
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "%d: %.1f ms, %.1f ms",
                        pauses.count(),
                        pauses.totalMillis(),
                        pauses.longestMillis());
    }

    /** For example 12.3 M, 456 k, 78.9, 0.95. */
    public static String figure(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        if (value >= MILLION) {
            return String.format(Locale.ROOT, "%.2f M", value / MILLION);
        }
        if (value >= 100 * THOUSAND) {
            return String.format(Locale.ROOT, "%.0f k", value / THOUSAND);
        }
        if (value >= THOUSAND) {
            return String.format(Locale.ROOT, "%.1f k", value / THOUSAND);
        }
        return String.format(Locale.ROOT, value < 1 ? "%.2f" : "%.1f", value);
    }

    private static String small(double value) {
        return String.format(Locale.ROOT, value < 1 ? "%.3f" : "%.2f", value);
    }

    private static String align(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        var text = new StringBuilder();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String cell = row.get(column);
                String space = " ".repeat(widths[column] - cell.length());
                boolean left = column == 0 || column == columns - 1;
                line.append("  ").append(left ? cell + space : space + cell);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
