package dev.strait.bench.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MeterTest {
    private final Meter meter = new Meter();

    @Test
    void inOrderTakesEveryIdOnce() {
        meter.inOrder(0);
        meter.inOrder(1);
        assertEquals(2, meter.total());
        assertThrows(IllegalStateException.class, () -> meter.inOrder(1));
        assertThrows(IllegalStateException.class, () -> meter.inOrder(3));
        assertEquals(2, meter.total());
    }

    @Test
    void increasingTakesGapsButNothingTwice() {
        meter.increasing(4);
        meter.increasing(9);
        assertThrows(IllegalStateException.class, () -> meter.increasing(9));
        assertThrows(IllegalStateException.class, () -> meter.increasing(5));
        assertEquals(2, meter.total());
    }

    @Test
    void localValuesGoRoundAndAreChecked() {
        var sent = new Values();
        var received = new Values();
        for (int i = 0; i < 2 * Values.COUNT; i++) {
            received.arrived(sent.next(), meter);
        }
        assertEquals(2 * Values.COUNT, meter.total());
        assertThrows(IllegalStateException.class, () -> received.arrived(Msg.of(1), meter));
    }

    @Test
    void batchesHaveTheSameOrder() {
        var sent = new Values();
        var received = new Values();
        for (int i = 0; i < 2 * Values.COUNT / Values.BATCH; i++) {
            sent.nextBatch().forEach(message -> received.arrived(message, meter));
        }
        assertEquals(2 * Values.COUNT, meter.total());
    }

    @Test
    void theCodecIsTheSameForThoseWhoCarryBytes() {
        var codec = new MsgBytes();
        for (long id : new long[] {0, 1, 1_000, Long.MAX_VALUE, -1}) {
            Msg message = Msg.of(id);
            assertEquals(message, codec.decode(codec.encode(message)));
        }
    }

    @Test
    void anAnswerIsCheckedAgainstItsTask() {
        Msg answer = Msg.of(6).answer(3);
        answer.checkAnswer();
        assertEquals(3, answer.kind());
        assertThrows(IllegalStateException.class, Msg.of(6)::checkAnswer);
    }
}
