package dev.strait.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole command with its worker processes, one of which fares badly half way; what is counted is what would be without. */
@Timeout(60)
class DemoMishapTest {

    private static final int FILES = 60;
    private static final int WORDS = 20_000;

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeFiles() throws Exception {
        byte[] text = "one two ".repeat(WORDS / 2).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < FILES; i++) {
            Files.write(directory.resolve("file" + i), text);
        }
    }

    private int run(Object... arguments) {
        return new CommandLine(new DemoCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }

    private JsonNode countWith(Object... options) {
        Stream<Object> arguments = Stream.concat(Stream.of("--json", "--stats", "--workers", 2), Stream.of(options));
        assertEquals(0, run(Stream.concat(arguments, Stream.of(directory)).toArray()), err::toString);
        JsonNode result = JsonMapper.shared().readTree(out.toString());
        assertEquals(
                "[[\"one\"," + FILES * WORDS / 2 + "],[\"two\"," + FILES * WORDS / 2 + "]]",
                result.get("top").toString());
        assertEquals(FILES, result.get("files").asLong());
        assertEquals(FILES, result.get("sent").asLong());
        assertEquals(FILES, result.get("delivered").asLong());
        assertEquals(0, result.get("lost").asLong());
        assertTheCountersAddUp(result);
        return result;
    }

    /** Every parcel was acknowledged once, and what was dropped as a repeat is what came beyond that. */
    private static void assertTheCountersAddUp(JsonNode result) {
        JsonNode sent = result.at("/counters/sent/parcels");
        assertTrue(sent.get("sent").asLong() > 0, sent::toString);
        assertEquals(sent.get("sent").asLong(), sent.get("acknowledged").asLong(), sent::toString);
        JsonNode received = result.at("/counters/received/results");
        assertEquals(
                received.get("acknowledged").asLong(),
                received.get("deliveries").asLong(),
                received::toString);
        assertEquals(
                sent.get("sent").asLong() + result.get("repeats").asLong(),
                received.get("deliveries").asLong(),
                result::toString);
    }

    @Test
    void aWorkerThatIsKilledHalfWayCostsNothingButTime() {
        JsonNode result = countWith("--kill-one");

        assertEquals("[\"worker-1\"]", result.get("lostWorkers").toString());
        JsonNode lost = result.at("/counters/received/results/lostSenders");
        assertTrue(lost.has("worker-1"), lost::toString);
        assertTrue(err.toString().matches("(?s).*Worker-1 \\(process \\d+\\) was killed with SIGKILL half way\\..*"));
        assertTrue(err.toString().contains(" was killed by signal 9 before the job was done."), err::toString);
    }

    @Test
    void aWorkerThatIsStoppedForAWhileGoesOnWhereItWas() {
        JsonNode result = countWith("--pause-one", "--for", 4);

        assertEquals("[]", result.get("lostWorkers").toString());
        assertEquals(0, result.get("repeats").asLong());
        assertTrue(err.toString().contains(" was stopped with SIGSTOP half way, for 4 s."), err::toString);
        assertTrue(err.toString().contains(") goes on."), err::toString);
        assertEquals(1, linkTo("worker-1", result).get("resumes").asLong(), "it was silent for more than 3 s");
    }

    @Test
    void aWorkerThatIsCutOffForGoodIsLostAndCostsNothingButTime() {
        JsonNode result = countWith("--cut-one");

        assertEquals("[\"worker-1\"]", result.get("lostWorkers").toString());
        JsonNode lost = result.at("/counters/received/results/lostSenders");
        assertTrue(lost.path("worker-1").asString().contains("not resumed within 4000 ms"), lost::toString);
        assertTrue(err.toString().contains("The connections of worker-1 were cut half way, for good."), err::toString);
    }

    @Test
    void aWorkerThatIsCutOffForAWhileGoesOnWhereItWas() {
        JsonNode result = countWith("--cut-one", "--for", 2);

        assertEquals("[]", result.get("lostWorkers").toString());
        assertEquals(0, result.get("repeats").asLong());
        assertTrue(err.toString().contains("The connections of worker-1 were cut half way, for 2 s."), err::toString);
        assertTrue(err.toString().contains("Connections of worker-1 pass again."), err::toString);
        assertEquals(1, linkTo("worker-1", result).get("resumes").asLong(), result::toString);
        assertEquals(0, linkTo("worker-2", result).get("resumes").asLong());
    }

    private static JsonNode linkTo(String worker, JsonNode result) {
        return result.at("/counters/links")
                .valueStream()
                .filter(link -> link.get("node").asString().equals(worker))
                .findFirst()
                .orElseThrow(() -> new AssertionError(result.toString()));
    }

    @Test
    void theTextSaysWhatWasDoneAndWhatCameOfIt() {
        assertEquals(0, run("--cut-one", "--for", 1, "--stats", "--workers", 1, directory), err::toString);

        String text = out.toString();
        assertTrue(text.contains("workers lost             0\n"), text);
        assertTrue(text.contains("results came again and were dropped\n"), text);
        assertTrue(text.contains("values lost: 0; the connections of worker-1 were cut half way, for 1 s\n"), text);
        assertTrue(text.contains("\ncounters of coordinator\n  channel parcels: sent "), text);
    }
}
