package dev.strait.codec;

import dev.strait.error.EncodeFailed;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * UTF-8 without loss: the JDK's own conversions replace what they cannot convert, this refuses it. ASCII takes a short way, since
 * that is what most text is.
 */
final class Utf8 {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    static boolean isAscii(String text) {
        // No early exit and a length taken once: the just-in-time compiler then makes one short loop of it, also where
        // other texts were not ASCII. Measured beside CharsetEncoder and MemorySegment.setString, which were no faster.
        int length = text.length();
        int seen = 0;
        for (int i = 0; i < length; i++) {
            seen |= text.charAt(i);
        }
        return seen < 0x80;
    }

    /** Copies text that is known to be ASCII. */
    @SuppressWarnings(
            "deprecation") // drops the high byte of each char, and here they are all zero; a plain copy in the JDK
    static void putAscii(String text, byte[] to, int at) {
        text.getBytes(0, text.length(), to, at);
    }

    /** How many bytes the text takes. */
    static long length(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new EncodeFailed("a text holds half of a surrogate pair at index " + i
                            + ", which is no character; mend the text, or send it as byte[]");
                }
                i++;
                bytes += 4;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }

    /** Writes text that {@link #length} has accepted; gives the index after its last byte. */
    static int put(String text, byte[] to, int from) {
        int at = from;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                to[at++] = (byte) c;
            } else if (c < 0x800) {
                to[at++] = (byte) (0xC0 | (c >> 6));
                to[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isSurrogate(c)) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                to[at++] = (byte) (0xF0 | (point >> 18));
                to[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                to[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                to[at++] = (byte) (0x80 | (point & 0x3F));
            } else {
                to[at++] = (byte) (0xE0 | (c >> 12));
                to[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                to[at++] = (byte) (0x80 | (c & 0x3F));
            }
        }
        return at;
    }

    /** Reads text, or gives {@code null} if the bytes are not UTF-8. */
    static @Nullable String read(byte[] bytes, int from, int count) {
        if (isAscii(bytes, from, count)) {
            return new String(bytes, from, count, StandardCharsets.ISO_8859_1);
        }
        String text = new String(bytes, from, count, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 || isValid(bytes, from, count) ? text : null;
    }

    private static boolean isAscii(byte[] bytes, int from, int count) {
        int end = from + count;
        int at = from;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            if (((long) LONG.get(bytes, at) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; at < end; at++) {
            if (bytes[at] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Tells a replacement character that was sent from one that the JDK put in place of malformed bytes. */
    private static boolean isValid(byte[] bytes, int from, int count) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, count));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
