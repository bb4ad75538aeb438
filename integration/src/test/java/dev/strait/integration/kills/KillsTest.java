package dev.strait.integration.kills;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Workers and senders are killed under load, and nothing is lost, done twice without need, or said and not true; see {@link Judge}. By hand {@code
 * -Dstrait.soak.seed=}, and with {@code -Dstrait.soak=true} as many kills as {@code -Dstrait.soak.kills=200} says, forty to a trial.
 */
@Isolated("it leaves other tests, which measure how soon something is noticed, no processor")
class KillsTest {
    private static final int FEW = 10;
    private static final int OF_A_TRIAL = 40;

    private final long seed = Long.getLong("strait.soak.seed", System.nanoTime());

    @Test
    void ofWorkersAndSendersThatAreKilledUnderLoadNothingIsLost() throws Exception {
        killed("kills", FEW, seed);
    }

    @Test
    @Tag("soak")
    @Timeout(3_600)
    void twoHundredKillsLoseNothing() throws Exception {
        int kills = Integer.getInteger("strait.soak.kills", 200);
        long takenAgain = 0;
        for (int trial = 0; trial * OF_A_TRIAL < kills; trial++) {
            takenAgain += killed("kills-" + trial, Math.min(OF_A_TRIAL, kills - trial * OF_A_TRIAL), seed + trial)
                    .takenAgain();
        }
        assertTrue(takenAgain > 0, "nobody was killed with a value in hand, -Dstrait.soak.seed=" + seed);
    }

    private static Judge.Verdict killed(String name, int kills, long seed) throws Exception {
        String what = kills + " kills, -Dstrait.soak.seed=" + seed;
        System.out.println(what);
        long since = System.nanoTime();
        Path folder = Path.of("target", "logs", name + "-" + seed).toAbsolutePath();
        try (var trial = new Trial(folder, seed)) {
            Judge.Verdict verdict = trial.run(kills);
            System.out.println(what + ": " + verdict + ", " + trial.stops() + " stops, "
                    + Duration.ofNanos(System.nanoTime() - since).toSeconds() + " s");
            assertTrue(verdict.values() > 100L * kills, "too little was sent for it to be a load: " + verdict);
            return verdict;
        } catch (Exception | AssertionError failed) {
            throw new AssertionError(what + ", diaries and logs in " + folder + ": " + failed.getMessage(), failed);
        }
    }
}
