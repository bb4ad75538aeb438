package dev.strait.wire.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes as decisions, read from front to back: the same bytes give the same decisions, and a byte changed in one place leaves those ahead of
 * it as they were, which is what a fuzzer guided by coverage builds on. (Jazzer's own provider reads numbers from the end; examples to start
 * from could not be written down for it.) When there are none left, every decision is the first possible.
 */
final class Choices {
    private static final long[] EDGES = {
        255,
        256,
        1_023,
        1_024,
        2_047,
        2_048,
        65_535,
        65_536,
        1 << 20,
        (1 << 20) + 1,
        Integer.MAX_VALUE,
        1L << 31,
        Long.MAX_VALUE
    };

    private final byte[] bytes;
    private int at;

    Choices(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean isOver() {
        return at >= bytes.length;
    }

    /** One of so many, at most 256. */
    int below(int bound) {
        return isOver() ? 0 : (bytes[at++] & 0xff) % bound;
    }

    /** Once in so many times. */
    boolean rarely(int times) {
        return below(times) == times - 1;
    }

    <T> T of(List<T> things) {
        return things.get(below(things.size()));
    }

    /** A number that is not negative: mostly small, or at the edge of something, or any. */
    long number() {
        int kind = below(256);
        if (kind < 224) {
            return kind % 32;
        }
        if (kind < 224 + EDGES.length) {
            return EDGES[kind - 224];
        }
        long any = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            any = any << 8 | below(256);
        }
        return any & Long.MAX_VALUE;
    }

    int smallNumber() {
        return (int) Math.min(Integer.MAX_VALUE, number());
    }

    /** As many bytes as there are, up to so many. */
    byte[] bytes(int most) {
        int count = Math.min(most, bytes.length - at);
        byte[] some = Arrays.copyOfRange(bytes, at, at + Math.max(0, count));
        at += some.length;
        return some;
    }

    /** A few letters. */
    String text() {
        return new String(bytes(below(8)), StandardCharsets.ISO_8859_1);
    }
}
