package dev.strait.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Task;
import dev.strait.error.EndClosed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sends whose items another thread takes away, and which may come back. */
class OutboundPortTest {
    private static final long LONG = Duration.ofSeconds(20).toNanos();
    private static final long SOON = Duration.ofMillis(20).toNanos();

    private record Number(int number) implements Rank {
        @Override
        public int compareTo(Rank other) {
            return Integer.compare(number, ((Number) other).number);
        }
    }

    private static final class Trip extends Exchange {
        private final Number rank;

        Trip(int rank) {
            this.rank = new Number(rank);
        }

        @Override
        public Rank rank() {
            return rank;
        }
    }

    /** A port to nowhere: it has so much room, and what it passed on is told of here. */
    private static class Out extends OutboundPort {
        final List<Object> passed = new ArrayList<>();
        final ArrayDeque<Trip> trips = new ArrayDeque<>();
        final boolean travels;
        private int room;
        private int askedBack;
        private int rank = 10;
        private @Nullable Refusal refusal;

        Out(boolean travels) {
            this.travels = travels;
        }

        @Override
        protected Object tryPass(Object item, Claim claim) {
            if (refusal != null) {
                return refusal;
            }
            if (room == 0) {
                return Signal.FULL;
            }
            Trip trip = travels ? new Trip(rank) : null;
            if (!claim.claim(trip)) {
                return Signal.RETURNED;
            }
            room--;
            passed.add(item);
            if (trip != null) {
                trips.add(trip);
            }
            return Signal.ACCEPTED;
        }

        @Override
        protected void askBack(Exchange exchange) {
            lock();
            askedBack++;
            unlock();
        }

        void grant(int more) {
            lock();
            room += more;
            serve();
            unlock();
        }

        void settleFirst(Object outcome) {
            Task.until(this::isOut);
            lock();
            settle(trips.remove(), outcome);
            unlock();
        }

        boolean isOut() {
            lock();
            try {
                return !trips.isEmpty();
            } finally {
                unlock();
            }
        }

        void refuse() {
            lock();
            refusal = () -> new EndClosed("out", "done()");
            serve();
            unlock();
        }

        int line() {
            lock();
            try {
                return waitingSenders(Integer.MAX_VALUE);
            } finally {
                unlock();
            }
        }

        int askedBack() {
            lock();
            try {
                return askedBack;
            } finally {
                unlock();
            }
        }

        Clause send(Object item) {
            return sendClause(item);
        }
    }

    private static Selection.@Nullable Choice await(Task<Selection.@Nullable Choice> task) {
        return task.get();
    }

    private static Task<Selection.@Nullable Choice> select(long timeout, Clause... clauses) {
        return Task.start(() -> Selection.select(timeout, clauses));
    }

    @Test
    void whoWaitsIsServedInOrderWhenThereIsRoom() {
        Out out = new Out(false);
        assertNull(Selection.trySelect(out.send("no")));
        Task<Selection.@Nullable Choice> first = select(LONG, out.send("first"));
        Task.until(() -> out.line() == 1);
        Task<Selection.@Nullable Choice> second = select(LONG, out.send("second"));
        Task.until(() -> out.line() == 2);
        out.grant(1);
        assertEquals(new Selection.Choice(0, Signal.ACCEPTED), await(first));
        assertNull(Selection.trySelect(out.send("overtakes")));
        out.grant(2);
        assertEquals(new Selection.Choice(0, Signal.ACCEPTED), await(second));
        assertEquals(new Selection.Choice(0, Signal.ACCEPTED), Selection.trySelect(out.send("third")));
        assertEquals(List.of("first", "second", "third"), out.passed);
        assertEquals(0, out.line());
    }

    @Test
    void aRefusalReachesEverySenderThatWaits() {
        Out out = new Out(false);
        Task<Selection.@Nullable Choice> waits = select(LONG, out.send("x"));
        Task.until(() -> out.line() == 1);
        out.refuse();
        assertInstanceOf(Refusal.class, await(waits).result());
        assertInstanceOf(Refusal.class, Selection.trySelect(out.send("y")).result());
        assertEquals(List.of(), out.passed);
    }

