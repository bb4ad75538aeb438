package dev.strait.wire.frame;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one connection into frames. It keeps no bytes: the reader offers what it has, and offers it again with
 * more when a frame was not complete.
 *
 * <pre>{@code
 * Frame frame = decoder.next(array, from, to);
 * while (frame != null) {
 *     from += decoder.consumed();
 *     handle(frame);
 *     frame = decoder.next(array, from, to);
 * }
 * // keep array[from, to), and read until there are decoder.needed() bytes
 * }</pre>
 *
 * A header is judged as soon as its 12 bytes are there, so that no peer makes the reader hold more than a legal frame.
 * DATA, FRAGMENT and DIRECTORY refer to the given array; nothing but the record is allocated for them. The structure of a
 * DATA frame is checked in full here, so nobody after has to. After a {@link ProtocolViolation} the
 * connection must be closed. Mutable, for one thread at a time.
 */
public final class FrameDecoder {
    private int maxPayloadBytes;
    private long offset;
    private int consumed;
    private int needed = FrameHeader.BYTES;

    private FrameDecoder(int maxPayloadBytes) {
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /** A decoder for a new connection: payloads of at most 16 KiB until {@link #handshakeDone}. */
    public static FrameDecoder beforeHandshake() {
        return new FrameDecoder(FrameLimits.MAX_HANDSHAKE_PAYLOAD_BYTES);
    }

    /** A decoder for frames of every permitted size. */
    public static FrameDecoder afterHandshake() {
        return new FrameDecoder(FrameLimits.MAX_PAYLOAD_BYTES);
    }

    /** From here on, payloads may be as large as their type permits. */
    public void handshakeDone() {
        maxPayloadBytes = FrameLimits.MAX_PAYLOAD_BYTES;
    }

    /**
     * The frame that starts at {@code from}, or null if it is not complete in this range.
     *
     * @throws ProtocolViolation if these bytes cannot be or start a legal frame
     */
    public @Nullable Frame next(byte[] array, int from, int to) {
        Objects.checkFromToIndex(from, to, array.length);
        consumed = 0;
        needed = FrameHeader.BYTES;
        if (to - from < FrameHeader.BYTES) {
            return null;
        }
        FrameType type = checkHeader(array, from);
        int payload = from + FrameHeader.BYTES;
        int length = BigEndian.u32(array, from);
        needed = FrameHeader.BYTES + length;
        if (to - from < needed) {
            return null;
        }
        int stream = BigEndian.u32(array, from + FrameHeader.STREAM_AT);
        Frame frame = payload(type, stream, array[from + FrameHeader.FLAGS_AT], array, payload, payload + length);
        consumed = needed;
        offset += needed;
        return frame;
    }

    /**
     * What is ahead of the content of the FRAGMENT that starts at {@code from} and of which {@link #next} has said that it is not complete,
     * or null if another frame starts there, or the head is not complete either. Once it is given, the frame counts as decoded: {@link #consumed()} are the bytes of the head, those
     * behind it are content, and are not offered again, nor is the rest of the content.
     *
     * @throws ProtocolViolation if these bytes cannot start a legal frame
     */
    public @Nullable FragmentHead nextHead(byte[] array, int from, int to) {
        Objects.checkFromToIndex(from, to, array.length);
        consumed = 0;
        if (to - from < FrameHeader.BYTES || checkHeader(array, from) != FrameType.FRAGMENT) {
            return null;
        }
        int flags = array[from + FrameHeader.FLAGS_AT] & 0xff;
        boolean first = (flags & Fragment.FIRST) != 0;
        int payload = BigEndian.u32(array, from);
        int headBytes = first ? FrameHeader.FIRST_FRAGMENT_BYTES : FrameHeader.BYTES;
        if (to - from < headBytes) {
            return null;
        }
        int totalBytes = first ? BigEndian.u32(array, from + FrameHeader.BYTES) : 0;
        int length = payload - (headBytes - FrameHeader.BYTES);
        FragmentHead head;
        try {
            int stream = BigEndian.u32(array, from + FrameHeader.STREAM_AT);
            head = new FragmentHead(stream, first, (flags & Fragment.LAST) != 0, totalBytes, length);
        } catch (IllegalArgumentException e) {
            throw violation(FrameType.FRAGMENT + ": " + e.getMessage(), FrameHeader.BYTES);
        }
        consumed = headBytes;
        needed = FrameHeader.BYTES;
        offset += FrameHeader.BYTES + payload;
        return head;
    }

    /** How many bytes the frame just returned took; 0 if there was none. Of a fragment's head, how many the head took. */
    public int consumed() {
        return consumed;
    }

    /**
     * How many bytes, from its first, the frame last looked at takes: 12 while its header is not complete, at most 12 bytes
     * and 1 MiB.
     */
    public int needed() {
        return needed;
    }

    /** How many bytes of the connection have been turned into frames. */
    public long offset() {
        return offset;
    }

    private FrameType checkHeader(byte[] array, int from) {
        int code = array[from + FrameHeader.TYPE_AT] & 0xff;
        int flags = array[from + FrameHeader.FLAGS_AT] & 0xff;
        int length = BigEndian.u32(array, from);
        int reserved = BigEndian.u16(array, from + FrameHeader.RESERVED_AT);
        int stream = BigEndian.u32(array, from + FrameHeader.STREAM_AT);
        FrameType type = FrameType.of(code);
        if (type == null) {
            throw violation(
                    "frame type 0x" + Integer.toHexString(code)
                            + (FrameType.isReserved(code) ? " is reserved for a later version" : " is unknown"),
                    FrameHeader.TYPE_AT);
        }
        int max = Math.min(type.maxPayloadBytes(), maxPayloadBytes);
        // a negative length is one of 2 GiB or more
        if (length < type.minPayloadBytes() || length > max) {
            throw violation(
                    type + " must have a payload of " + type.minPayloadBytes() + " to " + max + " bytes, was "
                            + Integer.toUnsignedString(length),
                    0);
        }
        if ((flags & ~type.flags()) != 0) {
            throw violation(type + " has unknown flags 0x" + Integer.toHexString(flags), FrameHeader.FLAGS_AT);
        }
        if (reserved != 0) {
            throw violation("reserved header bytes must be 0", FrameHeader.RESERVED_AT);
        }
        boolean streamFits = type.scope() == FrameType.Scope.LINK ? stream == 0 : stream > 0;
        if (!streamFits) {
            throw violation(
                    type + " has stream " + Integer.toUnsignedString(stream) + ", must be "
                            + (type.scope() == FrameType.Scope.LINK ? "0" : "1 to 2^31-1"),
                    FrameHeader.STREAM_AT);
        }
        return type;
    }

    private Frame payload(FrameType type, int stream, int flags, byte[] array, int from, int to) {
        try {
            return switch (type) {
                case DATA -> data(stream, array, from, to);
                case FRAGMENT -> fragment(stream, flags, array, from, to);
                case DIRECTORY -> new DirectoryFrame(array, from, to);
                default -> small(type, stream, array, from, to);
            };
        } catch (IllegalArgumentException e) {
            // The records hold the rules that bind encoder and decoder alike.
            throw violation(type + ": " + e.getMessage(), FrameHeader.BYTES);
        }
    }

    private Frame data(int stream, byte[] array, int from, int to) {
        int messages = BigEndian.u32(array, from);
        int first = from + 4;
        if (messages < 1 || messages > to - first) {
            throw violation(
                    "DATA of " + (to - first) + " bytes cannot hold " + Integer.toUnsignedString(messages)
                            + " messages",
                    FrameHeader.BYTES);
        }
        int at = first;
        for (int left = messages; left > 0; left--) {
            int content = Varint.checkedEnd(array, at, to);
            if (content < 0) {
                throw violation(
                        "message length must be less than 2^31 in at most 5 bytes of its DATA",
                        FrameHeader.BYTES + (at - from));
            }
            int length = Varint.read(array, at);
            if (length > to - content) {
                throw violation(
                        "message of " + length + " bytes reaches beyond the " + (to - content) + " left in its DATA",
                        FrameHeader.BYTES + (at - from));
            }
            at = content + length;
        }
        if (at != to) {
            throw violation("DATA has " + (to - at) + " bytes too many", FrameHeader.BYTES + (at - from));
        }
        return new Data(stream, messages, array, first, to);
    }

    private Frame fragment(int stream, int flags, byte[] array, int from, int to) {
        boolean first = (flags & Fragment.FIRST) != 0;
        boolean last = (flags & Fragment.LAST) != 0;
        if (first && to - from < 4) {
            throw violation("first FRAGMENT has no room for the total length", FrameHeader.BYTES);
        }
        int content = first ? from + 4 : from;
        int totalBytes = first ? BigEndian.u32(array, from) : 0;
        return new Fragment(stream, first, last, totalBytes, array, content, to);
    }

    private Frame small(FrameType type, int stream, byte[] array, int from, int to) {
        WireReader in = new WireReader(array, from, to, offset + FrameHeader.BYTES);
        Frame frame = FramePayload.decode(type, stream, in);
        in.end();
        return frame;
    }

    private ProtocolViolation violation(String text, int inFrame) {
        return new ProtocolViolation(text + ", at offset " + (offset + inFrame));
    }
}
