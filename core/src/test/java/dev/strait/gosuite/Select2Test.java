package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Select;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Restates {@code test/chan/select2.go}: selects leave nothing behind, above all not in the channel whose clause is never
 * chosen. A waiter that were left there, with its call, takes some 88 bytes, so that they would be seen beside what else the heap does.
 */
@Timeout(60)
class Select2Test {

    private static final int BYTES_LEFT_PER_SELECT = 32;

    @Over({LOCAL, REMOTE})
    void selectsDoNotFillTheHeap(Pipes pipes) throws InterruptedException {
        int selects = pipes.areRemote() ? 3_000 : 20_000;
        Pipe<Integer> channel = pipes.ints(0);
        Pipe<Integer> silent = pipes.ints(0);
        run(pipes, channel, silent, selects);
        long before = used();
        run(pipes, channel, silent, selects);
        long after = used();
        assertTrue(
                after - before < (long) BYTES_LEFT_PER_SELECT * selects,
                () -> selects + " selects left " + (after - before) + " bytes");
    }

    private static void run(Pipes pipes, Pipe<Integer> channel, Pipe<Integer> silent, int selects)
            throws InterruptedException {
        pipes.go(() -> {
            for (int i = 0; i < selects; i++) {
                channel.in().send(1);
            }
        });
        for (int i = 0; i < selects; i++) {
            boolean fromChannel = Select.<Boolean>of()
                    .receive(channel.out(), value -> true)
                    .receive(silent.out(), value -> false)
                    .await();
            assertTrue(fromChannel);
        }
        pipes.awaitAll();
    }

    /** What is in use after collecting, the least of a few looks. */
    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
