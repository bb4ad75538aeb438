package dev.strait.wire.engine;

import dev.strait.wire.directory.DirectoryClient;
import dev.strait.wire.directory.EndState;
import dev.strait.wire.directory.Member;
import dev.strait.wire.dispatch.Answer;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.DeadLetter;
import dev.strait.wire.dispatch.Lane;
import dev.strait.wire.dispatch.QueueSenderEnd;
import dev.strait.wire.dispatch.RendezvousSenderEnd;
import dev.strait.wire.dispatch.SenderCounts;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.dispatch.Settlement;
import dev.strait.wire.dispatch.Verdict;
import dev.strait.wire.frame.Acked;
import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Finished;
import dev.strait.wire.frame.Leave;
import dev.strait.wire.frame.Nack;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.RareSet;
import dev.strait.wire.frame.Reject;
import dev.strait.wire.frame.StreamFrame;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.OutStream;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What receivers' frames do to the sender ends of this node, and what these ends do to their streams. Not thread-safe. */
final class SenderStreams {
    private static final long LOOK_NANOS = 1_000_000_000L;

    private final Ends ends;
    private final Events events;
    private final DirectoryClient client;
    /** Told of every sender that is over: receivers of its channel on this node forget it. */
    private final Consumer<SenderSlot> whenOver;
    /** By channel, what senders that are gone had lost after they were done. */
    private final Map<String, Long> lost = new LinkedHashMap<>();
    /** Ends that keep more arrays than an idle one may. */
    private final Set<SenderEnd> ample = new LinkedHashSet<>();

    /** Ends that hold back what came back with a delay. */
    private final Set<QueueSenderEnd> delaying = new LinkedHashSet<>();
    /** By channel, what became of what senders had sent that are gone. */
    private final PastCounts<SenderCounts> past = new PastCounts<>(SenderCounts::plus);

    private long lookedAtNanos;

    SenderStreams(Ends ends, Events events, DirectoryClient client, Consumer<SenderSlot> whenOver) {
        this.ends = ends;
        this.events = events;
        this.client = client;
        this.whenOver = whenOver;
    }

    /** By channel, what senders that are gone had lost after they were done. */
    Map<String, Long> lost() {
        return lost;
    }

    /** Opens a lane to a receiver, unless there is one. */
    void open(SenderSlot slot, Member receiver, Link link) {
        if (slot.end.reaches(receiver.end()) || !slot.end.takesLanes()) {
            return;
        }
        byte[] schema = receiver.schema().equals(slot.schema.fingerprint()) ? Link.SAME_SCHEMA : slot.schema.bytes();
        Open open = new Open(
                link.freeStreamId(), slot.end.ref().number(), receiver.end().number(), slot.spec.name(), schema);
        int messages = Math.min(link.initialMessages(), slot.spec.capacity());
        Lane lane = new Lane(open, messages, link.initialBytes(), slot.end, receiver.end(), link);
        link.lanes.put(lane.id(), lane);
        slot.end.add(lane);
        touch(slot);
    }

    void credit(Link link, Credit credit, long nowNanos) {
        Lane lane = lane(link, credit);
        lane.credit(credit, nowNanos);
        lane.sender().settle();
        if (lane.sender().spares().isAmple()) {
            ample.add(lane.sender());
        }
        touch(lane);
    }

    /** Has ends that have become idle let go of arrays. No deadline is kept for it: wherever there is a link, a heartbeat is due before long. */
    void tick(long nowNanos) {
        for (QueueSenderEnd end : List.copyOf(delaying)) {
            if (end.deadline() <= nowNanos) {
                end.tick(nowNanos);
                touch(end);
            }
        }
        delaying.removeIf(end -> end.deadline() == Long.MAX_VALUE);
        if (!ample.isEmpty() && nowNanos - lookedAtNanos >= LOOK_NANOS) {
            lookedAtNanos = nowNanos;
            ample.forEach(end -> end.spares().look());
            ample.removeIf(end -> !end.spares().isAmple());
        }
    }

