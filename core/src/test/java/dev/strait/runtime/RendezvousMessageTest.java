package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.MessageCursor;
import dev.strait.wire.mux.Batch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RendezvousMessageTest {
    @Test
    void whatIsOfferedAgainHasRoomOfItsOwnForItsHeader() {
        RendezvousMessage message = RendezvousMessage.of(new byte[] {1, 2, 3});
        Batch first = message.batch();
        message.offered();
        Batch again = message.batch();
        Arrays.fill(again.array(), 0, Batch.HEADROOM, (byte) -1);
        assertEquals(0, first.array()[0], "a link may still write the header of the first");
        assertNotSame(first.array(), again.array());
        assertArrayEquals(new byte[] {1, 2, 3}, content(first));
        assertArrayEquals(new byte[] {1, 2, 3}, content(again));
        assertEquals(3, message.length());
    }

    @Test
    void aLargeOneIsNotCopiedSinceNoHeaderGoesIntoItsArray() {
        byte[] encoded = new byte[Batch.MAX_FRAMED_BYTES];
        RendezvousMessage message = RendezvousMessage.of(encoded);
        assertTrue(message.batch().isWhole());
        assertSame(encoded, message.batch().array());
        assertFalse(RendezvousMessage.of(new byte[Batch.MAX_FRAMED_BYTES - 3])
                .batch()
                .isWhole());
    }

    private static byte[] content(Batch batch) {
        MessageCursor cursor = batch.cursor();
        assertTrue(cursor.next());
        return Arrays.copyOfRange(batch.array(), cursor.from(), cursor.to());
    }
}
