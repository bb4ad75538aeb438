package dev.strait.wire.engine;

import dev.strait.wire.directory.Fingerprint;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schemas that a peer has sent with its streams: each kept once however many streams have it, for as long as one has, and all of
 * them together within a limit. Equal arrays are given as one array. Not thread-safe.
 */
final class SharedSchemas {
    /** Most bytes of different schemas of one link's streams. */
    static final int MAX_BYTES = 4 << 20;

    private static final class Kept {
        final byte[] schema;
        int streams;

        Kept(byte[] schema) {
            this.schema = schema;
        }
    }

    private final Map<Fingerprint, Kept> kept = new HashMap<>();
    private long bytes;

    /** The one array of this content for a stream to keep until {@link #release}; null if the limit does not allow another. */
    byte @Nullable [] keep(byte[] schema) {
        if (schema.length == 0) {
            return schema;
        }
        Fingerprint fingerprint = Fingerprint.of(schema);
        Kept it = kept.get(fingerprint);
        if (it == null) {
            if (bytes + schema.length > MAX_BYTES) {
                return null;
            }
            it = new Kept(schema);
            kept.put(fingerprint, it);
            bytes += schema.length;
        }
        it.streams++;
        return it.schema;
    }

    /** A stream that kept the schema is over. */
    void release(byte[] schema) {
        if (schema.length == 0) {
            return;
        }
        Fingerprint fingerprint = Fingerprint.of(schema);
        Kept it = kept.get(fingerprint);
        if (it != null && --it.streams == 0) {
            kept.remove(fingerprint);
            bytes -= it.schema.length;
        }
    }

    /** Bytes of different schemas kept now. */
    long bytes() {
        return bytes;
    }
}
