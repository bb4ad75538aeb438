package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Timeout;

/** Restates {@code test/chan/zerosize.go}: a channel may carry values that have no bytes. Ours arrive, too, each of them. */
@Timeout(60)
class ZeroSizeTest {

    /** Says nothing but that it is there. */
    record Nothing() {}

    @Over({LOCAL, REMOTE})
    void valuesWithoutBytesGoThroughABuffer(Pipes pipes) throws InterruptedException {
        throughAndThrough(pipes, 1);
    }

    @Over({LOCAL, REMOTE})
    void valuesWithoutBytesAreHandedOver(Pipes pipes) throws InterruptedException {
        throughAndThrough(pipes, 0);
    }

    private static void throughAndThrough(Pipes pipes, int capacity) throws InterruptedException {
        Pipe<Nothing> nothings = pipes.pipe(capacity, Nothing.class);
        Pipe<byte[]> empties = pipes.pipe(capacity, byte[].class);
        pipes.go(() -> {
            for (int i = 0; i < 3; i++) {
                nothings.in().send(new Nothing());
                empties.in().send(new byte[0]);
            }
            nothings.in().done();
            empties.in().done();
        });
        int[] count = {0};
        for (int i = 0; i < 3; i++) {
            assertEquals(new Nothing(), nothings.out().receive());
            assertArrayEquals(new byte[0], empties.out().receive());
        }
        nothings.out().forEach(nothing -> count[0]++);
        empties.out().forEach(empty -> count[0]++);
        assertEquals(0, count[0]);
    }
}
