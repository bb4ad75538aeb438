package dev.strait.wire.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.strait.wire.frame.Allocation;
import dev.strait.wire.frame.ProtocolViolation;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arbitrary bytes give a message or a violation and nothing else; a message encodes to the bytes it came from, is the same whatever was heard
 * before, and takes memory in proportion to its bytes. A quick regression over the vectors of the specification unless JAZZER_FUZZ=1 is set in
 * the environment; then they are where the fuzzer starts.
 */
class DirectoryCodecFuzzTest {
    /** An end of a few bytes, whose node was said before, becomes a record in a list; a schema is hashed. */
    private static final int ALLOCATED_PER_BYTE = 64;

    private static final Map<String, byte[]> VECTORS = Specification.vectors();

    @MethodSource("vectors")
    @FuzzTest(maxDuration = "20s")
    void anyBytesGiveAMessageOrAViolation(byte[] bytes) {
        DirectoryCodecTest.decodesFaithfully(bytes);
        Allocation.assertInProportion(bytes.length, ALLOCATED_PER_BYTE, () -> heard(bytes, new Vocabulary()));
        Object fresh = heard(bytes, new Vocabulary());
        Vocabulary learned = new Vocabulary();
        assertEquals(fresh, heard(bytes, learned));
        assertEquals(fresh, heard(bytes, learned), "said again");
        Vocabulary others = new Vocabulary();
        VECTORS.values().forEach(each -> heard(each, others));
        assertEquals(fresh, heard(bytes, others), "behind others");
    }

    /** The message, or the text of the violation. */
    private static Object heard(byte[] bytes, Vocabulary vocabulary) {
        try {
            return DirectoryCodec.decode(bytes, 0, bytes.length, vocabulary);
        } catch (ProtocolViolation violation) {
            return String.valueOf(violation.getMessage());
        }
    }

    static Stream<Arguments> vectors() {
        return VECTORS.values().stream().map(bytes -> Arguments.of((Object) bytes));
    }
}
