package dev.strait.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Writes ASCII, which most text is, without allocating, and finds out on the way whether it is ASCII. It is worth a file because a loop over
 * {@code charAt} was two thirds of what encoding a record took. Two ways, measured with 60 characters in CPU nanoseconds:
 *
 * <ul>
 *   <li>As long as no text of this JVM had a character above 255: copy, then look at the bytes, eight at a time. 11; the loop took 19.
 *       That there is no such character costs nothing, see {@link #isLatin1}.
 *   <li>From then on: copy the characters, and have the JDK's encoder take them. 15 to 20; the loop took 44, because there it asks for every
 *       character which of two forms the text has.
 * </ul>
 *
 * <p>Nothing else was as good: {@code getBytes(UTF_8)} takes 12 to 17 and allocates, {@code MemorySegment.setString} 9 to 12 and puts a '?'
 * for half of a surrogate pair without a word, {@code DataOutputStream.writeUTF} 35. For one {@link Output}, so for one
 * thread at a time.
 */
final class AsciiWriter {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final int MOST_CHARS = 1024;
    private static final int FEWEST_CHARS = 64;

    /** Plain, because it only chooses the way: a thread that sees it late is slower for a while. */
    private static boolean seenOtherThanLatin1;

    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private char[] chars = {};
    private CharBuffer source = CharBuffer.wrap(chars);
    private byte[] bytes = {};
    private ByteBuffer target = ByteBuffer.wrap(bytes);

    /**
     * Writes text if it is ASCII.
     *
     * @param text the text
     * @param to where to write
     * @param at index of the first byte, from where there is room for a byte for each character
     * @return whether it is; if not, what those bytes hold now has no meaning
     */
    boolean put(String text, byte[] to, int at) {
        return isLatin1(text) ? copy(text, to, at) : encode(text, to, at);
    }

    /**
     * Whether no character is above 255; no for every text once there was one. It reads like a loop and is none where it matters: such a text
     * is kept in bytes, of which {@code codePointAt} makes numbers up to 255, so the compiler finds that the comparison is
     * never true and drops the loop. It must have seen no other text for that, or it calls a method for their sake.
     * Not {@code charAt}, of which the compiler knows what the whole program has used it for.
     */
    private static boolean isLatin1(String text) {
        if (seenOtherThanLatin1) {
            return false;
        }
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.codePointAt(i) > 0xFF) {
                seenOtherThanLatin1 = true;
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("deprecation") // drops the high byte of each character, and here they are all zero; a plain copy
    private static boolean copy(String text, byte[] to, int at) {
        int length = text.length();
        text.getBytes(0, length, to, at);
        long seen = 0;
        if (length < Long.BYTES) {
            for (int i = 0; i < length; i++) {
                seen |= to[at + i];
            }
        } else {
            // The last eight overlap those before them, which is faster than a loop over the rest.
            int last = at + length - Long.BYTES;
            for (int i = at; i < last; i += Long.BYTES) {
                seen |= (long) LONG.get(to, i);
            }
            seen |= (long) LONG.get(to, last);
        }
        return (seen & HIGH_BITS) == 0;
    }

    /** In pieces, so that the characters of a long text are not kept. */
    private boolean encode(String text, byte[] to, int at) {
        int length = text.length();
        prepare(length, to);
        target.limit(at + length).position(at);
        for (int from = 0; from < length; from += chars.length) {
            int count = Math.min(length - from, chars.length);
            text.getChars(from, from + count, chars, 0);
            source.limit(count).position(0);
            encoder.encode(source, target, false);
            if (source.hasRemaining() || target.position() != at + from + count) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // whether it is still the same array
    private void prepare(int length, byte[] to) {
        if (bytes != to) {
            bytes = to;
            target = ByteBuffer.wrap(to); // once for all messages of a batch
        }
        if (chars.length < Math.min(length, MOST_CHARS)) {
            chars = new char[Math.clamp(length, FEWEST_CHARS, MOST_CHARS)];
            source = CharBuffer.wrap(chars);
        }
    }
}
