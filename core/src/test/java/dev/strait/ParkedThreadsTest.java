package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Virtual threads that wait at channels are cheap: a million of them fit in 2 GiB, and all go on when they may. */
class ParkedThreadsTest {
    @Test
    @Timeout(180)
    void aHundredThousandThreadsParkedOnChannelsFitInHalfAGibibyte() throws Exception {
        // More than a million take each: most of their stacks are from before the code was fully compiled, and larger.
        park(100_000, 512, 120);
    }

    @Test
    @Tag("soak")
    @Timeout(600)
    void aMillionThreadsParkedOnChannelsFitInTwoGibibytes() throws Exception {
        park(1_000_000, 2048, 540);
    }

    private static void park(int threads, int heapMebibytes, int limitSeconds) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heapMebibytes + "m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParkedMain.class.getName(),
                        "" + threads)
                .redirectErrorStream(true)
                .start();
        // A JVM that collects garbage for ever prints nothing, and is waited for until it is ended.
        Executor limit = CompletableFuture.delayedExecutor(limitSeconds, TimeUnit.SECONDS);
        limit.execute(process::destroyForcibly);
        try {
            List<String> lines = process.inputReader().lines().toList();
            lines.forEach(System.out::println);
            assertTrue(process.waitFor(10, TimeUnit.SECONDS), "it does not end");
            assertEquals(0, process.exitValue(), () -> "" + lines);
            // Two of the warm-up, and two that count.
            assertEquals(4, lines.size(), () -> "" + lines);
            // Half of them send; of the others, half get a value, and half are told that there is no more.
            String expected = "sent " + threads / 2 + " received " + threads / 4 + " ended " + threads / 4;
            assertTrue(lines.getLast().endsWith(expected), () -> "" + lines);
        } finally {
            process.destroyForcibly();
        }
    }
}
