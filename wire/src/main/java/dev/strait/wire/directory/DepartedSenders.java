package dev.strait.wire.directory;

import dev.strait.wire.directory.ChannelState.Departed;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.RareSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The senders of a generation that are gone. Names are kept to count each once though it is said twice, and to name the lost; beyond
 * 192 of a kind only their number is known. Whoever keeps one replaces it by what a change gives: most channels lose no sender while
 * they are open, and share {@link #NONE}.
 */
final class DepartedSenders {
    /** None is gone. */
    static final DepartedSenders NONE = new DepartedSenders();

    private @Nullable Set<EndRef> closed;
    private @Nullable Set<EndRef> lost;
    private int unnamed;

    private DepartedSenders() {}

    /** To be changed: this one, unless others share it. */
    private DepartedSenders own() {
        return this == NONE ? new DepartedSenders() : this;
    }

    int count() {
        return RareSet.size(closed) + RareSet.size(lost) + unnamed;
    }

    List<EndRef> lost() {
        return RareSet.listOf(lost);
    }

    boolean contains(EndRef end) {
        return RareSet.has(closed, end) || RareSet.has(lost, end);
    }

    boolean hasLost(EndRef end) {
        return RareSet.has(lost, end);
    }

    /** How a sender went; one that is not known here may have taken values with it. */
    Departure how(EndRef end) {
        return RareSet.has(closed, end) ? Departure.CLOSED : Departure.LOST;
    }

    DepartedSenders left(EndRef end, Departure how) {
        return how == Departure.WITHDRAWN || contains(end) ? this : own().add(end, how);
    }

    private DepartedSenders add(EndRef end, Departure how) {
        if (RareSet.size(how == Departure.LOST ? lost : closed) >= DirectoryBounds.MAX_NAMED_DEPARTED) {
            unnamed = Math.min(unnamed + 1, DirectoryBounds.MAX_UNNAMED_DEPARTED);
        } else if (how == Departure.LOST) {
            lost = RareSet.with(lost, end);
        } else {
            closed = RareSet.with(closed, end);
        }
        return this;
    }

    /** An end thought gone is there again; whether it was known here. */
    boolean returned(EndRef end) {
        boolean known = contains(end);
        if (known) {
            closed = RareSet.without(closed, end);
            lost = RareSet.without(lost, end);
        }
        return known;
    }

    /** Learns from what someone else remembers. */
    DepartedSenders recall(Departed other, Predicate<EndRef> isPresent) {
        DepartedSenders own = own();
        for (EndRef each : other.closed()) {
            if (!isPresent.test(each)) {
                own.lost = RareSet.without(own.lost, each);
                own.left(each, Departure.CLOSED);
            }
        }
        for (EndRef each : other.lost()) {
            if (!isPresent.test(each)) {
                own.left(each, Departure.LOST);
            }
        }
        own.unnamed = Math.max(own.unnamed, other.unnamed());
        return own.count() == 0 ? NONE : own;
    }

    /** Those that someone else remembers. */
    static DepartedSenders of(Departed other) {
        if (other.equals(Departed.NONE)) {
            return NONE;
        }
        DepartedSenders departed = new DepartedSenders();
        departed.closed = other.closed().isEmpty() ? null : new LinkedHashSet<>(other.closed());
        departed.lost = other.lost().isEmpty() ? null : new LinkedHashSet<>(other.lost());
        departed.unnamed = other.unnamed();
        return departed;
    }

    Departed toDeparted() {
        return count() == 0 ? Departed.NONE : new Departed(RareSet.listOf(closed), RareSet.listOf(lost), unnamed);
    }
}
