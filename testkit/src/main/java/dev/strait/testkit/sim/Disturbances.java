package dev.strait.testkit.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** When something kept nodes from each other, as far as the faults go. The network itself is calm otherwise, and nodes do what is due when it is due. */
final class Disturbances {
    /** Stands for every node. */
    private static final int ANY = -1;
    /** Nobody waits for an answer for longer than this. */
    private static final long LONGEST_VAIN_NANOS = 6_000_000_000L;

    /**
     * One of them.
     *
     * @param one place of a node
     * @param other place of the other
     * @param fromNanos when it began, in virtual time
     * @param toNanos when it was over, for the one who knows first
     * @param silent whether somebody may go on for a while to wait for an answer that does not come
     */
    private record Span(int one, int other, long fromNanos, long toNanos, boolean silent) {
        boolean concerns(int a, int b) {
            return one == ANY
                    || (other == ANY && (one == a || one == b))
                    || (one == a && other == b)
                    || (one == b && other == a);
        }
    }

    /**
     * Time in which two nodes could do what they liked.
     *
     * @param fromNanos when it began
     * @param toNanos when it was over
     * @param afterSilence whether somebody may have waited in vain for some of it
     */
    record Calm(long fromNanos, long toNanos, boolean afterSilence) {
        long nanos() {
            return toNanos - fromNanos;
        }
    }

    private final List<Span> spans = new ArrayList<>();

    /** Something is between two nodes. */
    void between(int one, int other, long fromNanos, long toNanos, boolean silent) {
        spans.add(new Span(one, other, fromNanos, toNanos, silent));
    }

    /** Something is between one node and all others. */
    void around(int place, long fromNanos, long toNanos) {
        spans.add(new Span(place, ANY, fromNanos, toNanos, true));
    }

    /** Something is between all nodes, of which each hears. */
    void everywhere(long fromNanos, long toNanos) {
        spans.add(new Span(ANY, ANY, fromNanos, toNanos, false));
    }

    /** Whether anything was between the two at any moment of this time. */
    boolean any(int one, int other, long fromNanos, long toNanos) {
        return spans.stream()
                .anyMatch(each ->
                        each.concerns(one, other) && each.fromNanos() <= toNanos && each.toNanos() >= fromNanos);
    }

    /** The stretches of this time in which nothing was between the two. */
    List<Calm> calm(int one, int other, long fromNanos, long toNanos) {
        List<Span> between = spans.stream()
                .filter(each -> each.concerns(one, other))
                .sorted(Comparator.comparingLong(Span::fromNanos))
                .toList();
        List<Calm> calm = new ArrayList<>();
        long from = fromNanos;
        long silentUntil = Long.MIN_VALUE / 2;
        for (Span each : between) {
            if (each.fromNanos() > toNanos) {
                break;
            }
            if (each.fromNanos() > from) {
                calm.add(new Calm(from, each.fromNanos(), from - silentUntil < LONGEST_VAIN_NANOS));
            }
            if (each.toNanos() > from) {
                from = each.toNanos();
            }
            silentUntil = each.silent() ? Math.max(silentUntil, each.toNanos()) : silentUntil;
        }
        if (toNanos > from) {
            calm.add(new Calm(from, toNanos, from - silentUntil < LONGEST_VAIN_NANOS));
        }
        return calm;
    }
}
