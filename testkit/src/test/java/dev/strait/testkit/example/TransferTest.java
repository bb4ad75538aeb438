package dev.strait.testkit.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.strait.testkit.virtual.Dice;
import dev.strait.testkit.virtual.Environment;
import dev.strait.testkit.virtual.Fault;
import dev.strait.testkit.virtual.Protocol;
import dev.strait.testkit.virtual.Scenario;
import dev.strait.testkit.virtual.Trial;
import dev.strait.testkit.virtual.TrialOptions;
import dev.strait.testkit.virtual.TrialResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A protocol that has nothing to do with Strait, tried as its author would try it. */
class TransferTest {
    private static final int SEEDS = 1_000;

    private static TrialOptions two(long seed) {
        return TrialOptions.drawnFrom(seed, 2);
    }

    @Test
    void everyNumberArrivesOnceWhateverGoesWrong() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            TrialResult result = Trial.run(TrialOptions.drawnFrom(seed, 2), Transfer::new);
            assertTrue(result.passed(), result.failure().orElse(""));
        }
    }

    /** A world in which nothing goes wrong proves little. */
    @Test
    void everyKindOfFaultIsMet() {
        Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
        for (long seed = 1; seed <= SEEDS / 5; seed++) {
            Trial.run(two(seed), Transfer::new)
                    .faults()
                    .forEach((kind, count) -> faults.merge(kind, count, Integer::sum));
        }
        for (Fault kind : EnumSet.complementOf(EnumSet.of(Fault.STALL))) {
            assertTrue(faults.getOrDefault(kind, 0) >= SEEDS / 10, kind + " is rare: " + faults);
        }
    }

    @Test
    void whoForgetsToSendAgainIsFound() {
        TrialResult found = found("nothing is sent again", 2, dice -> new Transfer(dice) {
            @Override
            Protocol source(Environment environment) {
                return new Source(environment, count) {
                    @Override
                    long resumesAfter(long acknowledged, long sent) {
                        return sent;
                    }
                };
            }
        });
        assertTrue(found.failure().orElseThrow().contains("not complete"), found.toString());
    }

    /** With a planted defect: what comes again is taken again. */
    static Transfer takingAgain(Dice dice) {
        return new Transfer(dice) {
            @Override
            Protocol target(Environment environment) {
                return new Target(environment, arrived) {
                    @Override
                    boolean isNew(long number, long taken) {
                        return true;
                    }
                };
            }
        };
    }

    @Test
    void whoTakesWhatComesAgainIsFound() {
        TrialResult found = found("what comes again is taken again", 3, TransferTest::takingAgain);
        assertTrue(found.failure().orElseThrow().contains(" arrived as number "), found.toString());
    }

    @Test
    void whoWaitsForEverOnASilentConnectionIsFound() {
        TrialResult found = found("silence is waited out", 36, dice -> new Transfer(dice) {
            @Override
            Protocol source(Environment environment) {
                return new Source(environment, count) {
                    @Override
                    long patienceNanos() {
                        return Long.MAX_VALUE / 2;
                    }
                };
            }
        });
        assertTrue(found.failure().orElseThrow().contains("not complete"), found.toString());
    }

    /**
     * Finds a planted defect.
     *
     * @param bySeed the first seed that finds it, as docs/testing.md says
     */
    private static TrialResult found(String defect, long bySeed, Function<Dice, Scenario> scenario) {
        TrialResult found = Trial.firstFailure(TransferTest::two, scenario, 1, SEEDS)
                .orElseGet(() -> fail(defect + ": not found within " + SEEDS + " seeds"));
        assertEquals(bySeed, found.options().seed(), defect + ": docs/testing.md names another seed");
        assertEquals(found, Trial.run(found.options(), scenario), "the seed finds it again, after the same history");
        assertTrue(Trial.run(found.options(), Transfer::new).passed(), "the seed passes without the defect");
        return found;
    }

    @Test
    void oneSeedIsOneHistoryLineByLine() {
        for (long seed = 1; seed <= 20; seed++) {
            List<String> once = new ArrayList<>();
            List<String> again = new ArrayList<>();
            TrialResult read = Trial.run(two(seed), Transfer::new, once::add);
            assertEquals(read, Trial.run(two(seed), Transfer::new, again::add));
            assertEquals(once, again);
            assertEquals(read, Trial.run(two(seed), Transfer::new), "whether anybody reads makes no difference");
            assertEquals(read.historyLines(), once.size());
        }
        assertNotEquals(
                Trial.run(two(1), Transfer::new).historyHash(),
                Trial.run(two(2), Transfer::new).historyHash());
    }
}
