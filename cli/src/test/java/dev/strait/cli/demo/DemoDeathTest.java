package dev.strait.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.cli.Main;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole command in a process of its own, in which some process dies. The input is a pipe that this test writes to and
 * keeps open, so that the job is certainly in its middle.
 */
class DemoDeathTest {

    private static final int WORKERS = 3;
    private static final int WORDS = 4_000_000;

    @TempDir
    Path directory;

    private Path pipe;
    private Process demo;
    private CompletableFuture<String> errors;
    private OutputStream input;
    private List<ProcessHandle> workers = List.of();

    @BeforeEach
    void startAndFeed() throws Exception {
        pipe = directory.resolve("some-input");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "demo",
                        "--json",
                        pipe.toString())
                .start();
        errors = CompletableFuture.supplyAsync(() -> read(demo));
        input = openTogetherWithTheDemo();
        input.write("word ".repeat(WORDS).getBytes(UTF_8));
        input.flush();
        workers = demo.descendants()
                .filter(process -> commandLine(process).contains(WorkerMain.class.getName()))
                .sorted(Comparator.comparing(DemoDeathTest::commandLine))
                .toList();
        assertEquals(WORKERS, workers.size());
    }

    /** A pipe opens when both sides do, and the demo does so when all workers are there. */
    private OutputStream openTogetherWithTheDemo() throws Exception {
        FutureTask<OutputStream> opening = new FutureTask<>(() -> Files.newOutputStream(pipe));
        Thread.ofPlatform().daemon().start(opening);
        demo.onExit().thenRun(() -> opening.cancel(false));
        try {
            return opening.get();
        } catch (CancellationException e) {
            throw new AssertionError("the demo ended before it read its input: " + errors.get(), e);
        }
    }

    @AfterEach
    void leaveNobodyBehind() throws Exception {
        demo.destroyForcibly().waitFor();
        for (ProcessHandle worker : workers) {
            worker.destroyForcibly();
            worker.onExit().get(10, TimeUnit.SECONDS);
        }
        input.close();
    }

    private static String read(Process process) {
        try {
            return new String(process.getErrorStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            return "unreadable: " + e;
        }
    }

    private static String commandLine(ProcessHandle process) {
        return String.join(" ", process.info().arguments().orElse(new String[0]));
    }

    private ProcessHandle worker(String name) {
        return workers.stream()
                .filter(process -> commandLine(process).contains(" " + name + " "))
                .findFirst()
                .orElseThrow();
    }

    /** Writes the rest of the input, and answers what the demo reports of all of it. */
    private JsonNode feedToTheEnd() throws Exception {
        input.write("word ".repeat(WORDS).getBytes(UTF_8));
        input.close();
        assertTrue(demo.waitFor(40, TimeUnit.SECONDS), "it ends");
        assertEquals(0, demo.exitValue(), () -> errors.join());
        return JsonMapper.shared().readTree(new String(demo.getInputStream().readAllBytes(), UTF_8));
    }

    private static void assertAllIsCounted(JsonNode result) {
        assertEquals("[[\"word\"," + 2 * WORDS + "]]", result.get("top").toString());
        assertEquals(1, result.get("delivered").asLong());
        assertEquals(0, result.get("lost").asLong());
    }

    @Test
    void aWorkerThatIsKilledCostsTheDemoNothingButTime() throws Exception {
        ProcessHandle victim = worker("worker-2");
        assertTrue(victim.destroyForcibly());

        JsonNode result = feedToTheEnd();
        assertAllIsCounted(result);
        assertEquals("[\"worker-2\"]", result.get("lostWorkers").toString());
        String message = errors.get(1, TimeUnit.SECONDS);
        assertTrue(message.contains("worker-2 (process " + victim.pid() + ") was killed by signal 9 before"), message);
        for (ProcessHandle worker : workers) {
            assertTrue(!worker.isAlive(), "no worker is left when the demo has ended");
        }
    }

    @Test
    void aWorkerThatStopsForGoodIsLostAndCostsTheDemoNothingButTime() throws Exception {
        new ProcessBuilder("kill", "-STOP", Long.toString(worker("worker-3").pid()))
                .start()
                .waitFor();

        JsonNode result = feedToTheEnd();
        assertAllIsCounted(result);
        assertEquals("[\"worker-3\"]", result.get("lostWorkers").toString());
    }

    @Test
    void theLastWorkerThatIsKilledEndsTheDemoWithAnErrorThatNamesAllAndTheFilesInDoubt() throws Exception {
        long start = System.nanoTime();
        for (ProcessHandle worker : workers) {
            assertTrue(worker.destroyForcibly());
        }

        assertTrue(demo.waitFor(10, TimeUnit.SECONDS), "it ends within 10 seconds");
        assertEquals(1, demo.exitValue());
        String message = errors.get(1, TimeUnit.SECONDS);
        for (int i = 0; i < WORKERS; i++) {
            String own = "worker-" + (i + 1) + " (process " + workers.get(i).pid() + ") was killed by signal 9 before";
            assertTrue(message.contains(own), message);
        }
        assertTrue(message.contains("No worker is left."), message);
        assertTrue(message.contains("Files in doubt, sent to a worker and without a result: 1\n  " + pipe), message);
        assertEquals("", new String(demo.getInputStream().readAllBytes(), UTF_8));
        System.out.printf("the demo ended %d ms after its workers%n", (System.nanoTime() - start) / 1_000_000);
    }

    @Test
    void workersEndWithADemoThatIsKilled() throws Exception {
        demo.destroyForcibly();

        for (ProcessHandle worker : workers) {
            worker.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void workersEndWithADemoThatIsTerminated() throws Exception {
        demo.destroy();

        for (ProcessHandle worker : workers) {
            worker.onExit().get(10, TimeUnit.SECONDS);
        }
        assertEquals(128 + 15, demo.waitFor());
    }
}
