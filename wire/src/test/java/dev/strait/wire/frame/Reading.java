package dev.strait.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the bytes of a connection were, read as a reader does: some at a time, what is not complete kept and offered again with more. What the
 * decoder says of itself meanwhile is checked.
 *
 * @param frames in order
 * @param violation what was wrong behind them; null if nothing was
 */
record Reading(List<Frame> frames, @Nullable String violation) {
    /**
     * Reads.
     *
     * @param start where the first frame starts
     * @param handshake how many frames the handshake has
     * @param piece how many bytes come at a time
     * @param byHeads whether a fragment that is not complete is read by its head, so that its content comes apart from it
     */
    static Reading of(byte[] bytes, int start, int handshake, int piece, boolean byHeads) {
        FrameDecoder decoder = handshake == 0 ? FrameDecoder.afterHandshake() : FrameDecoder.beforeHandshake();
        List<Frame> frames = new ArrayList<>();
        int from = start;
        int arrived = start;
        try {
            while (true) {
                if (frames.size() == handshake) {
                    decoder.handshakeDone();
                }
                assertEquals(from - start, decoder.offset());
                Frame frame = decoder.next(bytes, from, arrived);
                FragmentHead head = null;
                if (frame == null) {
                    checkNeed(decoder, bytes, from, arrived);
                    head = byHeads && frames.size() >= handshake ? decoder.nextHead(bytes, from, arrived) : null;
                }
                from += decoder.consumed();
                if (head != null) {
                    if (head.length() > bytes.length - from) {
                        return new Reading(frames, null);
                    }
                    frame = fragment(head, bytes, from);
                    from += head.length();
                    arrived = Math.max(arrived, from);
                }
                if (frame != null) {
                    frames.add(frame);
                } else if (arrived == bytes.length) {
                    return new Reading(frames, null);
                } else {
                    arrived = Math.min(bytes.length, arrived + piece);
                }
            }
        } catch (ProtocolViolation violation) {
            return new Reading(frames, violation.getMessage());
        }
    }

    private static void checkNeed(FrameDecoder decoder, byte[] bytes, int from, int arrived) {
        assertEquals(0, decoder.consumed());
        assertTrue(decoder.needed() > arrived - from, "what is there would do");
        assertTrue(decoder.needed() <= FrameHeader.BYTES + FrameLimits.MAX_PAYLOAD_BYTES, "more than a legal frame");
        if (arrived - from < FrameHeader.BYTES) {
            assertEquals(FrameHeader.BYTES, decoder.needed());
        } else {
            assertEquals(FrameHeader.BYTES + BigEndian.u32(bytes, from), decoder.needed());
        }
    }

    private static Fragment fragment(FragmentHead head, byte[] bytes, int from) {
        Fragment fragment = new Fragment(
                head.stream(), head.first(), head.last(), head.totalBytes(), bytes, from, from + head.length());
        assertEquals(head, fragment.head());
        return fragment;
    }

    /** Checks that the frames encode to the bytes that they came from. */
    void encodeTo(byte[] bytes, int start) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        frames.forEach(frame -> encoded.writeBytes(FrameEncoder.encode(frame)));
        assertArrayEquals(Arrays.copyOfRange(bytes, start, start + encoded.size()), encoded.toByteArray());
    }
}
