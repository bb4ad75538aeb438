package dev.strait.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.examples.Example;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> handedOver = new ArrayList<>();

    private final List<Example> examples = List.of(
            new Example("echo", "Keeps what it is given.", arguments -> handedOver.addAll(List.of(arguments))),
            new Example("failing", "Fails.", arguments -> {
                throw new IllegalStateException("out of paper");
            }));

    private int run(String... arguments) {
        return Main.commandLine(examples)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void helpNamesEveryCommand() {
        assertEquals(0, run("--help"));
        assertAll(Main.commandLine(examples).getSubcommands().keySet().stream()
                .map(name -> () -> assertTrue(out.toString().contains("\n  " + name + " "), out::toString)));
        assertEquals("", err.toString());
    }

    @Test
    void versionNamesTheJavaThatRunsIt() {
        assertEquals(0, run("--version"));
        assertTrue(out.toString().contains("Java " + Runtime.version()), out::toString);
    }

    @Test
    void aCallWithoutACommandIsWrongAndShowsWhatThereIs() {
        assertEquals(2, run());
        assertTrue(err.toString().contains("example"), err::toString);
        assertEquals("", out.toString());
    }

    @Test
    void anExampleIsHandedItsArgumentsAsTheyAre() {
        assertEquals(0, run("example", "echo", "--help", "-x", "y"));
        assertEquals(List.of("--help", "-x", "y"), handedOver);
    }

    @Test
    void withoutANameTheExamplesAreListed() {
        assertEquals(0, run("example"));
        assertTrue(out.toString().contains("Keeps what it is given."), out::toString);
    }

    @Test
    void anUnknownExampleIsAWrongCallThatNamesTheKnownOnes() {
        assertEquals(2, run("example", "missing"));
        assertTrue(err.toString().contains("'missing'; there are: echo, failing"), err::toString);
    }

    @Test
    void aFailureIsOneLineUnlessTheStackTraceIsAskedFor() {
        assertEquals(1, run("example", "failing"));
        assertEquals("strait: out of paper" + System.lineSeparator(), err.toString());

        assertEquals(1, run("--stacktrace", "example", "failing"));
        assertTrue(err.toString().contains("at dev.strait.cli.MainTest"), err::toString);
    }
}
