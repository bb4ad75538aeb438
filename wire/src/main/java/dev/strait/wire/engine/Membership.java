package dev.strait.wire.engine;

import dev.strait.wire.directory.ChannelState;
import dev.strait.wire.directory.Departure;
import dev.strait.wire.directory.DirectoryClient;
import dev.strait.wire.directory.DirectoryEvent;
import dev.strait.wire.directory.Member;
import dev.strait.wire.directory.RefusalCode;
import dev.strait.wire.directory.Role;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.FrameLimits;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.RareSet;
import dev.strait.wire.frame.Utf8;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the directory's word does to the ends of this node: who sends to whom, and how a channel ends. Not thread-safe. */
final class Membership {
    private final EngineConfig config;
    private final Ends ends;
    private final Events events;
    private final Peers peers;
    private final SenderStreams senderStreams;
    private final ReceiverStreams receiverStreams;
    private final DirectoryClient client;
    private final Function<NodeRef, @Nullable Link> linkTo;
    private boolean replaced;

    Membership(
            EngineConfig config,
            Ends ends,
            Events events,
            Peers peers,
            SenderStreams senderStreams,
            ReceiverStreams receiverStreams,
            DirectoryClient client,
            Function<NodeRef, @Nullable Link> linkTo) {
        this.config = config;
        this.ends = ends;
        this.events = events;
        this.peers = peers;
        this.senderStreams = senderStreams;
        this.receiverStreams = receiverStreams;
        this.client = client;
        this.linkTo = linkTo;
    }

    void handle(DirectoryEvent event, long nowNanos) {
        switch (event) {
            case DirectoryEvent.OpenedEvent opened -> opened(opened, nowNanos);
            case DirectoryEvent.RefusedEvent refused -> refused(refused);
            case DirectoryEvent.AppearedEvent appeared -> appeared(appeared.channel(), appeared.member(), nowNanos);
            case DirectoryEvent.GoneEvent gone -> gone(gone);
            case DirectoryEvent.CompletedEvent it -> completed(it.channel(), it.senders(), it.lost());
            case DirectoryEvent.FailedEvent it ->
                failed(it.channel(), it.by(), it.code(), it.text(), it.senders().contains(it.by()));
        }
    }

    private void opened(DirectoryEvent.OpenedEvent event, long nowNanos) {
        SenderSlot sender = ends.sender(event.end());
        ReceiverSlot receiver = ends.receiver(event.end());
        if (sender != null) {
            sender.opened = true;
        }
        if (receiver != null) {
            receiver.opened = true;
        }
        switch (event.state()) {
            case ChannelState.Live _ -> {}
            case ChannelState.Completed(List<EndRef> senders, List<EndRef> lost) -> {
                if (sender != null) {
                    sender.end.close(new Closure.Done());
                }
                if (receiver != null) {
                    receiver.end.completed(notOver(senders), notOver(lost));
                }
            }
            case ChannelState.Failed(EndRef by, ErrorCode code, String text, List<EndRef> senders) -> {
                Closure.Failed cause = new Closure.Failed(code, by.node().id(), text);
                if (sender != null) {
                    sender.end.close(cause);
                }
                if (receiver != null) {
                    receiver.end.failed(by, cause, notOver(senders).contains(by));
                }
            }
        }
        for (Member member : event.members()) {
            appeared(event.channel(), member, nowNanos);
        }
        if (sender != null) {
            // Receivers of this node that the directory does not have at the moment, because they too are being said
            // again.
            for (ReceiverSlot slot : ends.receiversOf(event.channel())) {
                if (slot.isMember()) {
                    appeared(event.channel(), slot.member(), nowNanos);
                }
            }
        }
        if (sender != null || receiver != null) {
            events.add(new EngineEvent.Opened(event.end()));
        }
    }

    private void refused(DirectoryEvent.RefusedEvent event) {
        if (event.code() == RefusalCode.SCHEMAS) {
            events.add(new EngineEvent.Compare(event.end(), event.schemas()));
            return;
        }
        SenderSlot sender = ends.sender(event.end());
        ReceiverSlot receiver = ends.receiver(event.end());
        if (sender != null && sender.opened) {
            expel(sender, event);
        } else if (receiver != null && receiver.opened) {
            expel(receiver, event);
        } else {
            if (sender != null) {
                ends.remove(sender);
            }
            if (receiver != null) {
                ends.remove(receiver);
            }
            events.add(new EngineEvent.Refused(event.end(), event.code(), event.text()));
        }
    }

