package dev.strait.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameHostilityTest {
    @Test
    void everySingleByteChangedGivesTheFrameOfThoseBytesOrAViolation() {
        int frames = 0;
        int violations = 0;
        for (Map.Entry<String, byte[]> vector : GoldenVectors.all().entrySet()) {
            for (int at = 0; at < vector.getValue().length; at++) {
                for (int change = 1; change < 256; change++) {
                    byte[] bytes = vector.getValue().clone();
                    bytes[at] ^= (byte) change;
                    if (decodesFaithfully(bytes)) {
                        frames++;
                    } else {
                        violations++;
                    }
                }
            }
        }
        // both outcomes occur in number, so that the test is known to look at both
        assertTrue(frames > 10_000, "frames: " + frames);
        assertTrue(violations > 10_000, "violations: " + violations);
    }

    @Test
    void everyFrameCutShortInsideItsPayloadIsAViolation() {
        GoldenVectors.all().forEach((name, bytes) -> {
            for (int length = bytes.length - FrameHeader.BYTES - 1; length >= 0; length--) {
                byte[] cut = Arrays.copyOf(bytes, FrameHeader.BYTES + length);
                BigEndian.u32(cut, 0, length);
                boolean contentIsOpaque = name.equals("DIRECTORY") || name.startsWith("FRAGMENT");
                boolean ok = decodesFaithfully(cut);
                boolean rangesAreWhole = name.equals("ACKED") && length > 0 && length % 16 == 0;
                assertTrue(!ok || contentIsOpaque || rangesAreWhole, name + " cut to a payload of " + length);
            }
        });
    }

    @Test
    void everyFrameWithBytesTooManyIsAViolation() {
        GoldenVectors.all().forEach((name, bytes) -> {
            byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
            BigEndian.u32(longer, 0, longer.length - FrameHeader.BYTES);
            boolean contentIsOpaque = name.equals("DIRECTORY") || name.matches("FRAGMENT (first|middle|last)");
            assertEquals(contentIsOpaque, decodesFaithfully(longer), name);
        });
    }

    @Test
    void randomBytesGiveFramesOrViolations() {
        long seed = RandomFrames.seed("randomBytesGiveFramesOrViolations");
        Random random = new Random(seed);
        FrameType[] types = FrameType.values();
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[FrameHeader.BYTES + random.nextInt(60)];
            random.nextBytes(bytes);
            if (i % 10 != 0) {
                // a plausible header, so that payloads are reached
                FrameType type = types[random.nextInt(types.length)];
                BigEndian.u32(bytes, 0, bytes.length - FrameHeader.BYTES);
                bytes[FrameHeader.TYPE_AT] = (byte) type.code();
                bytes[FrameHeader.FLAGS_AT] &= (byte) type.flags();
                BigEndian.u16(bytes, FrameHeader.RESERVED_AT, 0);
                BigEndian.u32(bytes, FrameHeader.STREAM_AT, type.scope() == FrameType.Scope.LINK ? 0 : 7);
            }
            decodesFaithfully(bytes);
        }
    }

    @Test
    void aFrameAnnouncingTwoGibibytesIsRefusedAtItsHeader() {
        for (FrameType type : FrameType.values()) {
            for (int length : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, (1 << 20) + 1}) {
                byte[] header = Headers.of(type, length);
                ProtocolViolation violation = assertThrows(
                        ProtocolViolation.class,
                        () -> FrameDecoder.afterHandshake().next(header, 0, header.length));
                assertTrue(violation.getMessage().contains(Integer.toUnsignedString(length)), violation.getMessage());
            }
        }
    }

    @Test
    void hugeLengthsInsideAFrameAllocateNothingLikeThem() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long worst = 0;
        // lengths and counts all ones, wherever they are: no byte of any frame may be taken for a size to allocate
        for (int round = 0; round < 2; round++) {
            worst = 0;
            for (byte[] vector : GoldenVectors.all().values()) {
                for (int at = FrameHeader.BYTES; at < vector.length; at++) {
                    byte[] bytes = vector.clone();
                    bytes[at] = 0x7f;
                    Arrays.fill(bytes, Math.min(at + 1, bytes.length), Math.min(at + 4, bytes.length), (byte) 0xff);
                    long before = threads.getCurrentThreadAllocatedBytes();
                    decode(bytes);
                    worst = Math.max(worst, threads.getCurrentThreadAllocatedBytes() - before);
                }
            }
        }
        assertTrue(worst > 0 && worst < 64 << 10, "one decode allocated " + worst + " bytes");
    }

    @Test
    void aBatchOfAMebibyteCostsOnlyItsRecord() {
        byte[] bytes = new byte[FrameHeader.BYTES + FrameLimits.MAX_PAYLOAD_BYTES];
        FrameHeader.data(bytes, 0, 1, FrameLimits.MAX_PAYLOAD_BYTES, FrameLimits.MAX_PAYLOAD_BYTES - 4);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        FrameDecoder decoder = FrameDecoder.afterHandshake();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            decoder.next(bytes, 0, bytes.length);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least <= 64, "decoding a batch allocated " + least + " bytes");
    }

    @Test
    void aViolationNamesTheOffsetWithinTheConnection() {
        byte[] good = FrameEncoder.encode(new Want(1, 5));
        byte[] bad = Headers.of(FrameType.PING, 9);
        FrameDecoder decoder = FrameDecoder.afterHandshake();
        decoder.next(good, 0, good.length);
        decoder.next(good, 0, good.length);
        ProtocolViolation violation = assertThrows(ProtocolViolation.class, () -> decoder.next(bad, 0, bad.length));
        assertEquals(ErrorCode.PROTOCOL_VIOLATION, violation.code());
        assertEquals("PING must have a payload of 8 to 8 bytes, was 9, at offset 32", violation.getMessage());
    }

    private static void decode(byte[] bytes) {
        try {
            FrameDecoder.afterHandshake().next(bytes, 0, bytes.length);
        } catch (ProtocolViolation violation) {
            assertFalse(violation.getMessage().isEmpty());
        }
    }

    /** Whether these bytes are a frame (or start one); then it encodes to exactly these bytes. */
    static boolean decodesFaithfully(byte[] bytes) {
        FrameDecoder decoder = FrameDecoder.afterHandshake();
        Frame frame;
        try {
            frame = decoder.next(bytes, 0, bytes.length);
        } catch (ProtocolViolation violation) {
            assertTrue(violation.getMessage().contains(", at offset "), violation.getMessage());
            assertEquals(0, decoder.consumed());
            return false;
        }
        if (frame == null) {
            assertEquals(0, decoder.consumed());
            assertTrue(decoder.needed() > bytes.length);
            assertTrue(decoder.needed() <= FrameHeader.BYTES + FrameLimits.MAX_PAYLOAD_BYTES);
            assertNull(decoder.next(bytes, 0, bytes.length));
        } else {
            assertArrayEquals(Arrays.copyOf(bytes, decoder.consumed()), FrameEncoder.encode(frame));
        }
        return true;
    }
}
