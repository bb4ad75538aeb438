package dev.strait.bench;

import dev.strait.bench.harness.Settings;
import dev.strait.bench.harness.Systems;
import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.SystemUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The command line.
 *
 * @param scenarios what to measure, in the order of {@link Scenario}
 * @param systems who takes part, in the order of {@link Systems#all()}
 * @param settings how to measure
 * @param repeat how often, at least once
 * @param json whether the result is JSON and not tables
 * @param help whether to print the help and nothing else
 */
record Options(
        List<Scenario> scenarios,
        List<SystemUnderTest> systems,
        Settings settings,
        int repeat,
        boolean json,
        boolean help) {

    /** The command line is wrong; the message says what would be right. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }
    }

    /** Stands for every system that is there. */
    private static final String ALL = "all";

    private static final double NANOS = 1e9;

    /** Reads the arguments, with the systems that there are. */
    static Options parse(List<SystemUnderTest> known, String... arguments) throws Wrong {
        Set<String> scenarios = new LinkedHashSet<>();
        Set<String> systems = new LinkedHashSet<>();
        double warmup = 8;
        double seconds = 3;
        double repeat = 5;
        boolean json = false;
        boolean pin = false;
        boolean help = false;
        var words = new ArrayList<>(List.of(arguments));
        while (!words.isEmpty()) {
            String option = words.removeFirst();
            switch (option) {
                case "--scenario" -> scenarios.addAll(names(option, words));
                case "--system" -> systems.addAll(names(option, words));
                case "--warmup" -> warmup = number(option, words, 0);
                case "--seconds" -> seconds = number(option, words, 0.01);
                case "--repeat" -> repeat = number(option, words, 1);
                case "--json" -> json = true;
                case "--pin" -> pin = true;
                case "--help", "-h" -> help = true;
                default -> throw new Wrong("unknown option " + option + "; see ./strait bench --help");
            }
        }
        if (repeat != Math.rint(repeat) || repeat > Integer.MAX_VALUE) {
            throw new Wrong("--repeat takes a whole number");
        }
        var settings = new Settings(
                Duration.ofNanos((long) (warmup * NANOS)),
                Duration.ofNanos((long) (seconds * NANOS)),
                Settings.JVM_FLAGS,
                pin);
        return new Options(scenarios(scenarios), systems(systems, known), settings, (int) repeat, json, help);
    }

    private static List<Scenario> scenarios(Set<String> titles) throws Wrong {
        Set<String> unknown = new LinkedHashSet<>(titles);
        unknown.removeAll(Scenario.titles());
        unknown.remove(ALL);
        if (!unknown.isEmpty()) {
            throw new Wrong("unknown scenario " + String.join(", ", unknown) + "; known are "
                    + String.join(", ", Scenario.titles()) + ", and all");
        }
        return Arrays.stream(Scenario.values())
                .filter(each -> titles.isEmpty() || titles.contains(ALL) || titles.contains(each.title()))
                .toList();
    }

    private static List<SystemUnderTest> systems(Set<String> names, List<SystemUnderTest> known) throws Wrong {
        Set<String> unknown = new LinkedHashSet<>(names);
        known.forEach(system -> unknown.remove(system.name()));
        unknown.remove(ALL);
        if (!unknown.isEmpty()) {
            throw new Wrong("unknown system " + String.join(", ", unknown) + "; known are "
                    + known.stream().map(SystemUnderTest::name).collect(Collectors.joining(", ")) + ", and all");
        }
        Set<String> wanted = names.isEmpty() ? Set.of(Systems.RAW, Systems.STRAIT) : names;
        return known.stream()
                .filter(each -> wanted.contains(ALL) || wanted.contains(each.name()))
                .toList();
    }

    private static List<String> names(String option, List<String> words) throws Wrong {
        return Arrays.stream(value(option, words).split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static double number(String option, List<String> words, double least) throws Wrong {
        String value = value(option, words);
        try {
            double number = Double.parseDouble(value);
            if (number >= least && Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw new Wrong(option + " takes a number of at least " + least + ", not " + value);
    }

    private static String value(String option, List<String> words) throws Wrong {
        if (words.isEmpty()) {
            throw new Wrong(option + " needs a value");
        }
        return words.removeFirst();
    }
}
