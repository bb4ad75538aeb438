package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

/** When a value may be the array that it came in. */
class InputTest {
    private final byte[] message = Bytes.ofHex("01 02 03");
    private final Input input = new Input(new byte[0]);

    @Test
    void aMessageGivenAwayAndReadWholeIsNotCopied() {
        input.resetToOwn(message);
        assertSame(message, Codec.bytes().decode(input));
        assertEquals(0, input.remaining());
    }

    @Test
    void aMessageThatOthersMayUseIsCopied() {
        input.reset(message, 0, 3);
        byte[] read = Codec.bytes().decode(input);
        assertNotSame(message, read);
        assertArrayEquals(message, read);
    }

    @Test
    void aPartOfAMessageGivenAwayIsCopied() {
        input.resetToOwn(message);
        assertEquals(1, input.readByte());
        assertArrayEquals(Bytes.ofHex("02 03"), input.readBytes(2));
    }

    @Test
    void whatIsReadAfterAResetIsNotGivenAway() {
        input.resetToOwn(message);
        input.reset(message, 0, 3);
        assertNotSame(message, input.readBytes(3));
    }
}