    @Test
    void aSelectThatLostLeavesTheLineAndItsItemIsNeverPassedOn() {
        Out out = new Out(false);
        LocalChannel<String> local = new LocalChannel<>(0);
        Task<Selection.@Nullable Choice> waits = select(LONG, out.send("x"), local.receiveClause());
        Task.until(() -> local.tryPut("local") == Signal.ACCEPTED);
        assertEquals(new Selection.Choice(1, "local"), await(waits));
        out.grant(1);
        assertEquals(List.of(), out.passed);
        assertEquals(0, out.line());
    }

    @Test
    void whileItsItemIsOutNoOtherClauseWinsAndTheVerdictDecides() throws Exception {
        Out out = new Out(true);
        LocalChannel<String> local = new LocalChannel<>(0);
        out.grant(1);
        Task<Selection.@Nullable Choice> waits = select(LONG, out.send("x"), local.receiveClause());
        Task.until(out::isOut);
        assertEquals(Signal.FULL, local.tryPut("too late"));
        out.settleFirst(Signal.ACCEPTED);
        assertEquals(new Selection.Choice(0, Signal.ACCEPTED), await(waits));
        assertEquals(Signal.FULL, local.tryPut("nobody"));
    }

    @Test
    void anItemThatComesBackLetsTheSelectLookAtAllClausesAnew() throws Exception {
        Out out = new Out(true);
        LocalChannel<String> local = new LocalChannel<>(0);
        out.grant(1);
        Task<Selection.@Nullable Choice> waits = select(LONG, out.send("x"), local.receiveClause());
        Task.until(out::isOut);
        Task<Signal> put = Task.start(() -> local.put("came meanwhile"));
        Task.untilState(local, "1 sending");
        out.settleFirst(Signal.RETURNED);
        assertEquals(new Selection.Choice(1, "came meanwhile"), await(waits));
        assertEquals(Signal.ACCEPTED, put.get());
        assertEquals(0, out.line());
    }

    @Test
    void anItemThatComesBackKeepsItsPlaceInLine() {
        Out out = new Out(true);
        out.grant(1);
        Task<Selection.@Nullable Choice> first = select(LONG, out.send("first"));
        Task.until(out::isOut);
        Task<Selection.@Nullable Choice> second = select(LONG, out.send("second"));
        Task.until(() -> out.line() == 1);
        out.settleFirst(Signal.RETURNED);
        Task.until(() -> out.line() == 2);
        out.grant(1);
        out.settleFirst(Signal.ACCEPTED);
        assertEquals(new Selection.Choice(0, Signal.ACCEPTED), await(first));
        assertFalse(second.isDone());
        out.grant(1);
        out.settleFirst(Signal.ACCEPTED);
        await(second);
        assertEquals(List.of("first", "first", "second"), out.passed);
    }

    @Test
    void aTimeLimitAsksTheItemBackAndWaitsForTheAnswer() {
        for (Object verdict : List.of(Signal.ACCEPTED, Signal.RETURNED)) {
            Out out = new Out(true);
            out.grant(1);
            Task<Selection.@Nullable Choice> waits = select(SOON, out.send("x"));
            Task.until(() -> out.askedBack() == 1);
            assertFalse(waits.isDone());
            out.settleFirst(verdict);
            assertEquals(verdict == Signal.ACCEPTED ? new Selection.Choice(0, verdict) : null, await(waits));
            assertEquals(0, out.line());
        }
    }

    @Test
    void anInterruptAsksTheItemBackAndTheAnswerDecidesWhetherTheCallHappened() {
        Out out = new Out(true);
        out.grant(2);
        Task<Boolean> taken = Task.start(() -> {
            Selection.select(LONG, out.send("taken"));
            return Thread.currentThread().isInterrupted();
        });
        Task.until(out::isOut);
        taken.interrupt();
        Task.until(() -> out.askedBack() == 1);
        out.settleFirst(Signal.ACCEPTED);
        assertTrue(taken.get(), "the flag is left set");
        Task<Selection.@Nullable Choice> back = select(LONG, out.send("back"));
        Task.until(out::isOut);
        back.interrupt();
        Task.until(() -> out.askedBack() == 2);
        out.settleFirst(Signal.RETURNED);
        assertInstanceOf(InterruptedException.class, back.failure());
        assertEquals(0, out.line());
    }

