package dev.strait.wire.frame;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is done with a set that is nearly always empty, and null while it is: an open channel has nine sets for what hardly ever
 * happens, each of 80 bytes if it were a {@link LinkedHashSet} without elements. The sets keep the order of insertion.
 */
public final class RareSet {
    private RareSet() {}

    /** How many elements there are. */
    public static int size(@Nullable Set<?> set) {
        return set == null ? 0 : set.size();
    }

    /** Whether an element is in the set. */
    public static boolean has(@Nullable Set<?> set, Object element) {
        return set != null && set.contains(element);
    }

    /** The set with an element more: the same one, or a new one if it was null. */
    public static <E> Set<E> with(@Nullable Set<E> set, E element) {
        Set<E> more = set == null ? new LinkedHashSet<>() : set;
        more.add(element);
        return more;
    }

    /** The set without an element: the same one, or null if nothing is left of it. */
    public static <E> @Nullable Set<E> without(@Nullable Set<E> set, E element) {
        if (set == null) {
            return null;
        }
        set.remove(element);
        return set.isEmpty() ? null : set;
    }

    /** The elements; a copy. */
    public static <E> List<E> listOf(@Nullable Set<E> set) {
        return set == null ? List.of() : List.copyOf(set);
    }
}
