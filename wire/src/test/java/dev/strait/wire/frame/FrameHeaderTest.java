package dev.strait.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameHeaderTest {
    @Test
    void aBatchHeadedInPlaceIsTheFrameThatTheEncoderWrites() {
        byte[] array = new byte[40];
        int to = Varint.write(array, 20, 3);
        array[to++] = 'a';
        array[to++] = 'b';
        array[to++] = 'c';
        array[to++] = 0;
        FrameHeader.data(array, 20 - FrameHeader.DATA_BYTES, 77, to - 20 + 4, 2);
        sameBytes(new Data(77, 2, array, 20, to), array, 4, to);
    }

    @Test
    void fragmentsHeadedInPlaceAreTheFramesThatTheEncoderWrites() {
        byte[] array = new byte[60];
        new Random(1).nextBytes(array);
        FrameHeader.firstFragment(array, 2, 9, 14, 1000, false);
        sameBytes(new Fragment(9, true, false, 1000, array, 18, 28), array, 2, 28);
        FrameHeader.firstFragment(array, 2, 9, 14, 10, true);
        sameBytes(new Fragment(9, true, true, 10, array, 18, 28), array, 2, 28);
        FrameHeader.laterFragment(array, 2, 9, 14, false);
        sameBytes(new Fragment(9, false, false, 0, array, 14, 28), array, 2, 28);
        FrameHeader.laterFragment(array, 2, 9, 14, true);
        sameBytes(new Fragment(9, false, true, 0, array, 14, 28), array, 2, 28);
    }

    @Test
    void whatTheDecoderWouldRefuseIsNotWritten() {
        byte[] array = new byte[100];
        refused(() -> FrameHeader.data(array, 0, 0, 20, 1));
        refused(() -> FrameHeader.data(array, 0, 1, 20, 0));
        refused(() -> FrameHeader.data(array, 0, 1, 20, 17));
        refused(() -> FrameHeader.data(array, 0, 1, (1 << 20) + 1, 1));
        refused(() -> FrameHeader.firstFragment(array, 0, 1, 14, 9, false));
        refused(() -> FrameHeader.firstFragment(array, 0, 1, 14, 11, true));
        refused(() -> FrameHeader.laterFragment(array, 0, 1, 0, true));
        refused(() -> FrameHeader.laterFragment(array, 0, -1, 1, true));
        assertArrayEquals(new byte[100], array);
    }

    private static void sameBytes(Frame expected, byte[] array, int from, int to) {
        assertArrayEquals(FrameEncoder.encode(expected), Arrays.copyOfRange(array, from, to));
    }

    private static void refused(Runnable write) {
        assertThrows(IllegalArgumentException.class, write::run);
    }
}
