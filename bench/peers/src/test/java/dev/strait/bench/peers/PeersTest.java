package dev.strait.bench.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.bench.harness.Cores;
import dev.strait.bench.harness.Settings;
import dev.strait.bench.harness.Systems;
import dev.strait.bench.harness.Trial;
import dev.strait.bench.spi.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs each system that needs nothing installed in real processes, with windows too short for their figures to mean anything. */
class PeersTest {
    /** What the processes need to start soon; only figures suffer from it. */
    private static final Settings QUICK = new Settings(
            Duration.ZERO,
            Duration.ofMillis(50),
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"),
            false);

    @ParameterizedTest
    @CsvSource({
        "jeromq, one-way",
        "jeromq, pipelined",
        "jeromq, work",
        "jox, local",
        "rsocket, one-way",
        "rsocket, streams",
        "rsocket, work",
        "grpc, one-way",
        "grpc, pipelined",
        "grpc, work",
    })
    void aScenarioGivesAFigure(String name, String title) throws Exception {
        var system = Systems.named(name).orElseThrow();
        var scenario = Scenario.titled(title).orElseThrow();
        double figure =
                new Trial(QUICK, system, scenario, "", Cores.find()).run().figure();
        assertTrue(figure > 0, () -> "messages per second: " + figure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc", "jeromq", "jox", "nats", "rsocket"})
    void theVersionInTheTableIsThatOfTheLibrary(String name) throws Exception {
        String version = Systems.named(name).orElseThrow().version();
        String property = "<%s.version>%s</%s.version>".formatted(name, version, name);
        assertTrue(Files.readString(Path.of("pom.xml")).contains(property), property);
    }
}
