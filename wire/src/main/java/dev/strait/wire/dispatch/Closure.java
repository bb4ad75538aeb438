package dev.strait.wire.dispatch;

import dev.strait.wire.frame.ErrorCode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why an end gives or takes nothing more. */
public sealed interface Closure {
    /** Every sender is done and everything was taken. */
    record Done() implements Closure {}

    /**
     * The channel failed: by {@code error(cause)} of a sender, by its close without done, or because a receiver died with messages.
     *
     * @param code which of these
     * @param origin the id of the node where it happened
     * @param text what happened, for people
     */
    record Failed(ErrorCode code, String origin, String text) implements Closure {}

    /**
     * All senders that remain are done, but these nodes died with theirs.
     *
     * @param reasons why each of these nodes counts as lost, for people, by its id
     */
    record SendersLost(Map<String, String> reasons) implements Closure {
        /** Keeps a copy, in the order given. */
        public SendersLost {
            reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
        }

        /** The nodes, in that order. */
        public List<String> nodes() {
            return List.copyOf(reasons.keySet());
        }
    }

    /**
     * The one receiver of a channel without a name was closed, was lost, or was never delivered.
     *
     * @param node the id of the node that had it; empty if none had
     * @param text what happened, for people
     */
    record ReceiverGone(String node, String text) implements Closure {}

    /** The program closed the end, or its node. */
    record Left() implements Closure {}

    /** Nothing can be sent because none of the receivers can be reached. */
    record Unreachable(List<String> nodes) implements Closure {
        /** Keeps a copy. */
        public Unreachable {
            nodes = List.copyOf(nodes);
        }
    }
}
