package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.strait.error.DecodeFailed;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arbitrary bytes as values of the JDK's own types: a value or {@link DecodeFailed}; a value encodes again and is equal then; its text is not
 * out of proportion to its bytes. A quick regression over random values unless JAZZER_FUZZ=1 is set in the environment; then they are where the
 * fuzzer starts.
 */
class StandardTypesFuzzTest {
    /** 64 KiB of a number are 157,000 digits, of a BigDecimal with 10,000 more; the rest is short. */
    private static final int TEXT_FIXED = 12_000;

    private static final int TEXT_PER_BYTE = 30;

    /** What was looked up in tables of the JDK, such as the rules of a zone, is there once. */
    private static final int ALLOCATED_PER_BYTE = 300;

    private static final List<Codec<? extends Record>> CODECS =
            List.of(Codec.of(StandardTypesTest.Times.class), Codec.of(StandardTypesTest.Others.class));

    /** The first byte is which types, the others are the message. */
    @MethodSource("examples")
    @FuzzTest(maxDuration = "20s")
    void anyBytesGiveAValueOrDecodeFailed(byte[] bytes) {
        if (bytes.length > 0) {
            decode(CODECS.get(bytes[0] & 1), bytes);
        }
    }

    private static <T> void decode(Codec<T> codec, byte[] bytes) {
        Allocation.assertInProportion(bytes.length, ALLOCATED_PER_BYTE, () -> {
            try {
                codec.decode(new Input(bytes, 1, bytes.length));
            } catch (DecodeFailed refused) {
                // as good as a value
            }
        });
        T value;
        try {
            value = codec.decode(new Input(bytes, 1, bytes.length));
        } catch (DecodeFailed refused) {
            return;
        }
        byte[] again = Bytes.of(codec, value);
        assertEquals(value, Bytes.again(codec, value));
        assertArrayEquals(again, Bytes.of(codec, Bytes.again(codec, value)));
        assertTrue(value.toString().length() <= TEXT_FIXED + TEXT_PER_BYTE * bytes.length);
    }

    static Stream<Arguments> examples() {
        Random random = new Random(25);
        return IntStream.range(0, 16).mapToObj(i -> {
            Output out = new Output();
            out.writeByte(i);
            if (i % 2 == 0) {
                Codec.of(StandardTypesTest.Times.class).encode(StandardTypesTest.times(random), out);
            } else {
                Codec.of(StandardTypesTest.Others.class).encode(StandardTypesTest.others(random), out);
            }
            return Arguments.of((Object) out.toByteArray());
        });
    }
}
