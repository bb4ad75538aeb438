package dev.strait.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Measures Strait beside the raw limit: two processes on loopback for each figure, the systems in turn, several times over, in one run.
 *
 * <pre>
 * Bench [--warmup SECONDS] [--seconds SECONDS] [--repeat N] [--scenario one-way|ping-pong]
 * </pre>
 *
 * Defaults: 8 s of warm-up, 3 s measured, 5 times, both scenarios. Compare by the ratio; figures of different runs say little.
 */
public final class Bench {
    private enum Scenario {
        ONE_WAY("one-way", "messages/s"),
        PING_PONG("ping-pong", "us, median");

        private final String title;
        private final String unit;

        Scenario(String title, String unit) {
            this.title = title;
            this.unit = unit;
        }
    }

    private enum Contender {
        RAW,
        STRAIT
    }

    /** Kept, because the log manager would forget its level otherwise. */
    private static final Logger QUIET = Logger.getLogger("dev.strait");

    private double warmupSeconds = 8;
    private double seconds = 3;
    private int repeat = 5;
    private List<Scenario> scenarios = List.of(Scenario.values());

    private Bench() {}

    /** Runs the harness, or one role of a measurement. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        QUIET.setLevel(Level.WARNING);
        if (arguments.length > 0 && arguments[0].equals("role")) {
            role(arguments);
            System.exit(0);
        }
        Bench bench = new Bench();
        bench.parse(arguments);
        bench.run();
    }

    private void parse(String... arguments) {
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--warmup" -> warmupSeconds = Double.parseDouble(value);
                case "--seconds" -> seconds = Double.parseDouble(value);
                case "--repeat" -> repeat = Integer.parseInt(value);
                case "--scenario" -> scenarios = List.of(scenario(value));
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        if (arguments.length % 2 != 0) {
            throw new IllegalArgumentException("option " + arguments[arguments.length - 1] + " has no value");
        }
    }

    private static Scenario scenario(String title) {
        for (Scenario scenario : Scenario.values()) {
            if (scenario.title.equals(title)) {
                return scenario;
            }
        }
        throw new IllegalArgumentException("unknown scenario " + title + ", known are one-way and ping-pong");
    }

    private void run() throws IOException {
        System.out.printf(
                Locale.ROOT, "%-10s %-8s %14s %14s %14s %8s%n", "scenario", "system", "median", "min", "max", "to raw");
        for (Scenario scenario : scenarios) {
            Map<Contender, List<Double>> figures = new EnumMap<>(Contender.class);
            for (int i = 0; i < repeat; i++) {
                for (Contender contender : Contender.values()) {
                    figures.computeIfAbsent(contender, _ -> new ArrayList<>()).add(measure(scenario, contender));
                }
            }
            double raw = median(figures.getOrDefault(Contender.RAW, List.of()));
            for (Contender contender : Contender.values()) {
                List<Double> mine = figures.getOrDefault(contender, List.of());
                System.out.printf(
                        Locale.ROOT,
                        "%-10s %-8s %14.1f %14.1f %14.1f %8.2f  %s%n",
                        scenario.title,
                        contender.name().toLowerCase(Locale.ROOT),
                        median(mine),
                        mine.stream().min(Double::compare).orElseThrow(),
                        mine.stream().max(Double::compare).orElseThrow(),
                        median(mine) / raw,
                        scenario.unit);
            }
        }
    }

    private static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private double measure(Scenario scenario, Contender contender) throws IOException {
        String name = scenario.title + "-" + contender.name().toLowerCase(Locale.ROOT);
        String warmup = Double.toString(warmupSeconds);
        String length = Double.toString(seconds);
        boolean firstMeasures = scenario == Scenario.ONE_WAY;
        try (Role first = Role.start(List.of(), name + "-first", warmup, length)) {
            String address = first.awaitReady();
            try (Role second = Role.start(List.of(), name + "-second", warmup, length, address)) {
                return firstMeasures ? first.awaitResult() : second.awaitResult();
            }
        }
    }

    private static void role(String... arguments) throws IOException, InterruptedException {
        double warmup = Double.parseDouble(arguments[2]);
        double seconds = Double.parseDouble(arguments[3]);
        String address = arguments.length > 4 ? arguments[4] : "";
        int port = address.isEmpty() ? 0 : Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        switch (arguments[1]) {
            case "one-way-raw-first" -> RawOneWay.receive(warmup, seconds);
            case "one-way-raw-second" -> RawOneWay.send(port);
            case "one-way-strait-first" -> StraitOneWay.receive(warmup, seconds);
            case "one-way-strait-second" -> StraitOneWay.send(address);
            case "ping-pong-raw-first" -> PingPong.rawAnswer();
            case "ping-pong-raw-second" -> PingPong.rawAsk(port, warmup, seconds);
            case "ping-pong-strait-first" -> PingPong.straitAnswer();
            case "ping-pong-strait-second" -> PingPong.straitAsk(address, warmup, seconds);
            default -> throw new IllegalArgumentException("unknown role " + arguments[1]);
        }
    }
}