    @Test
    void aSelectThatMayNotWaitTriesAsLongAsThereIsRoom() {
        Out one = new Out(true);
        Out two = new Out(true);
        one.grant(2);
        two.grant(1);
        Task<Selection.@Nullable Choice> tries = Task.start(() -> Selection.trySelect(one.send(1), two.send(2)));
        for (int i = 0; i < 3; i++) {
            Task.until(() -> one.isOut() || two.isOut());
            (one.isOut() ? one : two).settleFirst(Signal.RETURNED);
        }
        assertNull(await(tries));
        assertEquals(List.of(1, 1), one.passed);
        assertEquals(List.of(2), two.passed);
    }

    @Test
    void aSelectThatMayNotWaitDoesNotLookAtTheInterruptFlag() {
        Out out = new Out(true);
        out.grant(1);
        Task<Boolean> tries = Task.start(() -> {
            Thread.currentThread().interrupt();
            assertEquals(new Selection.Choice(0, Signal.ACCEPTED), Selection.trySelect(out.send(1)));
            return Thread.interrupted();
        });
        Task.until(out::isOut);
        assertEquals(0, out.askedBack());
        out.settleFirst(Signal.ACCEPTED);
        assertTrue(tries.get(), "the flag is left set");
    }

    @Test
    void aSelectWhoseTimeIsOverWhileItsItemIsOutLooksOnceMore() throws Exception {
        Out out = new Out(true);
        LocalChannel<String> local = new LocalChannel<>(1);
        out.grant(1);
        Task<Selection.@Nullable Choice> waits = select(SOON, out.send("x"), local.receiveClause());
        Task.until(out::isOut);
        local.put("ready in time");
        Task.until(() -> out.askedBack() == 1);
        out.settleFirst(Signal.RETURNED);
        assertEquals(new Selection.Choice(1, "ready in time"), await(waits));
    }

    @Test
    void theEndOfARestAsksNothingBack() {
        Out resting = new Out(true);
        Out other = new Out(true);
        resting.grant(3);
        Task<Selection.@Nullable Choice> waits = select(LONG, resting.send("rests"), other.send("goes"));
        for (int i = 0; i < 3; i++) {
            resting.settleFirst(Signal.RETURNED);
        }
        other.grant(1);
        Task.until(other::isOut);
        long rests = System.nanoTime() + Duration.ofMillis(20).toNanos();
        while (System.nanoTime() < rests) {
            assertEquals(0, other.askedBack());
        }
        other.settleFirst(Signal.ACCEPTED);
        assertEquals(new Selection.Choice(1, Signal.ACCEPTED), await(waits));
    }

    @Test
    void aClauseWhoseItemAlwaysComesBackRestsAndTheOthersGoOn() {
        Out out = new Out(true);
        LocalChannel<String> local = new LocalChannel<>(0);
        out.grant(1_000_000);
        restWhileEverythingComesBack(out, local, out.send("x"), local.receiveClause());
    }

    @Test
    void clausesWhoseItemsAllComeBackRestTogether() {
        Out out = new Out(true);
        LocalChannel<String> local = new LocalChannel<>(0);
        out.grant(1_000_000);
        restWhileEverythingComesBack(out, local, out.send("x"), local.receiveClause(), out.send("y"), out.send("z"));
    }

    private static void restWhileEverythingComesBack(Out out, LocalChannel<String> local, Clause... clauses) {
        Task<Selection.@Nullable Choice> waits = select(LONG, clauses);
        int returns = 0;
        for (long until = System.nanoTime() + Duration.ofMillis(200).toNanos(); System.nanoTime() < until; ) {
            if (out.isOut()) {
                out.settleFirst(Signal.RETURNED);
                returns++;
            }
        }
        assertTrue(returns > 3 && returns < 1_000, "it came back " + returns + " times in 200 ms");
        Task<Signal> put = Task.start(() -> local.put("local"));
        while (!put.isDone()) {
            if (out.isOut()) {
                out.settleFirst(Signal.RETURNED);
            }
        }
        assertEquals(new Selection.Choice(1, "local"), await(waits));
    }
}
