package dev.strait.wire.engine;

import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.directory.DirectoryClient;
import dev.strait.wire.directory.Schema;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.Offered;
import dev.strait.wire.dispatch.QueueReceiverEnd;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.dispatch.RendezvousReceiverEnd;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.Enclosed;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Finished;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.FragmentHead;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameType;
import dev.strait.wire.frame.Leave;
import dev.strait.wire.frame.Left;
import dev.strait.wire.frame.Mark;
import dev.strait.wire.frame.Nack;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.Reject;
import dev.strait.wire.frame.Returned;
import dev.strait.wire.frame.StreamError;
import dev.strait.wire.frame.StreamFrame;
import dev.strait.wire.frame.Taken;
import dev.strait.wire.frame.Waiting;
import dev.strait.wire.frame.Want;
import dev.strait.wire.frame.Withdraw;
import dev.strait.wire.mux.Budget;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Parcel;
import dev.strait.wire.mux.Place;
import dev.strait.wire.mux.RendezvousInStream;
import dev.strait.wire.mux.Terms;
import dev.strait.wire.mux.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What senders' frames do to the receiver ends of this node, and what these ends do to their streams. Not thread-safe. */
final class ReceiverStreams {
    /** Of ends that no directory compares. */
    static final Schema NO_SCHEMA = new OwnSchemas().of(new byte[] {0});

    private final EngineConfig config;
    private final Ends ends;
    private final Events events;
    private final DirectoryClient client;
    private final Budget budget;
    /** By capacity. One for each of those that the programs of this node use. */
    private final Map<Integer, Terms> terms = new HashMap<>();
    /** Numbers for ends that come unasked. */
    private final LongSupplier endNumbers;
    /** Lets go of a receiver of this node: set by whoever has what else is known of it. */
    private Consumer<ReceiverSlot> leaver = _ -> {};
    /** Incoming streams that are not over. */
    private int streams;
    /** Receivers that have come in messages, or are to, and are not closed. */
    private int arrived;

    ReceiverStreams(EngineConfig config, Ends ends, Events events, DirectoryClient client, LongSupplier endNumbers) {
        this.endNumbers = endNumbers;
        this.config = config;
        this.ends = ends;
        this.events = events;
        this.client = client;
        this.budget = new Budget(config.credit().budgetBytes());
    }

    Budget budget() {
        return budget;
    }

    /** Who lets go of receivers. */
    void leaveBy(Consumer<ReceiverSlot> leaver) {
        this.leaver = leaver;
    }

    void opened(Link link, Open open) {
        requireFree(link, open);
        EndRef ref = new EndRef(config.self(), open.receiverEnd());
        ReceiverSlot slot = ends.receiver(ref);
        if (slot == null
                || slot.isAnonymous
                || !slot.spec.name().equals(open.channel())
                || slot.end.closure() != null) {
            refuse(
                    link,
                    open,
                    "no receiver end " + open.receiverEnd() + " of channel '" + open.channel() + "' is open here");
            return;
        }
        EndRef sender = slot.sender(new EndRef(link.peer(), open.senderEnd()));
        if (!slot.end.expects(sender)) {
            refuse(link, open, "the channel has ended for receiver end " + open.receiverEnd() + " without that sender");
            return;
        }
        if (slot.end.hasStreamOf(sender)) {
            throw new ProtocolViolation("OPEN of stream " + open.stream() + " from sender end " + open.senderEnd()
                    + " to receiver end " + open.receiverEnd() + ", which have a stream");
        }
        if (isFull(link, open)) {
            return;
        }
        byte[] schema = kept(link, open, open.schema());
        if (schema == null) {
            return;
        }
        opened(link, open.stream(), schema, sender, slot);
        client.met(slot.spec.name(), sender);
        touch(slot);
    }

