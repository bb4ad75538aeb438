package dev.strait.wire.mux;

import dev.strait.wire.frame.Acked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a receiver has taken of a stream and not answered, by number, and what it has acknowledged ahead of that and not announced. Made for a
 * stream only when a message of it is held: whatever nobody holds is acknowledged when it is taken. Not thread-safe.
 */
final class Unanswered {
    private final TreeSet<Long> held = new TreeSet<>();
    /** Runs that are acknowledged and not announced, first to last, all beyond the first that is held. */
    private final TreeMap<Long, Long> ahead = new TreeMap<>();
    /** Messages that were given back or rejected before they were counted as taken: they are in no run. */
    private final TreeSet<Long> refusedEarly = new TreeSet<>();

    private long announced;
    private long returned;

    /** Of a stream of which so many messages are taken, and answered. */
    Unanswered(long taken) {
        announced = taken;
    }

    /** Whether the total of messages answered has grown since it was announced. */
    boolean hasNews(long taken) {
        return answered(taken) > announced || hasAhead(taken);
    }

    /** The total is announced. */
    void announced(long taken) {
        announced = answered(taken);
    }

    /** Messages that were given back: DONE that knows of fewer counts for nothing. */
    long returned() {
        return returned;
    }

    /** A message is given back. */
    void giveBack() {
        returned++;
    }

    /** Nothing is held any more. */
    void drop() {
        held.clear();
        ahead.clear();
        refusedEarly.clear();
    }

    /** The message of this number is about to be taken, and is not acknowledged thereby. */
    void hold(long number) {
        held.add(number);
    }

    /** Whether the message of this number is held. */
    boolean isHeld(long number) {
        return held.contains(number);
    }

    /** Whether any message is held. */
    boolean isEmpty() {
        return held.isEmpty();
    }

    /** Messages that are held. */
    int size() {
        return held.size();
    }

    /** So many of the messages taken, from the first, are answered. */
    long answered(long taken) {
        return held.isEmpty() ? taken : Math.min(taken, held.first() - 1);
    }

    /** These messages were taken, the first and the last by number; those that are not held, nor refused, are acknowledged. */
    void took(long first, long last) {
        if (held.isEmpty()) {
            refusedEarly.headSet(last, true).clear();
            return; // the total says it
        }
        TreeSet<Long> others = held;
        if (!refusedEarly.isEmpty()) {
            others = new TreeSet<>(held.subSet(first, true, last, true));
            others.addAll(refusedEarly.headSet(last, true));
            refusedEarly.headSet(last, true).clear();
        }
        long from = first;
        for (Long number = others.ceiling(first); number != null && number <= last; number = others.ceiling(from)) {
            add(from, number - 1);
            from = number + 1;
        }
        add(from, last);
    }

    /**
     * Answers a message that is held.
     *
     * @param taken so many of the stream's messages are counted as taken
     * @return false if it is not held
     */
    boolean answer(long number, boolean acknowledged, long taken) {
        if (!held.remove(number)) {
            return false;
        }
        if (held.isEmpty()) {
            ahead.clear(); // the total says it
        }
        if (number > taken) {
            // it is in what the program has in hand, and counted with that
            if (!acknowledged) {
                refusedEarly.add(number);
            }
        } else if (acknowledged) {
            add(number, number);
        }
        return true;
    }

    private void add(long first, long last) {
        if (last < first || held.isEmpty() || last < held.first()) {
            return; // the total says it
        }
        long from = first;
        long to = last;
        Map.Entry<Long, Long> before = ahead.floorEntry(first);
        if (before != null && before.getValue() == first - 1) {
            from = before.getKey();
        }
        Long after = ahead.remove(last + 1);
        if (after != null) {
            to = after;
        }
        ahead.put(from, to);
    }

    /** Whether something is acknowledged that is not announced, and that the total does not say. */
    boolean hasAhead(long taken) {
        return !ahead.isEmpty() && ahead.lastEntry().getValue() > answered(taken);
    }

    /** What is acknowledged ahead of what is held, each once, as much as one frame holds; empty if the total says it all. */
    List<Acked.Range> pollAhead(long taken) {
        long total = answered(taken);
        List<Acked.Range> ranges = new ArrayList<>();
        while (!ahead.isEmpty() && ranges.size() < Acked.MAX_RANGES) {
            Map.Entry<Long, Long> run = ahead.pollFirstEntry();
            if (run.getValue() > total) {
                ranges.add(new Acked.Range(Math.max(run.getKey(), total + 1), run.getValue()));
            }
        }
        return ranges;
    }
}
