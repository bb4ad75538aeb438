package dev.strait.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTypeTest {
    @Test
    void ofAll256CodesOnlyTheKnownOnesAreAccepted() {
        List<Integer> accepted = new ArrayList<>();
        for (int code = 0; code < 256; code++) {
            FrameType type = FrameType.of(code);
            if (type != null) {
                assertEquals(code, type.code());
                byte[] header = Headers.of(type, type.minPayloadBytes());
                if (type.minPayloadBytes() > 0) {
                    assertNull(FrameDecoder.afterHandshake().next(header, 0, header.length));
                }
                accepted.add(code);
            } else {
                String text = refused(Headers.of(code, 0, 0, 0, 0));
                boolean reserved = code >= 0x29 && code <= 0x2f;
                assertEquals(reserved, FrameType.isReserved(code));
                assertTrue(text.contains(reserved ? "is reserved for a later version" : "is unknown"), text);
                assertTrue(text.startsWith("frame type 0x" + Integer.toHexString(code) + " "), text);
            }
        }
        assertEquals(
                List.of(
                        1, 2, 3, 4, 5, 6, 8, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x20, 0x21,
                        0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28),
                accepted);
    }

    @Test
    void aPayloadBelowOrAboveTheTypesBoundsIsRefusedAtTheHeader() {
        for (FrameType type : FrameType.values()) {
            assertTrue(refused(Headers.of(type, type.maxPayloadBytes() + 1)).contains("payload"));
            assertTrue(refused(Headers.of(type, type.minPayloadBytes() - 1)).contains("payload"));
        }
    }

    @Test
    void theBoundsAreThoseOfTheSmallestAndTheLargestFrame() {
        for (FrameType type : FrameType.values()) {
            assertEquals(type.minPayloadBytes(), payloadBytes(ExtremeFrames.smallest(type)), type + " smallest");
            assertEquals(type.maxPayloadBytes(), payloadBytes(ExtremeFrames.largest(type)), type + " largest");
        }
    }

    @Test
    void aFlagThatTheTypeDoesNotKnowIsRefused() {
        for (FrameType type : FrameType.values()) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] header = Headers.of(type, type.minPayloadBytes());
                header[FrameHeader.FLAGS_AT] = (byte) (1 << bit);
                if ((type.flags() & 1 << bit) == 0) {
                    assertTrue(refused(header).contains("unknown flags"));
                } else {
                    assertEquals(FrameType.FRAGMENT, type);
                    assertNull(FrameDecoder.afterHandshake().next(header, 0, header.length));
                }
            }
        }
    }

    @Test
    void reservedHeaderBytesThatAreNotZeroAreRefused() {
        for (FrameType type : FrameType.values()) {
            for (int bit = 0; bit < 16; bit++) {
                byte[] header = Headers.of(type, type.minPayloadBytes());
                BigEndian.u16(header, FrameHeader.RESERVED_AT, 1 << bit);
                assertTrue(refused(header).contains("reserved header bytes"));
            }
        }
    }

    @Test
    void aStreamThatDoesNotFitTheScopeIsRefused() {
        for (FrameType type : FrameType.values()) {
            boolean link = type.scope() == FrameType.Scope.LINK;
            for (int stream : link ? new int[] {1, Integer.MAX_VALUE, -1} : new int[] {0, -1, Integer.MIN_VALUE}) {
                byte[] header = Headers.of(type.code(), 0, 0, stream, type.minPayloadBytes());
                assertTrue(refused(header).contains("has stream " + Integer.toUnsignedString(stream)));
            }
        }
    }

    @Test
    void beforeTheHandshakeIsDoneNoPayloadAbove16KibibytesIsAccepted() {
        byte[] most = Headers.of(FrameType.DATA, FrameLimits.MAX_HANDSHAKE_PAYLOAD_BYTES);
        byte[] more = Headers.of(FrameType.DATA, FrameLimits.MAX_HANDSHAKE_PAYLOAD_BYTES + 1);
        FrameDecoder decoder = FrameDecoder.beforeHandshake();
        assertNull(decoder.next(most, 0, most.length));
        assertThrows(ProtocolViolation.class, () -> decoder.next(more, 0, more.length));
        decoder.handshakeDone();
        assertNull(decoder.next(more, 0, more.length));
    }

    @Test
    void linkFramesAreThoseWithoutAStream() {
        RandomFrames frames = new RandomFrames(RandomFrames.seed("linkFramesAreThoseWithoutAStream"));
        for (FrameType type : FrameType.values()) {
            Frame frame = frames.next(type);
            assertEquals(type, frame.type());
            assertEquals(type.scope() == FrameType.Scope.LINK, frame instanceof LinkFrame);
            assertEquals(frame instanceof LinkFrame, frame.stream() == 0);
        }
    }

    @Test
    void errorCodesKeepTheirNumbersForEver() {
        StringBuilder numbers = new StringBuilder();
        for (ErrorCode code : ErrorCode.values()) {
            numbers.append(code).append('=').append(code.code()).append(' ');
            assertEquals(code, ErrorCode.of(code.code()));
        }
        assertEquals(
                "NORMAL=0 DUPLICATE=1 REPLACED=2 WRONG_CLUSTER=3 VERSION=4 PROTOCOL_VIOLATION=5 SILENT=6 "
                        + "HANDSHAKE_TIMEOUT=7 SHUTTING_DOWN=8 SELF=9 INTERNAL=10 CLOSED=20 UNKNOWN_END=21 "
                        + "TYPE_CLASH=22 APPLICATION_ERROR=23 CLOSED_WITHOUT_DONE=24 "
                        + "CREDIT_EXCEEDED=26 MESSAGE_TOO_LARGE=27 ",
                numbers.toString());
        for (int unknown : new int[] {-1, 11, 19, 25, 28, 0xffff}) {
            assertNull(ErrorCode.of(unknown));
        }
    }

    private static int payloadBytes(Frame frame) {
        byte[] bytes = FrameEncoder.encode(frame);
        assertEquals(frame, FrameDecoder.afterHandshake().next(bytes, 0, bytes.length));
        return bytes.length - FrameHeader.BYTES;
    }

    private static String refused(byte[] header) {
        return assertThrows(
                        ProtocolViolation.class,
                        () -> FrameDecoder.afterHandshake().next(header, 0, header.length))
                .getMessage();
    }
}