    /** A receiver travels in a message that is to come: the end is made, and waits for a program to claim it. */
    void enclosed(Link link, Enclosed frame) {
        requireFree(link, frame);
        Incoming enclosing = link.incoming.get(frame.enclosing());
        if (link.refused.contains(frame.enclosing())
                || (enclosing != null && enclosing.stream().state() == InStream.State.LEAVING)) {
            refuse(link, frame, "the message that the receiver is in is not taken");
            return;
        }
        if (enclosing == null
                || enclosing.stream().state() != InStream.State.OPEN
                || enclosing.stream() instanceof RendezvousInStream
                || !enclosing.stream().isToCome(frame.number())) {
            throw new ProtocolViolation("ENCLOSED of stream " + frame.stream() + " in message " + frame.number()
                    + " of stream " + frame.enclosing() + ", which is not to come");
        }
        if (isFull(link, frame)) {
            return;
        }
        byte[] schema = kept(link, frame, frame.schema());
        if (schema == null) {
            return;
        }
        EndRef sender = new EndRef(link.peer(), frame.senderEnd());
        ReceiverEnd end = new QueueReceiverEnd(
                new EndRef(config.self(), endNumbers.getAsLong()),
                new QueueReceiverEnd.Origin(sender, frame.capacity()));
        ReceiverSlot slot = new ReceiverSlot(end, ChannelSpec.anonymous(frame.capacity()), NO_SCHEMA);
        ends.add(slot);
        arrived++;
        opened(link, frame.stream(), schema, sender, slot).prepare();
        enclosing.arrivalsMade().add(frame.number(), slot);
    }

    /** The program is about to take this message: the receivers in it are the program's, which is to close each; in no order. */
    List<ReceiverSlot> claim(InStream stream, long number) {
        Arrivals arrivals = Incoming.arrivalsOf(stream);
        return arrivals == null ? List.of() : arrivals.claim(number);
    }

    /** The receiver is closed. */
    void gone(ReceiverSlot slot) {
        if (slot.isAnonymous) {
            arrived--;
        }
    }

    private static void requireFree(Link link, StreamFrame opening) {
        int stream = opening.stream();
        if (link.incoming.contains(stream) || link.refused.contains(stream)) {
            throw new ProtocolViolation(opening.type() + " of stream " + stream + ", which is open");
        }
    }

    private boolean isFull(Link link, StreamFrame opening) {
        boolean isFull = Math.max(streams, arrived) >= config.credit().maxStreams();
        if (isFull) {
            refuse(link, opening, "the limit of " + config.credit().maxStreams() + " incoming streams is reached");
        }
        return isFull;
    }

    private static byte @Nullable [] kept(Link link, StreamFrame opening, byte[] schema) {
        byte[] kept = link.schemas.keep(schema);
        if (kept == null) {
            refuse(
                    link,
                    opening,
                    "the limit of " + SharedSchemas.MAX_BYTES + " bytes of schemas on one link is reached");
        }
        return kept;
    }

    private InStream opened(Link link, int id, byte[] schema, EndRef sender, ReceiverSlot slot) {
        InStream stream = stream(id, schema, sender, slot);
        Incoming incoming = new Incoming(link, stream, slot);
        stream.attach(incoming);
        link.incoming.put(id, incoming);
        streams++;
        slot.end.opened(stream);
        return stream;
    }

    private InStream stream(int id, byte[] schema, EndRef sender, ReceiverSlot slot) {
        Terms on = terms(slot);
        return slot.end.isRendezvous()
                ? new RendezvousInStream(id, schema, sender, on)
                : new InStream(id, schema, sender, on);
    }

    private Terms terms(ReceiverSlot slot) {
        int capacity = slot.spec.capacity();
        Terms known = terms.get(capacity);
        if (known != null) {
            return known;
        }
        EngineConfig.Credit credit = config.credit();
        Window window = Window.of(capacity, credit.initialMessages(), credit.initialBytes(), credit.maxWindowBytes());
        Terms made = new Terms(window, budget, credit.maxMessageBytes());
        if (!slot.isAnonymous) {
            terms.put(capacity, made); // what peers choose is not kept
        }
        return made;
    }

    /** Nothing but its id is kept of a stream that is refused, and of no more than a few: a peer may never say LEFT. */
    private static void refuse(Link link, StreamFrame opening, String why) {
        if (link.refused.size() >= Link.MAX_REFUSED) {
            throw new ProtocolViolation("more than " + Link.MAX_REFUSED + " streams refused and not LEFT");
        }
        link.refused.add(opening.stream());
        link.steer(new Leave(opening.stream(), 0, ErrorCode.UNKNOWN_END, why));
    }

    /** A frame of the sender of a stream that was refused: dropped, but for LEFT, which frees the id. */
    static void refused(Link link, StreamFrame frame) {
        if (frame instanceof Left) {
            link.refused.remove(frame.stream());
        }
    }

