package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.Select;
import org.junit.jupiter.api.Timeout;

/**
 * Restates {@code TestSelfSelect} of {@code runtime/chan_test.go}: two threads, each of which offers to send into and to receive from
 * one channel in one select, come to an end; and without a buffer nobody receives what it sent itself.
 */
@Timeout(60)
class SelfSelectTest {

    @Over({LOCAL, REMOTE})
    void withoutABufferASelectNeverMeetsItself(Pipes pipes) throws InterruptedException {
        bothWays(pipes, 0);
    }

    @Over({LOCAL, REMOTE})
    void withABufferASelectMayMeetItself(Pipes pipes) throws InterruptedException {
        bothWays(pipes, 10);
    }

    private static void bothWays(Pipes pipes, int capacity) throws InterruptedException {
        int rounds = 1_000;
        Pipe<Integer> channel = pipes.ints(capacity);
        int[][] sentAndReceived = new int[2][2];
        for (int thread = 0; thread < 2; thread++) {
            int me = thread;
            int[] mine = sentAndReceived[me];
            pipes.go(() -> {
                for (int i = 0; i < rounds; i++) {
                    boolean sendFirst = me == 0 || i % 2 == 0;
                    Select<Integer> select = Select.of();
                    if (sendFirst) {
                        select.send(channel.in(), me, () -> mine[0]++);
                    }
                    select.receive(channel.out(), value -> {
                        if (capacity == 0) {
                            assertEquals(1 - me, value, "received from itself");
                        }
                        return mine[1]++;
                    });
                    if (!sendFirst) {
                        select.send(channel.in(), me, () -> mine[0]++);
                    }
                    select.await();
                }
            });
        }
        pipes.awaitAll();
        channel.in().done();
        int[] left = {0};
        channel.out().forEach(value -> left[0]++);
        assertEquals(
                sentAndReceived[0][0] + sentAndReceived[1][0],
                sentAndReceived[0][1] + sentAndReceived[1][1] + left[0],
                "what was sent was received");
    }
}
