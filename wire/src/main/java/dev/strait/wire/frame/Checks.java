package dev.strait.wire.frame;

import java.util.Arrays;
import java.util.Objects;

/** The rules that the frame records share; each refuses with an {@link IllegalArgumentException} that names the limit. */
final class Checks {
    private Checks() {}

    static void stream(int stream) {
        if (stream < 1) {
            throw new IllegalArgumentException("stream must be 1 to 2^31-1, was " + Integer.toUnsignedString(stream));
        }
    }

    static void notNegative(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " must be less than 2^63, was " + Long.toUnsignedString(value));
        }
    }

    static void atMost(String what, long value, long max) {
        if (value > max) {
            throw new IllegalArgumentException(what + " must be at most " + max + ", was " + value);
        }
    }

    static void between(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " must be " + min + " to " + max + ", was " + value);
        }
    }

    static void answered(long answered, long taken) {
        if (answered > taken) {
            throw new IllegalArgumentException(
                    "messages answered, " + answered + ", must be at most the " + taken + " taken");
        }
    }

    static void text(String what, String text, int minBytes, int maxBytes) {
        // The cheap bound first: a text of more chars than bytes allowed cannot fit.
        int bytes = text.length() > maxBytes ? text.length() : Utf8.length(text);
        if (bytes < minBytes || bytes > maxBytes) {
            throw new IllegalArgumentException(
                    what + " must be " + minBytes + " to " + maxBytes + " bytes of UTF-8, was at least " + bytes);
        }
    }

    static void range(byte[] array, int from, int to) {
        Objects.checkFromToIndex(from, to, array.length);
    }

    static int hash(byte[] array, int from, int to) {
        int hash = 1;
        for (int at = from; at < to; at++) {
            hash = 31 * hash + array[at];
        }
        return hash;
    }

    static boolean same(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
        return Arrays.equals(a, aFrom, aTo, b, bFrom, bTo);
    }
}
