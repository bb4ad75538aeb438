package dev.strait.wire.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
    @Test
    void messagesAreTakenFromTheFront() {
        Batch batch = Batches.of("a", "bb", "ccc");
        assertEquals(9, batch.cost(), "three lengths and six bytes");
        batch.take(2);
        assertEquals(1, batch.live());
        assertEquals(3, batch.messages());
        assertEquals(List.of("ccc"), Batches.live(batch));
        batch.take(1);
        assertEquals(List.of(), Batches.live(batch));
    }

    @Test
    void noMoreIsTakenThanThereIs() {
        Batch batch = Batches.of("a", "b");
        assertThrows(IllegalStateException.class, () -> batch.take(3));
        assertThrows(IllegalStateException.class, () -> batch.take(-1));
        assertEquals(2, batch.live());
    }

    @Test
    void aLargeMessageCostsFiveBytesMoreThanItHas() {
        Batch batch = Batches.large(100, 'x');
        assertEquals(105, batch.cost());
        assertEquals(1, batch.messages());
        assertEquals(5, Batches.large(0, 'x').cost());
    }

    @Test
    void aFramedBatchHasRoomForItsHeaderAndFitsOneFrame() {
        byte[] array = new byte[Batch.HEADROOM + Batch.MAX_FRAMED_BYTES + 1];
        assertThrows(IllegalArgumentException.class, () -> Batch.framed(array, Batch.HEADROOM - 1, 20, 1));
        assertThrows(IllegalArgumentException.class, () -> Batch.framed(array, Batch.HEADROOM, array.length, 1));
        assertThrows(IllegalArgumentException.class, () -> Batch.framed(array, Batch.HEADROOM, 20, 0));
        assertThrows(IllegalArgumentException.class, () -> Batch.framed(array, Batch.HEADROOM, array.length + 1, 1));
        assertEquals(
                Batch.MAX_FRAMED_BYTES,
                Batch.framed(array, Batch.HEADROOM, array.length - 1, 1).cost());
    }

    @Test
    void aLargeMessageLiesWithinItsArray() {
        assertThrows(IllegalArgumentException.class, () -> Batch.whole(new byte[4], -1, 4));
        assertThrows(IllegalArgumentException.class, () -> Batch.whole(new byte[4], 2, 1));
        assertThrows(IllegalArgumentException.class, () -> Batch.whole(new byte[4], 0, 5));
    }
}
