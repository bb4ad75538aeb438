package dev.strait.wire.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes the protocol's primitives into an array that grows: big-endian numbers, strings as u16 length and UTF-8, byte strings
 * as u32 length and bytes. A value that does not fit its field is refused with an {@link IllegalArgumentException} before
 * anything is written. Mutable, for one thread at a time.
 */
public final class WireWriter {
    private byte[] array;
    private int size;

    /** A writer with room for 256 bytes at first. */
    public WireWriter() {
        this(256);
    }

    /** A writer with this much room at first, in bytes. */
    public WireWriter(int capacity) {
        array = new byte[Math.max(capacity, 16)];
    }

    /** The array written to, valid up to {@link #size}; replaced when it grows. */
    public byte[] array() {
        return array;
    }

    /** How many bytes have been written. */
    public int size() {
        return size;
    }

    /** A copy of what has been written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(array, size);
    }

    /** Forgets what has been written, keeping the array. */
    public void clear() {
        size = 0;
    }

    /** Goes back to an earlier size, forgetting what came after. */
    public void truncate(int toSize) {
        size = Objects.checkIndex(toSize, size + 1);
    }

    /** Writes a number of 0 to 255. */
    public WireWriter u8(int value) {
        Checks.between("u8", value, 0, 0xff);
        int at = room(1);
        array[at] = (byte) value;
        return this;
    }

    /** Writes false as 0, true as 1, in one byte. */
    public WireWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    /** Writes a number of 0 to 65,535 in two bytes. */
    public WireWriter u16(int value) {
        Checks.between("u16", value, 0, 0xffff);
        int at = room(2);
        BigEndian.u16(array, at, value);
        return this;
    }

    /** Writes four bytes, all 32 bits as they are. */
    public WireWriter u32(int value) {
        int at = room(4);
        BigEndian.u32(array, at, value);
        return this;
    }

    /** Writes eight bytes, all 64 bits as they are. */
    public WireWriter u64(long value) {
        int at = room(8);
        BigEndian.u64(array, at, value);
        return this;
    }

    /** Writes a length of 0 to 2^31 - 1 in one to five bytes. */
    public WireWriter varint(int value) {
        Checks.between("varint", value, 0, Integer.MAX_VALUE);
        int at = room(Varint.length(value));
        Varint.write(array, at, value);
        return this;
    }

    /** Writes a string of at most 65,535 bytes of UTF-8, without half surrogate pairs. */
    @SuppressWarnings("deprecation") // drops the high bytes, of which ASCII has none, and makes no array
    public WireWriter string(String text) {
        int length = text.length();
        if (length <= 0xffff && Utf8.isAscii(text)) {
            u16(length);
            int at = room(length);
            text.getBytes(0, length, array, at);
            return this;
        }
        Checks.text("string", text, 0, 0xffff);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return u16(bytes.length).raw(bytes, 0, bytes.length);
    }

    /** Writes a byte string with its u32 length. */
    public WireWriter bytes(byte[] bytes) {
        return u32(bytes.length).raw(bytes, 0, bytes.length);
    }

    /** Writes a node: its id as a string, its start time and its random number as u64. */
    public WireWriter node(NodeRef node) {
        return string(node.id()).u64(node.startMillis()).u64(node.random());
    }

    /** Writes an end: its node, its number as u64. */
    public WireWriter end(EndRef end) {
        return node(end.node()).u64(end.number());
    }

    /** Writes bytes as they are, without a length. */
    public WireWriter raw(byte[] source, int from, int to) {
        Objects.checkFromToIndex(from, to, source.length);
        int at = room(to - from);
        System.arraycopy(source, from, array, at, to - from);
        return this;
    }

    /** Leaves {@code length} bytes to be filled in later, in {@link #array}, and returns where they start. */
    public int reserve(int length) {
        int at = room(length);
        Arrays.fill(array, at, size, (byte) 0);
        return at;
    }

    /** Makes room and returns where it starts; may replace the array, so it goes before any use of that. */
    private int room(int length) {
        int at = size;
        int needed = Math.addExact(at, length);
        if (needed > array.length) {
            // Twice the size, so that writing n bytes copies at most n more in all.
            int doubled = array.length <= Integer.MAX_VALUE / 2 ? array.length * 2 : Integer.MAX_VALUE - 8;
            array = Arrays.copyOf(array, Math.max(doubled, needed));
        }
        size = needed;
        return at;
    }
}