    void data(Link link, Data data) {
        Incoming incoming = incoming(link, data);
        arrived(link, incoming, incoming.stream().data(data));
    }

    void fragment(Link link, Fragment fragment) {
        Incoming incoming = incoming(link, fragment);
        arrived(link, incoming, incoming.stream().fragment(fragment));
    }

    void begin(Link link, FragmentHead head) {
        incoming(link, head.stream(), FrameType.FRAGMENT).stream().begin(head);
    }

    /** Where the content of the fragment goes that has begun on this stream; null if nobody wants it any more. */
    @Nullable
    static Place place(Link link, FragmentHead head) {
        Incoming incoming = link.incoming.get(head.stream());
        return incoming == null ? null : incoming.stream().place();
    }

    void arrived(Link link, FragmentHead head) {
        Incoming incoming = incoming(link, head.stream(), FrameType.FRAGMENT);
        arrived(link, incoming, incoming.stream().arrived(head));
    }

    private void arrived(Link link, Incoming incoming, @Nullable Parcel parcel) {
        ReceiverSlot slot = incoming.receiver();
        if (parcel == null) {
            return;
        }
        if (!slot.end.arrived(parcel) && parcel.stream() instanceof RendezvousInStream stream) {
            long number = stream.arrivedMessages();
            stream.decide(number, parcel.cost());
            link.steer(new Returned(stream.id(), number));
            finishIfDrained(link, incoming, false);
        }
        touch(slot);
    }

    void want(Link link, Want want, long nowNanos) {
        Incoming incoming = incoming(link, want);
        InStream stream = incoming.stream();
        stream.want(want);
        link.taken(stream, nowNanos);
        touch(incoming.receiver()); // while it waits for bytes its ticket is no promise
    }

    /** A sender wants a message back: it is returned at once, unless it is decided. */
    void withdrawn(Link link, Withdraw withdraw) {
        if (!link.incoming.contains(withdraw.stream())) {
            return; // it has crossed FINISHED
        }
        Incoming incoming = incoming(link, withdraw);
        if (rendezvous(incoming, withdraw).withdraw(withdraw)) {
            for (Offered offered : incoming.receiver().end.offered()) {
                if (offered.parcel().stream() == incoming.stream() && offered.number() == withdraw.number()) {
                    decide(incoming.receiver(), offered, false);
                }
            }
        }
    }

    void waiting(Link link, Waiting waiting) {
        Incoming incoming = incoming(link, waiting);
        rendezvous(incoming, waiting).waiting(waiting);
        touch(incoming.receiver());
    }

    private static RendezvousInStream rendezvous(Incoming incoming, StreamFrame frame) {
        if (incoming.stream() instanceof RendezvousInStream stream) {
            return stream;
        }
        throw new ProtocolViolation(frame.type() + " on stream " + frame.stream() + " of a queue channel");
    }

    /** An offer is taken, or goes back; false if it is no longer there. */
    boolean decide(ReceiverSlot slot, Offered offered, boolean taken) {
        if (!(slot.end instanceof RendezvousReceiverEnd end) || !end.decide(offered, taken)) {
            return false;
        }
        RendezvousInStream stream = (RendezvousInStream) offered.parcel().stream();
        Link link = Incoming.linkOf(stream);
        if (link == null || !stream.decide(offered.number(), offered.parcel().cost())) {
            throw new IllegalStateException("an offer outlives its stream " + stream.id());
        }
        link.steer(taken ? new Taken(stream.id(), offered.number()) : new Returned(stream.id(), offered.number()));
        link.taken(stream, 0);
        finishIfDrained(link, stream);
        touch(slot);
        return true;
    }

    void mark(Link link, Mark mark) {
        incoming(link, mark).stream().mark(mark);
    }

    void done(Link link, Done done) {
        Incoming incoming = incoming(link, done);
        requireEnclosing(incoming, done.totalMessages());
        incoming.stream().done(done);
        if (incoming.stream().state() == InStream.State.ENDED) {
            incoming.receiver().end.done(incoming.stream(), done.without());
            ended(link, incoming);
        }
    }

