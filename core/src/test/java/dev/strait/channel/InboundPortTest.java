package dev.strait.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.strait.Task;
import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelDone;
import dev.strait.error.DecodeFailed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A port fed by another thread takes part in waiting and in select as a local channel does. */
class InboundPortTest {

    /** Items are texts of numbers; they are decoded by the receiver. */
    private static final class Numbers extends InboundPort<Integer> {

        private final ArrayDeque<String> arrived = new ArrayDeque<>();
        private boolean ended;

        void arrive(List<String> batch, boolean last) {
            lock();
            try {
                arrived.addAll(batch);
                ended |= last;
                serve();
            } finally {
                unlock();
            }
        }

        int waiting() {
            lock();
            try {
                return receivers.size();
            } finally {
                unlock();
            }
        }

        @Override
        protected boolean ready() {
            return ended || !arrived.isEmpty();
        }

        @Override
        protected Object pollItem() {
            String item = arrived.poll();
            return item != null ? item : ended ? Signal.CLOSED : Signal.EMPTY;
        }

        @Override
        public Integer open(Object item) {
            try {
                return Integer.valueOf((String) item);
            } catch (NumberFormatException e) {
                throw new DecodeFailed("not a number", e);
            }
        }

        @Override
        public ChannelClosed cause() {
            return new ChannelDone("numbers");
        }
    }

    private final Numbers numbers = new Numbers();

    @Test
    void whatArrivesIsHandedToThoseWhoWaitInTheirOrderAndTheRestIsKept() throws InterruptedException {
        List<Task<Integer>> receivers = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            int waiting = i;
            receivers.add(Task.start(numbers::receive));
            Task.until(() -> numbers.waiting() == waiting);
        }
        numbers.arrive(List.of("1", "2"), false);
        assertEquals(1, receivers.get(0).get());
        assertEquals(2, receivers.get(1).get());
        assertEquals(1, numbers.waiting());
        numbers.arrive(List.of("3", "4"), false);
        assertEquals(3, receivers.get(2).get());
        assertEquals(4, numbers.receive());
        assertEquals(Signal.EMPTY, numbers.tryTake());
    }

    @Test
    void theEndComesAfterWhatArrivedAndReachesEveryWaitingReceiver() {
        Task<Integer> first = Task.start(numbers::receive);
        Task.until(() -> numbers.waiting() == 1);
        Task<Integer> second = Task.start(numbers::receive);
        Task<Object> third = Task.start(() -> numbers.take(Call.FOREVER));
        Task.until(() -> numbers.waiting() == 3);
        numbers.arrive(List.of("1"), true);
        assertEquals(1, first.get());
        assertInstanceOf(ChannelDone.class, second.failure());
        assertSame(Signal.CLOSED, third.get());
        assertSame(Signal.CLOSED, numbers.tryTake());
    }

    @Test
    void aValueThatDoesNotDecodeFailsOneReceiveAndTheNextGoesOn() throws InterruptedException {
        numbers.arrive(List.of("x", "2"), false);
        assertThrows(DecodeFailed.class, numbers::receive);
        assertEquals(2, numbers.receive());
    }

    @Test
    void aSelectOverLocalAndInboundPortsIsServedByEither() throws InterruptedException {
        LocalChannel<Integer> local = new LocalChannel<>(0);
        Clause[] clauses = {numbers.receiveClause(), local.receiveClause(), local.sendClause(9)};
        for (int round = 0; round < 200; round++) {
            Task<Selection.Choice> select = Task.start(() -> Selection.select(Call.FOREVER, clauses));
            Task.until(() -> numbers.waiting() == 1);
            switch (round % 3) {
                case 0 -> {
                    numbers.arrive(List.of("5"), false);
                    assertEquals(new Selection.Choice(0, "5"), select.get());
                }
                case 1 -> {
                    assertSame(Signal.ACCEPTED, local.put(6));
                    assertEquals(new Selection.Choice(1, 6), select.get());
                }
                default -> {
                    assertEquals(9, local.take());
                    assertEquals(new Selection.Choice(2, Signal.ACCEPTED), select.get());
                }
            }
            assertEquals(0, numbers.waiting());
        }
        assertNull(Selection.trySelect(clauses));
    }

    @Test
    void aWaitWhoseSelectWasDecidedElsewhereKeepsNoItem() throws InterruptedException {
        // The thread of the select never runs here, so its second wait stays in line, as it does for a moment in
        // reality.
        LocalChannel<Integer> local = new LocalChannel<>(1);
        Call decided = new Call();
        numbers.lock();
        numbers.enqueueReceiver(decided, 0, null);
        numbers.unlock();
        local.lock();
        Wait winner = local.enqueueReceiver(decided, 1, null);
        local.unlock();
        assertSame(Signal.ACCEPTED, local.put(1));
        assertEquals(1, winner.result());
        numbers.arrive(List.of("5"), false);
        assertEquals(5, numbers.receive());
        assertEquals(0, numbers.waiting());
    }

    @Test
    void receivesOfManyThreadsGetEveryItemOfTheFeedingThreadOnce() {
        List<Task<Long>> receivers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            receivers.add(Task.start(() -> {
                long sum = 0;
                for (Object item = numbers.take(); item != Signal.CLOSED; item = numbers.take()) {
                    sum += numbers.open(item);
                }
                return sum;
            }));
        }
        long expected = 0;
        for (int batch = 0; batch < 5_000; batch++) {
            numbers.arrive(List.of(Integer.toString(batch), Integer.toString(-1), "3"), false);
            expected += batch + 2;
        }
        numbers.arrive(List.of(), true);
        assertEquals(expected, receivers.stream().mapToLong(Task::get).sum());
        assertNotNull(numbers.cause());
    }
}
