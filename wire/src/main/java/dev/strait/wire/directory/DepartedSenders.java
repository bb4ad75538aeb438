package dev.strait.wire.directory;

import dev.strait.wire.directory.ChannelState.Departed;
import dev.strait.wire.frame.EndRef;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The senders of a generation that are gone. Names are kept to count each once though it is said twice, and to name the lost; beyond
 * 192 of a kind only their number is known.
 */
final class DepartedSenders {
    /** Null until there is one: most channels lose none while they are open. */
    private @Nullable Set<EndRef> closed;

    private @Nullable Set<EndRef> lost;
    private int unnamed;

    int count() {
        return size(closed) + size(lost) + unnamed;
    }

    private static int size(@Nullable Set<EndRef> kind) {
        return kind == null ? 0 : kind.size();
    }

    private static List<EndRef> listOf(@Nullable Set<EndRef> kind) {
        return kind == null ? List.of() : List.copyOf(kind);
    }

    private static boolean has(@Nullable Set<EndRef> kind, EndRef end) {
        return kind != null && kind.contains(end);
    }

    List<EndRef> lost() {
        return listOf(lost);
    }

    boolean contains(EndRef end) {
        return has(closed, end) || has(lost, end);
    }

    void left(EndRef end, Departure how) {
        if (contains(end)) {
            return;
        }
        switch (how) {
            case CLOSED -> closed = with(closed, end);
            case LOST -> lost = with(lost, end);
            case WITHDRAWN -> {}
        }
    }

    private @Nullable Set<EndRef> with(@Nullable Set<EndRef> kind, EndRef end) {
        if (size(kind) >= DirectoryBounds.MAX_NAMED_DEPARTED) {
            unnamed = Math.min(unnamed + 1, DirectoryBounds.MAX_UNNAMED_DEPARTED);
            return kind;
        }
        Set<EndRef> more = kind == null ? new LinkedHashSet<>() : kind;
        more.add(end);
        return more;
    }

    /** An end thought gone is there again; whether it was known here. */
    boolean returned(EndRef end) {
        return (closed != null && closed.remove(end)) || (lost != null && lost.remove(end));
    }

    /** Learns from what someone else remembers. */
    void recall(Departed other, Predicate<EndRef> isPresent) {
        other.closed().stream().filter(isPresent.negate()).forEach(each -> {
            if (lost != null) {
                lost.remove(each);
            }
            left(each, Departure.CLOSED);
        });
        other.lost().stream().filter(isPresent.negate()).forEach(each -> left(each, Departure.LOST));
        unnamed = Math.max(unnamed, other.unnamed());
    }

    void replace(Departed other) {
        closed = other.closed().isEmpty() ? null : new LinkedHashSet<>(other.closed());
        lost = other.lost().isEmpty() ? null : new LinkedHashSet<>(other.lost());
        unnamed = other.unnamed();
    }

    Departed toDeparted() {
        return count() == 0 ? Departed.NONE : new Departed(listOf(closed), listOf(lost), unnamed);
    }
}
