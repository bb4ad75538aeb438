package dev.strait.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arbitrary bytes as what frames are made of, each beside another way to read the same: lengths, texts, and the messages of a batch. A quick
 * regression over examples unless JAZZER_FUZZ=1 is set in the environment; then they are where the fuzzer starts.
 */
class WirePrimitivesFuzzTest {
    @MethodSource("examples")
    @FuzzTest(maxDuration = "20s")
    void anyBytesAreReadInTheSameWayByAll(byte[] bytes) {
        for (int at = 0; at < Math.min(bytes.length, 32); at++) {
            length(bytes, at);
        }
        text(bytes);
        batch(bytes);
    }

    private static void length(byte[] bytes, int at) {
        long expected = expectedLength(bytes, at);
        int end = Varint.checkedEnd(bytes, at, bytes.length);
        WireReader reader = new WireReader(bytes, at, bytes.length);
        if (expected < 0) {
            assertEquals(-1, end);
            assertNull(varint(reader));
            return;
        }
        assertEquals(expected, Varint.read(bytes, at));
        assertEquals(end, Varint.end(bytes, at));
        assertEquals(Integer.valueOf((int) expected), varint(reader));
        assertEquals(end, reader.position());
        byte[] shortest = new byte[Varint.MAX_BYTES];
        int length = Varint.write(shortest, 0, (int) expected);
        assertEquals(Varint.length((int) expected), length);
        assertTrue(length <= end - at);
        assertEquals(expected, Varint.read(shortest, 0));
        assertEquals(length, Varint.checkedEnd(shortest, 0, length));
        assertEquals(-1, Varint.checkedEnd(shortest, 0, length - 1));
    }

    /** By the words of the specification: seven bits a byte, the lowest first, at most five bytes and 31 bits; -1 if it is none. */
    private static long expectedLength(byte[] bytes, int at) {
        long value = 0;
        for (int i = 0; i < 5 && at + i < bytes.length; i++) {
            value += (bytes[at + i] & 0x7fL) << (7 * i);
            if (bytes[at + i] >= 0) {
                return value > Integer.MAX_VALUE ? -1 : value;
            }
        }
        return -1;
    }

    private static @Nullable Integer varint(WireReader reader) {
        try {
            return reader.varint("length");
        } catch (ProtocolViolation violation) {
            return null;
        }
    }

    private static void text(byte[] bytes) {
        // The JDK puts a mark in the place of what is malformed, and so other bytes come out again.
        String lenient = new String(bytes, StandardCharsets.UTF_8);
        boolean wellFormed = Arrays.equals(bytes, lenient.getBytes(StandardCharsets.UTF_8));
        String text = Utf8.decode(bytes, 0, bytes.length);
        if (!wellFormed) {
            assertNull(text);
            return;
        }
        assertEquals(lenient, text);
        assertNotNull(text);
        assertEquals(bytes.length, Utf8.length(text));
        byte[] written = new WireWriter().string(text).toByteArray();
        assertArrayEquals(bytes, Arrays.copyOfRange(written, 2, written.length));
        int most = 3 + bytes.length / 2;
        String fitted = Utf8.fit(text, most);
        assertTrue(Utf8.length(fitted) <= most);
        assertEquals(bytes.length <= most, fitted.equals(text));
        assertTrue(text.startsWith(fitted.equals(text) ? text : fitted.substring(0, fitted.length() - 1)));
        String half = Utf8.decode(bytes, 0, bytes.length / 2);
        if (half != null) {
            assertTrue(Utf8.compare(half, text) <= 0);
            String rest = text.substring(half.length());
            int order = Arrays.compareUnsigned(
                    half.getBytes(StandardCharsets.UTF_8), rest.getBytes(StandardCharsets.UTF_8));
            assertEquals(Integer.signum(order), Integer.signum(Utf8.compare(half, rest)));
        }
    }

    /** The first byte is how many messages the others are said to be. */
    private static void batch(byte[] bytes) {
        if (bytes.length < 2) {
            return;
        }
        int messages = bytes[0] & 0xff;
        byte[] frame = new byte[FrameHeader.DATA_BYTES + bytes.length - 1];
        System.arraycopy(bytes, 1, frame, FrameHeader.DATA_BYTES, bytes.length - 1);
        FrameHeader.write(frame, 0, FrameType.DATA, 0, 1, frame.length - FrameHeader.BYTES);
        BigEndian.u32(frame, FrameHeader.BYTES, messages);
        List<byte[]> expected = expectedMessages(bytes, messages);
        Data data;
        try {
            data = (Data) FrameDecoder.afterHandshake().next(frame, 0, frame.length);
        } catch (ProtocolViolation violation) {
            assertNull(expected, violation.getMessage());
            return;
        }
        assertNotNull(expected);
        assertNotNull(data);
        MessageCursor cursor = new MessageCursor(data);
        int at = data.from();
        for (byte[] each : expected) {
            assertTrue(cursor.next());
            assertEquals(at, cursor.start());
            assertArrayEquals(each, Arrays.copyOfRange(cursor.array(), cursor.from(), cursor.to()));
            at = cursor.to();
        }
        assertFalse(cursor.next());
        assertEquals(data.to(), at);
    }

    /** The messages, one after another; null unless there are exactly so many. */
    private static @Nullable List<byte[]> expectedMessages(byte[] bytes, int count) {
        List<byte[]> messages = new ArrayList<>();
        int at = 1;
        while (at < bytes.length) {
            long length = expectedLength(bytes, at);
            while (length >= 0 && bytes[at] < 0) {
                at++;
            }
            at++;
            if (length < 0 || length > bytes.length - at) {
                return null;
            }
            messages.add(Arrays.copyOfRange(bytes, at, at + (int) length));
            at += (int) length;
        }
        return count > 0 && messages.size() == count ? messages : null;
    }

    static Stream<Arguments> examples() {
        return Stream.of(
                        new byte[0],
                        new byte[] {3, 1, 'a', 0, 2, 'b', 'c'},
                        new byte[] {2, (byte) 0x81, (byte) 0x80, 0, 'a', 0},
                        new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7},
                        new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 8},
                        new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                        new byte[] {(byte) 0xc0, (byte) 0x80},
                        "aZ\u0000ü€\uffff😀é…a long text".getBytes(StandardCharsets.UTF_8),
                        "😀😁ab".getBytes(StandardCharsets.UTF_8))
                .map(bytes -> Arguments.of((Object) bytes));
    }
}
