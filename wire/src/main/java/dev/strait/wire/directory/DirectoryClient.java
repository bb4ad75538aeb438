package dev.strait.wire.directory;

import dev.strait.wire.directory.DirectoryEvent.AppearedEvent;
import dev.strait.wire.directory.DirectoryEvent.CompletedEvent;
import dev.strait.wire.directory.DirectoryEvent.FailedEvent;
import dev.strait.wire.directory.DirectoryEvent.GoneEvent;
import dev.strait.wire.directory.DirectoryEvent.OpenedEvent;
import dev.strait.wire.directory.DirectoryEvent.RefusedEvent;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.LongTable;
import dev.strait.wire.frame.NameTable;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.ProtocolViolation;
import java.util.ArrayDeque;
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
 * <p>States and transitions are in {@code docs/protocol.md}, chapter "Directory". Not thread-safe.
 */
public final class DirectoryClient {
    private final NodeRef self;
    private final List<String> addresses;
    /** By number, which is that of the request to open it too. */
    private final LongTable<OwnEnd> ends = new LongTable<>();

    private final NameTable<ChannelView> views = new NameTable<>(view -> view.channel);
    private final ArrayDeque<ToDirectory> messages = new ArrayDeque<>();
    private final ArrayDeque<DirectoryEvent> events = new ArrayDeque<>();
    /** Own ends of which the attached directory was told that they leave, as often and in the order in which it was. */
    private final ArrayDeque<OwnEnd> leavesSaid = new ArrayDeque<>();

