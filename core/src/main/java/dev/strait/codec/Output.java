package dev.strait.codec;

import dev.strait.error.EncodeFailed;
import dev.strait.error.MessageTooLarge;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a message is written: a growing {@code byte[]}, or a part of somebody else's buffer as long as the message fits there. When
 * it does not fit, what was written moves to a new array, so after encoding ask {@link #array()}, {@link #start()} and
 * {@link #length()} where the message is. Multi-byte numbers are big-endian.
 *
 * <p>Made to be kept and {@link #reset}: an encoding that fits allocates nothing. For one thread at a time.
 */
public final class Output {

    /** The default maximum message size: 64 MiB. */
    public static final int DEFAULT_MAX_LENGTH = 64 * 1024 * 1024;

    private static final int INITIAL_CAPACITY = 256;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int maxLength;
    private byte[] array;
    private int start;
    private int position;
    private int limit;
    private int depth;
    private int collections;
    private @Nullable AsciiWriter ascii;
    private @Nullable Carrier carrier;

    /** Sends along the ends of channels that values hold, and says by which number the other side will know each. */
    @FunctionalInterface
    public interface Carrier {

        /**
         * Takes an end that a value holds. Called while that value is encoded, in the thread that does so; it must not write to the output. An end
         * that is carried may still not be sent: {@link Codec#encode} can fail behind it, and what was written before then is forgotten.
         *
         * @param end the end, of the declared type
         * @param elements the codec of its values, as its type was declared on this side
         * @return the number that stands for the end in the message, zero or more
         * @throws EncodeFailed if this end cannot travel; whoever encodes gets it as it is
         */
        long carry(Object end, Codec<?> elements);
    }

    /** Creates an output with an array of its own and the default maximum message size. */
    public Output() {
        this(DEFAULT_MAX_LENGTH);
    }

    /**
     * Creates an output with an array of its own.
     *
     * @param maxLength the maximum message size in bytes
     */
    public Output(int maxLength) {
        this(new byte[Math.min(INITIAL_CAPACITY, maxLength)], 0, Math.min(INITIAL_CAPACITY, maxLength), maxLength);
    }

    /**
     * Creates an output that writes into the given buffer, with the default maximum message size.
     *
     * @param buffer where to write first
     * @param from index of the first byte to write
     * @param limit index after the last byte that may be written
     */
    public Output(byte[] buffer, int from, int limit) {
        this(buffer, from, limit, DEFAULT_MAX_LENGTH);
    }

    /**
     * Creates an output that writes into the given buffer.
     *
     * @param buffer where to write first
     * @param from index of the first byte to write
     * @param limit index after the last byte that may be written
     * @param maxLength the maximum message size in bytes
     */
    @SuppressWarnings("NullAway.Init") // reset sets the array
    public Output(byte[] buffer, int from, int limit, int maxLength) {
        if (maxLength < 0) {
            throw new IllegalArgumentException("maximum message size is negative: " + maxLength);
        }
        this.maxLength = maxLength;
        reset(buffer, from, limit);
    }

    /** Starts a new message at the beginning of the array that is in use now. */
    public void reset() {
        reset(array, 0, array.length);
    }

    /**
     * Starts a new message in the given buffer.
     *
     * @param buffer where to write first; nothing outside {@code from} and {@code limit} is touched
     * @param from index of the first byte to write
     * @param limit index after the last byte that may be written
     */
    @SuppressWarnings(
            "ReferenceEquality") // a reference stored into an old object costs a fence: not for the same again
    public void reset(byte[] buffer, int from, int limit) {
        Objects.checkFromToIndex(from, limit, buffer.length);
        if (array != buffer) {
            this.array = buffer;
        }
        this.start = from;
        this.position = from;
        this.limit = (int) Math.min(limit, (long) from + maxLength);
        this.depth = 0;
        this.collections = 0;
    }

    /**
     * Says who carries the ends of channels that values hold. It stays so over every {@link #reset()}. At first there is nobody, and a value
     * that holds an end is refused with {@link EncodeFailed}.
     *
     * @param newCarrier who carries them; {@code null} for nobody
     */
    public void carrier(@Nullable Carrier newCarrier) {
        carrier = newCarrier;
    }

    @Nullable
    Carrier carrier() {
        return carrier;
    }

    /**
     * The array that holds the message now; another one than before when the message has outgrown it.
     *
     * @return the array itself
     */
    public byte[] array() {
        return array;
    }

    /**
     * Where the message begins.
     *
     * @return an index into {@link #array()}
     */
    public int start() {
        return start;
    }

    /**
     * Where the next byte goes.
     *
     * @return an index into {@link #array()}
     */
    public int position() {
        return position;
    }

    /**
     * How much has been written since the last reset.
     *
     * @return a number of bytes
     */
    public int length() {
        return position - start;
    }

    /**
     * Copies the message.
     *
     * @return a new array of {@link #length()} bytes
     */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, start, position);
    }

    /**
     * Forgets what was written after the first bytes.
     *
     * @param length how many bytes to keep, at most {@link #length()}
     */
    public void truncate(int length) {
        Objects.checkFromToIndex(0, length, length());
        position = start + length;
        depth = 0;
        collections = 0;
    }

    /**
     * Writes one byte.
     *
     * @param value its low 8 bits are written
     */
    public void writeByte(int value) {
        ensure(1);
        array[position++] = (byte) value;
    }

    /**
     * Writes 0 or 1 as one byte.
     *
     * @param value the value
     */
    public void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    /**
     * Writes 4 bytes.
     *
     * @param value the value
     */
    public void writeInt(int value) {
        ensure(Integer.BYTES);
        INT.set(array, position, value);
        position += Integer.BYTES;
    }

    /**
     * Writes 8 bytes.
     *
     * @param value the value
     */
    public void writeLong(long value) {
        ensure(Long.BYTES);
        LONG.set(array, position, value);
        position += Long.BYTES;
    }

    /**
     * Writes the 4 bytes of an IEEE 754 number.
     *
     * @param value the value
     */
    public void writeFloat(float value) {
        writeInt(Float.floatToRawIntBits(value));
    }

    /**
     * Writes the 8 bytes of an IEEE 754 number.
     *
     * @param value the value
     */
    public void writeDouble(double value) {
        writeLong(Double.doubleToRawLongBits(value));
    }

    /**
     * Writes an unsigned number in 1 to 5 bytes, 7 bits each, the lowest first (LEB128).
     *
     * @param value taken as unsigned
     */
    public void writeVarInt(int value) {
        if (limit - position < 5) {
            ensure(varIntSize(value));
        }
        int rest = value;
        int at = position;
        byte[] to = array;
        while ((rest & ~0x7F) != 0) {
            to[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[at++] = (byte) rest;
        position = at;
    }

    /**
     * Writes an unsigned number in 1 to 10 bytes, 7 bits each, the lowest first (LEB128).
     *
     * @param value taken as unsigned
     */
    public void writeVarLong(long value) {
        if (limit - position < 10) {
            ensure(varLongSize(value));
        }
        long rest = value;
        int at = position;
        byte[] to = array;
        while ((rest & ~0x7FL) != 0) {
            to[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[at++] = (byte) rest;
        position = at;
    }

    /**
     * Writes a signed number in 1 to 5 bytes, small absolute values in fewer: zig-zag, then as {@link #writeVarInt}.
     *
     * @param value the value
     */
    public void writeZigZagInt(int value) {
        writeVarInt((value << 1) ^ (value >> 31));
    }

    /**
     * Writes a signed number in 1 to 10 bytes, small absolute values in fewer: zig-zag, then as {@link #writeVarLong}. Gives
     * the same bytes as {@link #writeZigZagInt} for a number that fits there.
     *
     * @param value the value
     */
    public void writeZigZagLong(long value) {
        writeVarLong((value << 1) ^ (value >> 63));
    }

    /**
     * Writes bytes as they are, without a length.
     *
     * @param source where they are
     * @param from index of the first
     * @param count how many
     */
    public void writeBytes(byte[] source, int from, int count) {
        Objects.checkFromIndexSize(from, count, source.length);
        if (limit - position < count && position == start && count <= maxLength) {
            // The first that is written, and it does not fit: most likely it is all there is. An array copied is an
            // array less to fill with zeros.
            array = Arrays.copyOfRange(source, from, from + count);
            start = 0;
            position = count;
            limit = count;
            return;
        }
        ensure(count);
        System.arraycopy(source, from, array, position, count);
        position += count;
    }

    /**
     * Writes text: the number of bytes as by {@link #writeVarInt}, then the bytes in UTF-8.
     *
     * @param text the text
     * @throws EncodeFailed if it holds one half of a surrogate pair, which UTF-8 cannot express
     */
    public void writeString(String text) {
        writeString(text, 0);
    }

    /** As the public form, with the length raised by {@code bias}: 1 where 0 stands for null. */
    void writeString(String text, int bias) {
        // Most text is ASCII, so its length in bytes is guessed to be its length in characters.
        int length = text.length();
        int guess = length + bias < 0x80 ? 1 : varIntSize(length + bias);
        if (limit - position - guess >= length && ascii().put(text, array, position + guess)) {
            writeVarInt(length + bias);
            position += length;
            return;
        }
        long bytes = Utf8.length(text);
        int prefix = varIntSize((int) Math.min(bytes, Integer.MAX_VALUE - 1) + bias);
        ensure(bytes + prefix); // what is more than an int is refused here
        writeVarInt((int) bytes + bias);
        if (bytes == length && ascii().put(text, array, position)) {
            position += length;
        } else {
            position = Utf8.put(text, array, position);
        }
    }

    private AsciiWriter ascii() {
        AsciiWriter writer = ascii;
        if (writer == null) {
            writer = new AsciiWriter();
            ascii = writer;
        }
        return writer;
    }

    /** Counts one record more around what is written next; the reader refuses what is nested deeper. */
    void enter() {
        if (++depth > Limits.MAX_DEPTH) {
            throw new EncodeFailed("the value nests more than " + Limits.MAX_DEPTH
                    + " records inside each other (an element of a Set or a key of a Map counts as "
                    + Limits.LEVELS_OF_A_KEY + "); send it flat, for example as a List, and let no list hold itself");
        }
    }

    void leave() {
        depth--;
    }

    /** Goes into a collection or optional that may hold records; see {@link Limits#MAX_COLLECTION_DEPTH}. */
    void enterCollection() {
        if (++collections > Limits.MAX_COLLECTION_DEPTH) {
            throw new EncodeFailed("the value nests more than " + Limits.MAX_COLLECTION_DEPTH
                    + " lists, sets, maps, arrays and optionals inside each other (at most "
                    + Limits.MAX_DEPTH + " records with these between them); send it flat, for example as a List");
        }
    }

    void leaveCollection() {
        collections--;
    }

    /** Goes into the elements of a set or the keys of a map; see {@link Limits#LEVELS_OF_A_KEY}. */
    void enterKeys() {
        depth += Limits.LEVELS_OF_A_KEY - 1;
    }

    void leaveKeys() {
        depth -= Limits.LEVELS_OF_A_KEY - 1;
    }

    private static int varIntSize(int value) {
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    private static int varLongSize(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    private void ensure(int count) {
        if (limit - position < count) {
            grow(count);
        }
    }

    private void ensure(long count) {
        if (limit - position < count) {
            grow(count);
        }
    }

    private void grow(long count) {
        int length = length();
        long needed = length + count;
        if (needed > maxLength) {
            throw new MessageTooLarge(needed, maxLength);
        }
        int capacity = (int) Math.min(maxLength, Math.max(Math.max(needed, INITIAL_CAPACITY), 2L * length));
        byte[] larger = new byte[capacity];
        System.arraycopy(array, start, larger, 0, length);
        array = larger;
        start = 0;
        position = length;
        limit = capacity;
    }
}
