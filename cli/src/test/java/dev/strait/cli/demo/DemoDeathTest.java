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

/**
 * The whole command in a process of its own, in which some process dies. The input is a pipe that this test writes to and
 * keeps open, so that the job is certainly in its middle.
 */
class DemoDeathTest {

    private static final int WORKERS = 3;

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
        input.write("word ".repeat(4_000_000).getBytes(UTF_8));
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

    @Test
    void aWorkerThatIsKilledEndsTheDemoWithAnErrorThatNamesItAndTheFilesInDoubt() throws Exception {
        long start = System.nanoTime();
        ProcessHandle victim = worker("worker-2");
        assertTrue(victim.destroyForcibly());

        assertTrue(demo.waitFor(8, TimeUnit.SECONDS), "it ends within 8 seconds");
        assertEquals(1, demo.exitValue());
        String message = errors.get(1, TimeUnit.SECONDS);
        int own = message.indexOf("strait: worker-2 (process " + victim.pid() + ") was killed by signal 9 before");
        assertTrue(own >= 0, message);
        // Killed before it had said that it took its file, which it does within some milliseconds, it is warned of,
        // too.
        assertTrue(own == 0 || message.substring(0, own).contains("node worker-2 was lost with values"), message);
        assertTrue(message.contains("Files in doubt, sent to a worker and without a result: 1\n  " + pipe), message);
        assertEquals("", new String(demo.getInputStream().readAllBytes(), UTF_8));
        for (ProcessHandle worker : workers) {
            assertTrue(!worker.isAlive(), "no worker is left when the demo has ended");
        }
        System.out.printf("the demo ended %d ms after the worker%n", (System.nanoTime() - start) / 1_000_000);
    }

    @Test
    void aWorkerThatStopsEndsTheDemoWithAnErrorThatNamesIt() throws Exception {
        new ProcessBuilder("kill", "-STOP", Long.toString(worker("worker-3").pid()))
                .start()
                .waitFor();
        input.close();

        assertTrue(demo.waitFor(30, TimeUnit.SECONDS), "it ends");
        assertEquals(1, demo.exitValue());
        String message = errors.get(1, TimeUnit.SECONDS);
        assertTrue(message.contains("worker-3"), message);
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
