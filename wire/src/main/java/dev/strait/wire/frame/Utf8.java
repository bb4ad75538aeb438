package dev.strait.wire.frame;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Strict UTF-8: what cannot be written exactly is refused, never replaced, so that a name read is the name that was
 * written. Every method is stateless.
 */
public final class Utf8 {
    private Utf8() {}

    /**
     * The number of UTF-8 bytes of the text.
     *
     * @throws IllegalArgumentException if the text holds half of a surrogate pair
     */
    public static int length(String text) {
        return isAscii(text) ? text.length() : lengthOfAny(text);
    }

    /** Whether every character is one byte, which nearly every name is. */
    static boolean isAscii(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static int lengthOfAny(String text) {
        int bytes = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            if (isHalfPair(point)) {
                throw new IllegalArgumentException("text holds half of a surrogate pair at index " + at);
            }
            bytes = Math.addExact(bytes, length(point));
            at += Character.charCount(point);
        }
        return bytes;
    }

    /**
     * The text cut to at most so many UTF-8 bytes, at a character boundary, ending in {@code …} where it was cut; half
     * surrogate pairs become {@code ?}. For texts written for people, such as the reason of a CLOSE; never for names.
     *
     * @param maxBytes at least 3, the length of the mark
     */
    public static String fit(String text, int maxBytes) {
        if (maxBytes < 3) {
            throw new IllegalArgumentException("maxBytes must be at least 3, was " + maxBytes);
        }
        StringBuilder fitted = new StringBuilder(Math.min(text.length(), maxBytes));
        int bytes = 0;
        int lengthBeforeMark = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            int kept = isHalfPair(point) ? '?' : point;
            bytes += length(kept);
            if (bytes > maxBytes) {
                fitted.setLength(lengthBeforeMark);
                return fitted.append('…').toString();
            }
            fitted.appendCodePoint(kept);
            if (bytes <= maxBytes - 3) {
                lengthBeforeMark = fitted.length();
            }
        }
        return fitted.toString();
    }

    /** The order of the texts' UTF-8 bytes as unsigned numbers, which is the order of their code points. */
    public static int compare(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        for (int at = 0; at < shorter; at++) {
            char a = one.charAt(at);
            char b = other.charAt(at);
            if (a != b) {
                // A surrogate stands for a code point above U+FFFF but is a smaller char than U+E000 to U+FFFF.
                boolean aHigh = Character.isSurrogate(a);
                boolean bHigh = Character.isSurrogate(b);
                return aHigh == bHigh ? Character.compare(a, b) : Boolean.compare(aHigh, bHigh);
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    /** The text of these bytes, or null if they are not well-formed UTF-8. */
    static @Nullable String decode(byte[] array, int from, int to) {
        for (int at = from; at < to; at++) {
            if (array[at] < 0) {
                try {
                    return StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(array, from, to - from))
                            .toString();
                } catch (CharacterCodingException _) {
                    return null;
                }
            }
        }
        return new String(array, from, to - from, StandardCharsets.US_ASCII);
    }

    private static int length(int point) {
        return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }

    private static boolean isHalfPair(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
