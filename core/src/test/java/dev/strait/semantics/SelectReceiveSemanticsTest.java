package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.Channel;
import dev.strait.Received;
import dev.strait.Receiver;
import dev.strait.Select;

/** Cells of the table "select receive": a clause that receives, beside one that is never ready. */
class SelectReceiveSemanticsTest extends ReceiveCells {
    private final Channel<Integer> idle = Channel.rendezvous();

    private Select<Received<Integer>> clauses(Receiver<Integer> from) {
        return Select.<Received<Integer>>of()
                .send(idle, 0, Received.Empty::new)
                .receive(from, Received.Value::new, Received.Closed::new);
    }

    @Override
    Received<Integer> receive(Receiver<Integer> from) throws InterruptedException {
        return clauses(from).await();
    }

    @Override
    void wouldWait(Receiver<Integer> from) throws InterruptedException {
        assertEquals(new Received.Empty<>(), clauses(from).within(SHORT, Received.Empty::new));
        assertEquals(new Received.Empty<>(), clauses(from).orElse(Received.Empty::new));
    }
}
