package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.Channel;
import dev.strait.Select;
import dev.strait.Sender;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/**
 * Restates {@code test/chan/select.go}: a loop of selects with a default sends into each channel once and then takes the default. A
 * clause is switched off by putting {@link Channel#never()} in place of its channel, as Go puts {@code nil}. What to send is asked
 * for in every round and for every clause, whether it is chosen or not.
 */
@Timeout(60)
class Select1Test {

    private int asked;
    private int shift;

    @Over({LOCAL, REMOTE})
    void eachClauseIsChosenOnceAndThenTheDefault(Pipes pipes) throws InterruptedException {
        Pipe<Integer> a = pipes.ints(1);
        Pipe<Integer> b = pipes.ints(1);
        assertEquals(2, sendOnceIntoEach(a.in(), b.in()));
        assertEquals(3, a.out().receive() | b.out().receive());
        assertEquals(1, sendOnceIntoEach(pipes.ints(1).in(), Channel.never()));
        assertEquals(10, asked);
    }

    private int sendOnceIntoEach(Sender<Integer> a, Sender<Integer> b) throws InterruptedException {
        List<Sender<Integer>> senders = new ArrayList<>(List.of(a, b));
        int sent = 0;
        while (true) {
            Select<Boolean> select = Select.of();
            for (int i = 0; i < senders.size(); i++) {
                int chosen = i;
                select.send(senders.get(i), value(), () -> senders.set(chosen, Channel.never()) != null);
            }
            if (!select.orElse(() -> false)) {
                return sent;
            }
            sent++;
            shift++;
        }
    }

    private int value() {
        asked++;
        return 1 << shift;
    }
}