    /**
     * A directory that has started anew refuses an end that an earlier one had opened. The end is over, but not gone: what it has sent is
     * on its way, and the error follows behind it.
     */
    private void expel(SenderSlot slot, DirectoryEvent.RefusedEvent refusal) {
        slot.expelled = true;
        slot.receivers.clear();
        if (slot.end.closure() == null) {
            slot.end.fail(whyExpelled(slot.spec.name(), refusal));
            senderStreams.touch(slot);
        }
    }

    /** The same of a receiver: it ends behind what has arrived, and leaves. */
    private void expel(ReceiverSlot slot, DirectoryEvent.RefusedEvent refusal) {
        slot.expelled = true;
        slot.senders.clear();
        slot.end.cutOff(whyExpelled(slot.spec.name(), refusal));
        receiverStreams.touch(slot);
    }

    private Closure.Failed whyExpelled(String channel, DirectoryEvent.RefusedEvent refusal) {
        String node = config.self().id();
        String text = Utf8.fit(
                "the directory has started anew and refuses an end that node " + node + " had open: " + refusal.text(),
                FrameLimits.MAX_ERROR_TEXT_BYTES);
        events.add(new EngineEvent.Warning(ErrorCode.UNKNOWN_END, "channel '" + channel + "' fails: " + text));
        return new Closure.Failed(ErrorCode.UNKNOWN_END, node, text);
    }

    private void appeared(String channel, Member member, long nowNanos) {
        if (member.role() == Role.RECEIVER) {
            for (SenderSlot slot : ends.sendersOf(channel)) {
                boolean wanted = slot.isMember() && !RareSet.has(slot.left, member.end());
                if (wanted && slot.receivers.putIfAbsent(member.end(), member) == null) {
                    connect(slot, member, nowNanos);
                }
            }
        } else {
            for (ReceiverSlot slot : ends.receiversOf(channel)) {
                if (slot.isMember()) {
                    slot.senders.putIfAbsent(member.end(), member);
                    slot.end.appeared(member.end());
                    if (linkTo.apply(member.end().node()) == null) {
                        peers.want(
                                member.end().node(),
                                member.addresses(),
                                config.addresses().isEmpty(),
                                nowNanos);
                    }
                }
            }
        }
    }

    /** Opens a lane, or asks for the link that it needs. */
    private void connect(SenderSlot slot, Member receiver, long nowNanos) {
        Link link = linkTo.apply(receiver.end().node());
        if (link != null) {
            senderStreams.open(slot, receiver, link);
        } else {
            peers.want(receiver.end().node(), receiver.addresses(), true, nowNanos);
        }
    }

    /** A link is up: every sender opens its lanes to the receivers behind it. */
    void linked(Link link) {
        for (SenderSlot slot : ends.senders()) {
            for (Member receiver : List.copyOf(slot.receivers.values())) {
                if (receiver.end().node().equals(link.peer())) {
                    senderStreams.open(slot, receiver, link);
                }
            }
        }
    }

    /** A link is lost: it is wanted again where ends need it. */
    void unlinked(NodeRef peer, long nowNanos) {
        for (SenderSlot slot : ends.senders()) {
            for (Member receiver : slot.receivers.values()) {
                if (receiver.end().node().equals(peer)) {
                    peers.want(peer, receiver.addresses(), true, nowNanos);
                }
            }
        }
        for (ReceiverSlot slot : ends.receivers()) {
            for (Member sender : slot.senders.values()) {
                if (sender.end().node().equals(peer)) {
                    peers.want(peer, sender.addresses(), config.addresses().isEmpty(), nowNanos);
                }
            }
        }
    }

    private void gone(DirectoryEvent.GoneEvent event) {
        boolean lost = event.how() == Departure.LOST;
        for (SenderSlot slot : ends.sendersOf(event.channel())) {
            slot.receivers.remove(event.end());
            slot.left = RareSet.without(slot.left, event.end());
        }
        for (ReceiverSlot slot : ends.receiversOf(event.channel())) {
            if (slot.isMember() && slot.senders.remove(event.end()) != null) {
                // That a directory knows nothing of it makes none of what was lost here good.
                if (event.how() != Departure.WITHDRAWN || !slot.end.hasLost(event.end())) {
                    slot.end.gone(event.end(), lost);
                }
                receiverStreams.touch(slot);
            }
        }
        // To look through all ends for each that is gone costs more the more there are: only with reason.
        if (peers.wantsAny()) {
            peers.keepOnly(needed());
        }
    }

