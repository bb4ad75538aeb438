package dev.strait.channel;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Lincheck runs small random programs of these operations in several threads: every interleaving up to a bound (model
 * checking), and many real ones (stress). Each outcome must be one of some order of the operations.
 */
class LinearizabilityTest {

    /** A buffered channel and its end. */
    public static class Buffered {
        private final LocalChannel<Integer> channel = new LocalChannel<>(2);

        @Operation
        public Signal trySend(int value) {
            return channel.tryPut(value);
        }

        @Operation
        public Object tryReceive() {
            return channel.tryTake();
        }

        @Operation
        public void done() {
            channel.done();
        }
    }

    /** One call in line at two channels, twice at one of them: it is won once, or given up, and never both. */
    public static class OneCallInLine {
        private final LocalChannel<Integer> a = new LocalChannel<>(0);
        private final LocalChannel<Integer> b = new LocalChannel<>(0);
        private final Call call = new Call();

        @SuppressWarnings("this-escape")
        public OneCallInLine() {
            a.receiveClause().enqueue(call, 0, null);
            b.receiveClause().enqueue(call, 1, null);
            a.sendClause(7).enqueue(call, 2, null);
        }

        @Operation
        public Signal sendToA() {
            return a.tryPut(1);
        }

        @Operation
        public Signal sendToB() {
            return b.tryPut(2);
        }

        @Operation
        public Object receiveFromA() {
            return a.tryTake();
        }

        @Operation
        public void doneA() {
            a.done();
        }

        @Operation
        public boolean giveUp() {
            return call.cancel();
        }
    }

    /**
     * A select with a default over two channels takes the default only if both are empty at one instant. Which of
     * two ready clauses it takes is random, so the operations do not tell.
     */
    public static class SelectWithDefault {
        private final LocalChannel<Integer> a = new LocalChannel<>(8);
        private final LocalChannel<Integer> b = new LocalChannel<>(8);

        @Operation
        public Signal sendToA() {
            return a.tryPut(1);
        }

        @Operation
        public Signal sendToB() {
            return b.tryPut(1);
        }

        @Operation
        public boolean selectEither() {
            return Selection.trySelect(a.receiveClause(), b.receiveClause()) != null;
        }

        @Operation
        public boolean selectEitherTheOtherWayRound() {
            return Selection.trySelect(b.receiveClause(), a.receiveClause()) != null;
        }
    }

    @Test
    void aBufferedChannelIsLinearizable() {
        check(Buffered.class, 2);
    }

    @Test
    void aCallInSeveralLinesIsDecidedOnce() {
        // Nothing before, or the call would mostly be decided when the race begins.
        check(OneCallInLine.class, 0);
    }

    @Test
    void aDefaultMeansThatNothingWasReadyAtOneInstant() {
        check(SelectWithDefault.class, 2);
    }

    private static void check(Class<?> operations, int before) {
        new ModelCheckingOptions()
                .iterations(4)
                .invocationsPerIteration(150)
                .threads(2)
                .actorsBefore(before)
                .actorsPerThread(2)
                .actorsAfter(2)
                .check(operations);
        new StressOptions()
                .iterations(4)
                .invocationsPerIteration(500)
                .threads(3)
                .actorsBefore(before)
                .actorsPerThread(2)
                .actorsAfter(2)
                .check(operations);
    }
}
