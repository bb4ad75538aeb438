package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Timeout;

/**
 * Restates {@code test/chan/goroutines.go}: a long chain of threads, each of which waits for one value and passes it on, is
 * built, carries one value from end to end, and is gone. (Each adds one here, so that the value tells that all took part.)
 */
@Timeout(60)
class GoroutinesTest {

    @Over({LOCAL, REMOTE})
    void aValueGoesThroughALongChainOfThreads(Pipes pipes) throws InterruptedException {
        int length = pipes.areRemote() ? 200 : 10_000;
        Pipe<Integer> leftmost = pipes.ints(0);
        Pipe<Integer> left = leftmost;
        for (int i = 0; i < length; i++) {
            Pipe<Integer> to = left;
            Pipe<Integer> from = pipes.ints(0);
            pipes.go(() -> to.in().send(from.out().receive() + 1));
            left = from;
        }
        Pipe<Integer> rightmost = left;
        pipes.go(() -> rightmost.in().send(1));
        assertEquals(length + 1, leftmost.out().receive());
        pipes.awaitAll();
    }
}
