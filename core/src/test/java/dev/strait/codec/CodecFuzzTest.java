package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.strait.error.DecodeFailed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The first byte says how many bytes of schema follow; the rest is a message. Arbitrary bytes give a value or {@link DecodeFailed},
 * and nothing else. A quick regression over good and bad examples unless JAZZER_FUZZ=1 is set in the environment; then they are
 * where the fuzzer starts.
 */
class CodecFuzzTest {

    sealed interface Node permits Leaf, Branch, Kind {}

    record Leaf(
            boolean z,
            byte b,
            short s,
            char c,
            int i,
            long l,
            float f,
            double d,
            String text,
            byte[] bytes,
            Optional<Integer> maybe)
            implements Node {}

    record Branch(List<Node> list, Set<String> set, Map<Long, Node> map) implements Node {}

    enum Kind implements Node {
        ONE,
        TWO
    }

    private static final Codec<Node> CODEC = Codec.of(Node.class);

    @MethodSource("examples")
    @FuzzTest(maxDuration = "20s")
    void anyBytesGiveAValueOrDecodeFailed(byte[] bytes) {
        byte[] message = bytes;
        Codec<Node> codec = CODEC;
        if (bytes.length > 0 && (bytes[0] & 0xFF) < bytes.length) {
            int split = 1 + (bytes[0] & 0xFF);
            message = Arrays.copyOfRange(bytes, split, bytes.length);
            try {
                codec = CODEC.reading(Schema.decode(Arrays.copyOfRange(bytes, 1, split)));
            } catch (DecodeFailed | SchemaMismatch refused) {
                codec = CODEC;
            }
        }
        Node value;
        try {
            value = codec.decode(new Input(message));
        } catch (DecodeFailed refused) {
            return;
        }
        // What was decoded encodes again; NaN and byte[] have no equality that would say more.
        Bytes.of(CODEC, value);
    }

    static Stream<Arguments> examples() {
        Node leaf = new Leaf(true, (byte) 1, (short) 2, 'c', 4, 5, 6f, 7d, "\u20AC", new byte[] {1}, Optional.of(9));
        Node value = new Branch(List.of(leaf, Kind.TWO), Set.of("a", "b"), Map.of(1L, Kind.ONE, 2L, leaf));
        byte[] schema = CODEC.schema().bytes();
        assertTrue(schema.length < 256, "its length must fit into one byte");
        byte[] message = Bytes.of(CODEC, value);
        byte[] both = new byte[1 + schema.length + message.length];
        both[0] = (byte) schema.length;
        System.arraycopy(schema, 0, both, 1, schema.length);
        System.arraycopy(message, 0, both, 1 + schema.length, message.length);
        byte[] cut = Arrays.copyOf(both, both.length - 3);
        byte[] huge = Bytes.ofHex("00 01 ff ff ff ff 07");
        return Stream.of(both, message, cut, huge, new byte[0]).map(bytes -> Arguments.of((Object) bytes));
    }
}
