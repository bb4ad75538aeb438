package dev.strait.wire.frame;

import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map in the order of insertion that mostly holds one or two entries, and may hold any number: up to {@value #FEW} stand in an array of
 * just that size, more in a {@link LinkedHashMap}. An open channel has a dozen maps of its peers; with one entry a
 * {@code LinkedHashMap} takes 184 bytes, this 56. Keys and values are not null. Whoever iterates sees the entries that there were when it
 * began, as long as these are few. Not thread-safe.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class FewMap<K, V> extends AbstractMap<K, V> {
    private static final int FEW = 4;
    private static final Object[] NONE = {};

    /** Key, value, key, value; never changed, but replaced. Unused while there are many. */
    private Object[] few = NONE;

    private @Nullable LinkedHashMap<K, V> many;

    /** An empty map. */
    public FewMap() {}

    private int indexOf(@Nullable Object key) {
        for (int at = 0; at < few.length; at += 2) {
            if (few[at].equals(key)) {
                return at;
            }
        }
        return -1;
    }

    @SuppressWarnings("unchecked") // put was given it
    private V valueAt(int at) {
        return (V) few[at + 1];
    }

    @Override
    public int size() {
        return many == null ? few.length / 2 : many.size();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return many == null ? indexOf(key) >= 0 : many.containsKey(key);
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        if (many != null) {
            return many.get(key);
        }
        int at = indexOf(key);
        return at < 0 ? null : valueAt(at);
    }

    @Override
    public @Nullable V put(K key, V value) {
        if (many != null) {
            return many.put(key, value);
        }
        int at = indexOf(key);
        if (at >= 0) {
            V before = valueAt(at);
            few = few.clone();
            few[at + 1] = value;
            return before;
        }
        int length = few.length;
        if (length == 2 * FEW) {
            LinkedHashMap<K, V> all = new LinkedHashMap<>(this);
            all.put(key, value);
            many = all;
            few = NONE;
            return null;
        }
        few = Arrays.copyOf(few, length + 2);
        few[length] = key;
        few[length + 1] = value;
        return null;
    }

    @Override
    public @Nullable V remove(@Nullable Object key) {
        if (many != null) {
            V removed = many.remove(key);
            if (many.isEmpty()) {
                many = null;
            }
            return removed;
        }
        int at = indexOf(key);
        if (at < 0) {
            return null;
        }
        V removed = valueAt(at);
        if (few.length == 2) {
            few = NONE;
        } else {
            Object[] rest = Arrays.copyOf(few, few.length - 2);
            System.arraycopy(few, at + 2, rest, at, rest.length - at);
            few = rest;
        }
        return removed;
    }

    @Override
    public void clear() {
        few = NONE;
        many = null;
    }

    @Override
    public Collection<V> values() {
        return new Values();
    }

    /** Without an entry for each, which those of {@link AbstractMap} make. */
    private final class Values extends AbstractCollection<V> {
        @Override
        public int size() {
            return FewMap.this.size();
        }

        @Override
        public Iterator<V> iterator() {
            return many == null ? new FewValues(few) : many.values().iterator();
        }
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Map.Entry<K, V>> {
        @Override
        public int size() {
            return FewMap.this.size();
        }

        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            return many == null ? new FewEntries(few) : many.entrySet().iterator();
        }
    }

    private final class FewValues implements Iterator<V> {
        private final Object[] entries;
        private int next;

        FewValues(Object[] entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            return next < entries.length;
        }

        @Override
        @SuppressWarnings("unchecked") // put was given them
        public V next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            next += 2;
            return (V) entries[next - 1];
        }

        @Override
        public void remove() {
            FewMap.this.remove(entries[next - 2]);
        }
    }

    private final class FewEntries implements Iterator<Map.Entry<K, V>> {
        private final Object[] entries;
        private int next;

        FewEntries(Object[] entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            return next < entries.length;
        }

        @Override
        @SuppressWarnings("unchecked") // put was given them
        public Map.Entry<K, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int at = next;
            next += 2;
            return Map.entry((K) entries[at], (V) entries[at + 1]);
        }

        @Override
        public void remove() {
            FewMap.this.remove(entries[next - 2]);
        }
    }
}
