package dev.strait.channel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** Batches are one step each: Lincheck runs small random programs of them beside single operations, in several threads. */
class BatchLinearizabilityTest {

    /** A buffered channel that is taken from in batches. */
    public static class TakeAll {
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
        public String receiveAll() throws InterruptedException {
            return takeAll(channel, 2);
        }

        @Operation
        public void done() {
            channel.done();
        }
    }

    /** An unbounded channel, into which whole batches go at once. */
    public static class PutAll {
        private final LocalChannel<Integer> channel = LocalChannel.unbounded();

        @Operation
        public Signal sendAll(int first, int second) throws InterruptedException {
            return channel.putAll(new ArrayDeque<>(List.of(first, second)));
        }

        @Operation
        public String receiveAll() throws InterruptedException {
            return takeAll(channel, 3);
        }

        @Operation
        public void done() {
            channel.done();
        }
    }

    private static String takeAll(LocalChannel<Integer> channel, int max) throws InterruptedException {
        List<Object> items = new ArrayList<>();
        return channel.takeAll(items, max, 0) + " " + items;
    }

    @Test
    void takingABatchIsOneStep() {
        check(TakeAll.class);
    }

    @Test
    void sendingABatchThatFitsIsOneStep() {
        check(PutAll.class);
    }

    private static void check(Class<?> operations) {
        new ModelCheckingOptions()
                .iterations(3)
                .invocationsPerIteration(60)
                .threads(2)
                .actorsBefore(2)
                .actorsPerThread(2)
                .actorsAfter(2)
                .check(operations);
        new StressOptions()
                .iterations(3)
                .invocationsPerIteration(300)
                .threads(3)
                .actorsBefore(2)
                .actorsPerThread(2)
                .actorsAfter(2)
                .check(operations);
    }
}
