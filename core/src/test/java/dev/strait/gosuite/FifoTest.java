package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Timeout;

/** Restates {@code test/chan/fifo.go}: values come out in the order in which they went in, with a buffer and without. */
@Timeout(60)
class FifoTest {

    private static final int COUNT = 10;

    @Over({LOCAL, REMOTE})
    void aBufferedChannelIsAQueue(Pipes pipes) throws InterruptedException {
        Pipe<Integer> channel = pipes.ints(COUNT);
        for (int i = 0; i < COUNT; i++) {
            channel.in().send(i);
        }
        for (int i = 0; i < COUNT; i++) {
            assertEquals(i, channel.out().receive());
        }
    }

    /** Each thread of a chain may receive only after the one before it has, so the n-th takes the n-th value. */
    @Over({LOCAL, REMOTE})
    void aRendezvousChannelIsAQueueForThreadsThatTakeTurns(Pipes pipes) throws InterruptedException {
        Pipe<Integer> channel = pipes.ints(0);
        Pipe<Integer> start = pipes.ints(0);
        Pipe<Integer> turn = start;
        for (int i = 0; i < COUNT; i++) {
            int mine = i;
            Pipe<Integer> before = turn;
            Pipe<Integer> next = pipes.ints(0);
            pipes.go(() -> {
                before.out().receive();
                assertEquals(mine, channel.out().receive());
                next.in().send(1);
            });
            turn = next;
        }
        start.in().send(0);
        for (int i = 0; i < COUNT; i++) {
            channel.in().send(i);
        }
        assertEquals(1, turn.out().receive());
        pipes.awaitAll();
    }
}
