package dev.strait.wire.directory;

import dev.strait.wire.directory.ChannelState.Departed;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.RareSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The senders of a generation that are gone. Names are kept to count each once though it is said twice, and to name the lost; beyond
 * 192 of a kind only their number is known.
 */
final class DepartedSenders {
    private final Set<EndRef> closed = new RareSet<>();
    private final Set<EndRef> lost = new RareSet<>();
    private int unnamed;

    int count() {
        return closed.size() + lost.size() + unnamed;
    }

    List<EndRef> lost() {
        return List.copyOf(lost);
    }

    boolean contains(EndRef end) {
        return closed.contains(end) || lost.contains(end);
    }

    void left(EndRef end, Departure how) {
        if (contains(end)) {
            return;
        }
        switch (how) {
            case CLOSED -> add(closed, end);
            case LOST -> add(lost, end);
            case WITHDRAWN -> {}
        }
    }

    private void add(Set<EndRef> kind, EndRef end) {
        if (kind.size() < DirectoryBounds.MAX_NAMED_DEPARTED) {
            kind.add(end);
        } else {
            unnamed = Math.min(unnamed + 1, DirectoryBounds.MAX_UNNAMED_DEPARTED);
        }
    }

    /** An end thought gone is there again; whether it was known here. */
    boolean returned(EndRef end) {
        return closed.remove(end) || lost.remove(end);
    }

    /** Learns from what someone else remembers. */
    void recall(Departed other, Predicate<EndRef> isPresent) {
        other.closed().stream().filter(isPresent.negate()).forEach(each -> {
            lost.remove(each);
            left(each, Departure.CLOSED);
        });
        other.lost().stream().filter(isPresent.negate()).forEach(each -> left(each, Departure.LOST));
        unnamed = Math.max(unnamed, other.unnamed());
    }

    void replace(Departed other) {
        if (other.equals(Departed.NONE) && count() == 0) {
            return; // as nearly always
        }
        closed.clear();
        lost.clear();
        closed.addAll(other.closed());
        lost.addAll(other.lost());
        unnamed = other.unnamed();
    }

    Departed toDeparted() {
        return count() == 0 ? Departed.NONE : new Departed(List.copyOf(closed), List.copyOf(lost), unnamed);
    }
}
