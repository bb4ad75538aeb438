package dev.strait.wire.directory;

import java.util.Arrays;

/** The bytes of a schema together with their fingerprint; opaque to the directory. Equal by content. Immutable. */
public final class Schema {
    private final byte[] bytes;
    private final Fingerprint fingerprint;

    private Schema(byte[] bytes) {
        this.bytes = bytes;
        this.fingerprint = Fingerprint.of(bytes);
    }

    /**
     * A schema of these bytes, which are copied.
     *
     * @param bytes 0 to 65,536 bytes
     * @throws IllegalArgumentException if there are more
     */
    public static Schema of(byte[] bytes) {
        if (bytes.length > DirectoryBounds.MAX_SCHEMA_BYTES) {
            throw new IllegalArgumentException(
                    "schema must be at most " + DirectoryBounds.MAX_SCHEMA_BYTES + " bytes, was " + bytes.length);
        }
        return new Schema(bytes.clone());
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes themselves, not to be changed. */
    byte[] array() {
        return bytes;
    }

    /** Whether it is of exactly these bytes. */
    public boolean isOf(byte[] others) {
        return Arrays.equals(bytes, others);
    }

    /** The number of bytes. */
    public int length() {
        return bytes.length;
    }

    /** What stands for the schema. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Schema that && fingerprint.equals(that.fingerprint) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    @Override
    public String toString() {
        return "Schema[" + bytes.length + " bytes, " + fingerprint + "]";
    }
}
