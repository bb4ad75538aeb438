package dev.strait.wire.engine;

import dev.strait.wire.directory.DirectoryClient;
import dev.strait.wire.directory.EndState;
import dev.strait.wire.dispatch.Allowance;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.Offer;
import dev.strait.wire.dispatch.QueueSenderEnd;
import dev.strait.wire.dispatch.RendezvousSenderEnd;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.mux.Batch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What programs do at the sender ends of this node; {@link NodeEngine} says what each call means. Not thread-safe. */
final class SenderDesk {
    private final NodeRef self;
    private final Ends ends;
    private final Events events;
    private final Peers peers;
    private final DirectoryClient client;
    private final SenderStreams streams;

    SenderDesk(NodeRef self, Ends ends, Events events, Peers peers, DirectoryClient client, SenderStreams streams) {
        this.self = self;
        this.ends = ends;
        this.events = events;
        this.peers = peers;
        this.client = client;
        this.streams = streams;
    }

    @Nullable
    Allowance allow(SenderEnd end, int minBytes, int usualBytes) {
        QueueSenderEnd queue = queue(end);
        return end.closure() == null ? queue.allow(minBytes, usualBytes) : null;
    }

    void fill(SenderEnd end, long nowNanos) {
        if (!queue(end).fill(nowNanos)) {
            events.add(new EngineEvent.Seal(end));
        }
    }

    void seal(SenderEnd end, @Nullable Batch batch) {
        queue(end).seal(batch);
        touch(end);
    }

    void tellAnswers(SenderEnd end) {
        queue(end).tellAnswers();
    }

    boolean enclose(SenderEnd end, long place, List<QueueSenderEnd> enclosed) {
        for (QueueSenderEnd each : enclosed) {
            if (!isHere(each)) {
                return false;
            }
        }
        queue(end).enclose(place, enclosed);
        return true;
    }

    private boolean isHere(QueueSenderEnd end) {
        return end.enclosure() != null && end.enclosure().isHere() && ends.sender(end.ref()) != null;
    }

    void revoke(SenderEnd end, long place) {
        queue(end).revoke(place);
        touch(end);
    }

    void abandonReceiver(SenderEnd end) {
        queue(end).abandonReceiver();
        touch(end);
    }

    void awaitAnswers(SenderEnd end, long place) {
        queue(end).awaitAnswers(place);
    }

    void buried(SenderEnd end, long place) {
        queue(end).buried(place);
        touch(end);
    }

    byte @Nullable [] spare(SenderEnd end) {
        return queue(end).spare();
    }

    byte @Nullable [] spareLarge(SenderEnd end, int bytes) {
        return queue(end).spareLarge(bytes);
    }

    void waiting(SenderEnd end, int offers) {
        rendezvous(end).waiting(offers);
        touch(end);
    }

    @Nullable
    Offer prepare(SenderEnd end, int messageBytes) {
        return rendezvous(end).prepare(messageBytes);
    }

    void offer(SenderEnd end, Offer prepared, Batch message) {
        rendezvous(end).offer(prepared, message);
        touch(end);
    }

    void withdraw(SenderEnd end, Offer offer) {
        rendezvous(end).withdraw(offer);
        touch(end);
    }

    @Nullable
    Closure closure(SenderEnd end) {
        Closure closure = end.closure();
        SenderSlot slot = ends.sender(end.ref());
        if (closure != null || slot == null || slot.receivers.isEmpty() || end.liveLanes() > 0) {
            return closure;
        }
        List<String> nodes = new ArrayList<>();
        for (EndRef receiver : slot.receivers.keySet()) {
            if (!peers.isUnreachable(receiver.node())) {
                return null;
            }
            nodes.add(receiver.node().id());
        }
        return new Closure.Unreachable(nodes);
    }

    /** Nodes have become unreachable: tells the ends that can reach nobody now. */
    void unreachable() {
        for (SenderSlot slot : ends.senders()) {
            if (closure(slot.end) instanceof Closure.Unreachable(List<String> nodes)) {
                events.add(new EngineEvent.CanSend(slot.end));
                events.add(new EngineEvent.Warning(
                        ErrorCode.NORMAL,
                        "channel '" + slot.spec.name() + "': node " + self.id() + " cannot reach " + nodes));
            }
        }
    }

    /** @return whether the directory is to hear of it: not of a channel without a name */
    boolean done(SenderEnd end) {
        SenderSlot slot = ends.sender(end.ref());
        boolean isNamed = slot == null || !slot.isAnonymous;
        if (end.done() && isNamed) {
            client.endSender(end.ref(), EndState.DONE);
        }
        touch(end);
        return isNamed;
    }

    void fail(SenderEnd end, ErrorCode code, String text) {
        SenderSlot slot = ends.sender(end.ref());
        if (slot != null && end.closure() == null) {
            streams.fail(slot, new Closure.Failed(code, self.id(), text));
        }
    }

    void close(SenderEnd end) {
        SenderSlot slot = ends.sender(end.ref());
        if (slot != null) {
            slot.closed = true;
            streams.touch(slot);
        }
    }

    /** The open is taken back: streams that the end has already are ended, and it is gone when they are. */
    void withdrawOpen(SenderSlot slot) {
        slot.end.done();
        slot.closed = true;
        streams.touch(slot);
    }

    List<NodeEngine.Untaken> untaken() {
        List<NodeEngine.Untaken> untaken = new ArrayList<>();
        streams.lost().forEach((channel, messages) -> untaken.add(new NodeEngine.Untaken(channel, messages)));
        for (SenderSlot slot : ends.senders()) {
            long messages = slot.end.untaken() + slot.end.lostAfterDone();
            if (messages > 0) {
                untaken.add(new NodeEngine.Untaken(slot.spec.name(), messages));
            }
        }
        return untaken;
    }

    private void touch(SenderEnd end) {
        streams.touch(end);
    }

    private static RendezvousSenderEnd rendezvous(SenderEnd end) {
        if (end instanceof RendezvousSenderEnd it) {
            return it;
        }
        throw new IllegalStateException("sender end " + end.ref() + " is one of a queue channel");
    }

    private static QueueSenderEnd queue(SenderEnd end) {
        if (end instanceof QueueSenderEnd it) {
            return it;
        }
        throw new IllegalStateException("sender end " + end.ref() + " is one of a rendezvous channel");
    }
}
