package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.Sender;
import dev.strait.Sent;
import java.time.Duration;

/** Cells of the table "timed send". */
class TimedSendSemanticsTest extends SendCells {

    @Override
    Sent send(Sender<Integer> to, int value) throws InterruptedException {
        return to.send(value, LONG);
    }

    @Override
    void wouldWait(Sender<Integer> to) throws InterruptedException {
        assertEquals(new Sent.Full(), to.send(-1, SHORT));
        assertEquals(new Sent.Full(), to.send(-1, Duration.ZERO));
        assertEquals(new Sent.Full(), to.send(-1, Duration.ofSeconds(-1)));
    }
}
