package dev.strait.wire.directory;

import dev.strait.wire.directory.DirectoryEvent.AppearedEvent;
import dev.strait.wire.directory.DirectoryEvent.OpenedEvent;
import dev.strait.wire.directory.DirectoryEvent.RefusedEvent;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.ProtocolViolation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node's side of the directory: holds the node's own ends and what they have said as the truth, says it to whichever
 * directory it is attached to, and tells its owner what the directory knows of the channels they are in.
 *
 * <p>The owner calls {@link #attached} when the link to the directory's node is up, hands every message that arrives to
 * {@link #received}, sends every message that {@link #pollMessage} gives, in order and on that link only, and acts on every event
 * that {@link #pollEvent} gives. Commands are accepted at any time; what is said while no directory is attached is said when
 * one is. Nothing is lost by {@link #detached}: on the next attachment all ends are opened again with their states, closed
 * senders of which no directory has confirmed the end included.
 *
 * <p>The owner treats a repeated {@link AppearedEvent} of an end it has, and events of channels in which it has no end any
 * more, as nothing. When it drops an end of another node on its own judgement (the session with that node was lost), it calls
 * {@link #forget}, so that it is told if the directory names that end again.
 *
 * <p>What the node says is with {@link OwnEnds}, and what it is told with {@link ChannelViews}. States and transitions are in {@code
 * docs/protocol.md}, chapter "Directory". Not thread-safe.
 */
public final class DirectoryClient {
    private final NodeRef self;
    private final List<String> addresses;
    private final ChannelViews views;
    private final OwnEnds ends;

    private @Nullable NodeRef directory;
    private @Nullable NodeRef priorDirectory;
    private boolean left;

    /**
     * A client without ends, attached to nothing.
     *
     * @param self this node
     * @param addresses where it can be dialled; at most 16 of 1 to 255 bytes of UTF-8, may be empty
     * @throws IllegalArgumentException if there are more, or one is too long
     */
    public DirectoryClient(NodeRef self, List<String> addresses) {
        this.self = Objects.requireNonNull(self);
        this.addresses = Addresses.checked(addresses);
        this.views = new ChannelViews(self);
        this.ends = new OwnEnds(views);
    }

    /** The directory this client is attached to, or null. */
    public @Nullable NodeRef directory() {
        return directory;
    }

    /** The next message for the attached directory, or null; always null while detached. */
    public @Nullable ToDirectory pollMessage() {
        return ends.pollMessage();
    }

    /** The next event for the owner, or null. */
    public @Nullable DirectoryEvent pollEvent() {
        return views.pollEvent();
    }

    /** The link to the node that hosts the directory is up: everything is said again. After {@link #leave}, does nothing. */
    public void attached(NodeRef directoryNode) {
        detached();
        if (left) {
            return;
        }
        directory = directoryNode;
        ends.attach(new ToDirectory.Join(self, addresses, priorDirectory != null, priorDirectory));
    }

    /** The link to the directory's node is gone. Messages not pulled yet are dropped, events are not. */
    public void detached() {
        if (directory == null) {
            return;
        }
        directory = null;
        views.detach();
        ends.detach();
    }

    /**
     * Asks for an end to be open. Answered by {@link OpenedEvent} or {@link RefusedEvent}, as soon as a directory is attached.
     *
     * @param end the end, of this node; its number has not been used before
     * @param spec the channel
     * @param role the end's role
     * @param schema the end's schema, at most 65,536 bytes; copied
     * @return the request, for {@link #checked} and {@link #withdraw}: the number of the end
     * @throws IllegalArgumentException if the end is another node's, is open already, or the schema is too long
     * @throws IllegalStateException after {@link #leave}
     */
    public long open(EndRef end, ChannelSpec spec, Role role, byte[] schema) {
        return open(end, spec, role, Schema.of(schema));
    }

    /** As {@link #open(EndRef, ChannelSpec, Role, byte[])}, of a schema whose fingerprint is known. */
    public long open(EndRef end, ChannelSpec spec, Role role, Schema schema) {
        if (left) {
            throw new IllegalStateException("the node has left the directory");
        }
        if (!end.node().equals(self)) {
            throw new IllegalArgumentException("end " + end + " is not of node " + self);
        }
        if (ends.get(end.number()) != null) {
            throw new IllegalArgumentException("end " + end + " is open already");
        }
        OwnEnd own = new OwnEnd(end, spec, role, schema);
        ends.open(own);
        return own.request();
    }

    /**
     * The schemas of a {@link RefusalCode#SCHEMAS} refusal fit: asks again. Does nothing if the request is over.
     *
     * @param request of the refused open
     * @param more their fingerprints
     */
    public void checked(long request, Collection<Fingerprint> more) {
        OwnEnd own = ends.get(request);
        if (own != null) {
            ends.check(own, more);
        }
    }

    /**
     * Takes an open back, whether it is answered or not, as if it had never been; no value was sent or received through the
     * end. Of a sender that has said done or failed it is a {@link #closeEnd}. Does nothing if the request is over.
     */
    public void withdraw(long request) {
        OwnEnd own = ends.get(request);
        if (own != null) {
            ends.leave(own, own.state instanceof EndState.Open ? EndPhase.WITHDRAWING : EndPhase.CLOSING);
        }
    }

    /**
     * An own sender is done, or has failed the channel. Only the first time counts; does nothing for a receiver or an end that is
     * not open.
     *
     * @param state done or failed
     */
    public void endSender(EndRef end, EndState state) {
        OwnEnd own = own(end);
        if (own != null) {
            ends.end(own, state);
        }
    }

    /**
     * An own receiver has left, or an own sender has delivered everything and is gone. A sender that has not said done or failed
     * fails the channel, unless that is over. Does nothing for an end that is not open.
     */
    public void closeEnd(EndRef end) {
        OwnEnd own = own(end);
        if (own != null) {
            ends.leave(own, EndPhase.CLOSING);
        }
    }

    /**
     * The owner no longer knows this end of another node, though the directory may: if the directory names it again, that is an
     * {@link AppearedEvent}.
     */
    public void forget(String channel, EndRef end) {
        views.forget(channel, end);
    }

    /**
     * A sender of another node has opened a stream to an own receiver of the channel. If the directory is lost before it tells of that
     * sender, the next one is told of it nevertheless.
     */
    public void met(String channel, EndRef sender) {
        views.met(channel, sender);
    }

    /** The node leaves in order: says so if a directory is attached, and forgets all ends. Only {@link #pollMessage} matters now. */
    public void leave() {
        if (!left) {
            ends.leaveNode();
        }
        left = true;
        ends.clear();
        views.clear();
    }

    /** The own ends that this client still has to do with, in the order in which they were opened. */
    public List<OwnEndStatus> ends() {
        return ends.all().stream()
                .map(each -> new OwnEndStatus(each.end, each.spec.name(), each.role, each.state, each.phase))
                .toList();
    }

    /**
     * The ends of a channel that the attached directory has told of, own ones included; in no particular order. Others are in the state in which
     * they were when it told of them.
     */
    public List<Member> members(String channel) {
        List<Member> members = new ArrayList<>();
        for (OwnEnd own : ends.all()) {
            if (own.registered && own.spec.name().equals(channel)) {
                members.add(own.member(addresses));
            }
        }
        views.addMembers(channel, members);
        return members;
    }

    /**
     * Takes a message that the attached directory sent.
     *
     * @throws ProtocolViolation if it is one that only nodes send, or claims to come from another directory
     */
    public void received(DirectoryMessage message) {
        NodeRef from = directory;
        if (from == null || left) {
            return; // of a link that is gone
        }
        switch (message) {
            case ToDirectory it ->
                throw new ProtocolViolation(
                        "the directory sent " + it.getClass().getSimpleName() + ", which only nodes send");
            case ToClient.Joined it -> joined(it, from);
            case ToClient.Opened it -> ends.opened(it, from);
            case ToClient.Refused it -> ends.refused(it);
            case ToClient.Heard it -> ends.heard(it);
            case ToClient.ChannelEvent it -> views.channelEvent(it);
        }
    }

    private void joined(ToClient.Joined it, NodeRef from) {
        if (!it.directory().equals(from)) {
            throw new ProtocolViolation("directory " + from + " calls itself " + it.directory());
        }
        priorDirectory = it.directory();
    }

    private @Nullable OwnEnd own(EndRef end) {
        return end.node().equals(self) ? ends.get(end.number()) : null;
    }
}
