package dev.strait.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PauseLogTest {
    private final PauseLog log = new PauseLog();

    @Test
    void onlyPausesWithinTheWindowCount() {
        List.of(
                        "[0.009s] Using G1",
                        "[0.900s] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 24M->3M(1024M) 9.000ms",
                        "[1.000s] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 24M->3M(1024M) 1.250ms",
                        "[1.100s] GC(2) Concurrent Mark Cycle",
                        "[1.200s] GC(2) Pause Remark 30M->30M(1024M) 0.500ms",
                        "[1.300s] GC(2) Concurrent Mark Cycle 200.000ms",
                        "[2.001s] GC(3) Pause Full (System.gc()) 24M->3M(1024M) 7.000ms")
                .forEach(line -> assertTrue(log.take(line), line));
        assertEquals(new Pauses(2, 1.75, 1.25), log.between(1_000, 2_000));
    }

    @Test
    void whatASystemPrintsIsNotOfTheLog() {
        assertFalse(log.take("[main] INFO the collector had a Pause of 3.000ms"));
        assertFalse(log.take(""));
        assertEquals(Pauses.NONE, log.between(0, Long.MAX_VALUE));
    }

    @Test
    void theLogOfAJvmIsUnderstood() throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        PauseLog.FLAG,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Collecting.class.getName())
                .redirectErrorStream(true)
                .start();
        process.inputReader().lines().forEach(line -> assertTrue(log.take(line), line));
        assertEquals(0, process.waitFor());
        Pauses pauses = log.between(0, Long.MAX_VALUE);
        assertTrue(pauses.count() >= Collecting.TIMES, pauses::toString);
        assertTrue(pauses.longestMillis() > 0 && pauses.totalMillis() >= pauses.longestMillis(), pauses::toString);
    }

    /** A program that pauses. */
    static final class Collecting {
        static final int TIMES = 3;

        private Collecting() {}

        public static void main(String... none) {
            for (int time = 0; time < TIMES; time++) {
                System.gc();
            }
        }
    }
}
