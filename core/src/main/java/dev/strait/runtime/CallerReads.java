package dev.strait.runtime;

import dev.strait.channel.Lookout;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The reading that a node's programs do by themselves: a call that is about to park first reads from the links of its node for
 * {@value #LOOK_NANOS} ns at most, {@value #LOOK_BESIDE_OTHERS_NANOS} ns if a call of another end has just parked. What it waits for, a value or
 * credit, then reaches it without waking the link's thread, which would have to wake the caller's: that is two changes of threads for each
 * message where the sides take turns, and in a stream four for each credit. What this is worth is in docs/performance.md, "Who reads, and when".
 *
 * <p>Where one read wakes many more programs on virtual threads than there are threads to carry them, none of these looks: it would keep a
 * thread from those that are ready to run ({@link #areOutnumbered}; docs/performance.md, "Opening and ending channels").
 *
 * <p>One call at a time does so; the others park, and as long as any is parked the threads of the links watch them ({@link LinkReader}). A
 * node with more than {@value #MOST_LINKS} links leaves all reading to their threads: to look through many costs more than to be woken.
 */
final class CallerReads {
    /** Two wake-ups, one behind the other, where a wake-up is dear: what parking would have cost is what a look may cost. */
    private static final long LOOK_NANOS = 300_000;

    /** The same among calls of several ends that park and go on: the links' threads watch then, look or no look, and others could use the core. */
    private static final long LOOK_BESIDE_OTHERS_NANOS = 20_000;

    /** A call that has parked for longer is idle, and no reason to look less. */
    private static final long BESIDE_NANOS = 1_000_000;

    private static final int MOST_LINKS = 4;
    /** So many programs on virtual threads, woken by one read, outnumber those that carry them: eight gained by looks on two processors still. */
    private static final int OUTNUMBERED = 8 * Runtime.getRuntime().availableProcessors();
    /** Between two reads: a read in vain takes half a microsecond, and the socket's lock from those who deliver to it. */
    private static final long PAUSE_NANOS = 4_000;
    /** After so many reads it yields: a virtual thread that does has to be submitted anew, which wakes and may move it to another core. */
    private static final int READS_TO_YIELD = 12;
    /** So many calls of an end park at once after a look in vain, at most; an end that always waits long loses an eighth of a look each time. */
    private static final int MOST_WITHOUT = 7;

    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicInteger parked = new AtomicInteger();
    /** The end whose call parked last, and when. Written without regard to other threads: a lost update costs a look. */
    private volatile @Nullable Lookout parkedLast;

    private volatile long parkedLastAt;
    private final CopyOnWriteArrayList<LinkReader> links = new CopyOnWriteArrayList<>();

    private final IntSupplier programsWoken;

    /**
     * No links yet.
     *
     * @param programsWoken how many programs the last read woke that woke any
     */
    CallerReads(IntSupplier programsWoken) {
        this.programsWoken = programsWoken;
    }

    /** A link that can be read from. */
    void add(LinkReader link) {
        links.add(link);
    }

    /** A link that has ended. */
    void remove(LinkReader link) {
        links.remove(link);
    }

    /** Whether calls are parked that may wait for something to arrive. */
    boolean areParked() {
        return parked.get() > 0;
    }

    /** A thread that waits for something to arrive is about to park. */
    void parks() {
        parked.incrementAndGet();
        for (LinkReader link : links) {
            link.watch();
        }
    }

    /** It goes on. */
    void parksNoMore() {
        parked.decrementAndGet();
    }

    /** For the calls of one end. */
    Lookout lookout() {
        return new OfEnd();
    }

    private final class OfEnd implements Lookout {
        /** How many calls park at once. This and the next are written without regard to other threads: a lost update costs a look. */
        private int without;

        /** How many will after the next look in vain: 0, 1, 3, 7, until a look finds something. */
        private int withoutNext;

        @Override
        public void look(BooleanSupplier decided, long untilNanos) {
            if (areOutnumbered()) {
                return;
            }
            if (without > 0) {
                without--;
            } else if (read(this, decided, untilNanos)) {
                withoutNext = 0;
            } else {
                without = withoutNext;
                withoutNext = Math.min(2 * withoutNext + 1, MOST_WITHOUT);
            }
        }

        @Override
        public void parks() {
            parkedLastAt = System.nanoTime();
            parkedLast = this;
            CallerReads.this.parks();
        }

        @Override
        public void parksNoMore() {
            CallerReads.this.parksNoMore();
        }
    }

    /** Whether the calling thread is virtual and one of so many that those which carry them have others to carry at once. */
    private boolean areOutnumbered() {
        return programsWoken.getAsInt() >= OUTNUMBERED && Thread.currentThread().isVirtual();
    }

    /** How long a call of this end may look, at most, if it begins now. */
    long lookNanos(Lookout end, long nowNanos) {
        boolean besideOthers = areParked() && !end.equals(parkedLast) && nowNanos - parkedLastAt < BESIDE_NANOS;
        return besideOthers ? LOOK_BESIDE_OTHERS_NANOS : LOOK_NANOS;
    }

    /** Reads until the call is decided. @return false if it took too long */
    private boolean read(Lookout end, BooleanSupplier decided, long untilNanos) {
        if (links.isEmpty() || links.size() > MOST_LINKS || !looking.compareAndSet(false, true)) {
            return true; // nothing was lost
        }
        try {
            long now = System.nanoTime();
            long most = lookNanos(end, now);
            long until = now + (untilNanos == Long.MAX_VALUE ? most : Math.min(most, untilNanos - now));
            for (int reads = 1; !decided.getAsBoolean() && System.nanoTime() - until < 0; reads++) {
                for (LinkReader link : links) {
                    link.tryRead();
                }
                pause(decided, reads);
            }
            return decided.getAsBoolean();
        } finally {
            looking.set(false);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // only a saving relies on it
    private static void pause(BooleanSupplier decided, int reads) {
        long end = System.nanoTime() + PAUSE_NANOS;
        while (!decided.getAsBoolean() && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        if (reads % READS_TO_YIELD == 0 && !decided.getAsBoolean()) {
            Thread.yield();
        }
    }
}
