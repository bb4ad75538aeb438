package dev.strait.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** How the command answers wrong calls; none of them starts a process. */
class DemoCommandTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... arguments) {
        String[] strings = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        return new CommandLine(new DemoCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(strings);
    }

    private void assertWrongCall(String message, Object... arguments) {
        assertEquals(2, run(arguments));
        assertTrue(err.toString().startsWith(message), err::toString);
        assertEquals("", out.toString());
    }

    @Test
    void aPathThatDoesNotExistIsAWrongCall() {
        Path nothing = directory.resolve("nothing");

        assertWrongCall("Cannot read " + nothing + ": it does not exist.", nothing);
    }

    @Test
    void aZipThatIsNoneIsAWrongCall() throws Exception {
        Path zip = Files.writeString(directory.resolve("some.zip"), "no zip");

        assertWrongCall("Cannot read " + zip + ": ", zip);
    }

    @Test
    void aPathThatCannotBeOneIsAWrongCall() {
        assertWrongCall("'a?b' is not the name of a file: ", "a\0b");
    }

    @Test
    void theNumberOfWorkersHasLimits() {
        assertWrongCall("--workers takes a number from 1 to 64, not 0.", "--workers", "0", directory);
    }

    @Test
    void tooManyWorkersAreAWrongCall() {
        assertWrongCall("--workers takes a number from 1 to 64, not 65.", "--workers", "65", directory);
    }

    @Test
    void theNumberOfWorkersIsANumber() {
        assertWrongCall("Invalid value for option '--workers'", "--workers", "many", directory);
    }

    @Test
    void onlyOnePathIsTaken() {
        assertWrongCall("Unmatched argument", directory, directory);
    }

    @Test
    void ofTheMishapsOnlyOneIsTaken() {
        assertWrongCall(
                "--kill-one and --cut-one exclude each other: choose one.", "--cut-one", "--kill-one", directory);
    }

    @Test
    void theOnlyWorkerIsNotKilled() {
        assertWrongCall("--kill-one takes 2 workers or more: ", "--kill-one", "--workers", "1", directory);
    }

    @Test
    void theOnlyWorkerIsNotCutOffForGood() {
        assertWrongCall("--cut-one takes 2 workers or more, ", "--cut-one", "--workers", "1", directory);
    }

    @Test
    void aTimeGoesWithAPause() {
        assertWrongCall("--for says how long --pause-one or --cut-one lasts: ", "--kill-one", "--for", "3", directory);
    }

    @Test
    void theTimeOfAPauseHasLimits() {
        assertWrongCall("--for takes a number of seconds from 1 to 60, not 0.", "--pause-one", "--for", "0", directory);
    }

    @Test
    void theLongestPauseIsAMinute() {
        assertWrongCall(
                "--for takes a number of seconds from 1 to 60, not 61.", "--pause-one", "--for", "61", directory);
    }

    @Test
    void helpNamesTheOptions() {
        assertEquals(0, run("--help"));
        for (String option : List.of("--stats", "--kill-one", "--pause-one", "--cut-one", "--for=SECONDS")) {
            assertTrue(out.toString().contains(option), out::toString);
        }
        assertTrue(out.toString().contains("--workers=N"), out::toString);
        assertTrue(out.toString().contains("--json"), out::toString);
    }
}
