package dev.strait.wire.dispatch;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.FewMap;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ReceiverEnd} knows of each sender, and whom of them the outcome of its channel makes it wait for. States and transitions
 * (docs/protocol.md, "The receiver end"):
 *
 * <pre>
 *   NONE       --OPEN--------------------------> STREAMING
 *   STREAMING  --DONE, ERROR-------------------> ENDED
 *   STREAMING  --DONE that its program has not said, session lost--> LOST
 *   ENDED      --NACK takes DONE back----------> STREAMING  and so from LOST
 *   LOST       --OPEN again--------------------> STREAMING
 *   NONE       --directory: lost---------------> LOST
 *   any, the stream over, --directory: gone in order--> forgotten; GONE, or ENDED as before, if the outcome names it
 * </pre>
 *
 * As a map it holds the senders that it knows something of. Not thread-safe.
 */
final class KnownSenders extends FewMap<EndRef, KnownSenders.Sender> {
    enum Standing {
        NONE,
        STREAMING,
        ENDED,
        LOST,
        GONE
    }

    /**
     * What is known of one of them. Immutable.
     *
     * @param awaited whether the outcome names it
     * @param goneEarly whether the directory says that it has gone in order, though its stream here is not over
     * @param whyLost why it was lost last, if that was seen here
     */
    record Sender(
            Standing standing,
            boolean awaited,
            boolean goneEarly,
            @Nullable String whyLost) {
        static final Sender UNKNOWN = new Sender(Standing.NONE, false, false, null);
        /** One for all: nearly every sender of an open channel is that and nothing else. */
        private static final Sender STREAMING = new Sender(Standing.STREAMING, false, false, null);

        Sender as(Standing now) {
            boolean isCommon = now == Standing.STREAMING && !awaited && !goneEarly && whyLost == null;
            return isCommon ? STREAMING : new Sender(now, awaited, goneEarly, whyLost);
        }

        Sender awaited(boolean isAwaited) {
            return isAwaited == awaited ? this : new Sender(standing, isAwaited, goneEarly, whyLost);
        }

        Sender goneEarly(boolean isGone) {
            return isGone == goneEarly ? this : new Sender(standing, awaited, isGone, whyLost);
        }

        Sender lostBecause(String why) {
            return new Sender(Standing.LOST, awaited, goneEarly, why);
        }
    }

    private boolean outcomeKnown;

    private Sender at(EndRef sender) {
        return getOrDefault(sender, Sender.UNKNOWN);
    }

    // --- streams ---

    /** It has opened a stream, or its end does not count any more. */
    void streams(EndRef sender) {
        put(sender, at(sender).as(Standing.STREAMING));
    }

    /**
     * The end of its stream has come.
     *
     * @param without whether the channel has completed without it: then its program has not said done
     */
    void ended(EndRef sender, boolean without) {
        put(sender, at(sender).as(without && expects(sender) ? Standing.LOST : Standing.ENDED));
    }

    /** Its stream is over, for which what the directory said had to wait. */
    void over(EndRef sender) {
        Sender known = get(sender);
        if (known != null && known.goneEarly) {
            forgetUnlessAwaited(sender, known.goneEarly(false));
        }
    }

    /** The session that carried its stream is lost: so is the sender, unless its end was seen. */
    void lost(EndRef sender, String reason) {
        Sender known = get(sender);
        if (known != null) {
            Sender later = known.goneEarly(false);
            put(sender, later.standing == Standing.STREAMING ? later.lostBecause(reason) : later);
        }
    }

    // --- the directory's word ---

    /**
     * It has gone in order.
     *
     * @param hasStream whether it has a stream here that is not over
     */
    void gone(EndRef sender, boolean hasStream) {
        Sender known = get(sender);
        if (known != null && hasStream) {
            put(sender, known.goneEarly(true));
        } else if (known != null) {
            forgetUnlessAwaited(sender, known);
        }
    }

    /** Only an outcome that names it has use for it, and no later one will. */
    private void forgetUnlessAwaited(EndRef sender, Sender known) {
        if (!known.awaited) {
            remove(sender);
        } else {
            boolean isOpen = known.standing == Standing.NONE || known.standing == Standing.LOST;
            put(sender, isOpen ? known.as(Standing.GONE) : known);
        }
    }

    /** It is lost, which counts if nothing else is known of it. */
    void lost(EndRef sender) {
        if (expects(sender) && at(sender).standing == Standing.NONE) {
            put(sender, at(sender).as(Standing.LOST));
        }
    }

    /** It is named: it is not gone, though a directory that knew nothing of it yet may have said so. */
    void appeared(EndRef sender) {
        Sender known = get(sender);
        if (known != null && known.goneEarly) {
            put(sender, known.goneEarly(false));
        }
    }

    // --- the outcome ---

    /** The outcome names these; nobody else is waited for any more. */
    void await(Collection<EndRef> named) {
        outcomeKnown = true;
        for (EndRef each : List.copyOf(keySet())) {
            put(each, at(each).awaited(false));
        }
        for (EndRef each : named) {
            put(each, at(each).awaited(true));
        }
    }

    /** Whether {@link #await} has said whom to wait for. */
    boolean isOutcomeKnown() {
        return outcomeKnown;
    }

    /** Whether a sender belongs to the channel as this end knows it: once the outcome is known, only those that it names. */
    boolean expects(EndRef sender) {
        Sender known = outcomeKnown ? get(sender) : null;
        return !outcomeKnown || (known != null && known.awaited);
    }

    /** Whether the outcome is known, and every sender that it names is accounted for. */
    boolean isSettled() {
        if (!outcomeKnown) {
            return false;
        }
        for (Sender each : values()) {
            if (each.awaited && (each.standing == Standing.NONE || each.standing == Standing.STREAMING)) {
                return false;
            }
        }
        return true;
    }

    // --- what is known ---

    /** Whether this sender is lost, and has not come back. */
    boolean hasLost(EndRef sender) {
        Sender known = get(sender);
        return known != null && known.standing == Standing.LOST;
    }

    /** By the node, in order, why its senders are lost: what this side knows goes before what the directory has said. */
    Map<String, String> whyLost() {
        return hasLostAny() ? whyLostInOrder() : Map.of();
    }

    private boolean hasLostAny() {
        for (Sender each : values()) {
            if (each.standing == Standing.LOST) {
                return true;
            }
        }
        return false;
    }

    private Map<String, String> whyLostInOrder() {
        Map<String, String> nodes = new TreeMap<>();
        forEach((sender, known) -> {
            if (known.standing == Standing.LOST) {
                if (known.whyLost == null) {
                    nodes.putIfAbsent(sender.node().id(), ReceiverEnd.LOST_BY_DIRECTORY);
                } else {
                    nodes.put(sender.node().id(), known.whyLost);
                }
            }
        });
        return nodes;
    }
}
