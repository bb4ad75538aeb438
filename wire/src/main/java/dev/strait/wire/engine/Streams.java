package dev.strait.wire.engine;

import dev.strait.wire.directory.DirectoryClient;
import dev.strait.wire.directory.EndState;
import dev.strait.wire.directory.Member;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.Lane;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Finished;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.FrameType;
import dev.strait.wire.frame.Leave;
import dev.strait.wire.frame.Left;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.StreamError;
import dev.strait.wire.frame.StreamFrame;
import dev.strait.wire.frame.Want;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.Budget;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Ledger;
import dev.strait.wire.mux.OutStream;
import dev.strait.wire.mux.Parcel;
import dev.strait.wire.mux.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What frames about streams do to the ends of this node, and what the ends do to their streams. Not thread-safe. */
final class Streams {
    private static final byte[] SAME_SCHEMA = {};

    private final EngineConfig config;
    private final Ends ends;
    private final Events events;
    private final DirectoryClient client;
    private final Budget budget;
    /** By channel, what senders that are gone had lost after they were done. */
    private final Map<String, Long> lost = new LinkedHashMap<>();
    /** Which link an incoming stream belongs to, until it is over. */
    private final Map<InStream, Link> linkOf = new HashMap<>();

    Streams(EngineConfig config, Ends ends, Events events, DirectoryClient client) {
        this.config = config;
        this.ends = ends;
        this.events = events;
        this.client = client;
        this.budget = new Budget(config.credit().budgetBytes());
    }

    Map<String, Long> lost() {
        return lost;
    }

    Budget budget() {
        return budget;
    }

    /** Opens a lane to a receiver, unless there is one. */
    void open(SenderSlot slot, Member receiver, Link link) {
        if (slot.end.reaches(receiver.end()) || !slot.end.takesLanes()) {
            return;
        }
        byte[] schema = receiver.schema().equals(slot.fingerprint) ? SAME_SCHEMA : slot.schema;
        Open open = new Open(
                link.freeStreamId(), slot.end.ref().number(), receiver.end().number(), slot.spec.name(), schema);
        int messages = Math.min(link.initialMessages(), slot.spec.capacity());
        Lane lane = new Lane(open, new Ledger(messages, link.initialBytes()), slot.end, receiver.end(), link);
        link.lanes.put(lane.id(), lane);
        slot.end.add(lane);
        touch(slot);
    }

    /** Takes in a frame about a stream. */
    void receive(Link link, StreamFrame frame, long nowNanos) {
        if (!(frame instanceof Open)
                && frame.type().by() == FrameType.By.SENDER
                && link.refused.contains(frame.stream())) {
            refused(link, frame);
            return;
        }
        switch (frame) {
            case Open open -> opened(link, open);
            case Data data -> {
                Incoming incoming = incoming(link, data);
                arrived(incoming, incoming.stream().data(data));
            }
            case Fragment fragment -> {
                Incoming incoming = incoming(link, fragment);
                arrived(incoming, incoming.stream().fragment(fragment));
            }
            case Want want -> {
                InStream stream = incoming(link, want).stream();
                stream.want(want);
                link.taken(stream, nowNanos);
            }
            case Done done -> ended(link, incoming(link, done), done.totalMessages(), null);
            case StreamError error ->
                ended(
                        link,
                        incoming(link, error),
                        error.totalMessages(),
                        new Closure.Failed(error.code(), error.origin(), error.text()));
            case Left left -> {
                Incoming incoming = incoming(link, left);
                if (incoming.stream().state() != InStream.State.LEAVING) {
                    throw new ProtocolViolation("LEFT on stream " + left.stream() + ", which was not left");
                }
                over(link, incoming);
            }
            case Credit credit -> {
                Lane lane = lane(link, credit);
                lane.credit(credit);
                lane.sender().settle();
                touch(lane);
            }
            case Finished finished -> {
                Lane lane = lane(link, finished);
                lane.finished(finished);
                if (lane.state() == OutStream.State.CLOSED) {
                    link.lanes.remove(lane.id());
                    lane.sender().forget(lane);
                }
                touch(lane);
            }
            case Leave leave -> {
                Lane lane = lane(link, leave);
                List<Batch> returned = lane.leave(leave);
                SenderSlot slot = ends.sender(lane.sender().ref());
                if (slot != null) {
                    slot.receivers.remove(lane.receiver());
                    if (leave.code() == ErrorCode.CLOSED) {
                        slot.left.add(lane.receiver());
                    } else {
                        client.forget(slot.spec.name(), lane.receiver());
                    }
                }
                sealIfFilling(lane);
                lane.sender().takeBack(lane, returned);
                touch(lane);
            }
        }
    }

