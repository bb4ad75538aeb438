package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.codec.Codec;
import dev.strait.wire.frame.MessageCursor;
import dev.strait.wire.mux.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchBufferTest {
    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    private final BatchBuffer<byte[]> buffer = new BatchBuffer<>(Codec.bytes(), MAX_MESSAGE_BYTES, null);

    @Test
    void messagesOfAnySizesComeOutAsTheyWentIn() {
        long seed = Long.getLong("strait.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<byte[]> put = new ArrayList<>();
            while (put.size() < 200) {
                byte[] message = new byte[size(random)];
                random.nextBytes(message);
                buffer.encode(message);
                if (buffer.place(Long.MAX_VALUE) < 0) {
                    break;
                }
                put.add(message);
            }
            if (!put.isEmpty()) {
                assertHolds(put, buffer.take(), "strait.seed=" + seed);
            }
        }
    }

    private static int size(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(3);
            case 1 -> 120 + random.nextInt(20);
            case 2 -> random.nextInt(2_000);
            default -> 16_370 + random.nextInt(30);
        };
    }

    private static void assertHolds(List<byte[]> put, Batch batch, String seed) {
        assertEquals(put.size(), batch.messages(), seed);
        MessageCursor cursor = batch.cursor();
        for (byte[] message : put) {
            assertTrue(cursor.next(), seed);
            assertArrayEquals(message, Arrays.copyOfRange(cursor.array(), cursor.from(), cursor.to()), seed);
        }
        assertEquals(batch.to(), cursor.to(), seed);
    }

    @Test
    void anEmptyMessageFitsWhereTheBufferEnds() {
        // 1,024 bytes of first buffer, 16 of headroom, and a message that fills the rest to the last byte.
        place(new byte[1_024 - Batch.HEADROOM - 2]);
        place(new byte[0]);
        Batch batch = buffer.take();
        assertEquals(2, batch.messages());
        assertEquals(1_024 - Batch.HEADROOM + 1, batch.cost());
    }

    @Test
    void whatTheCreditDoesNotCoverStaysOut() {
        buffer.encode(new byte[100]);
        assertEquals(-1, buffer.place(100));
        assertEquals(0, buffer.messages());
        assertEquals(101, buffer.place(101));
        assertEquals(1, buffer.messages());
    }

    @Test
    void aMessageTooLargeForABatchIsGivenBackEncoded() {
        byte[] large = new byte[100_000];
        large[99_999] = 7;
        buffer.encode(large);
        assertEquals(-1, buffer.place(Long.MAX_VALUE));
        Batch alone = assertInstanceOf(Batch.class, buffer.encoded());
        assertTrue(alone.isWhole());
        assertArrayEquals(large, bytes(alone));
        assertEquals(Batch.wholeCost(large.length), BatchBuffer.cost(alone));
    }

    @Test
    void aSmallBatchDoesNotKeepALargeBuffer() {
        place(new byte[60_000]);
        assertFalse(buffer.isFull());
        buffer.take();
        place(new byte[10]);
        assertEquals(Batch.HEADROOM + 11, buffer.take().array().length);
    }

    private void place(byte[] message) {
        buffer.encode(message);
        assertTrue(buffer.place(Long.MAX_VALUE) > 0);
    }

    private static byte[] bytes(Batch batch) {
        return Arrays.copyOfRange(batch.array(), batch.from(), batch.to());
    }
}
