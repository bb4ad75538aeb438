package dev.strait.wire.frame;

import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/**
 * A set in the order of insertion that is nearly always empty: 16 bytes until something is added, where an empty {@link LinkedHashSet} takes
 * 80. An open channel has ten sets for what hardly ever happens. Not thread-safe.
 *
 * @param <E> the type of the elements
 */
public final class RareSet<E> extends AbstractSet<E> {
    private @Nullable LinkedHashSet<E> elements;

    /** An empty set. */
    public RareSet() {}

    @Override
    public int size() {
        return elements == null ? 0 : elements.size();
    }

    @Override
    public boolean contains(@Nullable Object element) {
        return elements != null && elements.contains(element);
    }

    @Override
    public boolean add(E element) {
        if (elements == null) {
            elements = new LinkedHashSet<>();
        }
        return elements.add(element);
    }

    @Override
    public boolean remove(@Nullable Object element) {
        return elements != null && elements.remove(element);
    }

    @Override
    public void clear() {
        elements = null;
    }

    @Override
    public Iterator<E> iterator() {
        return elements == null ? Collections.emptyIterator() : elements.iterator();
    }
}
