package dev.strait.architecture;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.strait.testkit.sim.breach.Chance;
import dev.strait.wire.breach.Breach;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HouseRulesTest {

    static Stream<ArchRule> rules() {
        return Stream.of(
                WireIsPure.RULE,
                SimulationsAreExact.RULE,
                HouseRules.THE_LIBRARY_NEEDS_ONLY_THE_JDK,
                HouseRules.THE_LIBRARY_LEAVES_THE_CONSOLE_ALONE,
                HouseRules.ONLY_THE_TCP_TRANSPORT_OPENS_SOCKETS,
                HouseRules.ONLY_CLUSTER_KNOWS_RATIS,
                HouseRules.NOTHING_SHIPPED_NEEDS_A_TEST_LIBRARY,
                HouseRules.ONLY_THE_COMMAND_LINE_USES_THE_TESTKIT,
                HouseRules.NO_MONITOR_IS_USED,
                HouseRules.THE_PUBLIC_API_SPEAKS_OF_ITSELF_AND_THE_JDK);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theTreeKeepsTheRule(ArchRule rule) {
        rule.check(Tree.CLASSES);
    }

    /** A rule that finds nothing may be a rule that looks at nothing; so each has to find what {@link Breach} does. */
    @Test
    void eachRuleFindsItsBreach() {
        var breach = new ClassFileImporter().importClasses(Breach.class);
        var purity = WireIsPure.RULE.evaluate(breach).getFailureReport().toString();
        assertAll(Map.of(
                        "a clock read", "nanoTime",
                        "a date asked for", "Instant.now",
                        "a thread", "java.lang.Thread",
                        "a lock", "ReentrantLock",
                        "chance", "randomUUID",
                        "a socket", "java.net.Socket",
                        "an inexact function", "Math.log",
                        "a wait", "notifyAll")
                .entrySet()
                .stream()
                .map(expected -> () -> assertTrue(
                        purity.contains(expected.getValue()), () -> expected.getKey() + " missed in " + purity)));
        assertAll(Stream.of(
                        HouseRules.THE_LIBRARY_NEEDS_ONLY_THE_JDK,
                        HouseRules.THE_LIBRARY_LEAVES_THE_CONSOLE_ALONE,
                        HouseRules.ONLY_THE_TCP_TRANSPORT_OPENS_SOCKETS,
                        HouseRules.NOTHING_SHIPPED_NEEDS_A_TEST_LIBRARY,
                        HouseRules.ONLY_THE_COMMAND_LINE_USES_THE_TESTKIT)
                .map(rule -> () -> assertTrue(rule.evaluate(breach).hasViolation(), rule::getDescription)));
        var chance = SimulationsAreExact.RULE
                .evaluate(new ClassFileImporter().importClasses(Chance.class))
                .getFailureReport()
                .toString();
        assertAll(Stream.of("java.util.Random", "identityHashCode", "nanoTime", "Math.exp")
                .map(expected -> () -> assertTrue(chance.contains(expected), () -> expected + " missed in " + chance)));
        var monitors = HouseRules.NO_MONITOR_IS_USED
                .evaluate(breach)
                .getFailureReport()
                .getDetails();
        assertTrue(monitors.size() == 2, monitors::toString);
    }
}
