package dev.strait.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of a fragment before its content is there. */
class FragmentHeadTest {
    private final FrameDecoder decoder = FrameDecoder.afterHandshake();

    @Test
    void theHeadOfAFragmentIsGivenAsSoonAsItIsThere() {
        Fragment fragment = new Fragment(3, true, false, 1_000, new byte[600], 0, 600);
        byte[] bytes = FrameEncoder.encode(fragment);
        for (int to = 0; to < FrameHeader.FIRST_FRAGMENT_BYTES; to++) {
            assertNull(decoder.next(bytes, 0, to));
            assertNull(decoder.nextHead(bytes, 0, to), "of " + to + " bytes");
            assertEquals(0, decoder.consumed());
        }
        assertNull(decoder.next(bytes, 0, FrameHeader.FIRST_FRAGMENT_BYTES));
        assertEquals(fragment.head(), decoder.nextHead(bytes, 0, FrameHeader.FIRST_FRAGMENT_BYTES));
        assertEquals(FrameHeader.FIRST_FRAGMENT_BYTES, decoder.consumed());
        assertEquals(FrameHeader.BYTES, decoder.needed(), "what comes behind the content is another frame");
        assertEquals(bytes.length, decoder.offset(), "content included");
    }

    @Test
    void aLaterFragmentHasItsContentRightBehindTheHeader() {
        Fragment fragment = new Fragment(3, false, true, 0, new byte[600], 0, 600);
        byte[] bytes = FrameEncoder.encode(fragment);
        assertNull(decoder.nextHead(bytes, 0, FrameHeader.BYTES - 1));
        assertEquals(new FragmentHead(3, false, true, 0, 600), decoder.nextHead(bytes, 0, FrameHeader.BYTES));
        assertEquals(FrameHeader.BYTES, decoder.consumed());
    }

    @Test
    void anotherFrameHasNone() {
        for (Map.Entry<String, byte[]> vector : GoldenVectors.all().entrySet()) {
            if (!vector.getKey().startsWith("FRAGMENT")) {
                byte[] bytes = vector.getValue();
                assertNull(FrameDecoder.afterHandshake().nextHead(bytes, 0, bytes.length), vector.getKey());
            }
        }
    }

    @Test
    void aHeadIsJudgedAsTheWholeFrameIs() {
        int violations = 0;
        for (Map.Entry<String, byte[]> vector : GoldenVectors.all().entrySet()) {
            byte[] golden = vector.getValue();
            for (int at = 0; vector.getKey().startsWith("FRAGMENT") && at < FrameHeader.FIRST_FRAGMENT_BYTES; at++) {
                for (int change = 1; change < 256; change++) {
                    byte[] bytes = Arrays.copyOf(golden, FrameHeader.FIRST_FRAGMENT_BYTES);
                    bytes[at] ^= (byte) change;
                    violations += agree(bytes) ? 0 : 1;
                }
            }
        }
        assertTrue(violations > 1_000, "violations: " + violations);
    }

    /** @return whether they are the head of a frame, of a fragment or of another */
    private static boolean agree(byte[] head) {
        int length = BigEndian.u32(head, 0);
        byte[] whole = Arrays.copyOf(head, FrameHeader.BYTES + Math.clamp(length, 0, FrameLimits.MAX_PAYLOAD_BYTES));
        int to = Math.min(head.length, whole.length);
        FragmentHead seen;
        try {
            seen = FrameDecoder.afterHandshake().nextHead(head, 0, to);
        } catch (ProtocolViolation violation) {
            ProtocolViolation other = assertThrows(
                    ProtocolViolation.class, () -> FrameDecoder.afterHandshake().next(whole, 0, whole.length));
            assertEquals(other.getMessage(), violation.getMessage());
            return false;
        }
        if (seen != null) {
            Frame frame = FrameDecoder.afterHandshake().next(whole, 0, whole.length);
            assertTrue(frame instanceof Fragment fragment && fragment.head().equals(seen), String.valueOf(frame));
        }
        return true;
    }
}
