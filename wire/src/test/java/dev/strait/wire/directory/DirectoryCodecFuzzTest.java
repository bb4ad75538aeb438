package dev.strait.wire.directory;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arbitrary bytes give a message or a violation and nothing else, and a message encodes to the bytes it came from. A quick
 * regression over the vectors of the specification unless JAZZER_FUZZ=1 is set in the environment; then they are where the
 * fuzzer starts.
 */
class DirectoryCodecFuzzTest {
    @MethodSource("vectors")
    @FuzzTest(maxDuration = "20s")
    void anyBytesGiveAMessageOrAViolation(byte[] bytes) {
        DirectoryCodecTest.decodesFaithfully(bytes);
    }

    static Stream<Arguments> vectors() {
        return Specification.vectors().values().stream().map(bytes -> Arguments.of((Object) bytes));
    }
}
