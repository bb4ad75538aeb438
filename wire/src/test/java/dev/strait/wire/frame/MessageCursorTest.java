package dev.strait.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageCursorTest {
    @Test
    void everyMessageOfABatchIsVisitedInOrder() {
        Random random = new Random(RandomFrames.seed("everyMessageOfABatchIsVisitedInOrder"));
        MessageCursor cursor = new MessageCursor();
        for (int round = 0; round < 300; round++) {
            List<byte[]> messages = new ArrayList<>();
            WireWriter out = new WireWriter().u8(0);
            for (int i = 1 + random.nextInt(30); i > 0; i--) {
                byte[] message = new byte[random.nextInt(random.nextInt(20) == 0 ? 20_000 : 150)];
                random.nextBytes(message);
                messages.add(message);
                out.varint(message.length).raw(message, 0, message.length);
            }
            cursor.reset(new Data(1, messages.size(), out.array(), 1, out.size()));
            int expectedStart = 1;
            for (int i = 0; i < messages.size(); i++) {
                assertEquals(messages.size() - i, cursor.remaining());
                assertTrue(cursor.next());
                assertEquals(expectedStart, cursor.start());
                assertArrayEquals(messages.get(i), Arrays.copyOfRange(cursor.array(), cursor.from(), cursor.to()));
                expectedStart = cursor.to();
            }
            assertFalse(cursor.next());
            assertEquals(out.size(), cursor.to());
        }
    }

    @Test
    void needlessBytesInALengthAreRead() {
        byte[] batch = {(byte) 0x82, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0, 'a', 'b', (byte) 0x80, 0};
        MessageCursor cursor = new MessageCursor(new Data(1, 2, batch, 0, batch.length));
        assertTrue(cursor.next());
        assertEquals(5, cursor.from());
        assertEquals(7, cursor.to());
        assertTrue(cursor.next());
        assertEquals(7, cursor.start());
        assertEquals(9, cursor.from());
        assertEquals(9, cursor.to());
        assertFalse(cursor.next());
    }

    @Test
    void aCursorOverNothingHasNothing() {
        assertFalse(new MessageCursor().next());
    }

    @Test
    void aCursorMayStartInTheMiddleOfABatch() {
        byte[] batch = {1, 'a', 1, 'b', 1, 'c'};
        MessageCursor cursor = new MessageCursor();
        cursor.reset(batch, 2, 2);
        assertTrue(cursor.next());
        assertEquals('b', batch[cursor.from()]);
        assertTrue(cursor.next());
        assertEquals('c', batch[cursor.from()]);
        assertFalse(cursor.next());
    }
}