    private void completed(String channel, List<EndRef> senders, List<EndRef> lost) {
        for (SenderSlot slot : ends.sendersOf(channel)) {
            if (slot.isMember() && !senders.contains(slot.end.ref())) {
                slot.end.close(new Closure.Done());
                senderStreams.touch(slot);
            }
        }
        for (ReceiverSlot slot : ends.receiversOf(channel)) {
            // One that is still opening may belong to the next generation: its Opened will tell.
            if (slot.isMember()) {
                slot.end.completed(notOver(senders), notOver(lost));
                receiverStreams.touch(slot);
            }
        }
    }

    private void failed(String channel, EndRef by, ErrorCode code, String text, boolean present) {
        Closure.Failed cause = new Closure.Failed(code, by.node().id(), text);
        for (SenderSlot slot : ends.sendersOf(channel)) {
            if (slot.isMember() && !slot.end.ref().equals(by)) {
                slot.end.close(cause);
                senderStreams.touch(slot);
            }
        }
        for (ReceiverSlot slot : ends.receiversOf(channel)) {
            if (slot.isMember()) {
                slot.end.failed(by, cause, present && !notOver(List.of(by)).isEmpty());
                receiverStreams.touch(slot);
            }
        }
    }

    /**
     * Without senders of this node that are over: all of theirs is taken, and the receivers here have forgotten them, but the directory
     * may hear of it only after it has said this.
     */
    private List<EndRef> notOver(List<EndRef> senders) {
        for (EndRef each : senders) {
            if (isOver(each)) {
                return senders.stream().filter(it -> !isOver(it)).toList();
            }
        }
        return senders;
    }

    private boolean isOver(EndRef sender) {
        return sender.node().equals(config.self()) && ends.sender(sender) == null;
    }

    /** Nodes with ends that ends of this node need. */
    private Set<NodeRef> needed() {
        Set<NodeRef> needed = new TreeSet<>();
        ends.senders().forEach(slot -> slot.receivers.keySet().forEach(end -> needed.add(end.node())));
        ends.receivers().forEach(slot -> slot.senders.keySet().forEach(end -> needed.add(end.node())));
        return needed;
    }

    /**
     * A newer process of this name has taken over: every end of the node is closed by that, receivers behind what had arrived; opens are
     * refused, those that wait for an answer and those to come.
     */
    void replaced() {
        replaced = true;
        for (SenderSlot slot : ends.senders()) {
            if (!slot.opened) {
                refuse(slot);
            } else if (slot.end.closure() == null) {
                slot.end.close(whyReplaced());
                senderStreams.touch(slot);
            }
        }
        for (ReceiverSlot slot : ends.receivers()) {
            if (!slot.opened) {
                refuse(slot);
            } else {
                slot.end.cutOff(whyReplaced());
                receiverStreams.touch(slot);
            }
        }
    }

    /** An end is to be opened: at once not, if the node is replaced. */
    void opening(SenderSlot slot) {
        ends.add(slot);
        if (replaced) {
            refuse(slot);
        }
    }

    /** An end of a channel without a name is open, of which only a link is to hear: not, if the node is replaced. */
    void openingAnonymous(SenderSlot slot) {
        ends.add(slot);
        if (replaced) {
            slot.end.close(whyReplaced());
        }
    }

    /** An end is to be opened: at once not, if the node is replaced. */
    void opening(ReceiverSlot slot) {
        ends.add(slot);
        if (replaced) {
            refuse(slot);
        }
    }

    private void refuse(SenderSlot slot) {
        client.withdraw(slot.request());
        ends.remove(slot);
        events.add(new EngineEvent.Refused(
                slot.end.ref(), RefusalCode.LIMIT, whyReplaced().text()));
    }

    private void refuse(ReceiverSlot slot) {
        client.withdraw(slot.request());
        ends.remove(slot);
        events.add(new EngineEvent.Refused(
                slot.end.ref(), RefusalCode.LIMIT, whyReplaced().text()));
    }

    private Closure.Failed whyReplaced() {
        String node = config.self().id();
        return new Closure.Failed(
                ErrorCode.REPLACED,
                node,
                "a newer process of the name '" + node + "' has taken over this node's place");
    }
}