    private @Nullable NodeRef directory;
    private @Nullable NodeRef priorDirectory;
    /** How many leaves the attached directory has said it heard. */
    private long heard;

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
    }

    /** The directory this client is attached to, or null. */
    public @Nullable NodeRef directory() {
        return directory;
    }

    /** The next message for the attached directory, or null; always null while detached. */
    public @Nullable ToDirectory pollMessage() {
        return messages.poll();
    }

    /** The next event for the owner, or null. */
    public @Nullable DirectoryEvent pollEvent() {
        return events.poll();
    }

    /** The link to the node that hosts the directory is up: everything is said again. After {@link #leave}, does nothing. */
    public void attached(NodeRef directoryNode) {
        detached();
        if (left) {
            return;
        }
        directory = directoryNode;
        messages.add(new ToDirectory.Join(self, addresses, priorDirectory != null, priorDirectory));
        // Those that stay first: behind the close of the last other one the channel would be over, and with it all that
        // was recalled.
        List<OwnEnd> all = ends.all();
        all.stream().filter(OwnEnd::stays).forEach(this::say);
        all.stream().filter(each -> !each.stays()).forEach(this::say);
    }

    /** The link to the directory's node is gone. Messages not pulled yet are dropped, events are not. */
    public void detached() {
        if (directory == null) {
            return;
        }
        directory = null;
        messages.clear();
        leavesSaid.forEach(each -> each.leavesUnheard = 0);
        leavesSaid.clear();
        heard = 0;
        views.all().forEach(ChannelView::detach);
        for (OwnEnd own : ends.all()) {
            own.registered = false;
            switch (own.phase) {
                case ASKING, CHECKING, OPEN -> own.phase = EndPhase.ASKING;
                case CLOSING, WITHDRAWING -> dropUnlessOwed(own);
            }
        }
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
        if (ends.contains(end.number())) {
            throw new IllegalArgumentException("end " + end + " is open already");
        }
        OwnEnd own = new OwnEnd(end, spec, role, schema);
        ends.put(end.number(), own);
        if (directory != null) {
            say(own);
        }
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
        if (own == null) {
            return;
        }
        own.check(more);
        if (own.phase == EndPhase.CHECKING) {
            own.phase = EndPhase.ASKING;
            if (directory != null) {
                say(own);
            }
        }
    }

    /**
     * Takes an open back, whether it is answered or not, as if it had never been; no value was sent or received through the
     * end. Of a sender that has said done or failed it is a {@link #closeEnd}. Does nothing if the request is over.
     */
    public void withdraw(long request) {
        OwnEnd own = ends.get(request);
        if (own != null) {
            leave(own, own.state instanceof EndState.Open ? EndPhase.WITHDRAWING : EndPhase.CLOSING);
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
        if (own == null
                || own.role == Role.RECEIVER
                || own.leaving()
                || state instanceof EndState.Open
                || !(own.state instanceof EndState.Open)) {
            return;
        }
        own.end(state);
        if (directory != null && own.phase != EndPhase.CHECKING) {
            messages.add(new ToDirectory.EndSender(end, state));
        }
    }

    /**
     * An own receiver has left, or an own sender has delivered everything and is gone. A sender that has not said done or failed
     * fails the channel. Does nothing for an end that is not open.
     */
    public void closeEnd(EndRef end) {
        OwnEnd own = own(end);
        if (own != null) {
            leave(own, EndPhase.CLOSING);
        }
    }

    /**
     * The owner no longer knows this end of another node, though the directory may: if the directory names it again, that is an
     * {@link AppearedEvent}.
     */
    public void forget(String channel, EndRef end) {
        ChannelView view = views.get(channel);
        if (view != null) {
            view.forget(end);
        }
    }

    /**
     * A sender of another node has opened a stream to an own receiver of the channel. If the directory is lost before it tells of that
     * sender, the next one is told of it nevertheless.
     */
    public void met(String channel, EndRef sender) {
        ChannelView view = views.get(channel);
        if (view != null && !sender.node().equals(self)) {
            view.meet(sender);
        }
    }

    /** The node leaves in order: says so if a directory is attached, and forgets all ends. Only {@link #pollMessage} matters now. */
    public void leave() {
        if (!left && directory != null) {
            messages.add(new ToDirectory.LeaveNode());
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
        ChannelView view = views.get(channel);
        if (view != null) {
            view.known.values().stream().filter(each -> each.confirmed).forEach(each -> members.add(each.member));
        }
        return members;
    }

    /**
     * Takes a message that the attached directory sent.
     *
     * @throws ProtocolViolation if it is one that only nodes send, or claims to come from another directory
     */
    public void received(DirectoryMessage message) {
        if (directory == null || left) {
            return; // of a link that is gone
        }
        switch (message) {
            case ToDirectory it ->
                throw new ProtocolViolation(
                        "the directory sent " + it.getClass().getSimpleName() + ", which only nodes send");
            case ToClient.Joined it -> joined(it);
            case ToClient.Opened it -> opened(it);
            case ToClient.Refused it -> refused(it);
            case ToClient.Heard it -> heard(it);
            case ToClient.ChannelEvent it -> channelEvent(it);
        }
    }

    private void joined(ToClient.Joined it) {
        if (!it.directory().equals(directory)) {
            throw new ProtocolViolation("directory " + directory + " calls itself " + it.directory());
        }
        priorDirectory = it.directory();
    }

    private void opened(ToClient.Opened it) {
        OwnEnd own = ends.get(it.request());
        if (own == null || own.registered || own.phase == EndPhase.CHECKING) {
            return;
        }
        own.registered = true;
        String channel = own.spec.name();
        ChannelView view = views.get(channel);
        boolean isNew = !own.announced && !own.leaving();
        if (own.phase == EndPhase.ASKING) {
            own.phase = EndPhase.OPEN;
        }
        if (isNew) {
            own.announced = true;
            events.add(new OpenedEvent(own.request(), own.end, channel, it.generation(), it.state(), it.members()));
            if (view == null) {
                view = new ChannelView(channel);
                views.put(view);
            }
            view.holders++;
            view.owned++;
        }
        if (view != null && own.announced) {
            view.registered++;
            confirm(channel, view, it, isNew);
        }
    }

    private void confirm(String channel, ChannelView view, ToClient.Opened it, boolean isNew) {
        // The owner's only end: its event has told everything.
        boolean told = isNew && view.owned == 1;
        view.liveAgain |= isNew && !view.live() && it.state() instanceof ChannelState.Live;
        for (Member member : it.members()) {
            if (isOthers(member) && view.learn(member) && !told) {
                events.add(new AppearedEvent(channel, member));
            }
        }
        if (isNew) {
            view.tellAgainBut(it.members());
        }
        view.confirmMembers(Objects.requireNonNull(directory));
        if (view.confirm(it.generation(), it.state()) && !told) {
            tellOutcome(channel, it.state());
        }
    }

    private void refused(ToClient.Refused it) {
        OwnEnd own = ends.get(it.request());
        if (own == null || own.registered || own.phase == EndPhase.CHECKING) {
            return;
        }
        ChannelView view = views.get(own.spec.name());
        if (view != null && !view.confirmed) {
            view.recalled = false;
        }
        if (it.code() != RefusalCode.SCHEMAS) {
            if (!own.leaving()) {
                disown(own);
                events.add(new RefusedEvent(own.request(), own.end, it.code(), it.text(), it.schemas()));
            }
            drop(own);
        } else if (own.leaving() && (!own.announced || own.role == Role.RECEIVER)) {
            drop(own);
        } else if (own.leaving() || own.hasChecked(it.schemas())) {
            // No value travels through an end that is leaving, so any schema fits it.
            own.check(it.schemas().stream().map(SchemaOf::fingerprint).toList());
            say(own);
        } else {
            own.phase = EndPhase.CHECKING;
            events.add(new RefusedEvent(own.request(), own.end, it.code(), it.text(), it.schemas()));
        }
    }

    private void heard(ToClient.Heard it) {
        if (it.leaves() < heard || it.leaves() - heard > leavesSaid.size()) {
            throw new ProtocolViolation("the directory heard " + it.leaves() + " leaves of ends, after " + heard
                    + " and with " + leavesSaid.size() + " said since");
        }
        for (; heard < it.leaves(); heard++) {
            OwnEnd own = leavesSaid.remove();
            // Said again, or gone by a refusal, it is not what was heard.
            if (--own.leavesUnheard == 0 && own.equals(ends.get(own.request()))) {
                gone(own);
            }
        }
    }

    private void gone(OwnEnd own) {
        ChannelView view = views.get(own.spec.name());
        if (view != null && own.role == Role.SENDER) {
            view.departed =
                    view.departed.left(own.end, own.phase == EndPhase.CLOSING ? Departure.CLOSED : Departure.WITHDRAWN);
        }
        drop(own);
    }

    private void channelEvent(ToClient.ChannelEvent message) {
        ChannelView view = views.get(message.channel());
        if (view == null || !view.confirmed || view.generation != message.generation()) {
            return; // of a generation in which this node has no end any more
        }
        String channel = message.channel();
        switch (message) {
            case ToClient.Appeared it -> {
                if (isOthers(it.member()) && view.learn(it.member())) {
                    events.add(new AppearedEvent(channel, it.member()));
                }
            }
            case ToClient.Gone it when isOwn(it.end()) -> {}
            case ToClient.Gone it -> {
                if (view.gone(it.end(), it.how())) {
                    events.add(new GoneEvent(channel, it.end(), it.how()));
                }
            }
            case ToClient.Completed it -> outcome(channel, view, new ChannelState.Completed(it.senders(), it.lost()));
            case ToClient.Failed it ->
                outcome(channel, view, new ChannelState.Failed(it.by(), it.code(), it.text(), it.senders()));
        }
    }

    private void outcome(String channel, ChannelView view, ChannelState state) {
        if (view.outcome(state)) {
            tellOutcome(channel, state);
        }
    }

    private void tellOutcome(String channel, ChannelState state) {
        switch (state) {
            case ChannelState.Live _ -> {}
            case ChannelState.Completed it -> events.add(new CompletedEvent(channel, it.senders(), it.lost()));
            case ChannelState.Failed it ->
                events.add(new FailedEvent(channel, it.by(), it.code(), it.text(), it.senders()));
        }
    }

    private @Nullable OwnEnd own(EndRef end) {
        return isOwn(end) ? ends.get(end.number()) : null;
    }

    private boolean isOwn(EndRef end) {
        return end.node().equals(self);
    }

    private boolean isOthers(Member member) {
        return !isOwn(member.end());
    }

    /** Says an end to the attached directory, with what it has said and, if it is leaving, that. */
    private void say(OwnEnd own) {
        own.said = true;
        ChannelView view = views.get(own.spec.name());
        ToDirectory.Recall recall = null;
        if (view != null && own.announced && !view.confirmed && !view.recalled) {
            view.recalled = true;
            recall = view.recall();
        }
        messages.add(new ToDirectory.OpenEnd(
                own.request(), own.end, own.spec, own.role, own.state, own.schema, own.checked(), recall));
        sayLeaving(own);
    }

    private void sayLeaving(OwnEnd own) {
        if (own.leaving()) {
            messages.add(
                    own.phase == EndPhase.CLOSING
                            ? new ToDirectory.CloseEnd(own.end)
                            : new ToDirectory.WithdrawEnd(own.end));
            leavesSaid.add(own);
            own.leavesUnheard++;
        }
    }

    private void leave(OwnEnd own, EndPhase how) {
        if (own.leaving()) {
            return;
        }
        disown(own);
        EndPhase before = own.phase;
        own.phase = how;
        if (how == EndPhase.CLOSING && own.state instanceof EndState.Open) {
            own.end(OwnEnd.closedWithoutDone(own.end));
        }
        if (directory == null) {
            dropUnlessOwed(own);
        } else if (before != EndPhase.CHECKING) {
            sayLeaving(own);
        } else if (own.announced && own.role == Role.SENDER) {
            say(own);
        } else {
            drop(own);
        }
    }

    /** While detached: the directory must hear of a sender that went in order, or it would take it for lost. */
    private void dropUnlessOwed(OwnEnd own) {
        if (own.role == Role.RECEIVER || !own.said) {
            drop(own);
        }
    }

    private void disown(OwnEnd own) {
        ChannelView view = views.get(own.spec.name());
        if (view != null && own.announced) {
            view.disown();
        }
    }

    private void drop(OwnEnd own) {
        ends.remove(own.request());
        ChannelView view = views.get(own.spec.name());
        if (view == null || !own.announced) {
            return;
        }
        if (--view.holders == 0) {
            views.remove(own.spec.name());
        } else if (own.registered && --view.registered == 0) {
            view.detach(); // the directory tells of the channel no longer
        }
    }
}
