package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.strait.Select;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;

/**
 * Restates {@code TestSelectDuplicateChannel}, and what {@code TestSelectStackAdjust} says of channels, of
 * {@code runtime/chan_test.go}: a channel that stands in several clauses is waited for and left like any other.
 */
@Timeout(60)
class DuplicateChannelTest {

    @Over({LOCAL, REMOTE})
    void aSelectThatWaitsTwiceInAQueueLeavesItInOrder(Pipes pipes) throws InterruptedException {
        Pipe<Integer> twice = pipes.ints(0);
        Pipe<Integer> once = pipes.ints(0);
        Pipe<Integer> over = pipes.ints(0);
        Thread select = pipes.go(() -> {
            int value = Select.<Integer>of()
                    .receive(twice.out(), it -> fail("not sent yet"))
                    .receive(twice.out(), it -> fail("not sent yet"))
                    .receive(once.out(), it -> it)
                    .await();
            assertEquals(7, value);
            over.in().send(9);
        });
        Pipes.untilWaiting(select);
        Thread behind = pipes.go(() -> assertEquals(8, twice.out().receive()));
        Pipes.untilWaiting(behind);
        once.in().send(7);
        assertEquals(9, over.out().receive());
        twice.in().send(8);
        pipes.awaitAll();
    }

    @Over({LOCAL, REMOTE})
    void doneWakesSelectsThatWaitForBufferedChannelsInSeveralClausesOnceEach(Pipes pipes) throws InterruptedException {
        doneWakesOnce(pipes, 1);
    }

    @Over({LOCAL, REMOTE})
    void doneWakesSelectsThatWaitForRendezvousInSeveralClausesOnceEach(Pipes pipes) throws InterruptedException {
        doneWakesOnce(pipes, 0);
    }

    private static void doneWakesOnce(Pipes pipes, int capacity) throws InterruptedException {
        Pipe<Integer> silent = pipes.ints(capacity);
        Pipe<Integer> ended = pipes.ints(capacity);
        AtomicInteger woken = new AtomicInteger();
        Pipes.Body body = () -> Select.<Integer>of()
                .receive(silent.out(), value -> fail("nobody sends"))
                .receive(silent.out(), value -> fail("nobody sends"))
                .receive(ended.out(), value -> fail("nobody sends"), cause -> woken.incrementAndGet())
                .receive(ended.out(), value -> fail("nobody sends"), cause -> woken.incrementAndGet())
                .await();
        Thread one = pipes.go(body);
        Thread two = pipes.go(body);
        Pipes.untilWaiting(one, two);
        ended.in().done();
        pipes.awaitAll();
        assertEquals(2, woken.get());
    }
}
