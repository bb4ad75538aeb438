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
    void cuttingAndTakingInTurnLosesNoMessage() {
        Batch batch = Batches.of("a", "bb", "ccc", "dddd", "e", "ff", "g");
        assertEquals(List.of("a", "bb"), Batches.live(batch.cut(2)));
        batch.take(1);
        assertEquals(List.of("dddd"), Batches.live(batch.cut(1)));
        assertEquals(List.of("e", "ff", "g"), Batches.live(batch));
        batch.take(1);
        Batch copy = batch.compact();
        assertEquals(List.of("ff"), Batches.live(copy.cut(1)));
        assertEquals(List.of("g"), Batches.live(copy.cut(1)));
        assertEquals(0, copy.live());
    }

    @Test
    void aBatchThatIsCopiedBecauseLittleOfItsArrayIsUsedGoesOnWhereItWas() {
        byte[] array = new byte[1_000];
        System.arraycopy(Batches.of("a", "bb", "ccc").array(), Batch.HEADROOM, array, 500, 9);
        Batch batch = Batch.framed(array, 500, 509, 3);
        batch.cut(1);
        Batch copy = batch.compact();
        assertEquals(9, copy.keptBytes());
        assertEquals(List.of("bb"), Batches.live(copy.cut(1)));
        assertEquals(List.of("ccc"), Batches.live(copy));
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
