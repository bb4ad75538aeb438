package dev.strait.wire.frame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arbitrary bytes give frames or a violation and nothing else, and a frame encodes to the bytes it came from. A quick
 * regression over the golden vectors unless JAZZER_FUZZ=1 is set in the environment; then they are where the fuzzer starts.
 */
class FrameDecoderFuzzTest {
    @MethodSource("goldenVectors")
    @FuzzTest(maxDuration = "20s")
    void anyBytesGiveFramesOrAViolation(byte[] bytes) {
        FrameHostilityTest.decodesFaithfully(bytes);
    }

    static Stream<Arguments> goldenVectors() {
        return GoldenVectors.all().values().stream().map(bytes -> Arguments.of((Object) bytes));
    }
}
