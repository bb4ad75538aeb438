package dev.strait.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole command with its worker processes, on input that is read to its end. */
class DemoRunTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... arguments) {
        return new CommandLine(new DemoCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }

    private JsonNode runJson(Object... arguments) {
        assertEquals(0, run(arguments), err::toString);
        assertEquals(1, out.toString().lines().count(), out::toString);
        return JsonMapper.shared().readTree(out.toString());
    }

    @Test
    void theJsonOfThreeProcessesIsThatOfTheIndependentCount() throws Exception {
        long seed = System.nanoTime();
        System.out.println("DemoRunTest seed " + seed);
        Samples.write(directory, seed);

        JsonNode result = runJson("--json", directory);

        IndependentCount expected = IndependentCount.of(directory);
        List<String> totals = new ArrayList<>();
        for (String name : List.of("files", "skipped", "bytes", "words", "distinct")) {
            totals.add(name + " " + result.get(name).asLong());
        }
        assertEquals(expected.totals(), totals);
        List<WordCount> top = new ArrayList<>();
        result.get("top")
                .forEach(word -> top.add(
                        new WordCount(word.get(0).asString(), word.get(1).asLong())));
        assertEquals(expected.counts().subList(0, 20), top);

        long files = result.get("files").asLong();
        assertEquals(files, result.get("sent").asLong());
        assertEquals(files, result.get("delivered").asLong());
        assertEquals(0, result.get("lost").asLong());
        assertEquals(0, result.get("unreadable").asLong());
        assertEquals(
                List.of("worker-1", "worker-2", "worker-3"),
                result.get("workers").findValuesAsString("name"));
        long filesOfWorkers = 0;
        for (JsonNode worker : result.get("workers")) {
            filesOfWorkers += worker.get("files").asLong();
        }
        assertEquals(files, filesOfWorkers);
        assertEquals("", err.toString());
        assertNoWorkerIsLeft();
    }

    @Test
    void aDamagedEntryIsNamedAndCountedAndTheRestOfTheZipIsCounted() throws Exception {
        Path zip = directory.resolve("some.zip");
        Zips.writeStored(zip, "one", "alpha beta", "damaged", "gamma gamma", "two", "beta", "binary", "a\0b");
        Zips.overwrite(zip, "gamma gamma", "gamma delta");

        JsonNode result = runJson("--json", "--workers", "2", zip);

        assertEquals(2, result.get("files").asLong());
        assertEquals(1, result.get("skipped").asLong());
        assertEquals(1, result.get("unreadable").asLong());
        assertEquals("[[\"beta\",2],[\"alpha\",1]]", result.get("top").toString());
        assertEquals(2, result.get("workers").size());
        assertTrue(err.toString().startsWith("Cannot read damaged: "), err::toString);
        assertEquals(1, err.toString().lines().count());
    }

    @Test
    void aFileThatBreaksInItsMiddleIsUnreadableAsAWhole() throws Exception {
        Path zip = directory.resolve("some.zip");
        String text = "word ".repeat(Cutter.PIECE_BYTES / 5 * 2);
        Zips.writeStored(zip, "large", text + "the end", "small", "small");
        Zips.overwrite(zip, "the end", "THE END");

        JsonNode result = runJson("--json", "--workers", "1", zip);

        assertEquals(1, result.get("files").asLong());
        assertEquals(1, result.get("unreadable").asLong());
        assertEquals(5, result.get("bytes").asLong());
        assertEquals("[[\"small\",1]]", result.get("top").toString());
        assertEquals(2, result.get("sent").asLong());
        assertEquals(2, result.get("delivered").asLong());
        assertEquals(0, result.get("lost").asLong());
    }

    @Test
    void anEmptyDirectoryIsCountedToo() {
        JsonNode result = runJson("--json", "--workers", "1", directory);

        assertEquals(0, result.get("files").asLong());
        assertEquals("[]", result.get("top").toString());
        assertEquals(0, result.get("sent").asLong());
    }

    @Test
    void theTextHasTheWordsAndTheFigures() throws Exception {
        Files.writeString(directory.resolve("file"), "The cat and the dog");

        assertEquals(0, run("--workers", "1", directory), err::toString);

        String text = out.toString();
        assertTrue(text.startsWith("   1               2  the"), text);
        assertTrue(text.contains("files                    1"), text);
        assertTrue(text.contains("lost                     0  of 1 files sent"), text);
        assertFalse(text.contains("\u001b"), text);
        assertTrue(err.toString().startsWith("Counting the words of " + directory + " with 1 worker."), err::toString);
    }

    private static void assertNoWorkerIsLeft() {
        assertEquals(
                0,
                ProcessHandle.current()
                        .descendants()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(WorkerMain.class.getName()))
                        .count());
    }
}
