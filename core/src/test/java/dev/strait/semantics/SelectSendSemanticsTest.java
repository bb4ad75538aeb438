package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.Channel;
import dev.strait.Select;
import dev.strait.Sender;
import dev.strait.Sent;

/** Cells of the table "select send": a clause that sends, beside one that is never ready. */
class SelectSendSemanticsTest extends SendCells {
    private final Channel<Integer> idle = Channel.rendezvous();

    private Select<Sent> clauses(Sender<Integer> to, int value) {
        return Select.<Sent>of()
                .receive(idle, it -> new Sent.Full())
                .send(to, value, Sent.Accepted::new, Sent.Closed::new);
    }

    @Override
    Sent send(Sender<Integer> to, int value) throws InterruptedException {
        return clauses(to, value).await();
    }

    @Override
    void wouldWait(Sender<Integer> to) throws InterruptedException {
        assertEquals(new Sent.Full(), clauses(to, -1).within(SHORT, Sent.Full::new));
        assertEquals(new Sent.Full(), clauses(to, -1).orElse(Sent.Full::new));
    }
}
