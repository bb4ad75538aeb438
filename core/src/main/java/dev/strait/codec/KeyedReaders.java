package dev.strait.codec;

import dev.strait.error.DecodeFailed;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The readers of what is kept in hash tables: sets, maps and their keys. */
final class KeyedReaders {

    private KeyedReaders() {}

    /** An element of a set or a key of a map that may hold records. */
    static final class KeyReader extends ValueReader {
        private final ValueReader of;

        KeyReader(ValueReader of) {
            this.of = of;
        }

        @Override
        @Nullable
        Object read(Input in) {
            in.enterKeys();
            Object value = of.self().read(in);
            in.leaveKeys();
            return value;
        }
    }

    static final class SetReader extends ValueReader {
        private final int bias;
        private final boolean nests;
        private final boolean checked;
        private final ValueReader element;

        SetReader(int bias, boolean nests, boolean checked, ValueReader element) {
            this.bias = bias;
            this.nests = nests;
            this.checked = checked;
            this.element = element;
        }

        @Override
        @Nullable
        Object read(Input in) {
            int count = in.readCount(bias);
            if (count <= 0) {
                return count < 0 ? null : Collections.emptySet();
            }
            if (nests) {
                in.enterCollection();
            }
            Set<@Nullable Object> elements = LinkedHashSet.newLinkedHashSet(Math.min(count, Readers.MOST_PRESIZED));
            EqualHashes hashes = EqualHashes.of(checked, count);
            for (int i = 0; i < count; i++) {
                Object each = element.self().read(in);
                if (hashes != null && hashes.isOneTooMany(each)) {
                    throw tooManyEqualHashes(in);
                }
                if (!elements.add(each)) {
                    throw in.malformed("a Set holds two equal elements");
                }
            }
            if (nests) {
                in.leaveCollection();
            }
            return Collections.unmodifiableSet(elements);
        }
    }

    static final class MapReader extends ValueReader {
        private final int bias;
        private final boolean nests;
        private final boolean checked;
        private final ValueReader key;
        private final ValueReader value;

        MapReader(int bias, boolean nests, boolean checked, ValueReader key, ValueReader value) {
            this.bias = bias;
            this.nests = nests;
            this.checked = checked;
            this.key = key;
            this.value = value;
        }

        @Override
        @Nullable
        Object read(Input in) {
            int count = in.readCount(bias);
            if (count <= 0) {
                return count < 0 ? null : Collections.emptyMap();
            }
            if (nests) {
                in.enterCollection();
            }
            Map<@Nullable Object, @Nullable Object> entries =
                    LinkedHashMap.newLinkedHashMap(Math.min(count, Readers.MOST_PRESIZED));
            EqualHashes hashes = EqualHashes.of(checked, count);
            for (int i = 0; i < count; i++) {
                Object each = key.self().read(in);
                if (hashes != null && hashes.isOneTooMany(each)) {
                    throw tooManyEqualHashes(in);
                }
                if (entries.put(each, value.self().read(in)) != null) {
                    throw in.malformed("a Map holds two equal keys");
                }
            }
            if (nests) {
                in.leaveCollection();
            }
            return Collections.unmodifiableMap(entries);
        }
    }

    private static DecodeFailed tooManyEqualHashes(Input in) {
        return in.malformed("more than " + Limits.MAX_EQUAL_HASHES
                + " elements of a Set or keys of a Map have one and the same hash code");
    }
}