    /** When {@link #tick} is due for the sake of what is held back; {@link Long#MAX_VALUE} for never. */
    long deadline() {
        long deadline = Long.MAX_VALUE;
        for (QueueSenderEnd end : delaying) {
            deadline = Math.min(deadline, end.deadline());
        }
        return deadline;
    }

    void acknowledged(Link link, Acked acked) {
        Lane lane = lane(link, acked);
        lane.acknowledged(acked);
        lane.sender().settle();
        touch(lane);
    }

    void nacked(Link link, Nack nack, long nowNanos) {
        Lane lane = lane(link, nack);
        QueueSenderEnd end = queue(lane, nack);
        long dropped = end.dropped();
        end.nacked(lane, nack, nowNanos);
        warnOfDropped(lane, end.dropped() - dropped, "which gave them back");
        if (end.deadline() != Long.MAX_VALUE) {
            delaying.add(end);
        }
        touch(lane);
    }

    void rejected(Link link, Reject reject) {
        Lane lane = lane(link, reject);
        queue(lane, reject).rejected(lane, reject);
        touch(lane);
    }

    private static QueueSenderEnd queue(Lane lane, StreamFrame frame) {
        if (lane.sender() instanceof QueueSenderEnd end) {
            return end;
        }
        throw new ProtocolViolation(frame.type() + " on stream " + frame.stream() + " of a rendezvous channel");
    }

    /** By channel, what became of what was sent on it, by senders that are gone and those that are not. */
    Map<String, SenderCounts> counts() {
        Map<String, SenderCounts> counts = past.byChannel();
        for (SenderSlot slot : ends.senders()) {
            counts.merge(slot.spec.name(), slot.end.counts(), SenderCounts::plus);
        }
        return counts;
    }

    void finished(Link link, Finished finished) {
        Lane lane = lane(link, finished);
        lane.finished(finished);
        if (lane.state() == OutStream.State.CLOSED) {
            link.lanes.remove(lane.id());
            lane.sender().forget(lane);
        }
        touch(lane);
    }

    /** TAKEN or RETURNED has come. */
    void decided(Link link, StreamFrame frame, long number, Verdict verdict) {
        Lane lane = lane(link, frame);
        if (!(lane.sender() instanceof RendezvousSenderEnd end)) {
            throw new ProtocolViolation(frame.type() + " on stream " + frame.stream() + " of a queue channel");
        }
        end.decided(lane, number, verdict);
        touch(lane);
    }

    void left(Link link, Leave leave) {
        Lane lane = lane(link, leave);
        List<Batch> returned = lane.leave(leave, lane.receiver());
        SenderSlot slot = ends.sender(lane.sender().ref());
        if (slot != null && !slot.isAnonymous) {
            slot.receivers.remove(lane.receiver());
            if (leave.code() == ErrorCode.CLOSED) {
                slot.left = RareSet.with(slot.left, lane.receiver());
            } else {
                client.forget(slot.spec.name(), lane.receiver());
            }
        }
        sealIfFilling(lane);
        long dropped = lane.sender().dropped();
        lane.sender().takeBack(lane, returned, leave.text());
        warnOfDropped(lane, lane.sender().dropped() - dropped, "which has left");
        touch(lane);
    }

    /** The link takes messages again. */
    void roomAgain(Link link) {
        for (Lane lane : link.lanes.all()) {
            lane.sender().settle();
            touch(lane);
        }
    }

    /** Lanes of the link were over once LEFT was written: their senders may be drained. */
    void parted(Link link) {
        for (SenderEnd sender = link.nextParted(); sender != null; sender = link.nextParted()) {
            SenderSlot slot = ends.sender(sender.ref());
            if (slot != null) {
                touch(slot);
            }
        }
    }