    void failed(Link link, StreamError error) {
        Incoming incoming = incoming(link, error);
        requireEnclosing(incoming, error.totalMessages());
        incoming.stream().error(error.totalMessages());
        if (incoming.stream().state() == InStream.State.ENDED) {
            Closure.Failed cause = new Closure.Failed(error.code(), error.origin(), error.text());
            incoming.receiver().end.failed(incoming.stream(), cause);
            ended(link, incoming);
        }
    }

    /** A stream does not end ahead of a message that was said to hold a receiver. */
    private static void requireEnclosing(Incoming incoming, long total) {
        Arrivals arrivals = incoming.arrivals();
        if (arrivals != null && arrivals.last() > total) {
            throw new ProtocolViolation("stream " + incoming.stream().id() + " ends after " + total
                    + " messages, with a receiver in message " + arrivals.last());
        }
    }

    private void ended(Link link, Incoming incoming) {
        finishIfDrained(link, incoming, false);
        touch(incoming.receiver());
    }

    void left(Link link, Left left) {
        Incoming incoming = incoming(link, left);
        if (incoming.stream().state() != InStream.State.LEAVING) {
            throw new ProtocolViolation("LEFT on stream " + left.stream() + ", which was not left");
        }
        over(link, incoming);
    }

    /** Counts what a program has taken, at the earliest since the given time; announces it in time. */
    void taken(ReceiverSlot slot, InStream stream, long messages, long bytes, long sinceNanos) {
        slot.end.took(messages);
        Incoming incoming = Incoming.of(stream);
        if (incoming != null) {
            stream.take(messages, bytes);
            if (incoming.arrivals() != null) {
                incoming.arrivals().taken().forEach(leaver);
            }
            incoming.link().taken(stream, sinceNanos);
            finishIfDrained(incoming.link(), incoming, true);
        }
    }

    /** Announces credit for large messages that have found room; true if there were any. */
    boolean admit(long nowNanos) {
        List<InStream> admitted = budget.admit(nowNanos);
        for (InStream stream : admitted) {
            Link link = Incoming.linkOf(stream);
            if (link != null) {
                link.taken(stream, nowNanos);
            }
        }
        return !admitted.isEmpty();
    }

    private void finishIfDrained(Link link, InStream stream) {
        Incoming incoming = Incoming.of(stream);
        if (incoming != null) {
            finishIfDrained(link, incoming, false);
        }
    }

