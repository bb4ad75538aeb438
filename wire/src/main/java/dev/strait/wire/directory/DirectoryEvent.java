package dev.strait.wire.directory;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import java.util.List;

/**
 * What {@link DirectoryClient} tells its owner. Ends of the own node occur in {@link OpenedEvent} and in the lists of senders
 * only; what happens to them is the owner's own doing and is not told back.
 */
public sealed interface DirectoryEvent {
    /**
     * The answer to an open: the end is open. Once per open. Members that did not fit the directory's message follow at once
     * as {@link AppearedEvent}.
     *
     * @param request what {@link DirectoryClient#open} returned
     * @param end the end
     * @param channel the channel's name
     * @param generation which life of the channel; for logs
     * @param state where the channel stands; a sender that opens after the end has its sends answered closed
     * @param members the ends of the channel, this one first
     */
    record OpenedEvent(
            long request, EndRef end, String channel, long generation, ChannelState state, List<Member> members)
            implements DirectoryEvent {}

    /**
     * An open was refused; also possible for an end that was open before the directory was lost. After {@link
     * RefusalCode#SCHEMAS} the owner answers with {@link DirectoryClient#checked} or {@link DirectoryClient#withdraw}; after
     * any other code the client has forgotten the end.
     *
     * @param request what {@link DirectoryClient#open} returned
     * @param end the end
     * @param code why
     * @param text for people
     * @param schemas what to check; empty unless the code is SCHEMAS
     */
    record RefusedEvent(long request, EndRef end, RefusalCode code, String text, List<SchemaOf> schemas)
            implements DirectoryEvent {}

    /**
     * There is an end of another node that the owner has not been told of.
     *
     * @param channel the channel's name
     * @param member the end
     */
    record AppearedEvent(String channel, Member member) implements DirectoryEvent {}

    /**
     * The directory has no longer an end of another node. This never ends a stream whose own session lives.
     *
     * @param channel the channel's name
     * @param end the end
     * @param how in order or not
     */
    record GoneEvent(String channel, EndRef end, Departure how) implements DirectoryEvent {}

    /**
     * The channel is complete, for every end that this node has in it. Once per generation.
     *
     * @param channel the channel's name
     * @param senders see {@link ChannelState.Completed}
     * @param lost see {@link ChannelState.Completed}
     */
    record CompletedEvent(String channel, List<EndRef> senders, List<EndRef> lost) implements DirectoryEvent {}

    /**
     * The channel has failed, for every end that this node has in it. Once per generation.
     *
     * @param channel the channel's name
     * @param by the sender that failed it
     * @param code why
     * @param text for people
     * @param senders the senders that may still have values
     */
    record FailedEvent(String channel, EndRef by, ErrorCode code, String text, List<EndRef> senders)
            implements DirectoryEvent {}
}
