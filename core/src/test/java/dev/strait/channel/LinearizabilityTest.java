package dev.strait.channel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Lincheck runs small random programs of these operations in several threads: every interleaving up to a bound (model
 * checking), and many real ones (stress). Each outcome must be one of some order of the operations on a plain queue.
 */
class LinearizabilityTest {

    /** The forms that do not wait. */
    public abstract static class TryForms {
        final LocalChannel<Integer> channel;
        private final int batch;

        TryForms(LocalChannel<Integer> channel, int capacity) {
            this.channel = channel;
            // A larger batch than the buffer may take from waiting senders too, which no order of whole operations
            // does.
            batch = Math.clamp(capacity, 1, 3);
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
        public List<Object> receiveAll() throws InterruptedException {
            List<Object> items = new ArrayList<>();
            return channel.takeAll(items, batch, 0) ? items : List.of(Signal.CLOSED);
        }

        @Operation
        public void done() {
            channel.done();
        }

        @Operation
        public void error() {
            channel.error(new IllegalStateException());
        }

        @Operation
        public String ending() {
            return channel.tryPut(0) == Signal.CLOSED
                    ? channel.cause().getClass().getSimpleName()
                    : "";
        }
    }

    /** What they mean: a queue. */
    public abstract static class Queue {
        private final ArrayDeque<Integer> values = new ArrayDeque<>();
        private final int capacity;
        private String ending = "";

        Queue(int capacity) {
            this.capacity = capacity;
        }

        public Signal trySend(int value) {
            if (!ending.isEmpty()) {
                return Signal.CLOSED;
            }
            if (values.size() == capacity) {
                return Signal.FULL;
            }
            values.add(value);
            return Signal.ACCEPTED;
        }

        public Object tryReceive() {
            if (!values.isEmpty()) {
                return values.remove();
            }
            return ending.isEmpty() ? Signal.EMPTY : Signal.CLOSED;
        }

        public List<Object> receiveAll() {
            List<Object> items = new ArrayList<>();
            while (!values.isEmpty() && items.size() < Math.clamp(capacity, 1, 3)) {
                items.add(values.remove());
            }
            return items.isEmpty() && !ending.isEmpty() ? List.of(Signal.CLOSED) : items;
        }

        public void done() {
            ending = ending.isEmpty() ? "ChannelDone" : ending;
        }

        public void error() {
            ending = ending.isEmpty() ? "ChannelFailed" : ending;
        }

        public String ending() {
            if (ending.isEmpty()) {
                trySend(0);
            }
            return ending;
        }

        public Signal sendWithin(int value) {
            return trySend(value);
        }

        public Object receiveWithin() {
            return tryReceive();
        }

        public Signal sendAll(int value) {
            trySend(value);
            return trySend(value + 1);
        }
    }

    /**
     * Adds the forms that wait for a moment. One that waited in vain has done nothing and tries again without waiting, so
     * that what it says follows from the order of the operations, and not from the time that went by.
     */
    public abstract static class TimedForms extends TryForms {
        private static final long A_MOMENT = 2_000;

        TimedForms(int capacity) {
            super(new LocalChannel<>(capacity), capacity);
        }

        @Operation
        public Signal sendWithin(int value) throws InterruptedException {
            Signal outcome = channel.put(value, A_MOMENT);
            return outcome == Signal.FULL ? channel.tryPut(value) : outcome;
        }

        @Operation
        public Object receiveWithin() throws InterruptedException {
            Object outcome = channel.take(A_MOMENT);
            return outcome == Signal.EMPTY ? channel.tryTake() : outcome;
        }
    }

    public static class Rendezvous extends TryForms {
        public Rendezvous() {
            super(new LocalChannel<>(0), 0);
        }
    }

    public static class RendezvousQueue extends Queue {
        public RendezvousQueue() {
            super(0);
        }
    }

    public static class One extends TryForms {
        public One() {
            super(new LocalChannel<>(1), 1);
        }
    }

    public static class OneTimed extends TimedForms {
        public OneTimed() {
            super(1);
        }
    }

    public static class OneQueue extends Queue {
        public OneQueue() {
            super(1);
        }
    }

    public static class Two extends TryForms {
        public Two() {
            super(new LocalChannel<>(2), 2);
        }
    }

    public static class TwoTimed extends TimedForms {
        public TwoTimed() {
            super(2);
        }
    }

    public static class TwoQueue extends Queue {
        public TwoQueue() {
            super(2);
        }
    }

    /** Here a batch is sent in one step, too. */
    public static class Unbounded extends TryForms {
        public Unbounded() {
            super(LocalChannel.unbounded(), Integer.MAX_VALUE);
        }

        @Operation
        public Signal sendAll(int value) throws InterruptedException {
            return channel.putAll(new ArrayDeque<>(List.of(value, value + 1)));
        }
    }

    public static class UnboundedQueue extends Queue {
        public UnboundedQueue() {
            super(Integer.MAX_VALUE);
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

    /** One plain call at the door of a rendezvous: it is met there, or in line if the lock was taken, or given up, and never two of these. */
    public static class OneCallAtTheDoor {
        private final Door door = new Door();
        private final LocalChannel<Integer> channel = new LocalChannel<>(door);
        private final @Nullable Visitor waits;

        @SuppressWarnings("this-escape")
        public OneCallAtTheDoor() {
            channel.tryTake(); // opens it
            waits = door.enter(null);
        }

        @Operation
        public Signal send() {
            return channel.tryPut(1);
        }

        @Operation
        public Object receive() {
            return channel.tryTake();
        }

        @Operation
        public boolean selectSend() {
            return Selection.trySelect(channel.sendClause(3)) != null;
        }

        @Operation
        public void done() {
            channel.done();
        }

        @Operation
        public boolean giveUp() {
            return waits != null && waits.cancel();
        }

        @Operation
        public boolean lookOverTheLine() {
            return channel.toString().contains("ended");
        }
    }

    @Test
    void aRendezvousThatNobodyWaitsAtIsLinearizable() {
        Lincheck.modelCheck(Rendezvous.class, RendezvousQueue.class, 2);
    }

    @Test
    void aBufferOfOneIsLinearizable() {
        Lincheck.modelCheck(One.class, OneQueue.class, 2);
        Lincheck.stress(OneTimed.class, OneQueue.class, 2);
    }

    @Test
    void aBufferOfTwoIsLinearizable() {
        Lincheck.modelCheck(Two.class, TwoQueue.class, 2);
        Lincheck.stress(TwoTimed.class, TwoQueue.class, 2);
    }

    @Test
    void anUnboundedChannelIsLinearizable() {
        Lincheck.modelCheck(Unbounded.class, UnboundedQueue.class, 2);
        Lincheck.stress(Unbounded.class, UnboundedQueue.class, 2);
    }

    @Test
    void aCallInSeveralLinesIsDecidedOnce() {
        Lincheck.modelCheckPairs(OneCallInLine.class);
        // Nothing before, or the call would mostly be decided when the race begins.
        Lincheck.modelCheck(OneCallInLine.class, OneCallInLine.class, 0);
        Lincheck.stress(OneCallInLine.class, OneCallInLine.class, 0);
    }

    @Test
    void aCallAtTheDoorIsDecidedOnce() {
        Lincheck.modelCheckPairs(OneCallAtTheDoor.class);
        Lincheck.modelCheck(OneCallAtTheDoor.class, OneCallAtTheDoor.class, 0);
        Lincheck.stress(OneCallAtTheDoor.class, OneCallAtTheDoor.class, 0);
    }
}
