package dev.strait.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arbitrary bytes of a connection give frames or a violation and nothing else; a frame encodes to the bytes it came from; and in whatever pieces
 * they come, and whether or not fragments are read by their heads, they are the same frames and the same violation. The first byte is where the
 * handshake is over and the second how long the pieces are. A quick regression over the golden vectors unless JAZZER_FUZZ=1 is set in the
 * environment; then they are where the fuzzer starts.
 */
class FrameDecoderFuzzTest {
    /** A frame of nothing but its header becomes a record; a refusal has its text and its stack. */
    private static final int ALLOCATED_PER_BYTE = 24;

    @MethodSource("connections")
    @FuzzTest(maxDuration = "20s")
    void anyBytesGiveFramesOrAViolation(byte[] bytes) {
        FrameHostilityTest.decodesFaithfully(bytes);
        if (bytes.length < 2) {
            return;
        }
        int handshake = bytes[0] & 0x0f;
        int piece = 1 + (bytes[1] & 0xff);
        Allocation.assertInProportion(bytes.length, ALLOCATED_PER_BYTE, () -> decodeAll(bytes));
        Reading atOnce = Reading.of(bytes, 2, handshake, bytes.length, false);
        atOnce.encodeTo(bytes, 2);
        assertEquals(atOnce, Reading.of(bytes, 2, handshake, piece, false));
        Reading byHeads = Reading.of(bytes, 2, handshake, piece, true);
        assertEquals(byHeads, Reading.of(bytes, 2, handshake, 1, true));
        // A fragment cut short may be wrong already, as the whole would be, whatever its content.
        boolean early = byHeads.violation() != null && atOnce.violation() == null;
        byte[] judged = early ? Arrays.copyOf(bytes, bytes.length + FrameLimits.MAX_PAYLOAD_BYTES) : bytes;
        assertEquals(early ? Reading.of(judged, 2, handshake, judged.length, false) : atOnce, byHeads);
    }

    private static void decodeAll(byte[] bytes) {
        FrameDecoder decoder = FrameDecoder.afterHandshake();
        try {
            for (int from = 2; decoder.next(bytes, from, bytes.length) != null; from += decoder.consumed()) {
                // and the next
            }
        } catch (ProtocolViolation violation) {
            // as good as a frame
        }
    }

    static Stream<Arguments> connections() {
        List<byte[]> connections = new ArrayList<>();
        Collection<byte[]> vectors = GoldenVectors.all().values();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {1, 6});
        for (byte[] vector : vectors) {
            connections.add(vector);
            for (byte[] start : new byte[][] {{0, 12}, {2, 0}}) {
                ByteArrayOutputStream twice = new ByteArrayOutputStream();
                twice.writeBytes(start);
                twice.writeBytes(vector);
                twice.writeBytes(vector);
                connections.add(twice.toByteArray());
            }
            all.writeBytes(vector);
        }
        connections.add(all.toByteArray());
        return connections.stream().map(bytes -> Arguments.of((Object) bytes));
    }
}
