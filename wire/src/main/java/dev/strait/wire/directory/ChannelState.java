package dev.strait.wire.directory;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Utf8;
import java.util.List;

/** Where one generation of a channel stands. {@link Completed} and {@link Failed} are final. Immutable. */
public sealed interface ChannelState {
    /**
     * Takes values. The senders that are gone are told so that any node can tell a new directory about them.
     *
     * @param departed the senders that are gone
     */
    record Live(Departed departed) implements ChannelState {
        /** A generation that has lost and seen close nobody. */
        public static final Live NEW = new Live(Departed.NONE);
    }

    /**
     * All senders are done. A receiver is through when it has seen the end of each sender in the list, or that sender is gone.
     *
     * @param senders the senders that may still have values, all of them done
     * @param lost senders that were lost before they were gone in order, at most 192 of them named; unless the spec
     *     tolerates lost senders, a receiver with any entry here must not end cleanly
     */
    record Completed(List<EndRef> senders, List<EndRef> lost) implements ChannelState {
        /** Copies the lists. */
        public Completed {
            senders = List.copyOf(senders);
            lost = List.copyOf(lost);
        }
    }

    /**
     * A sender failed the channel. Receivers get what had arrived, then the failure.
     *
     * @param by the sender that did
     * @param code why
     * @param text for people; at most 4,096 bytes of UTF-8
     * @param senders the senders that may still have values
     */
    record Failed(EndRef by, ErrorCode code, String text, List<EndRef> senders) implements ChannelState {
        /** Copies the list, cuts a text that is too long. */
        public Failed {
            text = Utf8.fit(text, DirectoryBounds.MAX_TEXT_BYTES);
            senders = List.copyOf(senders);
        }
    }

    /**
     * Senders of a generation that are gone.
     *
     * @param closed those gone in order, by name; at most 192
     * @param lost those lost, by name; at most 192
     * @param unnamed how many more there were; not negative
     */
    record Departed(List<EndRef> closed, List<EndRef> lost, int unnamed) {
        /** Nobody. */
        public static final Departed NONE = new Departed(List.of(), List.of(), 0);

        /** Copies the lists. */
        public Departed {
            closed = List.copyOf(closed);
            lost = List.copyOf(lost);
        }
    }
}
