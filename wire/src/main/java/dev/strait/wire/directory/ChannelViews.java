package dev.strait.wire.directory;

import dev.strait.wire.directory.DirectoryEvent.AppearedEvent;
import dev.strait.wire.directory.DirectoryEvent.CompletedEvent;
import dev.strait.wire.directory.DirectoryEvent.FailedEvent;
import dev.strait.wire.directory.DirectoryEvent.GoneEvent;
import dev.strait.wire.directory.DirectoryEvent.OpenedEvent;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.NameTable;
import dev.strait.wire.frame.NodeRef;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node's {@link DirectoryClient} has been told of the channels in which the node has ends, and what the owner is told of it: each thing
 * once, however often directories come and go. Not thread-safe.
 */
final class ChannelViews {
    private final NodeRef self;
    private final NameTable<ChannelView> views = new NameTable<>(view -> view.channel);
    private final ArrayDeque<DirectoryEvent> events = new ArrayDeque<>();

    /** Of a node without ends. */
    ChannelViews(NodeRef self) {
        this.self = self;
    }

    /** The next event for the owner, or null. */
    @Nullable
    DirectoryEvent pollEvent() {
        return events.poll();
    }

    void tell(DirectoryEvent event) {
        events.add(event);
    }

    /** The link to the directory is gone. */
    void detach() {
        views.all().forEach(ChannelView::detach);
    }

    /** The node has left. Events that wait stay. */
    void clear() {
        views.clear();
    }

    /** See {@link DirectoryClient#forget}. */
    void forget(String channel, EndRef end) {
        ChannelView view = views.get(channel);
        if (view != null) {
            view.forget(end);
        }
    }

    /** See {@link DirectoryClient#met}. */
    void met(String channel, EndRef sender) {
        ChannelView view = views.get(channel);
        if (view != null && !isOwn(sender)) {
            view.meet(sender);
        }
    }

    /** Adds the ends of other nodes in a channel of which the attached directory has told. */
    void addMembers(String channel, List<Member> members) {
        ChannelView view = views.get(channel);
        if (view != null) {
            view.values().stream().filter(each -> each.confirmed).forEach(each -> members.add(each.member));
        }
    }

    // --- what own ends do ---

    /** What the directory is to be told of an own end's channel with its open; null if nothing. */
    ToDirectory.@Nullable Recall recallFor(OwnEnd own) {
        ChannelView view = views.get(own.spec.name());
        return view == null || !own.announced || view.recalled ? null : view.recall(own);
    }

    /** Whether the attached directory has not been told of the channel of an own end, nor is being told. */
    boolean owesRecall(OwnEnd own) {
        ChannelView view = views.get(own.spec.name());
        return view != null && !view.recalled;
    }

    /** An own end that is open was said again, and the attached directory has heard what went with that. */
    void recallHeard(OwnEnd own) {
        ChannelView view = views.get(own.spec.name());
        if (view != null) {
            view.answered(own, true);
        }
    }

    /** A directory is attached: an own sender that took part is recalled with its channel. */
    void recallOwn(OwnEnd own) {
        ChannelView view = views.get(own.spec.name());
        if (view != null && own.takesPart()) {
            view.recallOwn(own.end);
        }
    }

    /** An own end is open at the attached directory. */
    void opened(OwnEnd own, ToClient.Opened it, NodeRef directory) {
        String channel = own.spec.name();
        ChannelView view = views.get(channel);
        boolean isNew = !own.announced && !own.leaving();
        if (isNew) {
            own.announced = true;
            events.add(new OpenedEvent(own.request(), own.end, channel, it.generation(), it.state(), it.members()));
            own.late = !(it.state() instanceof ChannelState.Live);
            if (view == null) {
                view = new ChannelView(channel);
                view.recalled = true;
                views.put(view);
            }
            view.holders++;
            view.owned++;
        }
        if (view != null && own.announced) {
            view.registered++;
            view.answered(own, true);
            if (isNew) {
                view.opensAs(it.state(), own);
            }
            confirm(channel, view, it, isNew, directory);
        }
    }

    private void confirm(String channel, ChannelView view, ToClient.Opened it, boolean isNew, NodeRef directory) {
        // The owner's only end: its event has told everything.
        boolean told = isNew && view.owned == 1;
        for (Member member : it.members()) {
            if (isOthers(member) && view.learn(member) && !told) {
                events.add(new AppearedEvent(channel, member));
            }
        }
        if (isNew) {
            view.tellAgainBut(it.members());
        }
        view.confirmMembers(directory);
        if (view.confirm(it.generation(), it.state()) && !told) {
            tellOutcome(channel, it.state());
        }
    }

    /** The attached directory has refused an own end: what it was to be told with the open, it may not have heard. */
    void refused(OwnEnd own) {
        ChannelView view = views.get(own.spec.name());
        if (view != null) {
            view.answered(own, false);
        }
    }

    /** The owner has no more to do with an own end. */
    void disown(OwnEnd own) {
        ChannelView view = views.get(own.spec.name());
        if (view != null && own.announced) {
            view.disown();
        }
    }

    /** The attached directory has heard that an own sender is gone. */
    void departed(OwnEnd own) {
        ChannelView view = views.get(own.spec.name());
        if (view != null && own.role == Role.SENDER) {
            view.departed =
                    view.departed.left(own.end, own.phase == EndPhase.CLOSING ? Departure.CLOSED : Departure.WITHDRAWN);
        }
    }

    /** Whether an own end was told that its channel is over. */
    boolean isOverFor(OwnEnd own) {
        ChannelView view = views.get(own.spec.name());
        return own.announced && view != null && view.isOverFor(own);
    }

    /** An own end is no more. */
    void drop(OwnEnd own) {
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

    // --- what the directory tells ---

    /** Takes what the attached directory tells of a channel. */
    void channelEvent(ToClient.ChannelEvent message) {
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

    private boolean isOwn(EndRef end) {
        return end.node().equals(self);
    }

    private boolean isOthers(Member member) {
        return !isOwn(member.end());
    }
}
