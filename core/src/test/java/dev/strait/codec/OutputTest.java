package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.strait.error.MessageTooLarge;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputTest {

    record Msg(long id, int kind, String text, double value) {}

    @Test
    void whatFitsIsWrittenInPlaceAndNothingAroundItIsTouched() {
        byte[] batch = new byte[100];
        Arrays.fill(batch, (byte) 7);
        Output out = new Output(batch, 10, 20);
        out.writeString("abcdefghi");
        assertSame(batch, out.array());
        assertEquals(10, out.start());
        assertEquals(20, out.position());
        assertEquals(7, batch[9]);
        assertEquals(9, batch[10]);
        assertEquals('i', batch[19]);
        assertEquals(7, batch[20]);
    }

    @Test
    void whatDoesNotFitMovesToANewArrayAndLeavesTheRestOfTheBufferAlone() {
        byte[] batch = new byte[100];
        Arrays.fill(batch, (byte) 7);
        Output out = new Output(batch, 10, 20);
        out.writeByte(1);
        out.writeString("abcdefghij");
        assertNotSame(batch, out.array());
        assertEquals(0, out.start());
        assertEquals(12, out.length());
        assertArrayEquals(Bytes.ofHex("01 0a 61 62 63 64 65 66 67 68 69 6a"), out.toByteArray());
        for (int i = 20; i < batch.length; i++) {
            assertEquals(7, batch[i]);
        }
    }

    @Test
    void bytesThatComeFirstAndDoNotFitGetAnArrayOfTheirLength() {
        byte[] bytes = Bytes.ofHex("01 02 03 04 05");
        Output out = new Output(new byte[4], 0, 4, 10);
        out.writeBytes(bytes, 0, 5);
        assertNotSame(bytes, out.array());
        assertEquals(5, out.array().length);
        assertArrayEquals(bytes, out.toByteArray());
        out.writeByte(6);
        assertArrayEquals(Bytes.ofHex("01 02 03 04 05 06"), out.toByteArray());
        out.reset(new byte[4], 0, 4);
        assertThrows(MessageTooLarge.class, () -> out.writeBytes(new byte[11], 0, 11));
    }

    @Test
    void everySizeIsWrittenWholeAtEveryLimit() {
        Codec<Msg> codec = Codec.of(Msg.class);
        Msg msg = new Msg(Long.MIN_VALUE, 300, "häh and some more text", 2.5);
        byte[] expected = Bytes.of(codec, msg);
        for (int room = 0; room <= expected.length + 1; room++) {
            byte[] buffer = new byte[room + 3];
            Output out = new Output(buffer, 3, room + 3, expected.length);
            codec.encode(msg, out);
            assertArrayEquals(expected, out.toByteArray());
            assertEquals(room >= expected.length, out.array() == buffer);
        }
    }

    @Test
    void aMessageOverTheMaximumIsRefusedWithBothSizes() {
        Codec<String> codec = Codec.of(String.class);
        for (String text : List.of("x".repeat(1000), "é".repeat(1000))) {
            Output out = new Output(100);
            MessageTooLarge failure = assertThrows(MessageTooLarge.class, () -> codec.encode(text, out));
            assertEquals(100, failure.max());
            assertTrue(failure.size() > 1000, failure.getMessage());
            assertEquals(0, out.length());
            codec.encode("x".repeat(99), out);
            assertEquals(100, out.length());
        }
    }

    @Test
    void theMaximumCountsFromTheStartOfTheMessage() {
        Output out = new Output(new byte[100], 50, 100, 10);
        out.writeBytes(new byte[10], 0, 10);
        assertThrows(MessageTooLarge.class, () -> out.writeByte(1));
        out.reset(new byte[100], 80, 100);
        out.writeBytes(new byte[10], 0, 10);
        assertEquals(90, out.position());
    }

    @Test
    void encodingIntoABufferAllocatesNothing() {
        Codec<Msg> codec = Codec.of(Msg.class);
        Msg msg = new Msg(1, 2, "x".repeat(60), 2.5);
        byte[] batch = new byte[64 * 1024];
        Output out = new Output(batch, 0, batch.length);
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 50_000; i++) {
            out.reset(batch, i & 0xFFF, batch.length);
            codec.encode(msg, out);
        }
        long before = memory.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            out.reset(batch, i & 0xFFF, batch.length);
            codec.encode(msg, out);
        }
        long allocated = memory.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 10_000, () -> "10,000 encodings allocated " + allocated + " bytes");
    }

    @Test
    void everyFormOfNumberIsReadBackAsWritten() {
        Random random = new Random(Seeds.next("OutputTest.everyFormOfNumber"));
        Output out = new Output();
        for (int i = 0; i < 20_000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            out.reset();
            out.writeInt((int) number);
            out.writeLong(number);
            out.writeVarInt((int) number);
            out.writeVarLong(number);
            out.writeZigZagInt((int) number);
            out.writeZigZagLong(number);
            out.writeBoolean(number > 0);
            out.writeByte((int) number);
            Input in = new Input(out.array(), out.start(), out.position());
            assertEquals((int) number, in.readInt());
            assertEquals(number, in.readLong());
            assertEquals((int) number, in.readVarInt());
            assertEquals(number, in.readVarLong());
            assertEquals((int) number, in.readZigZagInt());
            assertEquals(number, in.readZigZagLong());
            assertEquals(number > 0, in.readBoolean());
            assertEquals((byte) number, in.readByte());
            assertEquals(0, in.remaining());
        }
    }

    @Test
    void slicesOutsideTheirArrayAreRefused() {
        assertThrows(IndexOutOfBoundsException.class, () -> new Output(new byte[10], 5, 11));
        assertThrows(IndexOutOfBoundsException.class, () -> new Input(new byte[10], 5, 11));
        assertThrows(IndexOutOfBoundsException.class, () -> new Input(new byte[10], 6, 5));
    }
}
