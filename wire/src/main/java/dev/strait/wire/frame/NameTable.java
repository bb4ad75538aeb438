package dev.strait.wire.frame;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Things that bear a name, to be found by it: a hash table of open addressing with linear probing, whose names are in the things themselves
 * and nowhere else (Knuth, The Art of Computer Programming, volume 3, section 6.4, algorithms L and R). A thing takes 6 to 12 bytes here
 * (more once many have left), where in a {@link HashMap} it takes 40: each open channel stands in four. If names collide as only names do that were
 * made to, all move into a {@link HashMap}, which can cope with that: when one is found {@value #MOST_STEPS} places from its home. With two thirds
 * of the places taken the longest row of taken ones is 80 among a hundred thousand names, and 130 among ten millions (Pittel, Linear probing: the
 * probable largest search time grows logarithmically with the number of records, 1987). Not thread-safe.
 *
 * @param <V> the type of the things
 */
public final class NameTable<V> {
    private static final int SMALLEST = 8;
    private static final int MOST_STEPS = 256;
    /** Places of a page: one large array would be humongous to G1, which gives it whole regions, half of which stay empty. */
    private static final int PAGE = 1_024;

    private static final int PAGE_BITS = Integer.numberOfTrailingZeros(PAGE);

    private final Function<V, String> nameOf;
    /** A power of two of places, of which at most two thirds are taken. */
    private int length = SMALLEST;

    /** The places, page by page; one page if they are fewer. */
    private @Nullable Object[][] pages = pages(SMALLEST);

    private int size;
    /** All things, by name, once names have collided; then the places are empty. */
    private @Nullable Map<String, V> colliding;

    /** A table without things; the name of a thing never changes while it is in the table. */
    public NameTable(Function<V, String> nameOf) {
        this.nameOf = nameOf;
    }

    /** How many there are. */
    public int size() {
        return colliding != null ? colliding.size() : size;
    }

    /** The thing of this name; null if there is none. */
    public @Nullable V get(String name) {
        if (colliding != null) {
            return colliding.get(name);
        }
        int place = placeOf(name);
        return place < 0 ? null : at(place);
    }

    /** Puts a thing in the place of the one of its name. @return that one; null if there was none */
    public @Nullable V put(V thing) {
        String name = nameOf.apply(thing);
        if (colliding != null) {
            return colliding.put(name, thing);
        }
        int place = placeOf(name);
        if (place < 0) {
            collide(all());
            return put(thing);
        }
        V before = at(place);
        set(place, thing);
        if (before == null && ++size * 3L > length * 2L) {
            resize(length * 2);
        }
        return before;
    }

    /** Takes out the thing of this name, and gives it; null if there is none. */
    public @Nullable V remove(String name) {
        if (colliding != null) {
            return colliding.remove(name);
        }
        int hole = placeOf(name);
        V removed = hole < 0 ? null : at(hole);
        if (removed == null) {
            return null;
        }
        int mask = length - 1;
        // What stands behind the hole moves into it, unless it would then stand ahead of its home.
        int place = (hole + 1) & mask;
        for (V next = at(place); next != null; place = (place + 1) & mask, next = at(place)) {
            int home = homeOf(nameOf.apply(next));
            if (((place - home) & mask) >= ((place - hole) & mask)) {
                set(hole, next);
                hole = place;
            }
        }
        set(hole, null);
        size--;
        if (length > SMALLEST && size * 8L < length) {
            resize(length / 2);
        }
        return removed;
    }

    /** Takes all out. */
    public void clear() {
        colliding = null;
        length = SMALLEST;
        pages = pages(SMALLEST);
        size = 0;
    }

    /** All things, in no order; a copy. */
    public List<V> all() {
        if (colliding != null) {
            return List.copyOf(colliding.values());
        }
        List<V> all = new ArrayList<>(size);
        for (int place = 0; place < length; place++) {
            V thing = at(place);
            if (thing != null) {
                all.add(thing);
            }
        }
        return all;
    }

    /** Whether names have collided. */
    boolean hasCollided() {
        return colliding != null;
    }

    private void collide(List<V> all) {
        Map<String, V> byName = new HashMap<>();
        all.forEach(each -> byName.put(nameOf.apply(each), each));
        clear();
        colliding = byName;
    }

    @SuppressWarnings("unchecked") // put was given it
    private @Nullable V at(int place) {
        return (V) pages[place >>> PAGE_BITS][place & (PAGE - 1)];
    }

    private void set(int place, @Nullable V thing) {
        pages[place >>> PAGE_BITS][place & (PAGE - 1)] = thing;
    }

    private static @Nullable Object[][] pages(int length) {
        return new Object[Math.max(1, length / PAGE)][Math.min(PAGE, length)];
    }

    /** Where the thing of this name stands, or else would stand; -1 if that is too far from its home, where no thing stands. */
    private int placeOf(String name) {
        int place = homeOf(name);
        for (int steps = 0; steps <= MOST_STEPS; steps++) {
            V there = at(place);
            if (there == null || nameOf.apply(there).equals(name)) {
                return place;
            }
            place = (place + 1) & (length - 1);
        }
        return -1;
    }

    /** The last step of MurmurHash3 (Austin Appleby, fmix32, public domain): the hashes of names alike, as of numbered ones, are alike. */
    private int homeOf(String name) {
        int hash = name.hashCode();
        hash = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
        return (hash ^ (hash >>> 16)) & (length - 1);
    }

    private void resize(int newLength) {
        List<V> all = all();
        length = newLength;
        pages = pages(newLength);
        for (V each : all) {
            int place = placeOf(nameOf.apply(each));
            if (place < 0) {
                collide(all);
                return;
            }
            set(place, each);
        }
    }
}
