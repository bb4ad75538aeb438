package dev.strait.codec;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sets and maps from being slow by choice. A hash table takes time for each pair of keys with one and the same hash code,
 * unless it can order them ({@link java.util.HashMap} orders keys of a class that is {@link Comparable} to itself); whoever chooses the bytes
 * of a message could choose such keys. So of keys that cannot be ordered only a number may have the same hash code, which makes the
 * time grow with the length of the message and no faster.
 */
final class EqualHashes {

    /** How often each came; a table that is safe itself, as the JDK orders its keys. */
    private final Map<Integer, Integer> times = new HashMap<>();

    private EqualHashes() {}

    /** Whether keys of this shape are to be checked when there are more than {@link Limits#MAX_EQUAL_HASHES} of them. */
    static boolean mayBeMany(Shape key) {
        return switch (key) {
            case Shape.Scalar _ -> false;
            case Standard standard ->
                switch (standard) {
                    case INSTANT,
                            DURATION,
                            LOCAL_TIME,
                            OFFSET_TIME,
                            OFFSET_DATE_TIME,
                            ZONE_OFFSET,
                            YEAR,
                            YEAR_MONTH,
                            MONTH_DAY,
                            UUID_BITS,
                            BIG_INTEGER -> false;
                    // Not comparable, or to a supertype only, or not consistently with equals.
                    case LOCAL_DATE,
                            LOCAL_DATE_TIME,
                            ZONED_DATE_TIME,
                            ZONE_ID,
                            PERIOD,
                            BIG_DECIMAL,
                            URI_TEXT,
                            LOCALE,
                            CURRENCY -> true;
                };
            default -> true;
        };
    }

    /** Makes what counts them, or null where nothing needs to be counted. */
    static @Nullable EqualHashes of(boolean mayBeMany, int keys) {
        return mayBeMany && keys > Limits.MAX_EQUAL_HASHES ? new EqualHashes() : null;
    }

    /** Counts one key more; asked before the key is put into its table. @return whether there are too many like it */
    boolean isOneTooMany(@Nullable Object key) {
        return times.merge(Objects.hashCode(key), 1, Integer::sum) > Limits.MAX_EQUAL_HASHES;
    }
}
