package dev.strait.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

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
    void aTraceTellsWhatHappens() {
        assertEquals(0, run("sim", "--seed", "3", "--trace"), out::toString);
        assertTrue(out.toString().contains("seed=3"), out::toString);
        assertTrue(out.toString().contains("starts as n0@"), out::toString);
        assertTrue(out.toString().contains("1 seeds from 3: 0 failed; "), out::toString);
    }

    @Test
    void noSeedsAreACallThatIsWrong() {
        assertEquals(2, run("sim", "--seeds", "0"));
        assertTrue(err.toString().contains("--seeds"), err::toString);
    }
}
