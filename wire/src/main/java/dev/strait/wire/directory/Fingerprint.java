package dev.strait.wire.directory;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a schema where sending the whole would be long: the first 128 bits of its SHA-256 (FIPS 180-4), big endian. Both
 * sides compute it from the bytes, so nobody can claim one. Immutable.
 *
 * @param high the first 64 bits
 * @param low the next 64 bits
 */
public record Fingerprint(long high, long low) {
    /** The fingerprint of a schema. */
    public static Fingerprint of(byte[] schema) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(schema));
            return new Fingerprint(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    // Written out, as those of EndRef are.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fingerprint(var thatHigh, var thatLow) && high == thatHigh && low == thatLow;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(high) + Long.hashCode(low);
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return "%016x%016x".formatted(high, low);
    }
}
