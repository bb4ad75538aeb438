package dev.strait.wire.frame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Things that are found by a number, where most numbers were given out one after the other: pages of {@value #PAGE} neighbours, found through a
 * {@link HashMap}, as in a sparse file. A thing takes 6 bytes here if its neighbours are there too, where in a
 * {@link java.util.LinkedHashMap} it takes 72 with its number; an open channel stands in ten tables. Numbers that a peer has chosen so that they are far
 * apart, or collide, cost 350 bytes each and no more time. Not thread-safe.
 *
 * @param <V> the type of the things
 */
public final class LongTable<V> {
    private static final int BITS = 6;
    private static final int PAGE = 1 << BITS;

    /**
     * How many pages are found without the map. What looks there is compiled into every use, the map is not, so that its first collision has none of them
     * compiled anew (docs/performance.md, "Opening and ending channels").
     */
    private static final int RECENT = 8;

    private final Map<Long, Page> pages = new HashMap<>();
    /** Those that were used of late, each in the place that its number says: numbers come in runs, and what came first goes first. */
    private final @Nullable Page[] recent = new Page[RECENT];

    private int size;

    private static final class Page {
        final long number;
        final @Nullable Object[] things = new Object[PAGE];
        int size;

        Page(long number) {
            this.number = number;
        }
    }

    /** A table without things. */
    public LongTable() {}

    /** How many there are. */
    public int size() {
        return size;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** The thing of this number; null if there is none. */
    @SuppressWarnings("unchecked") // put was given it
    public @Nullable V get(long number) {
        Page page = page(number);
        return page == null ? null : (V) page.things[index(number)];
    }

    /** Whether there is a thing of this number. */
    public boolean contains(long number) {
        return get(number) != null;
    }

    /** Puts a thing in the place of the one of this number, if there is any. */
    public void put(long number, V thing) {
        Page page = page(number);
        if (page == null) {
            page = new Page(number >> BITS);
            pages.put(page.number, page);
            recent[place(page.number)] = page;
        }
        int index = index(number);
        if (page.things[index] == null) {
            page.size++;
            size++;
        }
        page.things[index] = thing;
    }

    /** Takes out the thing of this number, and gives it; null if there is none. */
    @SuppressWarnings("unchecked") // put was given it
    public @Nullable V remove(long number) {
        Page page = page(number);
        int index = index(number);
        if (page == null || page.things[index] == null) {
            return null;
        }
        V removed = (V) page.things[index];
        page.things[index] = null;
        size--;
        if (--page.size == 0) {
            pages.remove(page.number);
            recent[place(page.number)] = null;
        }
        return removed;
    }

    /** Takes all out. */
    public void clear() {
        pages.clear();
        Arrays.fill(recent, null);
        size = 0;
    }

    /** All things, by rising number; a copy. */
    @SuppressWarnings("unchecked") // put was given them
    public List<V> all() {
        long[] numbers =
                pages.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
        List<V> all = new ArrayList<>(size);
        for (long number : numbers) {
            Page page = pages.get(number);
            if (page != null) {
                Arrays.stream(page.things).filter(it -> it != null).forEach(it -> all.add((V) it));
            }
        }
        return all;
    }

    private static int index(long number) {
        return (int) number & (PAGE - 1);
    }

    private static int place(long page) {
        return (int) page & (RECENT - 1);
    }

    private @Nullable Page page(long number) {
        long wanted = number >> BITS;
        Page page = recent[place(wanted)];
        return page != null && page.number == wanted ? page : otherPage(wanted);
    }

    private @Nullable Page otherPage(long wanted) {
        Page page = pages.get(wanted);
        if (page != null) {
            recent[place(wanted)] = page;
        }
        return page;
    }
}
