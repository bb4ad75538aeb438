package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.strait.error.DecodeFailed;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The first two bytes say how many bytes of one schema follow; the rest is another. Arbitrary bytes give a schema or {@link DecodeFailed}; a
 * schema has exactly one form, which is these bytes; its text is short enough for a log; and it can be compared with ours and with any other.
 * A quick regression over examples unless JAZZER_FUZZ=1 is set in the environment; then they are where the fuzzer starts.
 */
class SchemaFuzzTest {
    /** A definition of five bytes becomes a record with a name, lists and sets, and all of them once more to be compared. */
    private static final int ALLOCATED_PER_BYTE = 400;

    private static final List<Codec<?>> OURS = List.of(
            Codec.of(EvolutionTest.V1.Order.class),
            Codec.of(EvolutionTest.V1.Tree.class),
            Codec.of(EvolutionTest.V1.Numbers.class),
            Codec.of(EvolutionTest.V1.Colour.class),
            Codec.of(StandardTypesTest.Times.class),
            Codec.of(new TypeRef<List<Optional<String>>>() {}),
            Codec.of(TravellingEndsTest.Tree.class),
            Codec.bytes());

    @MethodSource("examples")
    @FuzzTest(maxDuration = "20s")
    void anyBytesGiveASchemaOrDecodeFailed(byte[] bytes) throws SchemaMismatch {
        int split = bytes.length < 2 ? 0 : Math.min(bytes.length, 2 + ((bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF)));
        Schema first = schema(Arrays.copyOfRange(bytes, Math.min(2, split), split));
        Schema second = schema(Arrays.copyOfRange(bytes, split, bytes.length));
        if (first != null && second != null) {
            // What fits is not symmetric, and what is equal fits.
            boolean fits = first.obstacleTo(second).isEmpty();
            assertTrue(fits || !first.equals(second));
            second.obstacleTo(first);
        }
    }

    private static @Nullable Schema schema(byte[] bytes) throws SchemaMismatch {
        Allocation.assertInProportion(bytes.length, ALLOCATED_PER_BYTE, () -> decoded(bytes));
        Schema schema = decoded(bytes);
        if (schema == null) {
            return null;
        }
        assertArrayEquals(bytes, schema.bytes());
        assertArrayEquals(bytes, SchemaForm.encode(schema.definitions(), schema.root()), "the one form");
        assertEquals(schema, Schema.decode(schema.bytes()));
        assertTrue(schema.toString().length() <= Limits.MAX_TEXT + 1);
        for (Codec<?> codec : OURS) {
            compare(schema, codec);
        }
        return schema;
    }

    private static @Nullable Schema decoded(byte[] bytes) {
        try {
            return Schema.decode(bytes);
        } catch (DecodeFailed refused) {
            return null;
        }
    }

    private static void compare(Schema theirs, Codec<?> codec) throws SchemaMismatch {
        codec.schema().obstacleTo(theirs);
        Optional<String> obstacle = theirs.obstacleTo(codec.schema());
        Codec<?> reading = null;
        try {
            reading = codec.reading(theirs);
        } catch (SchemaMismatch refused) {
            assertEquals(obstacle, Optional.of(refused.reason()));
        }
        assertEquals(obstacle.isEmpty(), reading != null);
        if (reading != null) {
            try {
                // A byte is none of these, or one; what matters is that there is a reader for whatever fits.
                reading.decode(new Input(new byte[] {0}));
            } catch (DecodeFailed refused) {
                assertEquals(codec.schema(), reading.schema());
            }
        }
    }

    static Stream<Arguments> examples() {
        List<byte[]> schemas = Stream.concat(
                        OURS.stream(),
                        Stream.of(
                                Codec.of(EvolutionTest.V2.Order.class),
                                Codec.of(EvolutionTest.V2.Tree.class),
                                Codec.of(CodecFuzzTest.Node.class),
                                Codec.of(StandardTypesTest.Others.class)))
                .map(codec -> codec.schema().bytes())
                .toList();
        return schemas.stream()
                .flatMap(first -> Stream.of(
                        CodecFuzzTest.both(first, schemas.getFirst()),
                        CodecFuzzTest.both(first, schemas.get(OURS.size())),
                        CodecFuzzTest.both(first, Arrays.copyOf(first, first.length - 1))))
                .map(bytes -> Arguments.of((Object) bytes));
    }
}
