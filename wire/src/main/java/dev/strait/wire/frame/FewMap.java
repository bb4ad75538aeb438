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
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map in the order of insertion that mostly holds one entry, and may hold any number: the first stands in the map itself, up to {@value #FEW}
 * in an array of just their size beside it, more in a {@link LinkedHashMap}. An open channel has eleven maps of its peers; with one
 * entry a {@code LinkedHashMap} takes 184 bytes, this 24, and what is only such a map with a little more extends it. Keys and values are not null. Whoever iterates sees the entries that there were
 * when it began, as long as these are few. Not thread-safe.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public class FewMap<K, V> implements Map<K, V> {
    private static final int FEW = 4;
    private static final Object[] NONE = {};

    /** Null if there is no entry, or if there are many. */
    private @Nullable K firstKey;

    private @Nullable V firstValue;
    /**
     * The entries behind the first: an array of key, value, key, value, which is never changed but replaced; null for none. A
     * {@link LinkedHashMap} of all entries while there are many.
     */
    private @Nullable Object rest;

    /** An empty map. */
    public FewMap() {}

    @SuppressWarnings("unchecked") // nothing else is put there
    private @Nullable Map<K, V> many() {
        return rest instanceof LinkedHashMap<?, ?> all ? (LinkedHashMap<K, V>) all : null;
    }

    private Object[] others() {
        return rest instanceof Object[] few ? few : NONE;
    }

    private static int indexIn(Object[] entries, @Nullable Object key) {
        for (int at = 0; at < entries.length; at += 2) {
            if (entries[at].equals(key)) {
                return at;
            }
        }
        return -1;
    }

    private boolean isFirst(@Nullable Object key) {
        return firstKey != null && firstKey.equals(key);
    }

    @Override
    public final int size() {
        Map<K, V> many = many();
        if (many != null) {
            return many.size();
        }
        return firstKey == null ? 0 : 1 + others().length / 2;
    }

    @Override
    public final boolean isEmpty() {
        return firstKey == null && rest == null;
    }

    @Override
    public final boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public final boolean containsValue(@Nullable Object value) {
        return values().contains(value);
    }

    @Override
    @SuppressWarnings("unchecked") // put was given it
    public final @Nullable V get(@Nullable Object key) {
        if (isFirst(key)) {
            return firstValue;
        }
        if (rest == null) {
            return null;
        }
        Map<K, V> many = many();
        if (many != null) {
            return many.get(key);
        }
        Object[] others = others();
        int at = indexIn(others, key);
        return at < 0 ? null : (V) others[at + 1];
    }

    @Override
    @SuppressWarnings("unchecked") // put was given it
    public final @Nullable V put(K key, V value) {
        Objects.requireNonNull(key);
        Objects.requireNonNull(value);
        Map<K, V> many = many();
        if (many != null) {
            return many.put(key, value);
        }
        if (firstKey == null || firstKey.equals(key)) {
            V before = firstValue;
            firstKey = firstKey == null ? key : firstKey;
            firstValue = value;
            return before;
        }
        Object[] others = others();
        int at = indexIn(others, key);
        if (at >= 0) {
            V before = (V) others[at + 1];
            Object[] changed = others.clone();
            changed[at + 1] = value;
            rest = changed;
            return before;
        }
        if (size() == FEW) {
            LinkedHashMap<K, V> all = new LinkedHashMap<>(this);
            all.put(key, value);
            clear();
            rest = all;
            return null;
        }
        Object[] more = Arrays.copyOf(others, others.length + 2);
        more[others.length] = key;
        more[others.length + 1] = value;
        rest = more;
        return null;
    }

    @Override
    public final void putAll(Map<? extends K, ? extends V> more) {
        more.forEach(this::put);
    }

    @Override
    @SuppressWarnings("unchecked") // put was given them
    public final @Nullable V remove(@Nullable Object key) {
        Map<K, V> many = many();
        if (many != null) {
            V removed = many.remove(key);
            rest = many.isEmpty() ? null : many;
            return removed;
        }
        Object[] others = others();
        if (isFirst(key)) {
            V removed = firstValue;
            firstKey = others.length == 0 ? null : (K) others[0];
            firstValue = others.length == 0 ? null : (V) others[1];
            rest = without(others, 0);
            return removed;
        }
        int at = indexIn(others, key);
        if (at < 0) {
            return null;
        }
        rest = without(others, at);
        return (V) others[at + 1];
    }

    private static Object @Nullable [] without(Object[] entries, int at) {
        if (entries.length <= 2) {
            return null;
        }
        Object[] left = Arrays.copyOf(entries, entries.length - 2);
        System.arraycopy(entries, at + 2, left, at, left.length - at);
        return left;
    }

    @Override
    public final void clear() {
        firstKey = null;
        firstValue = null;
        rest = null;
    }

    @Override
    public final Collection<V> values() {
        return new Values();
    }

    @Override
    public final Set<K> keySet() {
        return new Keys();
    }

    @Override
    public final Set<Map.Entry<K, V>> entrySet() {
        return new Entries();
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Map<?, ?> map && entrySet().equals(map.entrySet());
    }

    @Override
    public final int hashCode() {
        return entrySet().hashCode();
    }

    @Override
    public final String toString() {
        return new LinkedHashMap<>(this).toString();
    }

    /** Without an entry for each. */
    private final class Values extends AbstractCollection<V> {
        @Override
        public int size() {
            return FewMap.this.size();
        }

        @Override
        public Iterator<V> iterator() {
            Map<K, V> many = many();
            return many == null ? new FewValues() : many.values().iterator();
        }
    }

    private final class Keys extends AbstractSet<K> {
        @Override
        public int size() {
            return FewMap.this.size();
        }

        @Override
        public boolean contains(@Nullable Object key) {
            return containsKey(key);
        }

        @Override
        public Iterator<K> iterator() {
            Map<K, V> many = many();
            return many == null ? new FewKeys() : many.keySet().iterator();
        }
    }

    private final class Entries extends AbstractSet<Map.Entry<K, V>> {
        @Override
        public int size() {
            return FewMap.this.size();
        }

        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            Map<K, V> many = many();
            return many == null ? new FewEntries() : many.entrySet().iterator();
        }
    }

    /** The entries that there were when it began. */
    private abstract class Few<E> implements Iterator<E> {
        private final @Nullable K key = firstKey;
        private final @Nullable V value = firstValue;
        private final Object[] behind = others();
        /** -1: the first is to come; else where the next stands in what is behind it. */
        private int next = -1;

        private @Nullable K given;

        abstract E give(K key, V value);

        @Override
        public boolean hasNext() {
            return next < 0 ? key != null : next < behind.length;
        }

        @Override
        @SuppressWarnings("unchecked") // put was given them
        public E next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            K nextKey = next < 0 ? key : (K) behind[next];
            V nextValue = next < 0 ? value : (V) behind[next + 1];
            next = next < 0 ? 0 : next + 2;
            given = nextKey;
            return give(Objects.requireNonNull(nextKey), Objects.requireNonNull(nextValue));
        }

        @Override
        public void remove() {
            if (given == null) {
                throw new IllegalStateException("removes nothing");
            }
            FewMap.this.remove(given);
            given = null;
        }
    }

    private final class FewValues extends Few<V> {
        @Override
        V give(K key, V value) {
            return value;
        }
    }

    private final class FewKeys extends Few<K> {
        @Override
        K give(K key, V value) {
            return key;
        }
    }

    private final class FewEntries extends Few<Map.Entry<K, V>> {
        @Override
        Map.Entry<K, V> give(K key, V value) {
            return new AbstractMap.SimpleImmutableEntry<>(key, value);
        }
    }
}
