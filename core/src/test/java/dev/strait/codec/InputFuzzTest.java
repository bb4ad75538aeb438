package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.strait.error.DecodeFailed;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The first byte says what the others are read as. Arbitrary bytes are what another way to read them says, or {@link DecodeFailed}, with nothing
 * allocated beyond them; what was read is written again as {@link Output} does, and read to be the same. A quick regression over examples unless
 * JAZZER_FUZZ=1 is set in the environment; then they are where the fuzzer starts.
 */
class InputFuzzTest {
    private static final int ALLOCATED_PER_BYTE = 16;

    private static final BigInteger BELOW = BigInteger.valueOf(128);

    @MethodSource("examples")
    @FuzzTest(maxDuration = "20s")
    void anyBytesAreReadAsTheyWereWritten(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(bytes, 1, bytes.length);
        Allocation.assertInProportion(rest.length, ALLOCATED_PER_BYTE, () -> read(bytes[0], new Input(rest)));
        Input in = new Input(rest);
        Object read = read(bytes[0], in);
        assertEquals(expected(bytes[0], rest), read);
        if (read == null) {
            return;
        }
        byte[] written = written(bytes[0], read);
        assertTrue(written.length <= rest.length - in.remaining(), "the shortest form");
        Input again = new Input(written);
        assertEquals(read, read(bytes[0], again));
        assertEquals(0, again.remaining());
        for (int length = 0; length < Math.min(written.length, 16); length++) {
            assertEquals(null, read(bytes[0], new Input(written, 0, length)), "cut short");
        }
    }

    private static @Nullable Object read(int kind, Input in) {
        try {
            return switch (kind & 7) {
                case 0 -> in.readVarInt();
                case 1 -> in.readVarLong();
                case 2 -> in.readZigZagInt();
                case 3 -> in.readZigZagLong();
                case 4 -> in.readString();
                case 5 -> in.readBoolean();
                case 6 -> in.readDouble();
                default -> ByteBuffer.wrap(in.readBytes(in.readCount()));
            };
        } catch (DecodeFailed refused) {
            return null;
        }
    }

    private static byte[] written(int kind, Object value) {
        Output out = new Output();
        switch (kind & 7) {
            case 0 -> out.writeVarInt((int) value);
            case 1 -> out.writeVarLong((long) value);
            case 2 -> out.writeZigZagInt((int) value);
            case 3 -> out.writeZigZagLong((long) value);
            case 4 -> out.writeString((String) value);
            case 5 -> out.writeBoolean((boolean) value);
            case 6 -> out.writeDouble((double) value);
            default -> {
                byte[] content = ((ByteBuffer) value).array();
                out.writeVarInt(content.length);
                out.writeBytes(content, 0, content.length);
            }
        }
        return out.toByteArray();
    }

    /** By the words of docs/codec.md, with numbers that cannot overflow. */
    private static @Nullable Object expected(int kind, byte[] bytes) {
        BigInteger number = number(bytes, (kind & 7) == 1 || (kind & 7) == 3 ? Long.SIZE : Integer.SIZE);
        return switch (kind & 7) {
            case 0 -> number == null ? null : number.intValue();
            case 1 -> number == null ? null : number.longValue();
            case 2 -> number == null ? null : zigZag(number).intValueExact();
            case 3 -> number == null ? null : zigZag(number).longValueExact();
            case 4 -> text(counted(number, bytes));
            case 5 -> bytes.length == 0 || bytes[0] < 0 || bytes[0] > 1 ? null : bytes[0] == 1;
            case 6 -> bytes.length < 8 ? null : ByteBuffer.wrap(bytes).getDouble();
            default -> counted(number, bytes);
        };
    }

    /** Seven bits a byte, the lowest first, the top bit set on all but the last; null if that is none, or has more bits than allowed. */
    private static @Nullable BigInteger number(byte[] bytes, int bits) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < Math.min(bytes.length, (bits + 6) / 7); i++) {
            value = value.add(BigInteger.valueOf(bytes[i] & 0x7F).multiply(BELOW.pow(i)));
            if (bytes[i] >= 0) {
                return value.bitLength() > bits ? null : value;
            }
        }
        return null;
    }

    private static BigInteger zigZag(BigInteger number) {
        BigInteger half = number.shiftRight(1);
        return number.testBit(0) ? half.not() : half;
    }

    private static @Nullable ByteBuffer counted(@Nullable BigInteger count, byte[] bytes) {
        int from = 0;
        while (from < bytes.length && bytes[from] < 0) {
            from++;
        }
        from++;
        if (count == null || count.compareTo(BigInteger.valueOf(bytes.length - from)) > 0) {
            return null;
        }
        return ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, from + count.intValueExact()));
    }

    /** The JDK puts a mark in the place of what is malformed, and so other bytes come out again. */
    private static @Nullable String text(@Nullable ByteBuffer content) {
        if (content == null) {
            return null;
        }
        String lenient = new String(content.array(), StandardCharsets.UTF_8);
        byte[] again = lenient.getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(content.array(), again)) {
            return null;
        }
        assertEquals(again.length, Utf8.length(lenient));
        byte[] put = new byte[again.length];
        assertEquals(again.length, Utf8.put(lenient, put, 0));
        assertArrayEquals(again, put);
        return lenient;
    }

    static Stream<Arguments> examples() {
        byte[] text = "\u0004\u000Ba\u20AC\uD83D\uDE00\uFFFD".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                        new byte[] {0, -1, -1, -1, -1, 0x0F},
                        new byte[] {2, -1, -1, -1, -1, 0x10},
                        new byte[] {1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
                        new byte[] {3, -1, -1, -1, -1, -1, -1, -1, -1, -1, 2},
                        new byte[] {0, -128, 0},
                        text,
                        new byte[] {4, 3, -19, -96, -128},
                        new byte[] {5, 1},
                        new byte[] {5, 2},
                        new byte[] {6, 127, -16, 0, 0, 0, 0, 0, 0},
                        new byte[] {7, 2, 1, 2, 3},
                        new byte[] {7, -1, -1, -1, -1, 7})
                .map(bytes -> Arguments.of((Object) bytes));
    }
}
