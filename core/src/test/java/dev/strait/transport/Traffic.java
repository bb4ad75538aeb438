package dev.strait.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Bytes, and the ways in which tests send them through connections. */
final class Traffic {
    private static final long SEED = 7;

    private Traffic() {}

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }

    static byte[] bytesOf(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    static ByteBuffer one(int value) {
        return ByteBuffer.wrap(new byte[] {(byte) value});
    }

    static @Nullable Void writeAll(Connection connection, byte[] bytes) throws IOException {
        connection.write(new ByteBuffer[] {ByteBuffer.wrap(bytes)}, 0, 1);
        return null;
    }

    static byte[] readExactly(Connection connection, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining()) {
            assertTrue(connection.read(into) > 0, "ended after " + into.position() + " of " + length);
        }
        return into.array();
    }

    static byte[] readToEnd(Connection connection) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer into = ByteBuffer.allocate(5_000);
        while (connection.read(into) >= 0) {
            all.write(into.array(), 0, into.position());
            into.clear();
        }
        return all.toByteArray();
    }

    /**
     * Writes zeros until the other side takes no more; returns how many it took. TCP moves bytes on in the background
     * for a while after the first refusal, so it must refuse many times in a row.
     */
    static long fill(Connection connection) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(50_000);
        long total = 0;
        int refused = 0;
        while (refused < 2_000) {
            zeros.clear();
            long count = connection.tryWrite(new ByteBuffer[] {zeros}, 0, 1);
            assertEquals(count, zeros.position());
            total += count;
            refused = count == 0 ? refused + 1 : 0;
        }
        return total;
    }
}
