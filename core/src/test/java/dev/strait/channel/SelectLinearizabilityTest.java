package dev.strait.channel;

import java.util.List;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.kotlinx.lincheck.execution.ResultWithClock;
import org.jetbrains.kotlinx.lincheck.util.ValueResult;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.verifier.Verifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Selects that do not wait, over two channels, among plain calls. Which of several ready clauses a select takes is its own choice, so
 * the outcomes are not compared with those of an object, which has one; {@link AnyChoice} looks for an order in which each was allowed.
 */
class SelectLinearizabilityTest {

    /** Two channels of one value each. Every operation says what it did: with a clause's name, {@code none}, or {@code closed}. */
    public static class TwoChannels {
        private final LocalChannel<Integer> a = new LocalChannel<>(1);
        private final LocalChannel<Integer> b = new LocalChannel<>(1);

        @Operation
        public String sendToA() {
            return said(a.tryPut(1), "a+");
        }

        @Operation
        public String receiveFromA() {
            return said(a.tryTake(), "a-");
        }

        @Operation
        public String sendToB() {
            return said(b.tryPut(1), "b+");
        }

        @Operation
        public String receiveFromB() {
            return said(b.tryTake(), "b-");
        }

        @Operation
        public String doneA() {
            a.done();
            return "a.";
        }

        @Operation
        public String selectReceiveFromEither() {
            return select(new String[] {"a-", "b-"}, a.receiveClause(), b.receiveClause());
        }

        @Operation
        public String selectSendToEither() {
            return select(new String[] {"b+", "a+"}, b.sendClause(1), a.sendClause(1));
        }

        @Operation
        public String selectReceiveFromAOrSendToB() {
            return select(new String[] {"a-", "b+"}, a.receiveClause(), b.sendClause(1));
        }

        @Operation
        public String selectReceiveFromBOrSendToB() {
            return select(new String[] {"b-", "b+"}, b.receiveClause(), b.sendClause(1));
        }

        private static String select(String[] names, Clause... clauses) {
            Selection.Choice choice = Selection.trySelect(clauses);
            return choice == null ? "none" : said(choice.result(), names[choice.clause()]);
        }

        private static String said(Object result, String clause) {
            if (result == Signal.EMPTY || result == Signal.FULL) {
                return "none";
            }
            return result == Signal.CLOSED ? clause + " closed" : clause;
        }
    }

    /** Accepts an outcome if its operations have an order, one that respects which ended before which began, in which each is true. */
    public static class AnyChoice implements Verifier {

        /** As Lincheck makes it. */
        public AnyChoice(Class<?> operations) {}

        @Override
        public boolean verifyResults(ExecutionScenario scenario, ExecutionResult result) {
            List<List<ResultWithClock>> results = result.getThreadsResultsWithClock();
            return exists(scenario, results, new int[results.size()], new Pair(0, 0, false));
        }

        private static boolean exists(
                ExecutionScenario scenario, List<List<ResultWithClock>> results, int[] next, Pair state) {
            boolean over = true;
            for (int thread = 0; thread < next.length; thread++) {
                if (next[thread] == results.get(thread).size()) {
                    continue;
                }
                over = false;
                ResultWithClock one = results.get(thread).get(next[thread]);
                if (!mayBeNext(one, next, thread)) {
                    continue;
                }
                String operation = scenario.getThreads()
                        .get(thread)
                        .get(next[thread])
                        .getMethod()
                        .getName();
                Pair after = state.after(operation, (String) ((ValueResult) one.getResult()).getValue());
                if (after == null) {
                    continue;
                }
                next[thread]++;
                boolean found = exists(scenario, results, next, after);
                next[thread]--;
                if (found) {
                    return true;
                }
            }
            return over;
        }

        private static boolean mayBeNext(ResultWithClock one, int[] next, int thread) {
            for (int other = 0; other < next.length; other++) {
                if (other != thread && one.getClockOnStart().get(other) > next[other]) {
                    return false;
                }
            }
            return true;
        }
    }

    /** How many values the channels hold, and whether {@code a} is done. */
    record Pair(int a, int b, boolean aDone) {

        /** The state after an operation that said this; {@code null} if it cannot have said so here. */
        @Nullable
        Pair after(String operation, String said) {
            return switch (said) {
                case "a+" -> !aDone && a == 0 ? new Pair(1, b, false) : null;
                case "a-" -> a == 1 ? new Pair(0, b, aDone) : null;
                case "b+" -> b == 0 ? new Pair(a, 1, aDone) : null;
                case "b-" -> b == 1 ? new Pair(a, 0, aDone) : null;
                case "a." -> new Pair(a, b, true);
                case "a+ closed" -> aDone ? this : null;
                case "a- closed" -> aDone && a == 0 ? this : null;
                case "none" -> nothingWasReadyFor(operation) ? this : null;
                default -> throw new AssertionError(said);
            };
        }

        private boolean nothingWasReadyFor(String operation) {
            return switch (operation) {
                case "sendToA" -> !aDone && a == 1;
                case "receiveFromA" -> !aDone && a == 0;
                case "sendToB" -> b == 1;
                case "receiveFromB" -> b == 0;
                case "selectReceiveFromEither" -> !aDone && a == 0 && b == 0;
                case "selectSendToEither" -> !aDone && a == 1 && b == 1;
                case "selectReceiveFromAOrSendToB" -> !aDone && a == 0 && b == 1;
                default -> false;
            };
        }
    }

    @Test
    void aSelectOfSeveralClausesHappensAtOneInstant() {
        Lincheck.checkBy(AnyChoice.class, TwoChannels.class, 2);
    }
}
