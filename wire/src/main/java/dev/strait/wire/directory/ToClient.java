package dev.strait.wire.directory;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.Utf8;
import java.util.List;

/**
 * What the directory says to a node: answers to what it says, and the events of the channels in which it has an end, once per node, but for
 * what the node knows already: of its own ends, and that a channel is complete in which it has none but senders that are done.
 */
public sealed interface ToClient extends DirectoryMessage {
    /**
     * The lease is granted.
     *
     * @param directory the node that hosts the directory
     */
    record Joined(NodeRef directory) implements ToClient {}

    /**
     * The end is open.
     *
     * @param request of the {@link ToDirectory.OpenEnd}
     * @param generation which life of the channel
     * @param state where it stands
     * @param members its ends, this one first; those that do not fit the message follow as {@link Appeared}
     */
    record Opened(long request, long generation, ChannelState state, List<Member> members) implements ToClient {
        /** Copies the list. */
        public Opened {
            members = List.copyOf(members);
        }
    }

    /**
     * The end is not open, and no other node has heard of it.
     *
     * @param request of the {@link ToDirectory.OpenEnd}
     * @param code why
     * @param text for people: both sides of a difference, or the limit; at most 4,096 bytes of UTF-8
     * @param schemas what to check; empty unless the code is {@link RefusalCode#SCHEMAS}
     */
    record Refused(long request, RefusalCode code, String text, List<SchemaOf> schemas) implements ToClient {
        /** Copies the list, cuts a text that is too long. */
        public Refused {
            text = Utf8.fit(text, DirectoryBounds.MAX_TEXT_BYTES);
            schemas = List.copyOf(schemas);
        }
    }

    /**
     * What the node said of ends that leave has been heard: one answer to many.
     *
     * @param leaves how many {@link ToDirectory.CloseEnd} and {@link ToDirectory.WithdrawEnd} since its {@link ToDirectory.Join}
     */
    record Heard(long leaves) implements ToClient {}

    /** Says something about one generation of a channel. */
    sealed interface ChannelEvent extends ToClient {
        /** The channel's name. */
        String channel();

        /** Which life of the channel. */
        long generation();
    }

    /**
     * Another node opened an end.
     *
     * @param channel the channel's name
     * @param generation which life of the channel
     * @param member the end
     */
    record Appeared(String channel, long generation, Member member) implements ChannelEvent {}

    /**
     * An end of another node is gone.
     *
     * @param channel the channel's name
     * @param generation which life of the channel
     * @param end which end
     * @param how in order or not
     */
    record Gone(String channel, long generation, EndRef end, Departure how) implements ChannelEvent {}

    /**
     * The generation is complete.
     *
     * @param channel the channel's name
     * @param generation which life of the channel
     * @param senders see {@link ChannelState.Completed}
     * @param lost see {@link ChannelState.Completed}
     */
    record Completed(String channel, long generation, List<EndRef> senders, List<EndRef> lost) implements ChannelEvent {
        /** Copies the lists. */
        public Completed {
            senders = List.copyOf(senders);
            lost = List.copyOf(lost);
        }
    }

    /**
     * The generation has failed.
     *
     * @param channel the channel's name
     * @param generation which life of the channel
     * @param by see {@link ChannelState.Failed}
     * @param code see {@link ChannelState.Failed}
     * @param text see {@link ChannelState.Failed}
     * @param senders see {@link ChannelState.Failed}
     */
    record Failed(String channel, long generation, EndRef by, ErrorCode code, String text, List<EndRef> senders)
            implements ChannelEvent {
        /** Copies the list, cuts a text that is too long. */
        public Failed {
            text = Utf8.fit(text, DirectoryBounds.MAX_TEXT_BYTES);
            senders = List.copyOf(senders);
        }
    }
}
