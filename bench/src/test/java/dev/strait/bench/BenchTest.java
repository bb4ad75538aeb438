package dev.strait.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.bench.harness.Settings;
import dev.strait.bench.harness.Systems;
import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.SystemUnderTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the harness with real processes, and with windows too short for their figures to mean anything. */
class BenchTest {
    /** What the processes need to start soon; only figures suffer from it. */
    private static final Settings QUICK = new Settings(
            Duration.ZERO,
            Duration.ofMillis(20),
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"),
            false,
            100);

    /** With all channels of a scenario: of a few, the figure would be as much what else comes and goes on a heap. */
    private static final Settings CROWD = new Settings(
            QUICK.warmup(),
            QUICK.window(),
            List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"),
            QUICK.pin());

    /**
     * What an open channel that carries nothing may keep at both ends and in the directory together: 2 KiB as the bench counts, which is 60 to 90
     * bytes more than comes out here.
     */
    private static final int MAX_IDLE_BYTES = 1_960;

    private static final List<SystemUnderTest> OURS = Systems.all().stream()
            .filter(system -> Set.of(Systems.RAW, Systems.STRAIT).contains(system.name()))
            .toList();

    private static final List<String> FIELDS = List.of(
            "scenario",
            "system",
            "unit",
            "median",
            "min",
            "max",
            "ratioToRaw",
            "cpuSecondsPerMillion",
            "allocatedBytesPerMessage");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Options options) throws InterruptedException {
        return Main.run(new PrintStream(out, true), new PrintStream(err, true), options);
    }

    private int run(String... arguments) throws InterruptedException {
        return Main.run(new PrintStream(out, true), new PrintStream(err, true), arguments);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** The lengths in between run the same code. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BYTES_128", "BYTES_1K", "BYTES_64K", "IDLE", "TURNS", "UNREAD", "BULK_PING"})
    void everyScenarioGivesARowOfTheLimitAndOneOfOurs(Scenario scenario) throws InterruptedException {
        assertEquals(0, run(new Options(List.of(scenario), OURS, QUICK, 1, true, false)), this::said);
        JsonNode rows = JsonMapper.shared().readTree(printed());
        Set<String> systems = new TreeSet<>();
        for (JsonNode row : rows) {
            systems.add(row.get("system").asString());
            assertEquals(FIELDS, new ArrayList<>(row.propertyNames()).subList(0, FIELDS.size()));
            assertEquals(scenario.title(), row.get("scenario").asString());
            assertEquals(scenario.unit(), row.get("unit").asString());
            for (String field : FIELDS.subList(3, FIELDS.size())) {
                // What the system counts in steps of 10 ms may be none at all in so short a window.
                double least = field.startsWith("cpu") || field.startsWith("allocated") ? 0 : Double.MIN_VALUE;
                assertTrue(row.get(field).asDouble() >= least, () -> field + " in " + row);
            }
            assertTrue(row.get("min").asDouble() <= row.get("median").asDouble(), row::toString);
            assertTrue(row.get("median").asDouble() <= row.get("max").asDouble(), row::toString);
            assertEquals(scenario.sides().size(), row.get("sides").size());
            assertEquals(scenario.isLatency(), row.get("p99").isNumber());
        }
        assertTrue(systems.containsAll(Set.of(Systems.RAW, Systems.STRAIT)), systems::toString);
    }

    @Test
    void overTcpIsASystemOfItsOwn() throws InterruptedException {
        List<SystemUnderTest> overTcp = List.of(Systems.named("strait-tcp").orElseThrow());
        assertEquals(0, run(new Options(List.of(Scenario.ONE_WAY), overTcp, QUICK, 1, true, false)), this::said);
        JsonNode row = JsonMapper.shared().readTree(printed()).get(0);
        assertEquals("strait-tcp", row.get("system").asString());
        assertTrue(row.get("median").asDouble() > 0, row::toString);
    }

    @ParameterizedTest
    @EnumSource(names = {"TURNS", "UNREAD", "BULK_PING"})
    void scaleOnOneLinkGivesRowsOfOurs(Scenario scenario) throws InterruptedException {
        assertEquals(0, run(new Options(List.of(scenario), OURS, QUICK, 1, true, false)), this::said);
        JsonNode rows = JsonMapper.shared().readTree(printed());
        assertEquals(scenario.yardstick().isPresent() ? 2 : 1, rows.size(), this::printed);
        JsonNode row = rows.get(rows.size() - 1);
        assertEquals("strait", row.get("system").asString());
        assertEquals(scenario.unit(), row.get("unit").asString());
        assertTrue(row.get("perSecond").asDouble() > 0, row::toString);
        assertTrue(row.get("ratioToRaw").isNull(), row::toString);
        assertEquals(
                scenario.yardstick().isPresent(), row.get("ratioToYardstick").isNumber(), row::toString);
        assertEquals(scenario.messagesBeside() > 0, row.get("besidePerSecond").asDouble() > 0, row::toString);
        if (scenario == Scenario.UNREAD) {
            assertEquals("strait-all-read", rows.get(0).get("system").asString());
        }
        // In so short a window half of the channels may not have had their turn.
        assertTrue(scenario == Scenario.TURNS || row.get("median").asDouble() > 0, row::toString);
    }

    /** No window and no clock, but a count of bytes after full collections: the one figure that means something here, too. */
    @Test
    void anIdleChannelKeepsLessThanTwoKibibytes() throws InterruptedException {
        List<SystemUnderTest> ours = List.of(Systems.named(Systems.STRAIT).orElseThrow());
        assertEquals(0, run(new Options(List.of(Scenario.IDLE), ours, CROWD, 1, true, false)), this::said);
        JsonNode row = JsonMapper.shared().readTree(printed()).get(0);
        assertEquals(Scenario.IDLE.unit(), row.get("unit").asString());
        assertTrue(row.get("perSecond").asDouble() > 0, row::toString);
        assertTrue(row.get("ratioToRaw").isNull(), row::toString);
        double bytes = row.get("median").asDouble();
        assertTrue(bytes > MAX_IDLE_BYTES / 4 && bytes < MAX_IDLE_BYTES, row::toString);
    }

    @Test
    void withoutJsonThereIsATableOnStandardOutputAndTheProgressOnTheOther() throws InterruptedException {
        assertEquals(0, run(new Options(List.of(Scenario.LOCAL), OURS, QUICK, 2, false, false)), this::said);
        List<String> lines = printed().lines().toList();
        assertTrue(lines.get(0).startsWith("local: "), this::printed);
        assertTrue(lines.get(1).contains("median") && lines.get(1).contains("of raw"), this::printed);
        assertTrue(lines.get(2).stripLeading().startsWith("raw "), this::printed);
        assertTrue(lines.get(3).stripLeading().startsWith("strait "), this::printed);
        List<String> progress = said().lines().toList();
        assertEquals(4, progress.size(), this::said);
        assertTrue(progress.get(0).startsWith("local 1/2 raw: "), this::said);
        assertTrue(progress.get(1).startsWith("local 1/2 strait: "), this::said);
        assertTrue(progress.get(2).startsWith("local 2/2 raw: "), this::said);
    }

    @Test
    void aSystemThatBreaksItsOrderGivesNoFigureAndItsOutputIsShown() throws InterruptedException {
        var options = new Options(List.of(Scenario.ONE_WAY), List.of(new BrokenSystem()), QUICK, 2, true, false);
        assertEquals(1, run(options));
        assertEquals("[]", printed().strip());
        assertTrue(said().contains("FAILED one-way broken: the receiver failed"), this::said);
        assertTrue(said().contains("broken: message 3 should have come, not 4"), this::said);
        assertTrue(said().contains("at dev.strait.bench.BrokenSystem"), this::said);
    }

    @Test
    void aSystemWhoseReceiversTogetherHaveAnotherNumberThanWasSentGivesNoFigure() throws InterruptedException {
        var options = new Options(List.of(Scenario.FAN_OUT), List.of(new BrokenSystem()), QUICK, 1, true, false);
        assertEquals(1, run(options));
        assertTrue(
                Pattern.compile("broken: of \\d+ messages \\d+ arrived")
                        .matcher(said())
                        .find(),
                this::said);
    }

    @Test
    void noProcessOutlivesAHarnessThatIsKilled() throws Exception {
        var harness = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--scenario",
                        "one-way",
                        "--system",
                        "raw",
                        "--repeat",
                        "1000000",
                        "--seconds",
                        "0.01",
                        "--warmup",
                        "0")
                .start();
        var progress = harness.errorReader();
        // Whatever process it has at the time of the second figure.
        assertTrue(progress.readLine().startsWith("one-way 1/"));
        List<ProcessHandle> children = List.of();
        while (children.size() < 2) {
            children = harness.descendants().toList();
        }
        harness.destroyForcibly();
        for (ProcessHandle child : children) {
            child.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void unknownNamesAreAnsweredWithTheKnownOnes() throws InterruptedException {
        assertEquals(2, run("--scenario", "one-way,sideways"));
        assertTrue(said().contains("unknown scenario sideways; known are one-way, "), this::said);
        assertEquals(2, run("--system", "smoke-signals"));
        assertTrue(said().contains("unknown system smoke-signals; known are raw, strait"), this::said);
        assertEquals("", printed());
    }

    @Test
    void helpListsScenariosAndSystems() throws InterruptedException {
        assertEquals(0, run("--help"));
        Scenario.titles().forEach(title -> assertTrue(printed().contains("  " + title + " "), title));
        Systems.all().forEach(system -> assertTrue(printed().contains("  " + system.name() + " "), system.name()));
        assertEquals("", said());
    }
}
