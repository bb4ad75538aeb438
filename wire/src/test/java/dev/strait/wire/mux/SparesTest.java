package dev.strait.wire.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Leave;
import dev.strait.wire.frame.Open;
import org.junit.jupiter.api.Test;

/** When the array of a batch may be used again: when a receiver has taken all of it, and not when it was given up. */
class SparesTest {
    private static final Open OPEN = new Open(3, 1, 2, "words", new byte[0]);
    private static final int LONG = 20_000;

    private final Spares spares = new Spares();
    private final OutStream stream = new OutStream(OPEN, 1_000, 1 << 20, false) {
        @Override
        protected Spares spares() {
            return spares;
        }
    };
    private long taken;

    private byte[] send(int arrayBytes, int messages) {
        byte[] array = new byte[arrayBytes];
        Batch batch = Batch.lent(array, Batch.HEADROOM, Batch.HEADROOM + messages, messages); // of no bytes each
        stream.ledger().spend(messages, batch.cost());
        stream.send(batch);
        while (stream.poll() != null) {
            // written
        }
        return array;
    }

    private void take(int messages) {
        taken += messages;
        stream.credit(new Credit(3, taken, 1_000, 1 << 20));
    }

    @Test
    void theArrayOfABatchThatIsTakenIsUsedAgain() {
        byte[] array = send(LONG, 2);
        assertNull(spares.take());
        take(2);
        assertSame(array, spares.take());
        assertNull(spares.take(), "given out once");
    }

    @Test
    void aBatchOfWhichOneMessageIsNotTakenKeepsItsArray() {
        send(LONG, 2);
        take(1);
        assertNull(spares.take());
    }

    @Test
    void shortArraysAndThoseThatAreNotLentAreLeftAlone() {
        send(1_000, 2);
        Batch shared = Batch.framed(new byte[LONG], Batch.HEADROOM, Batch.HEADROOM + 1, 1);
        stream.ledger().spend(1, 1);
        stream.send(shared);
        while (stream.poll() != null) {
            // written
        }
        take(3);
        assertNull(spares.take());
    }

    @Test
    void whatAReceiverGaveBackIsNeverUsedAgain() {
        send(LONG, 2);
        stream.leave(new Leave(3, 0, ErrorCode.CLOSED, ""), Batches.RECEIVER)
                .forEach(batch -> assertNull(batch.reusable()));
        assertNull(spares.take());
    }

    @Test
    void whatALostLinkMayStillWriteIsNeverUsedAgain() {
        send(LONG, 2);
        stream.lose(Batches.RECEIVER, "gone").forEach(batch -> assertNull(batch.reusable()));
        assertNull(spares.take());
    }

    @Test
    void inFullFlowAllAreKeptAndWhenItEbbsOne() {
        for (int i = 0; i < 5; i++) {
            send(LONG, 1);
        }
        take(4);
        for (int i = 0; i < 4; i++) {
            assertNotNull(spares.take());
        }
        for (int i = 0; i < 3; i++) {
            send(LONG, 1);
        }
        take(4);
        assertEquals(0, stream.untaken());
        assertTrue(spares.isAmple(), "nothing is under way for a moment: that is no ebb");
        spares.look();
        assertTrue(spares.isAmple(), "some were asked for since the last look, that is since the start");
        spares.look();
        assertFalse(spares.isAmple());
        assertNotNull(spares.take());
        assertNull(spares.take());
    }

    @Test
    void aLargeMessageGetsTheArrayOfOneThatIsTaken() {
        byte[] array = sendLarge(100_000, 90_000);
        assertNull(spares.takeLarge(90_000));
        take(1);
        assertNull(spares.take(), "not for batches");
        assertSame(array, spares.takeLarge(95_000));
        assertNull(spares.takeLarge(90_000), "given out once");
    }

    @Test
    void whatDoesNotFitALargeMessageIsLetGoOf() {
        sendLarge(100_000, 100_000);
        take(1);
        assertNull(spares.takeLarge(100_001), "too short");
        assertNull(spares.takeLarge(100_000), "gone");
        sendLarge(100_000, 100_000);
        take(1);
        assertNull(spares.takeLarge(49_999), "it would keep more than twice what the message needs");
    }

    @Test
    void anEndThatIsIdleKeepsNoLargeArray() {
        sendLarge(100_000, 100_000);
        take(1);
        assertTrue(spares.isAmple());
        spares.look();
        assertFalse(spares.isAmple());
        assertNull(spares.takeLarge(100_000));
    }

    @Test
    void whenALinkIsLostNoLargeArrayIsKept() {
        sendLarge(100_000, 100_000);
        take(1);
        sendLarge(100_000, 100_000);
        stream.lose(Batches.RECEIVER, "gone");
        assertFalse(spares.isAmple());
    }

    private byte[] sendLarge(int arrayBytes, int length) {
        byte[] array = new byte[arrayBytes];
        Batch message = Batch.lentWhole(array, 0, length);
        stream.ledger().spend(1, message.cost());
        stream.send(message);
        while (stream.poll() != null) {
            // written
        }
        return array;
    }
}