    private void opened(Link link, Open open) {
        if (link.incoming.containsKey(open.stream()) || link.refused.contains(open.stream())) {
            throw new ProtocolViolation("OPEN of stream " + open.stream() + ", which is open");
        }
        EndRef ref = new EndRef(config.self(), open.receiverEnd());
        ReceiverSlot slot = ends.receiver(ref);
        if (slot == null || !slot.spec.name().equals(open.channel()) || slot.end.closure() != null) {
            refuse(
                    link,
                    open,
                    "no receiver end " + open.receiverEnd() + " of channel '" + open.channel() + "' is open here");
            return;
        }
        EndRef sender = new EndRef(link.peer(), open.senderEnd());
        if (slot.end.hasStreamOf(sender)) {
            throw new ProtocolViolation("OPEN of stream " + open.stream() + " from sender end " + open.senderEnd()
                    + " to receiver end " + open.receiverEnd() + ", which have a stream");
        }
        if (linkOf.size() >= config.credit().maxStreams()) {
            refuse(link, open, "the limit of " + config.credit().maxStreams() + " incoming streams is reached");
            return;
        }
        byte[] schema = link.schemas.keep(open.schema());
        if (schema == null) {
            refuse(link, open, "the limit of " + SharedSchemas.MAX_BYTES + " bytes of schemas on one link is reached");
            return;
        }
        Window window = Window.of(
                slot.spec.capacity(),
                config.credit().initialMessages(),
                config.credit().initialBytes(),
                config.credit().maxWindowBytes());
        Open kept = new Open(open.stream(), open.senderEnd(), open.receiverEnd(), open.channel(), schema);
        InStream stream =
                new InStream(kept, sender, window, budget, config.credit().maxMessageBytes());
        linkOf.put(stream, link);
        link.incoming.put(open.stream(), new Incoming(stream, slot));
        slot.end.opened(stream);
        client.met(slot.spec.name(), sender);
    }

    /** Nothing but its id is kept of a stream that is refused, and of no more than a few: a peer may never say LEFT. */
    private static void refuse(Link link, Open open, String why) {
        if (link.refused.size() >= Link.MAX_REFUSED) {
            throw new ProtocolViolation("more than " + Link.MAX_REFUSED + " streams refused and not LEFT");
        }
        link.refused.add(open.stream());
        link.steer(new Leave(open.stream(), 0, ErrorCode.UNKNOWN_END, why));
    }

    /** A frame of the sender of a stream that was refused: dropped, but for LEFT, which frees the id. */
    private static void refused(Link link, StreamFrame frame) {
        if (frame instanceof Left) {
            link.refused.remove(frame.stream());
        }
    }

    private void arrived(Incoming incoming, @Nullable Parcel parcel) {
        ReceiverSlot slot = incoming.receiver();
        if (parcel != null) {
            slot.end.arrived(parcel);
            touch(slot);
        }
    }

    private void ended(Link link, Incoming incoming, long total, Closure.@Nullable Failed error) {
        InStream stream = incoming.stream();
        stream.end(total);
        ReceiverSlot slot = incoming.receiver();
        if (stream.state() == InStream.State.ENDED) {
            slot.end.ended(stream, error);
            finishIfDrained(link, incoming);
            touch(slot);
        }
    }

    /** Counts what a program has taken, at the earliest since the given time; announces it in time. */
    void taken(ReceiverSlot slot, InStream stream, long messages, long bytes, long sinceNanos) {
        slot.end.took(messages);
        Link link = linkOf.get(stream);
        if (link == null) {
            return;
        }
        stream.take(messages, bytes);
        link.taken(stream, sinceNanos);
        Incoming incoming = link.incoming.get(stream.id());
        if (incoming != null) {
            finishIfDrained(link, incoming);
        }
    }

