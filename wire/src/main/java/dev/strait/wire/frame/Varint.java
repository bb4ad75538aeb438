package dev.strait.wire.frame;

/**
 * Lengths of 0 to 2^31 - 1 as unsigned LEB128 (DWARF 5, section 7.6): seven bits a byte, the lowest first, the top bit set on all
 * but the last byte; 1 to 5 bytes. Written in the fewest bytes; read with needless zero bytes too, up to five.
 */
public final class Varint {
    /** The most bytes that a length takes. */
    public static final int MAX_BYTES = 5;

    private Varint() {}

    /** The number of bytes {@link #write} takes for this value, 1 to 5; the value is not negative. */
    public static int length(int value) {
        // 1 + floor((bits - 1) / 7), for bits = 1 to 31
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    /**
     * Writes a value that is not negative and returns the position after it. The array must have {@link #length} bytes of room
     * at {@code at}.
     */
    public static int write(byte[] array, int at, int value) {
        int position = at;
        int rest = value;
        while (rest >>> 7 != 0) {
            array[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[position++] = (byte) rest;
        return position;
    }

    /** The position after the varint at {@code at}, or -1 unless a well-formed one ends by {@code to}. */
    static int checkedEnd(byte[] array, int at, int to) {
        int limit = Math.min(to, at + MAX_BYTES);
        for (int position = at; position < limit; position++) {
            byte next = array[position];
            if (next >= 0) {
                // the fifth byte holds bits 28 to 30
                return position - at == MAX_BYTES - 1 && next > 0x07 ? -1 : position + 1;
            }
        }
        return -1;
    }

    /**
     * Reads the value at {@code at} from bytes known to be well-formed, such as a decoded DATA frame. Its length is found with
     * {@link #end}.
     */
    static int read(byte[] array, int at) {
        int value = array[at];
        if (value >= 0) {
            return value;
        }
        value &= 0x7f;
        int position = at + 1;
        for (int shift = 7; ; shift += 7) {
            byte next = array[position++];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** The position after the varint at {@code at}, from bytes known to be well-formed. */
    static int end(byte[] array, int at) {
        int position = at;
        while (array[position++] < 0) {
            // the top bit says that another byte follows
        }
        return position;
    }
}
