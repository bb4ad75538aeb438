package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.strait.Select;
import org.junit.jupiter.api.Timeout;

/**
 * Restates {@code test/chan/select6.go}: a select that has waited behind another receiver and was won by another channel leaves the
 * queue in order; who waits there next is still served.
 */
@Timeout(60)
class Select6Test {

    @Over({LOCAL, REMOTE})
    void aSelectThatLeavesAQueueLosesNobodyWhoWaitsThere(Pipes pipes) throws InterruptedException {
        Pipe<Integer> queue = pipes.ints(0);
        Pipe<Integer> other = pipes.ints(0);
        Pipe<Integer> left = pipes.ints(0);
        Thread first = pipes.go(() -> assertEquals(1, queue.out().receive()));
        Pipes.untilWaiting(first);
        Thread select = pipes.go(() -> {
            Select.<Integer>of()
                    .receive(queue.out(), value -> fail("it stands behind another"))
                    .receive(other.out(), value -> value)
                    .await();
            left.in().send(3);
            assertEquals(2, queue.out().receive());
        });
        Pipes.untilWaiting(select);
        other.in().send(0);
        assertEquals(3, left.out().receive());
        queue.in().send(1);
        queue.in().send(2);
        pipes.awaitAll();
    }
}