    /** Announces credit for large messages that have found room; true if there were any. */
    boolean admit(long nowNanos) {
        List<InStream> admitted = budget.admit(nowNanos);
        for (InStream stream : admitted) {
            Link link = linkOf.get(stream);
            if (link != null) {
                link.taken(stream, nowNanos);
            }
        }
        return !admitted.isEmpty();
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

    private void finishIfDrained(Link link, Incoming incoming) {
        InStream stream = incoming.stream();
        if (stream.isDrained()) {
            link.steer(new Finished(stream.id(), stream.ledger().takenMessages()));
            stream.finish();
            over(link, incoming);
        }
    }

    private void over(Link link, Incoming incoming) {
        InStream stream = incoming.stream();
        stream.close();
        link.forgetNews(stream);
        link.incoming.remove(stream.id());
        link.schemas.release(stream.schema());
        linkOf.remove(stream);
        incoming.receiver().end.forget(stream);
    }

    /** Leaves every stream of a receiver: what it has not taken goes to others. */
    void leave(ReceiverSlot slot, ErrorCode code, String text) {
        for (InStream stream : List.copyOf(slot.end.streams())) {
            Link link = linkOf.get(stream);
            if (link != null && stream.state() != InStream.State.LEAVING) {
                stream.leave();
                link.forgetNews(stream);
                link.steer(new Leave(stream.id(), stream.ledger().takenMessages(), code, text));
            }
        }
    }

    /** The program is about to wait on this receiver: whatever it has taken is announced now. */
    void announce(ReceiverSlot slot) {
        for (InStream stream : slot.end.streams()) {
            Link link = linkOf.get(stream);
            if (link != null && link.hasNews(stream)) {
                link.forgetNews(stream);
                link.steer(stream.announce());
            }
        }
    }

    /** The session that carried the link is lost: so is every stream on it. */
    void lost(Link link) {
        for (Lane lane : List.copyOf(link.lanes.values())) {
            sealIfFilling(lane);
            Closure.Failed failure = lane.sender().lose(lane);
            if (failure != null) {
                SenderSlot slot = ends.sender(lane.sender().ref());
                events.add(new EngineEvent.Warning(
                        failure.code(),
                        "channel '" + (slot == null ? "?" : slot.spec.name()) + "' fails: node "
                                + link.peer().id() + " was lost with values that it may or may not have taken"));
                tellDirectory(lane.sender().ref(), failure);
            }
            touch(lane);
        }
        link.lanes.clear();
        for (Incoming incoming : new ArrayList<>(link.incoming.values())) {
            ReceiverSlot slot = incoming.receiver();
            slot.end.lost(incoming.stream());
            over(link, incoming);
            touch(slot);
        }
        link.refused.clear();
    }

    /** Fails a sender's channel, at the streams and at the directory. */
    void fail(SenderSlot slot, Closure.Failed cause) {
        slot.end.fail(cause);
        tellDirectory(slot.end.ref(), cause);
        touch(slot);
    }

    private void tellDirectory(EndRef sender, Closure.Failed cause) {
        client.endSender(sender, new EndState.Failed(cause.code(), cause.text()));
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
        if (slot.end.wakes()) {
            events.add(new EngineEvent.CanSend(slot.end));
        }
        if (slot.closed && slot.end.isDrained() && ends.sender(slot.end.ref()) != null) {
            ends.remove(slot);
            if (slot.end.lostAfterDone() > 0) {
                lost.merge(slot.spec.name(), slot.end.lostAfterDone(), Long::sum);
            }
            client.closeEnd(slot.end.ref());
            for (ReceiverSlot receiver : ends.receiversOf(slot.spec.name())) {
                receiver.end.gone(slot.end.ref(), false);
                touch(receiver);
            }
            events.add(new EngineEvent.Drained(slot.end));
        }
    }

    void touch(ReceiverSlot slot) {
        if (slot.end.wakes()) {
            events.add(new EngineEvent.CanReceive(slot.end));
        }
    }

    private void touch(Lane lane) {
        SenderSlot slot = ends.sender(lane.sender().ref());
        if (slot != null) {
            touch(slot);
        }
    }

    private static Incoming incoming(Link link, StreamFrame frame) {
        Incoming incoming = link.incoming.get(frame.stream());
        if (incoming == null) {
            throw new ProtocolViolation(frame.type() + " on stream " + frame.stream() + ", which is not open");
        }
        return incoming;
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
