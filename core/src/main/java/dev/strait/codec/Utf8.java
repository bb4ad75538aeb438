package dev.strait.codec;

import dev.strait.error.EncodeFailed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * UTF-8 without loss: the JDK's own conversions replace what they cannot convert, this refuses it. {@link AsciiWriter} is the fast way to
 * write what most text is; here is the one for all that knows the length beforehand and says what is wrong with a text.
 */
final class Utf8 {

    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

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
        // The JDK looks for ASCII first, with vector instructions; looking for it here as well took a third of the
        // time.
        String text = new String(bytes, from, count, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 || isValid(bytes, from, count) ? text : null;
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
