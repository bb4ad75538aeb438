package dev.strait.wire.directory;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.NodeRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node says to the directory. The speaker is known from the link. */
public sealed interface ToDirectory extends DirectoryMessage {
    /**
     * The first message on each link to the directory: takes out the node's lease, which lasts as long as that session.
     *
     * @param node who speaks; the same as the link says
     * @param addresses where it can be dialled; at most 16
     * @param rejoining whether this incarnation has been registered before
     * @param priorDirectory the directory it was registered with last; null if none
     */
    record Join(
            NodeRef node,
            List<String> addresses,
            boolean rejoining,
            @Nullable NodeRef priorDirectory) implements ToDirectory {
        /** Copies the list; an {@link IllegalArgumentException} names a limit broken. */
        public Join {
            addresses = Addresses.checked(addresses);
        }
    }

    /**
     * Opens an end, or says it again on a new link. Answered by {@link ToClient.Opened} or {@link ToClient.Refused}.
     *
     * @param request comes back in the answer; chosen by the client, not negative
     * @param end the end, of the speaker's node
     * @param spec the channel
     * @param role the end's role
     * @param state what the end has said so far; open for a receiver
     * @param schema the end's schema
     * @param checked fingerprints of other ends' schemas that fit; at most 1,024
     * @param recall what the node knows of the channel from an earlier registration; null for none
     */
    record OpenEnd(
            long request,
            EndRef end,
            ChannelSpec spec,
            Role role,
            EndState state,
            Schema schema,
            List<Fingerprint> checked,
            @Nullable Recall recall)
            implements ToDirectory {
        /** Copies the list; an {@link IllegalArgumentException} names a limit broken. */
        public OpenEnd {
            if (request < 0 || checked.size() > DirectoryBounds.MAX_CHECKED) {
                throw new IllegalArgumentException("request must not be negative, was " + request
                        + "; checked must be at most " + DirectoryBounds.MAX_CHECKED + ", were " + checked.size());
            }
            checked = List.copyOf(checked);
        }
    }

    /**
     * A sender has said that it is done, or has failed.
     *
     * @param end the sender, of the speaker's node
     * @param state done or failed
     */
    record EndSender(EndRef end, EndState state) implements ToDirectory {}

    /**
     * A receiver has left, or a sender has delivered everything and is gone. A sender that has said nothing before fails the
     * channel with CLOSED_WITHOUT_DONE.
     *
     * @param end the end, of the speaker's node
     */
    record CloseEnd(EndRef end) implements ToDirectory {}

    /**
     * Takes an open back: nobody has used the end. Of a sender that has said done or failed it is a {@link CloseEnd}.
     *
     * @param end the end, of the speaker's node
     */
    record WithdrawEnd(EndRef end) implements ToDirectory {}

    /** The node leaves in order: as a {@link CloseEnd} of each of its ends. The lease is over. */
    record LeaveNode() implements ToDirectory {}

    /**
     * What a node remembers of a channel's generation, so that a directory that has none of it goes on where the last one
     * stopped.
     *
     * @param state as the node last heard it; the lists of senders are empty here
     * @param present senders that were there, the node's own included
     */
    record Recall(ChannelState state, List<EndRef> present) {
        /** Copies the list. */
        public Recall {
            present = List.copyOf(present);
        }
    }
}
