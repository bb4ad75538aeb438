package dev.strait.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameRoundTripTest {
    @Test
    void whatIsEncodedIsDecodedAgain() {
        RandomFrames frames = new RandomFrames(RandomFrames.seed("whatIsEncodedIsDecodedAgain"));
        for (int i = 0; i < 20_000; i++) {
            Frame frame = frames.next();
            byte[] bytes = FrameEncoder.encode(frame);
            Frame decoded = FrameDecoder.afterHandshake().next(bytes, 0, bytes.length);
            assertEquals(frame, decoded);
            assertEquals(frame.hashCode(), present(decoded).hashCode());
            assertArrayEquals(bytes, FrameEncoder.encode(decoded));
        }
    }

    @Test
    void aRunOfFramesSplitAtAnyByteGivesTheSameFrames() {
        RandomFrames frames = new RandomFrames(RandomFrames.seed("aRunOfFramesSplitAtAnyByteGivesTheSameFrames"));
        List<Frame> sent = new ArrayList<>();
        WireWriter out = new WireWriter();
        for (FrameType type : FrameType.values()) {
            sent.add(frames.next(type));
            FrameEncoder.encode(sent.getLast(), out);
        }
        byte[] bytes = out.toByteArray();
        for (int cut = 0; cut <= bytes.length; cut++) {
            FrameDecoder decoder = FrameDecoder.afterHandshake();
            List<Frame> received = new ArrayList<>();
            int from = decodeAll(decoder, bytes, 0, cut, received);
            // what was left over moves to another array, as a reader does with its next chunk
            byte[] next = Arrays.copyOfRange(bytes, from, bytes.length);
            assertEquals(next.length, decodeAll(decoder, next, 0, next.length, received));
            assertEquals(sent, received);
            assertEquals(bytes.length, decoder.offset());
        }
    }

    @Test
    void byteByByteGivesTheSameFramesAndNeededIsExact() {
        RandomFrames frames = new RandomFrames(RandomFrames.seed("byteByByteGivesTheSameFramesAndNeededIsExact"));
        for (int i = 0; i < 500; i++) {
            Frame frame = frames.next();
            byte[] bytes = FrameEncoder.encode(frame);
            FrameDecoder decoder = FrameDecoder.afterHandshake();
            for (int to = 0; to < bytes.length; to++) {
                assertNull(decoder.next(bytes, 0, to));
                assertEquals(0, decoder.consumed());
                assertEquals(to < FrameHeader.BYTES ? FrameHeader.BYTES : bytes.length, decoder.needed());
            }
            assertEquals(frame, decoder.next(bytes, 0, bytes.length));
            assertEquals(bytes.length, decoder.consumed());
        }
    }

    @Test
    void bulkIsReferredToAndNotCopied() {
        RandomFrames frames = new RandomFrames(RandomFrames.seed("bulkIsReferredToAndNotCopied"));
        for (FrameType type : List.of(FrameType.DATA, FrameType.FRAGMENT, FrameType.DIRECTORY)) {
            byte[] bytes = FrameEncoder.encode(frames.next(type));
            Frame frame = present(FrameDecoder.afterHandshake().next(bytes, 0, bytes.length));
            byte[] array = switch (frame) {
                case Data data -> data.array();
                case Fragment fragment -> fragment.array();
                case DirectoryFrame message -> message.array();
                default -> throw new AssertionError(frame);
            };
            assertSame(bytes, array);
        }
    }

    private static int decodeAll(FrameDecoder decoder, byte[] array, int from, int to, List<Frame> into) {
        int at = from;
        for (Frame frame = decoder.next(array, at, to); frame != null; frame = decoder.next(array, at, to)) {
            into.add(frame);
            at += decoder.consumed();
        }
        return at;
    }

    private static Frame present(Frame frame) {
        assertNotNull(frame);
        return frame;
    }
}
