package dev.strait.wire.dispatch;

import dev.strait.wire.frame.ErrorCode;
import java.util.List;

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

    /** All senders that remain are done, but these nodes died with theirs. */
    record SendersLost(List<String> nodes) implements Closure {
        /** Keeps a copy. */
        public SendersLost {
            nodes = List.copyOf(nodes);
        }
    }

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
