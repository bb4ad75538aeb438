package dev.strait.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.strait.testkit.virtual.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulationTest {
    /** Further seeds can be asked for on the command line: {@code ./strait sim --seeds N}. */
    private static final int SEEDS = 2_000;

    /** And with {@code --ends}. */
    private static final int SEEDS_OF_ENDS = 500;

    @Test
    void manySeedsKeepTheContract() {
        List<String> failures = new ArrayList<>();
        long sent = 0;
        long taken = 0;
        long faults = 0;
        long resumed = 0;
        long redelivered = 0;
        long deadLettered = 0;
        long dropped = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            SimulationResult result = Simulation.run(seed);
            result.failure().ifPresent(failures::add);
            sent += result.sent();
            taken += result.taken();
            resumed += result.resumed();
            redelivered += result.redelivered();
            deadLettered += result.deadLettered();
            dropped += result.dropped();
            faults += result.faults().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
        }
        if (!failures.isEmpty()) {
            fail(failures.size() + " of " + SEEDS + " seeds failed:\n" + String.join("\n", failures));
        }
        // A simulation in which nothing happens keeps every contract.
        assertTrue(sent > 20L * SEEDS, "only " + sent + " values were sent");
        assertTrue(taken > sent * 7 / 10, "only " + taken + " of " + sent + " values were taken");
        assertTrue(faults > 5L * SEEDS, "there were only " + faults + " faults");
        assertTrue(resumed > 2L * SEEDS, "links went on only " + resumed + " times");
        assertTrue(redelivered > 2L * SEEDS, "only " + redelivered + " values were taken again");
        assertTrue(deadLettered > SEEDS / 2, "there were only " + deadLettered + " dead letters");
        assertTrue(dropped > SEEDS / 4, "only " + dropped + " values were dropped");
    }

    static List<RegressionSeeds.Entry> regressions() {
        return RegressionSeeds.ALL;
    }

    @Test
    void manySeedsKeepTheContractWhileReceiversTravel() {
        List<String> failures = new ArrayList<>();
        long claimed = 0;
        for (long seed = 1; seed <= SEEDS_OF_ENDS; seed++) {
            SimulationResult result =
                    Simulation.run(SimulationOptions.drawnFrom(seed).withEnds());
            result.failure().ifPresent(failures::add);
            claimed += result.claimed();
        }
        if (!failures.isEmpty()) {
            fail(failures.size() + " of " + SEEDS_OF_ENDS + " seeds failed:\n" + String.join("\n", failures));
        }
        assertTrue(claimed > 4L * SEEDS_OF_ENDS, "only " + claimed + " receivers were taken out of values");
    }

    static List<RegressionSeeds.Entry> regressionsOfEnds() {
        return RegressionSeeds.OF_ENDS;
    }

    @ParameterizedTest
    @MethodSource("regressionsOfEnds")
    void whatASeedFoundOnceWhileReceiversTravelledIsNotThereAnyMore(RegressionSeeds.Entry entry) {
        Simulation.run(SimulationOptions.drawnFrom(entry.seed()).withEnds())
                .failure()
                .ifPresent(failure -> fail(entry + "\n" + failure));
    }

    @Test
    void noReceiverTravelsUnlessAskedFor() {
        for (long seed = 1; seed <= 20; seed++) {
            assertEquals(0, Simulation.run(seed).claimed(), "seed " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("regressions")
    void whatASeedFoundOnceIsNotThereAnyMore(RegressionSeeds.Entry entry) {
        Simulation.run(entry.seed()).failure().ifPresent(failure -> fail(entry + "\n" + failure));
    }

    @Test
    void aHistoryOfTwentyNodesComesToItsEnd() {
        for (long seed = 1; seed <= 3; seed++) {
            SimulationOptions drawn = SimulationOptions.drawnFrom(seed);
            SimulationOptions.Nodes nodes = drawn.nodes();
            SimulationResult result = Simulation.run(drawn.withFaults(EnumSet.allOf(Fault.class))
                    .withNodes(new SimulationOptions.Nodes(
                            20, 10_000, 4_000_000_000L, 30_000_000_000L, nodes.keptBytes(), nodes.keptFrames()))
                    .withWork(
                            new SimulationOptions.Work(8, 6, 6, 50, drawn.work().maxMessageBytes(), 10_000_000)));
            assertTrue(result.passed(), result.failure().orElse(""));
        }
    }

    @Test
    void oneSeedIsOneHistory() {
        for (long seed = 1; seed <= 20; seed++) {
            SimulationOptions withEnds = SimulationOptions.drawnFrom(seed).withEnds();
            assertEquals(Simulation.run(withEnds), Simulation.run(withEnds), "seed " + seed + " with ends");
            SimulationResult once = Simulation.run(seed);
            SimulationResult again = Simulation.run(seed);
            assertEquals(once, again, "seed " + seed);
        }
        assertNotEquals(Simulation.run(1).historyHash(), Simulation.run(2).historyHash());
    }

    @Test
    void readingAHistoryDoesNotChangeIt() {
        List<String> lines = new ArrayList<>();
        SimulationResult read = Simulation.run(SimulationOptions.drawnFrom(3), lines::add);
        SimulationResult unread = Simulation.run(3);
        assertEquals(unread.virtualNanos(), read.virtualNanos());
        assertEquals(unread.taken(), read.taken());
        assertTrue(lines.stream().anyMatch(each -> each.contains("takes")), "the history tells what is taken");
    }

    @Test
    void withoutFaultsThereAreNone() {
        for (long seed = 1; seed <= 50; seed++) {
            SimulationOptions options = SimulationOptions.drawnFrom(seed).withFaults(Set.of());
            SimulationResult result = Simulation.run(options);
            assertTrue(result.passed(), result.failure().orElse(""));
            assertEquals(Map.of(), result.faults());
        }
    }
}
