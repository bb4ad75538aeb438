package dev.strait.wire.engine;

import dev.strait.wire.directory.Schema;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The schemas with which this node opened ends lately, so that ends of one type share one and its fingerprint is computed once: a program
 * that opens many channels has few types. Bounded. Not thread-safe.
 */
final class OwnSchemas {
    private static final int MOST = 64;

    private final @Nullable Schema[] lately = new Schema[MOST];

    /** The schema of these bytes. */
    Schema of(byte[] bytes) {
        int at = Math.floorMod(Arrays.hashCode(bytes), MOST);
        Schema known = lately[at];
        if (known == null || !known.isOf(bytes)) {
            known = Schema.of(bytes);
            lately[at] = known;
        }
        return known;
    }
}
