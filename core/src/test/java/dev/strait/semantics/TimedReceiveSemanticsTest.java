package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.Received;
import dev.strait.Receiver;
import java.time.Duration;

/** Cells of the table "timed receive". */
class TimedReceiveSemanticsTest extends ReceiveCells {

    @Override
    Received<Integer> receive(Receiver<Integer> from) throws InterruptedException {
        return from.receive(LONG);
    }

    @Override
    void wouldWait(Receiver<Integer> from) throws InterruptedException {
        assertEquals(new Received.Empty<>(), from.receive(SHORT));
        assertEquals(new Received.Empty<>(), from.receive(Duration.ZERO));
        assertEquals(new Received.Empty<>(), from.receive(Duration.ofSeconds(-1)));
    }
}
