package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.ChannelInterruptTest.Threads;
import dev.strait.error.ChannelDone;
import dev.strait.error.PartlySent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sending in batches into a local channel. */
class SendAllTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Channel<Integer> two = Channel.buffered(2);
    private final Channel<Integer> rendezvous = Channel.rendezvous();

    @ParameterizedTest
    @EnumSource
    void allAreSentInOrderHoweverSmallTheBuffer(Threads threads) throws InterruptedException {
        for (Channel<Integer> channel : List.of(two, rendezvous, Channel.<Integer>unbounded())) {
            Task<Void> sender = Task.start(threads.builder(), () -> {
                channel.sendAll(numbers(1_000));
                channel.done();
                return null;
            });
            List<Integer> received = new ArrayList<>();
            channel.forEach(received::add);
            assertEquals(numbers(1_000), received);
            sender.get();
        }
    }

    @Test
    void whatFitsIsSentAtOnceAndTheNextStandsInLine() throws InterruptedException {
        Task<Void> sender = sendAll(two, numbers(4));
        Task.untilState(two, "2 buffered, 1 sending");
        assertEquals(0, two.receive());
        Task.untilState(two, "2 buffered, 1 sending");
        assertEquals(1, two.receive());
        sender.get();
        assertEquals(2, two.receive());
        assertEquals(3, two.receive());
    }

    @Test
    void receiversThatWaitAreServedFirstAndInTheirOrder() throws InterruptedException {
        List<Task<Integer>> receivers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            receivers.add(Task.start(two::receive));
            Task.untilState(two, (i + 1) + " receiving");
        }
        two.sendAll(numbers(5));
        assertEquals(List.of(0, 1, 2), receivers.stream().map(Task::get).toList());
        assertTrue(two.toString().contains("2 buffered"), two::toString);
    }

    @Test
    void sendersInLineAreNotOvertakenByTheRestOfABatch() throws InterruptedException {
        two.sendAll(List.of(1, 2));
        Task<Sent> before = Task.start(() -> two.send(3, LONG));
        Task.untilState(two, "1 sending");
        Task<Void> batch = sendAll(two, List.of(4, 6));
        Task.untilState(two, "2 sending");
        Task<Sent> after = Task.start(() -> two.send(5, LONG));
        Task.untilState(two, "3 sending");
        assertEquals(1, two.receive());
        assertEquals(2, two.receive());
        // 4 is in the buffer now, and its batch goes to the end of the line, behind 5.
        Task.untilState(two, "2 sending");
        List<Integer> rest = new ArrayList<>();
        while (rest.size() < 4) {
            two.receiveAll(rest, 4);
        }
        assertEquals(List.of(3, 4, 5, 6), rest);
        before.get();
        batch.get();
        after.get();
    }

    @Test
    void noValuesAreSentAtOnceAlsoWhereNothingElseCanBe() throws InterruptedException {
        two.done();
        two.sendAll(List.of());
        Channel.<Integer>never().sendAll(List.of());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> rendezvous.sendAll(List.of()));
        assertThrows(NullPointerException.class, () -> two.sendAll(null));
    }

    @Test
    void anEndBeforeTheFirstValueIsThrownAsBySend() {
        Task<Void> waiting = sendAll(rendezvous, numbers(3));
        Task.untilState(rendezvous, "1 sending");
        rendezvous.done();
        assertInstanceOf(ChannelDone.class, waiting.failure());
        assertThrows(ChannelDone.class, () -> rendezvous.sendAll(numbers(1)));
    }

    @Test
    void anEndInTheMiddleSaysHowManyWereSent() throws InterruptedException {
        Task<Void> waiting = sendAll(two, numbers(10));
        Task.untilState(two, "1 sending");
        assertEquals(0, two.receive());
        Task.untilState(two, "2 buffered, 1 sending");
        two.done();
        PartlySent partly = assertInstanceOf(PartlySent.class, waiting.failure());
        assertEquals(3, partly.sent());
        assertInstanceOf(ChannelDone.class, partly.getCause());
        assertEquals("STRAIT-PARTLY-SENT", partly.code());
        assertEquals(List.of(1, 2), drained(two));
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptInTheMiddleSaysHowManyWereSentAndSetsTheFlagAgain(Threads threads) throws InterruptedException {
        Task<PartlySent> waiting = Task.start(threads.builder(), () -> {
            PartlySent partly = assertThrows(PartlySent.class, () -> two.sendAll(numbers(10)));
            assertTrue(Thread.currentThread().isInterrupted());
            return partly;
        });
        Task.untilState(two, "1 sending");
        waiting.interrupt();
        PartlySent partly = waiting.get();
        assertEquals(2, partly.sent());
        assertInstanceOf(InterruptedException.class, partly.getCause());
        assertTrue(two.toString().contains("2 buffered, 0 sending"), two::toString);
    }

    @Test
    void anInterruptBeforeTheFirstValueIsThrownAsBySend() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> two.sendAll(numbers(1)));
        assertFalse(Thread.currentThread().isInterrupted());
        Task<Void> waiting = sendAll(rendezvous, numbers(3));
        Task.untilState(rendezvous, "1 sending");
        waiting.interrupt();
        assertInstanceOf(InterruptedException.class, waiting.failure());
        assertTrue(rendezvous.toString().contains("0 sending"), rendezvous::toString);
    }

    @ParameterizedTest
    @EnumSource
    void aBatchThatRacesWithAnInterruptSaysExactlyHowManyWereSent(Threads threads) throws InterruptedException {
        int cut = 0;
        for (int round = 0; round < 500; round++) {
            Channel<Integer> channel = round % 2 == 0 ? Channel.rendezvous() : Channel.buffered(3);
            Task<Long> sender = Task.start(threads.builder(), () -> {
                try {
                    channel.sendAll(numbers(200));
                    return 200L;
                } catch (PartlySent partly) {
                    return partly.sent();
                } catch (InterruptedException e) {
                    return 0L;
                } finally {
                    channel.done();
                }
            });
            List<Integer> received = new ArrayList<>();
            int before = round % 7;
            for (int i = 0; i < before; i++) {
                received.add(channel.receive());
            }
            sender.interrupt();
            channel.forEach(received::add);
            long sent = sender.get();
            assertEquals(numbers((int) sent), received);
            cut += sent < 200 ? 1 : 0;
        }
        assertTrue(cut > 0, "no batch was cut off, so nothing was tested");
    }

    @Test
    void aNullStopsTheBatchWhereItIs() throws InterruptedException {
        assertThrows(NullPointerException.class, () -> two.sendAll(Arrays.asList(null, 1)));
        List<Integer> values = new ArrayList<>(numbers(200));
        values.set(100, null);
        Channel<Integer> roomy = Channel.buffered(300);
        PartlySent partly = assertThrows(PartlySent.class, () -> roomy.sendAll(values));
        assertEquals(100, partly.sent());
        assertInstanceOf(NullPointerException.class, partly.getCause());
        assertEquals(numbers(100), drained(roomy));
    }

    @Test
    void anIteratorThatThrowsStopsTheBatchWhereItIs() throws InterruptedException {
        Channel<Integer> roomy = Channel.buffered(300);
        for (int before : new int[] {0, 1, 63, 64, 65, 128}) {
            Iterable<Integer> broken = () -> new FirstThenThrow(before);
            if (before == 0) {
                assertThrows(NoSuchElementException.class, () -> roomy.sendAll(broken));
            } else {
                PartlySent partly = assertThrows(PartlySent.class, () -> roomy.sendAll(broken));
                assertEquals(before, partly.sent());
                assertInstanceOf(NoSuchElementException.class, partly.getCause());
            }
            assertEquals(numbers(before), drained(roomy));
        }
    }

    @Test
    void aCheckedExceptionThatAnIteratorDoesNotDeclareStopsTheBatchWhereItIs() throws InterruptedException {
        Channel<Integer> roomy = Channel.buffered(300);
        var thrown = new IOException("not declared");
        for (int before : new int[] {0, 1, 64, 100}) {
            Iterable<Integer> broken = () -> IntStream.range(0, 200)
                    .peek(i -> {
                        if (i == before) {
                            SendAllTest.<RuntimeException>sneak(thrown);
                        }
                    })
                    .iterator();
            if (before == 0) {
                assertSame(thrown, assertThrows(IOException.class, () -> roomy.sendAll(broken)));
            } else {
                PartlySent partly = assertThrows(PartlySent.class, () -> roomy.sendAll(broken));
                assertEquals(before, partly.sent());
                assertSame(thrown, partly.getCause());
            }
            assertEquals(numbers(before), drained(roomy));
        }
    }

    @Test
    void theIteratorIsUsedInTheCallingThreadWithoutLocksAndAtMostSixtyFourAhead() throws InterruptedException {
        Thread caller = Thread.currentThread();
        int[] drawn = new int[1];
        int[] received = new int[1];
        Channel<Integer> roomy = Channel.buffered(300);
        Iterable<Integer> lazy = () -> IntStream.range(0, 300)
                .peek(i -> {
                    assertSame(caller, Thread.currentThread());
                    drawn[0]++;
                    // Another thread can use the channel meanwhile; so no lock is held.
                    received[0] += Task.start(() -> drained(roomy).size()).get();
                    assertTrue(drawn[0] - received[0] <= 64, () -> drawn[0] + " drawn, " + received[0] + " sent");
                })
                .iterator();
        roomy.sendAll(lazy);
        assertEquals(300, received[0] + drained(roomy).size());
    }

    @ParameterizedTest
    @EnumSource
    void manyBatchesAndSingleValuesOfManyThreadsArriveOnceAndInTheOrderOfEach(Threads threads)
            throws InterruptedException {
        int senders = 4;
        int each = 5_000;
        Channel<int[]> channel = Channel.buffered(50);
        List<Task<Void>> tasks = new ArrayList<>();
        for (int s = 0; s < senders; s++) {
            int sender = s;
            List<int[]> values = IntStream.range(0, each)
                    .mapToObj(i -> new int[] {sender, i})
                    .toList();
            tasks.add(Task.start(threads.builder(), () -> {
                for (int from = 0; from < each; from += 100) {
                    channel.sendAll(values.subList(from, from + 99));
                    channel.send(values.get(from + 99));
                }
                return null;
            }));
        }
        int[] next = new int[senders];
        List<int[]> received = new ArrayList<>();
        for (int left = senders * each; left > 0; left -= received.size()) {
            received.clear();
            assertEquals(channel.receiveAll(received, 70), received.size());
            for (int[] value : received) {
                assertEquals(next[value[0]]++, value[1]);
            }
        }
        tasks.forEach(Task::get);
        assertEquals(
                Collections.nCopies(senders, each), IntStream.of(next).boxed().toList());
    }

    /** Gives the numbers below a limit, and then throws rather than end. */
    private static final class FirstThenThrow implements java.util.Iterator<Integer> {
        private final int limit;
        private int next;

        FirstThenThrow(int limit) {
            this.limit = limit;
        }

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Integer next() {
            if (next == limit) {
                throw new NoSuchElementException("no more");
            }
            return next++;
        }
    }

    /** Throws a checked exception where none is declared, as code in Kotlin does. */
    @SuppressWarnings("unchecked")
    static <X extends Throwable> void sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }

    private static Task<Void> sendAll(Channel<Integer> channel, List<Integer> values) {
        return Task.start(() -> {
            channel.sendAll(values);
            return null;
        });
    }

    private static <T> List<T> drained(Channel<T> channel) throws InterruptedException {
        List<T> rest = new ArrayList<>();
        try {
            while (channel.receiveAll(rest, Integer.MAX_VALUE, Duration.ZERO) > 0) {}
        } catch (ChannelDone done) {
            // everything is there
        }
        return rest;
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
