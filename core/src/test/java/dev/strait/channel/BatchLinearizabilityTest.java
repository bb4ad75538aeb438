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

    /** A buffered channel, with values in it from the beginning, that is taken from in batches. */
    public static class TakeAll {
        private final LocalChannel<Integer> channel = new LocalChannel<>(3);

        public TakeAll() {
            channel.tryPut(101);
            channel.tryPut(102);
            channel.tryPut(103);
        }

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

    /** A buffer with room for all that is ever sent, about to begin again at its first place, so that batches go over its end. */
    public static class PutAllInBuffer {
        private static final int CAPACITY = 16;

        private final LocalChannel<Integer> channel = new LocalChannel<>(CAPACITY);

        public PutAllInBuffer() {
            for (int i = 0; i < CAPACITY - 1; i++) {
                channel.tryPut(i);
                channel.tryTake();
            }
        }

        @Operation
        public Signal sendAll(int first, int second) throws InterruptedException {
            return channel.putAll(new ArrayDeque<>(List.of(first, second)));
        }

        @Operation
        public String receiveAll() throws InterruptedException {
            return takeAll(channel, 3);
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

    private static String takeAll(LocalChannel<Integer> channel, int max) throws InterruptedException {
        List<Object> items = new ArrayList<>();
        return channel.takeAll(items, max, 0) + " " + items;
    }

    @Test
    void takingABatchIsOneStep() {
        check(TakeAll.class, 8);
    }

    @Test
    void sendingABatchThatFitsIsOneStep() {
        check(PutAll.class, 4);
    }

    @Test
    void sendingABatchIntoABufferWithRoomForItIsOneStep() {
        check(PutAllInBuffer.class, 4);
    }

    private static void check(Class<?> operations, int iterations) {
        new ModelCheckingOptions()
                .iterations(iterations)
                .invocationsPerIteration(60)
                .threads(2)
                .actorsBefore(0)
                .actorsPerThread(2)
                .actorsAfter(1)
                .check(operations);
        new StressOptions()
                .iterations(iterations)
                .invocationsPerIteration(300)
                .threads(3)
                .actorsBefore(0)
                .actorsPerThread(2)
                .actorsAfter(1)
                .check(operations);
    }
}
