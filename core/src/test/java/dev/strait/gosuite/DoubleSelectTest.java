package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.strait.Select;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/**
 * Restates {@code test/chan/doubleselect.go}: of a select's clauses only one is carried out. A select offers each number to four
 * channels; what comes out of them is brought together, and no number may come twice. None may be missing either.
 */
@Timeout(60)
class DoubleSelectTest {

    @Over({LOCAL, REMOTE})
    void oneClauseOfASelectIsCarriedOutAndNeverTwo(Pipes pipes) throws InterruptedException {
        int count = pipes.areRemote() ? 2_000 : 20_000;
        List<Pipe<Integer>> ways = pipes.ints(4, 0);
        Pipe<Integer> together = pipes.ints(0);
        pipes.go(() -> {
            for (int i = 0; i < count; i++) {
                Select<Integer> select = Select.of();
                for (Pipe<Integer> way : ways) {
                    select.send(way.in(), i, () -> 0);
                }
                select.await();
            }
            ways.forEach(way -> way.in().done());
        });
        List<Thread> forwarders = new ArrayList<>();
        for (Pipe<Integer> way : ways) {
            forwarders.add(pipes.go(() -> way.out().forEach(together.in()::send)));
        }
        pipes.go(() -> {
            pipes.await(forwarders);
            together.in().done();
        });
        BitSet seen = new BitSet();
        together.out().forEach(value -> {
            assertFalse(seen.get(value), () -> "twice: " + value);
            seen.set(value);
        });
        assertEquals(count, seen.cardinality(), "lost");
        pipes.awaitAll();
    }
}
