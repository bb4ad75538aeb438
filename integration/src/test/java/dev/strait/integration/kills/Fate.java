package dev.strait.integration.kills;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What all diaries together know of one value. */
final class Fate {
    /** Who has sent it; {@link #NOBODY} if nobody has noted that. */
    Life sender = NOBODY;

    final List<Entry> settled = new ArrayList<>(1);
    final List<Taking> takings = new ArrayList<>(1);
    final List<Entry> results = new ArrayList<>(1);
    final List<Entry> deadLetters = new ArrayList<>(0);

    static final Life NOBODY = new Life("nobody", 0, Role.SENDER, Long.MAX_VALUE, List.of());

    /** A worker had it, from when it reached the program on. */
    static final class Taking {
        final Life worker;
        final Entry taken;
        boolean isProcessed;
        /** When it was about to be given back; never by default. */
        long returnedNanos = Long.MAX_VALUE;

        Taking(Life worker, Entry taken) {
            this.worker = worker;
            this.taken = taken;
        }

        long nanos() {
            return taken.nanos();
        }

        boolean isReturned() {
            return returnedNanos != Long.MAX_VALUE;
        }

        /** Whether others may have it from some moment before the given one on. */
        boolean isOver(long nanos) {
            return returnedNanos < nanos || worker.killedNanos() < nanos;
        }
    }

    /** The takings in the order in which they happened. */
    List<Taking> inOrder() {
        takings.sort(Comparator.comparingLong(Taking::nanos));
        return takings;
    }

    /** The taking that this worker is at. */
    Taking of(Life worker) {
        return takings.stream()
                .filter(it -> it.worker == worker)
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError(worker + " answers what it has not taken"));
    }

    boolean isProcessed() {
        return takings.stream().anyMatch(it -> it.isProcessed);
    }

    boolean isDead() {
        return !deadLetters.isEmpty();
    }
}
