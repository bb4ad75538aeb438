package dev.strait.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.bench.harness.Settings;
import dev.strait.bench.harness.Systems;
import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.SystemUnderTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    private static final List<SystemUnderTest> KNOWN = Systems.all();

    private static Options parse(String... arguments) throws Options.Wrong {
        return Options.parse(KNOWN, arguments);
    }

    private static List<String> names(Options options) {
        return options.systems().stream().map(SystemUnderTest::name).toList();
    }

    @Test
    void withoutArgumentsEveryScenarioIsMeasuredForTheLimitAndUs() throws Options.Wrong {
        Options options = parse();
        assertEquals(List.of(Scenario.values()), options.scenarios());
        assertEquals(List.of("raw", "strait"), names(options));
        assertEquals(Duration.ofSeconds(8), options.settings().warmup());
        assertEquals(Duration.ofSeconds(3), options.settings().window());
        assertEquals(Settings.JVM_FLAGS, options.settings().jvmFlags());
        assertEquals(5, options.repeat());
        assertFalse(options.json() || options.help() || options.settings().pin());
    }

    @Test
    void scenariosAndSystemsAddUpAndKeepTheirOrder() throws Options.Wrong {
        Options options = parse("--scenario", "work", "--scenario", "one-way, ping-pong", "--system", "broken,raw");
        assertEquals(List.of(Scenario.ONE_WAY, Scenario.PING_PONG, Scenario.WORK), options.scenarios());
        assertEquals(List.of("raw", "broken"), names(options));
    }

    @Test
    void allMeansAllThatThereAre() throws Options.Wrong {
        Options options = parse("--scenario", "all", "--system", "all");
        assertEquals(List.of(Scenario.values()), options.scenarios());
        assertEquals(List.of("raw", "strait", "broken", "strait-tcp"), names(options));
    }

    @Test
    void timesMayHaveFractions() throws Options.Wrong {
        Options options = parse("--warmup", "0", "--seconds", "0.25", "--repeat", "2", "--pin", "--json");
        assertEquals(Duration.ZERO, options.settings().warmup());
        assertEquals(Duration.ofMillis(250), options.settings().window());
        assertEquals(2, options.repeat());
        assertTrue(options.json() && options.settings().pin());
    }

    @ParameterizedTest
    @CsvSource({
        "--warmup,-1,--warmup takes a number of at least 0",
        "--seconds,0,--seconds takes a number of at least",
        "--seconds,soon,--seconds takes a number of at least",
        "--repeat,0,--repeat takes a number of at least 1",
        "--repeat,1.5,--repeat takes a whole number",
        "--scenario,nowhere,unknown scenario nowhere; known are one-way",
        "--system,nobody,unknown system nobody; known are raw",
        "--json,--xml,unknown option --xml",
        "--json,--warmup,--warmup needs a value"
    })
    void whatIsWrongIsSaid(String option, String value, String message) {
        var wrong = assertThrows(Options.Wrong.class, () -> parse(option, value));
        assertTrue(wrong.getMessage().startsWith(message), wrong::getMessage);
    }
}