    /**
     * The session that carried the link is lost: so is every lane on it, and those that come up meanwhile, for the receivers in a message that comes
     * back and is sent again on one that is still to be lost.
     */
    void lost(Link link, String why) {
        while (!link.lanes.isEmpty()) {
            for (Lane lane : link.lanes.all()) {
                link.lanes.remove(lane.id());
                sealIfFilling(lane);
                long dropped = lane.sender().dropped();
                lane.sender().lose(lane, why);
                warnOfDropped(lane, lane.sender().dropped() - dropped, "which was lost");
                touch(lane);
            }
        }
    }

    private void warnOfDropped(Lane lane, long messages, String why) {
        SenderSlot slot = ends.sender(lane.sender().ref());
        if (messages > 0 && slot != null) {
            events.add(new EngineEvent.Warning(
                    ErrorCode.NORMAL,
                    "channel '" + slot.spec.name() + "' delivers at most once: " + messages
                            + " values are dropped that node "
                            + lane.carrier().peer().id() + " may have taken, " + why));
        }
    }

    /** Fails a sender's channel, at the streams and at the directory. */
    void fail(SenderSlot slot, Closure.Failed cause) {
        slot.end.fail(cause);
        if (!slot.isAnonymous) {
            client.endSender(slot.end.ref(), new EndState.Failed(cause.code(), cause.text()));
        }
        touch(slot);
    }

    private void sealIfFilling(Lane lane) {
        if (lane.isFilling()) {
            events.add(new EngineEvent.Seal(lane.sender()));
        }
    }

    /** Something about the sender may have changed: wakes its program, and lets it go when it is over. */
    void touch(SenderSlot slot) {
        if (slot.end.isFilling() && slot.end.closure() != null) {
            // The program is to hear of it at its next message, not when its allowance is spent.
            events.add(new EngineEvent.Seal(slot.end));
        }
        if (slot.end instanceof RendezvousSenderEnd end) {
            for (Settlement it = end.pollSettlement(); it != null; it = end.pollSettlement()) {
                events.add(new EngineEvent.Settled(end, it.offer(), it.verdict()));
            }
        }
        if (slot.end instanceof QueueSenderEnd end) {
            for (QueueSenderEnd it = end.pollEnclosed(); it != null; it = end.pollEnclosed()) {
                touch(it);
            }
            for (DeadLetter it = end.pollDeadLetter(); it != null; it = end.pollDeadLetter()) {
                events.add(new EngineEvent.DeadLettered(end, it));
            }
            for (Answer it = end.pollAnswer(); it != null; it = end.pollAnswer()) {
                events.add(new EngineEvent.Answered(end, it));
            }
        }
        if (slot.end.wakes()) {
            events.add(new EngineEvent.CanSend(slot.end));
        }
        if (slot.closed && slot.end.isDrained() && ends.sender(slot.end.ref()) != null) {
            ends.remove(slot);
            past.add(slot.spec.name(), slot.end.counts());
            if (slot.end.lostAfterDone() > 0) {
                lost.merge(slot.spec.name(), slot.end.lostAfterDone(), Long::sum);
            }
            if (!slot.isAnonymous) {
                client.closeEnd(slot.end.ref());
                whenOver.accept(slot);
            }
            events.add(new EngineEvent.Drained(slot.end));
        }
    }

    private void touch(Lane lane) {
        touch(lane.sender());
    }

    /** As {@link #touch(SenderSlot)}, of an end that may be over. */
    void touch(SenderEnd end) {
        SenderSlot slot = ends.sender(end.ref());
        if (slot != null) {
            touch(slot);
        }
    }

    private static Lane lane(Link link, StreamFrame frame) {
        Lane lane = link.lanes.get(frame.stream());
        if (lane == null) {
            throw new ProtocolViolation(
                    frame.type() + " on stream " + frame.stream() + ", which this side has not opened");
        }
        return lane;
    }
}