    /** The sender waits for nothing by then: FINISHED after the program's last take goes with what the program says next. */
    private void finishIfDrained(Link link, Incoming incoming, boolean patient) {
        InStream stream = incoming.stream();
        if (stream.isDrained()) {
            Finished finished = new Finished(stream.id(), stream.ledger().takenMessages());
            if (patient) {
                link.steerLater(finished);
            } else {
                link.steer(finished);
            }
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
        stream.attach(null);
        streams--;
        incoming.receiver().end.forget(stream);
        if (incoming.arrivals() != null) {
            incoming.arrivals().left().forEach(leaver);
        }
    }

    /** Leaves every stream of a receiver: what it has not taken goes to others. */
    void leave(ReceiverSlot slot, ErrorCode code, String text) {
        for (InStream stream : List.copyOf(slot.end.streams())) {
            Link link = Incoming.linkOf(stream);
            if (link != null && stream.state() != InStream.State.LEAVING) {
                link.announceAhead(stream);
                Leave leave =
                        new Leave(stream.id(), stream.ledger().takenMessages(), stream.answeredMessages(), code, text);
                stream.leave();
                link.forgetNews(stream);
                link.steer(leave);
                Arrivals arrivals = Incoming.arrivalsOf(stream);
                if (arrivals != null) {
                    arrivals.left().forEach(leaver);
                }
            }
        }
    }

    /** The program is about to wait on this receiver: what it has taken is announced now to senders that may soon need it, else soon. */
    void announce(ReceiverSlot slot, long nowNanos) {
        for (InStream stream : slot.end.streams()) {
            Link link = Incoming.linkOf(stream);
            if (link == null || !link.hasNews(stream)) {
                continue;
            }
            if (stream.isLow()) {
                link.forgetNews(stream);
                link.announce(stream);
            } else {
                link.idle(nowNanos);
            }
        }
    }

    /** The session that carried the link is lost: so is every stream on it. */
    void lost(Link link) {
        for (Incoming incoming : link.incoming.all()) {
            ReceiverSlot slot = incoming.receiver();
            List<ReceiverSlot> unclaimed = incoming.arrivals() == null
                    ? List.of()
                    : incoming.arrivals().lost();
            slot.end.lost(incoming.stream(), link.whyLost());
            over(link, incoming);
            unclaimed.forEach(leaver);
            leaveIfEnded(slot); // it may have been left with what it held of this one, which has gone
            touch(slot);
        }
        link.refused.clear();
    }

    /** A sender of this node is over: the receivers here need not wait for the directory to say so. */
    void senderOver(SenderSlot sender) {
        for (ReceiverSlot receiver : ends.receiversOf(sender.spec.name())) {
            // One without which the channel has completed stays lost.
            if (!receiver.end.hasLost(sender.end.ref())) {
                receiver.end.gone(sender.end.ref(), false);
            }
            touch(receiver);
        }
    }

    /** The link has lost its connection, or has one again: a receive that waits for a send behind it may wait for another. */
    void suspended(Link link, boolean isSuspended) {
        for (Incoming incoming : link.incoming.all()) {
            if (incoming.stream() instanceof RendezvousInStream stream) {
                stream.suspended(isSuspended);
                touch(incoming.receiver());
            }
        }
    }

    /** Something about the receiver may have changed: gives out tickets, and wakes its program. */
    void touch(ReceiverSlot slot) {
        if (slot.end instanceof RendezvousReceiverEnd end) {
            for (RendezvousInStream stream : end.grantTickets()) {
                Link link = Incoming.linkOf(stream);
                if (link != null) {
                    link.taken(stream, 0);
                }
            }
            if (end.closure() != null && !end.isLeft()) {
                leaveEnded(slot);
            }
        }
        if (slot.end.wakes()) {
            events.add(new EngineEvent.CanReceive(slot.end));
        }
    }

    /** The end is over: leaves every stream that is left, once the program has answered all that it took. */
    void leaveEnded(ReceiverSlot slot) {
        if (slot.end.heldMessages() == 0) {
            boolean isTold = !slot.end.streams().isEmpty();
            leave(
                    slot,
                    ErrorCode.CLOSED,
                    isTold
                            ? "the channel has ended for receiver "
                                    + slot.end.ref().number()
                            : "");
        }
    }

    /** What the program held is answered, or gone with its stream: if the end was over but for that, it leaves. */
    private void leaveIfEnded(ReceiverSlot slot) {
        if (slot.end.closure() != null && !slot.end.isLeft() && !slot.end.isTaking()) {
            leaveEnded(slot);
        }
    }

    /** A message is acknowledged that the program held; false if that is too late. */
    boolean acknowledge(ReceiverSlot slot, InStream stream, long number, long nowNanos) {
        return stream.answer(number, true) && answered(slot, stream, number, null, nowNanos);
    }

    /** A message that the program held is given back; false if that is too late. */
    boolean nack(ReceiverSlot slot, InStream stream, Nack nack, long nowNanos) {
        if (!stream.nack(nack.number())) {
            return false;
        }
        slot.end.mayComeAgain(stream);
        return answered(slot, stream, nack.number(), nack, nowNanos);
    }

    /** A message that the program held is a dead letter; false if that is too late. */
    boolean reject(ReceiverSlot slot, InStream stream, Reject reject, long nowNanos) {
        return stream.answer(reject.number(), false) && answered(slot, stream, reject.number(), reject, nowNanos);
    }

    private boolean answered(ReceiverSlot slot, InStream stream, long number, @Nullable Frame answer, long nowNanos) {
        Incoming incoming = Incoming.of(stream);
        if (incoming == null) {
            return false;
        }
        Link link = incoming.link();
        if (answer != null) {
            link.steer(answer);
        }
        if (incoming.arrivals() != null) {
            incoming.arrivals().answered(number, answer == null).forEach(leaver);
        }
        link.taken(stream, nowNanos);
        finishIfDrained(link, incoming, answer == null);
        leaveIfEnded(slot);
        touch(slot);
        return true;
    }

    private static Incoming incoming(Link link, StreamFrame frame) {
        return incoming(link, frame.stream(), frame.type());
    }

    private static Incoming incoming(Link link, int stream, FrameType type) {
        Incoming incoming = link.incoming.get(stream);
        if (incoming == null) {
            throw new ProtocolViolation(type + " on stream " + stream + ", which is not open");
        }
        return incoming;
    }
}
