package dev.strait.wire.dispatch;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.FewMap;
import java.util.Collection;
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
 * Not thread-safe.
 */
final class KnownSenders {
    private enum Standing {
        NONE,
        STREAMING,
        ENDED,
        LOST,
        GONE
    }

    /** One of them. */
    private static final class Sender {
        Standing standing = Standing.NONE;

        /** Whether the outcome names it. */
        boolean awaited;

        /** Whether the directory says that it has gone in order, though its stream here is not over. */
        boolean goneEarly;

        /** Why it was lost last, if that was seen here. */
        @Nullable
        String whyLost;
    }

    private final Map<EndRef, Sender> senders = new FewMap<>();
    private boolean outcomeKnown;

    private Sender at(EndRef sender) {
        Sender known = senders.get(sender);
        if (known == null) {
            known = new Sender();
            senders.put(sender, known);
        }
        return known;
    }

    // --- streams ---

    /** It has opened a stream, or its end does not count any more. */
    void streams(EndRef sender) {
        at(sender).standing = Standing.STREAMING;
    }

    /**
     * The end of its stream has come.
     *
     * @param without whether the channel has completed without it: then its program has not said done
     */
    void ended(EndRef sender, boolean without) {
        at(sender).standing = without && expects(sender) ? Standing.LOST : Standing.ENDED;
    }

    /** Its stream is over, for which what the directory said had to wait. */
    void over(EndRef sender) {
        Sender known = senders.get(sender);
        if (known != null && known.goneEarly) {
            known.goneEarly = false;
            forgetUnlessAwaited(sender, known);
        }
    }

    /** The session that carried its stream is lost: so is the sender, unless its end was seen. */
    void lost(EndRef sender, String reason) {
        Sender known = senders.get(sender);
        if (known != null) {
            known.goneEarly = false;
            if (known.standing == Standing.STREAMING) {
                known.standing = Standing.LOST;
                known.whyLost = reason;
            }
        }
    }

    // --- the directory's word ---

    /**
     * It has gone in order.
     *
     * @param hasStream whether it has a stream here that is not over
     */
    void gone(EndRef sender, boolean hasStream) {
        Sender known = senders.get(sender);
        if (known != null && hasStream) {
            known.goneEarly = true;
        } else if (known != null) {
            forgetUnlessAwaited(sender, known);
        }
    }

    /** Only an outcome that names it has use for it, and no later one will. */
    private void forgetUnlessAwaited(EndRef sender, Sender known) {
        if (!known.awaited) {
            senders.remove(sender);
        } else if (known.standing == Standing.NONE || known.standing == Standing.LOST) {
            known.standing = Standing.GONE;
        }
    }

    /** It is lost, which counts if nothing else is known of it. */
    void lost(EndRef sender) {
        if (expects(sender) && at(sender).standing == Standing.NONE) {
            at(sender).standing = Standing.LOST;
        }
    }

    /** It is named: it is not gone, though a directory that knew nothing of it yet may have said so. */
    void appeared(EndRef sender) {
        Sender known = senders.get(sender);
        if (known != null) {
            known.goneEarly = false;
        }
    }

    // --- the outcome ---

    /** The outcome names these; nobody else is waited for any more. */
    void await(Collection<EndRef> named) {
        outcomeKnown = true;
        for (Sender each : senders.values()) {
            each.awaited = false;
        }
        for (EndRef each : named) {
            at(each).awaited = true;
        }
    }

    /** Whether {@link #await} has said whom to wait for. */
    boolean isOutcomeKnown() {
        return outcomeKnown;
    }

    /** Whether a sender belongs to the channel as this end knows it: once the outcome is known, only those that it names. */
    boolean expects(EndRef sender) {
        Sender known = outcomeKnown ? senders.get(sender) : null;
        return !outcomeKnown || (known != null && known.awaited);
    }

    /** Whether the outcome is known, and every sender that it names is accounted for. */
    boolean isSettled() {
        if (!outcomeKnown) {
            return false;
        }
        for (Sender each : senders.values()) {
            if (each.awaited && (each.standing == Standing.NONE || each.standing == Standing.STREAMING)) {
                return false;
            }
        }
        return true;
    }

    // --- what is known ---

    /** How many it knows something of. */
    int size() {
        return senders.size();
    }

    /** Whether this sender is lost, and has not come back. */
    boolean hasLost(EndRef sender) {
        Sender known = senders.get(sender);
        return known != null && known.standing == Standing.LOST;
    }

    /** By the node, in order, why its senders are lost: what this side knows goes before what the directory has said. */
    Map<String, String> whyLost() {
        Map<String, String> nodes = new TreeMap<>();
        senders.forEach((sender, known) -> {
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
