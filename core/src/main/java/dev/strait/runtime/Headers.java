package dev.strait.runtime;

import dev.strait.error.DecodeFailed;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.WireReader;
import dev.strait.wire.frame.WireWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a message says of itself ahead of its value (docs/protocol.md, "MARK"): u16 count, then so many times a key of 1 to 255 and a value of up to
 * 1,024 bytes of UTF-8, each behind its u16 length. Immutable.
 *
 * @param values by key
 * @param end where the block ends in the array that it was read from, and the value begins
 */
record Headers(Map<String, String> values, int end) {
    /** Of a message that says nothing. */
    static final Headers NONE = new Headers(Map.of(), 0);

    private static final int MAX_COUNT = 32;
    private static final int MAX_KEY_BYTES = 255;
    private static final int MAX_VALUE_BYTES = 1024;

    /** Keeps a copy. */
    Headers {
        values = Map.copyOf(values);
    }

    /**
     * Reads the block that a message begins with.
     *
     * @throws DecodeFailed if there is none
     */
    static Headers read(byte[] array, int from, int to) {
        WireReader in = new WireReader(array, from, to);
        try {
            int count = in.u16("number of headers");
            if (count > MAX_COUNT) {
                throw in.violation("number of headers must be at most " + MAX_COUNT + ", was " + count);
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                values.put(in.string("key", 1, MAX_KEY_BYTES), in.string("value", 0, MAX_VALUE_BYTES));
            }
            return new Headers(values, in.position());
        } catch (ProtocolViolation broken) {
            throw new DecodeFailed("the headers of a value are broken: " + broken.getMessage());
        }
    }

    /** The message with these headers ahead of it, in an array of its own. */
    static byte[] ahead(Map<String, String> values, byte[] array, int from, int to) {
        WireWriter out = new WireWriter();
        out.u16(values.size());
        values.forEach((key, value) -> out.string(key).string(value));
        out.raw(array, from, to);
        return out.toByteArray();
    }
}
