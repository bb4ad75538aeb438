package dev.strait.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.commandLine(List.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void itSimulatesAsManySeedsAsItIsTold() {
        assertEquals(0, run("sim", "--seeds", "5", "--seed", "1"), out::toString);
        assertTrue(out.toString().startsWith("5 seeds from 1: 0 failed; "), out::toString);
    }

    @Test
    void receiversTravelIfItIsTold() {
        assertEquals(0, run("sim", "--seed", "1", "--trace", "--ends"), out::toString);
        assertTrue(out.toString().contains("encloses in "), out::toString);
    }

    @Test
    void aTraceTellsWhatHappens() {
        assertEquals(0, run("sim", "--seed", "3", "--trace"), out::toString);
        assertTrue(out.toString().contains("seed=3"), out::toString);
        assertTrue(out.toString().contains("starts as n0@"), out::toString);
        assertTrue(out.toString().contains("1 seeds from 3: 0 failed; "), out::toString);
    }

    @Test
    void asJsonItPrintsOneObject() {
        assertEquals(0, run("sim", "--seeds", "20", "--seed", "1", "--json"), out::toString);
        JsonNode report = JsonMapper.shared().readTree(out.toString());
        assertEquals(1, out.toString().lines().count());
        assertEquals(
                List.of(
                        "seeds",
                        "failures",
                        "steps",
                        "messages",
                        "redelivered",
                        "dead_lettered",
                        "dropped",
                        "faults",
                        "resumed",
                        "seconds"),
                List.copyOf(report.propertyNames()));
        assertEquals(20, report.get("seeds").asInt());
        assertEquals(0, report.get("failures").size());
        assertTrue(report.get("steps").asLong() > report.get("messages").asLong());
        assertTrue(report.get("faults").get("cut").asInt() > 0, out::toString);
    }

    @Test
    void aTraceIsNoJson() {
        assertEquals(2, run("sim", "--json", "--trace"));
    }

    @Test
    void noSeedsAreACallThatIsWrong() {
        assertEquals(2, run("sim", "--seeds", "0"));
        assertTrue(err.toString().contains("--seeds"), err::toString);
    }
}
