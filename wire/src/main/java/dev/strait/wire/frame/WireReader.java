package dev.strait.wire.frame;

import java.util.Arrays;
import java.util.Objects;

/**
 * Reads the protocol's primitives from a range of bytes, trusting none of them: whatever reaches beyond the range, exceeds
 * the limit the caller names or is malformed throws {@link ProtocolViolation} with its offset, before anything is allocated
 * for it. Mutable, for one thread at a time.
 */
public final class WireReader {
    private static final byte[] NOTHING = {};
    private final byte[] array;
    private final int start;
    private final int to;
    private final long offset;
    private int at;

    /** A reader of a range; offsets in messages count from its start. */
    public WireReader(byte[] array, int from, int to) {
        this(array, from, to, 0);
    }

    /** A reader of a range; offsets in messages count from {@code offset}, the range's place in a longer run of bytes. */
    public WireReader(byte[] array, int from, int to, long offset) {
        Objects.checkFromToIndex(from, to, array.length);
        this.array = array;
        this.start = from;
        this.to = to;
        this.offset = offset;
        this.at = from;
    }

    /** Where in the array the next byte to read is. */
    public int position() {
        return at;
    }

    /** How many bytes are left. */
    public int remaining() {
        return to - at;
    }

    /** Reads one byte as 0 to 255. */
    public int u8(String what) {
        return array[take(what, 1)] & 0xff;
    }

    /** Reads one byte that must be 0 for false or 1 for true. */
    public boolean flag(String what) {
        int value = u8(what);
        if (value > 1) {
            throw violation(what + " must be 0 or 1, was " + value, at - 1);
        }
        return value == 1;
    }

    /** Reads two bytes as 0 to 65,535. */
    public int u16(String what) {
        return BigEndian.u16(array, take(what, 2));
    }

    /** Reads four bytes, all 32 bits as they are. */
    public int u32(String what) {
        return BigEndian.u32(array, take(what, 4));
    }

    /** Reads four bytes that must be 0 to 2^31 - 1. */
    public int u31(String what) {
        int value = u32(what);
        if (value < 0) {
            throw violation(what + " must be less than 2^31, was " + Integer.toUnsignedString(value), at - 4);
        }
        return value;
    }

    /** Reads eight bytes, all 64 bits as they are. */
    public long u64(String what) {
        return BigEndian.u64(array, take(what, 8));
    }

    /** Reads eight bytes that must be 0 to 2^63 - 1. */
    public long u63(String what) {
        long value = u64(what);
        if (value < 0) {
            throw violation(what + " must be less than 2^63, was " + Long.toUnsignedString(value), at - 8);
        }
        return value;
    }

    /** Reads a length of 0 to 2^31 - 1 from one to five bytes. */
    public int varint(String what) {
        int first = at;
        int value = 0;
        for (int shift = 0; shift <= 28; shift += 7) {
            int next = array[take(what, 1)];
            if (shift == 28 && (next & 0xf8) != 0) {
                break;
            }
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw violation(what + " must be less than 2^31 in at most 5 bytes", first);
    }

    /** Reads a string of {@code minBytes} to {@code maxBytes} bytes of well-formed UTF-8. */
    public String string(String what, int minBytes, int maxBytes) {
        int lengthAt = at;
        int length = u16(what);
        if (length < minBytes || length > maxBytes) {
            throw violation(what + " must be " + minBytes + " to " + maxBytes + " bytes, was " + length, lengthAt);
        }
        int from = take(what, length);
        String text = Utf8.decode(array, from, from + length);
        if (text == null) {
            throw violation(what + " is not well-formed UTF-8", from);
        }
        return text;
    }

    /** Reads a byte string of at most {@code maxBytes} into an array of its own. */
    public byte[] bytes(String what, int maxBytes) {
        int lengthAt = at;
        int length = u31(what);
        if (length > maxBytes) {
            throw violation(what + " must be at most " + maxBytes + " bytes, was " + length, lengthAt);
        }
        return raw(what, length);
    }

    /** Reads so many bytes, without a length before them, into an array of their own. */
    public byte[] raw(String what, int length) {
        int from = take(what, length);
        return length == 0 ? NOTHING : Arrays.copyOfRange(array, from, from + length);
    }

    /**
     * Reads a u32 count of things of which each takes at least {@code minBytesEach}, at least 1: a count that cannot fit into
     * the bytes left is refused, so a list of that many costs the peer as much as it costs us.
     */
    public int count(String what, int max, int minBytesEach) {
        int countAt = at;
        int count = u31(what);
        if (count > max || count > remaining() / minBytesEach) {
            throw violation(
                    what + " must be at most " + max + " and fit " + remaining() + " bytes, was " + count, countAt);
        }
        return count;
    }

    /** Reads a node as {@link WireWriter#node} writes it. */
    public NodeRef node(String what) {
        String id = string(what, 1, FrameLimits.MAX_NODE_ID_BYTES);
        return new NodeRef(id, u63(what), u64(what));
    }

    /** Reads an end as {@link WireWriter#end} writes it. */
    public EndRef end(String what) {
        NodeRef node = node(what);
        return new EndRef(node, u63(what));
    }

    /** Passes over what comes next if it is exactly these bytes; else reads nothing. @return whether it was */
    public boolean passesOver(byte[] expected) {
        int end = at + expected.length;
        if (expected.length > to - at || !Arrays.equals(array, at, end, expected, 0, expected.length)) {
            return false;
        }
        at = end;
        return true;
    }

    /** A copy of what was read since an earlier {@link #position}. */
    public byte[] since(int position) {
        return Arrays.copyOfRange(array, position, at);
    }

    /** Refuses bytes after what should have been the last. */
    public void end() {
        if (at != to) {
            throw violation((to - at) + " bytes too many", at);
        }
    }

    /** A violation at the byte last read, for rules that the caller checks. */
    public ProtocolViolation violation(String text) {
        return violation(text, at);
    }

    private ProtocolViolation violation(String text, int position) {
        return new ProtocolViolation(text + ", at offset " + (offset + (position - start)));
    }

    private int take(String what, int length) {
        int from = at;
        if (length > to - from) {
            throw violation(
                    what + " of " + length + " bytes reaches beyond the " + (to - from) + " that are left", from);
        }
        at = from + length;
        return from;
    }
}
