package dev.strait.codec;

import dev.strait.error.DecodeFailed;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one message, read from front to back. Every method checks that what it reads is there before it allocates
 * anything, and throws {@link DecodeFailed}, and nothing else, on bytes that are cut off or malformed. The counterpart of
 * {@link Output}.
 *
 * <p>Made to be kept and {@link #reset}. For one thread at a time.
 */
public final class Input {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] array;
    private int start;
    private int position;
    private int end;
    private int depth;
    private int collections;
    private boolean own;
    private @Nullable Arrivals arrivals;

    /** Makes ends of channels from the references that messages hold. The counterpart of {@link Output.Carrier}. */
    @FunctionalInterface
    public interface Arrivals {

        /**
         * Gives the end that a reference stands for. Called while a value is decoded, in the thread that does so; it must not read the input. What
         * it gave may never reach the program: {@link Codec#decode} can fail behind it. A reference that this side's type has no place for is
         * passed over, and does not come here.
         *
         * @param number what {@link Output.Carrier#carry} gave on the other side, if the message is what was written there; any number from zero
         * @param elements the codec of its values, as its type is declared on this side; what was written under another schema is read by
         *     its {@link Codec#reading}
         * @return the end, of the declared type
         * @throws DecodeFailed if nothing has come under that number, or it does not fit; whoever decodes gets it as it is
         */
        Object arrived(long number, Codec<?> elements);
    }

    /**
     * Creates an input over a whole array.
     *
     * @param message the bytes of one message; not copied
     */
    public Input(byte[] message) {
        this(message, 0, message.length);
    }

    /**
     * Creates an input over a part of an array.
     *
     * @param array where the message is; not copied
     * @param from index of its first byte
     * @param to index after its last byte
     */
    @SuppressWarnings("NullAway.Init") // reset sets the array
    public Input(byte[] array, int from, int to) {
        reset(array, from, to);
    }

    /**
     * Starts with another message.
     *
     * @param newArray where the message is; not copied
     * @param from index of its first byte
     * @param to index after its last byte
     */
    @SuppressWarnings(
            "ReferenceEquality") // a reference stored into an old object costs a fence: not for the same again
    public void reset(byte[] newArray, int from, int to) {
        Objects.checkFromToIndex(from, to, newArray.length);
        if (array != newArray) {
            array = newArray;
        }
        start = from;
        position = from;
        end = to;
        depth = 0;
        collections = 0;
        own = false;
    }

    /**
     * Starts with a message whose array nobody else uses now or later: a value that consists of these very bytes may be the array itself
     * instead of a copy.
     *
     * @param message the bytes of one message; given away
     */
    public void resetToOwn(byte[] message) {
        reset(message, 0, message.length);
        own = true;
    }

    /**
     * Says who makes the ends of channels that messages refer to. It stays so over every {@link #reset}. At first there is nobody, and a message
     * that refers to one gives {@link DecodeFailed}.
     *
     * @param newArrivals who makes them; {@code null} for nobody
     */
    public void arrivals(@Nullable Arrivals newArrivals) {
        arrivals = newArrivals;
    }

    @Nullable
    Arrivals arrivals() {
        return arrivals;
    }

    /**
     * How much there is still to read.
     *
     * @return a number of bytes
     */
    public int remaining() {
        return end - position;
    }

    /**
     * Reads one byte.
     *
     * @return the byte, signed
     */
    public byte readByte() {
        need(1);
        return array[position++];
    }

    /**
     * Reads one byte that must be 0 or 1.
     *
     * @return whether it was 1
     */
    public boolean readBoolean() {
        byte value = readByte();
        if ((value & ~1) != 0) {
            throw malformed("a boolean is " + value);
        }
        return value == 1;
    }

    /**
     * Reads 4 bytes.
     *
     * @return the number
     */
    public int readInt() {
        need(Integer.BYTES);
        int value = (int) INT.get(array, position);
        position += Integer.BYTES;
        return value;
    }

    /**
     * Reads 8 bytes.
     *
     * @return the number
     */
    public long readLong() {
        need(Long.BYTES);
        long value = (long) LONG.get(array, position);
        position += Long.BYTES;
        return value;
    }

    /**
     * Reads the 4 bytes of an IEEE 754 number.
     *
     * @return the number
     */
    public float readFloat() {
        return Float.intBitsToFloat(readInt());
    }

    /**
     * Reads the 8 bytes of an IEEE 754 number.
     *
     * @return the number
     */
    public double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    /**
     * Reads what {@link Output#writeVarInt} wrote.
     *
     * @return the number, to be taken as unsigned
     */
    public int readVarInt() {
        int value = readByte();
        if (value >= 0) {
            return value;
        }
        value &= 0x7F;
        for (int shift = 7; shift < 35; shift += 7) {
            byte next = readByte();
            if (shift == 28 && (next & 0xF0) != 0) {
                break;
            }
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number has more than 32 bits");
    }

    /**
     * Reads what {@link Output#writeVarLong} wrote.
     *
     * @return the number, to be taken as unsigned
     */
    public long readVarLong() {
        long value = readByte();
        if (value >= 0) {
            return value;
        }
        value &= 0x7F;
        for (int shift = 7; shift < 70; shift += 7) {
            byte next = readByte();
            if (shift == 63 && (next & 0xFE) != 0) {
                break;
            }
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number has more than 64 bits");
    }

    /**
     * Reads what {@link Output#writeZigZagInt} wrote.
     *
     * @return the number
     */
    public int readZigZagInt() {
        int value = readVarInt();
        return (value >>> 1) ^ -(value & 1);
    }

    /**
     * Reads what {@link Output#writeZigZagLong} wrote.
     *
     * @return the number
     */
    public long readZigZagLong() {
        long value = readVarLong();
        return (value >>> 1) ^ -(value & 1);
    }

    /**
     * Reads bytes as they are.
     *
     * @param count how many
     * @return an array that belongs to the caller: a new one, or the message's if that was {@linkplain #resetToOwn given away} and is read whole
     */
    public byte[] readBytes(int count) {
        need(count);
        if (own && count == array.length) {
            own = false;
            position = end;
            return array;
        }
        byte[] bytes = Arrays.copyOfRange(array, position, position + count);
        position += count;
        return bytes;
    }

    /**
     * Passes over bytes.
     *
     * @param count how many
     */
    public void skip(int count) {
        need(count);
        position += count;
    }

    /**
     * Reads a number of things of at least one byte each, as {@link Output#writeVarInt} wrote it, and checks that so many can
     * still follow.
     *
     * @return the number, from 0 to {@link #remaining()}
     */
    public int readCount() {
        int count = readVarInt();
        need(count);
        return count;
    }

    /**
     * Reads what {@link Output#writeString(String)} wrote.
     *
     * @return the text
     */
    public String readString() {
        return readText(readCount());
    }

    /** Reads text of a number of bytes that is known. */
    String readText(int count) {
        need(count);
        String text = Utf8.read(array, position, count);
        if (text == null) {
            throw malformed("a text is not UTF-8");
        }
        position += count;
        return text;
    }

    /**
     * Reads a count that was raised by {@code bias}, for values that may be null: there 0 stands for null and becomes -1 here.
     */
    int readCount(int bias) {
        int count = readHead(bias);
        if (count > remaining()) {
            throw malformed("it announces " + count + " bytes or elements, and " + remaining() + " bytes are left");
        }
        return count;
    }

    /** Checks that a number of things of more than one byte each can still follow. */
    void checkCount(int count, int bytesEach) {
        if ((long) count * bytesEach > remaining()) {
            throw malformed("it announces " + count + " elements of " + bytesEach + " bytes, and " + remaining()
                    + " bytes are left");
        }
    }

    /** As {@link #readCount(int)}, for a number that counts nothing: the index of a constant or of a subtype. */
    int readHead(int bias) {
        int head = readVarInt();
        if (head < 0) {
            throw malformed("a length is over 2^31");
        }
        return head - bias;
    }

    /** Reads what stands for a record without components. */
    void readEmpty() {
        byte value = readByte();
        if (value != 0) {
            throw malformed("a record without components is " + value);
        }
    }

    void enter() {
        if (++depth > Limits.MAX_DEPTH) {
            throw malformed("more than " + Limits.MAX_DEPTH + " records are nested inside each other (a key counts as "
                    + Limits.LEVELS_OF_A_KEY + ")");
        }
    }

    void leave() {
        depth--;
    }

    /** Goes into a collection or optional that may hold records; see {@link Limits#MAX_COLLECTION_DEPTH}. */
    void enterCollection() {
        if (++collections > Limits.MAX_COLLECTION_DEPTH) {
            throw malformed("more than " + Limits.MAX_COLLECTION_DEPTH
                    + " lists, sets, maps, arrays and optionals are nested inside each other");
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

    /**
     * Makes the exception for bytes that a codec finds wrong.
     *
     * @param what what is wrong
     * @return the exception, to be thrown by the caller
     */
    public DecodeFailed malformed(String what) {
        return new DecodeFailed("the bytes of the message are not a value of the declared type, at byte "
                + (position - start) + " of " + (end - start) + ": " + what);
    }

    private void need(int count) {
        if (count < 0 || count > end - position) {
            throw malformed(Integer.toUnsignedString(count) + " more bytes or elements are announced, and "
                    + remaining() + " bytes are left");
        }
    }
}
