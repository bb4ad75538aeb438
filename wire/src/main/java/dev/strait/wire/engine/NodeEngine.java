package dev.strait.wire.engine;

import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.directory.DirectoryClient;
import dev.strait.wire.directory.DirectoryEvent;
import dev.strait.wire.directory.Fingerprint;
import dev.strait.wire.directory.Member;
import dev.strait.wire.directory.Role;
import dev.strait.wire.directory.Schema;
import dev.strait.wire.dispatch.Allowance;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.Enclosure;
import dev.strait.wire.dispatch.Offer;
import dev.strait.wire.dispatch.Offered;
import dev.strait.wire.dispatch.QueueReceiverEnd;
import dev.strait.wire.dispatch.QueueSenderEnd;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.dispatch.RendezvousReceiverEnd;
import dev.strait.wire.dispatch.RendezvousSenderEnd;
import dev.strait.wire.dispatch.SenderCounts;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.frame.DirectoryFrame;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.FragmentHead;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameLimits;
import dev.strait.wire.frame.FrameType;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.LinkFrame;
import dev.strait.wire.frame.Nack;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.Reject;
import dev.strait.wire.frame.StreamFrame;
import dev.strait.wire.frame.Utf8;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Parcel;
import dev.strait.wire.mux.Place;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine of one node. Input: connections made and lost, frames, commands of the node's ends, and the time now, on a clock that starts
 * at zero or later and never goes back. Output, pulled after every input: {@link #poll events} until there are none, and what to write on
 * a connection ({@link #transmit}).
 *
 * <p>What happens per message does not come here: a sender's program encodes into a batch under an {@link Allowance}, a receiver's program
 * decodes from a {@link Parcel}. The engine is called once per batch.
 *
 * <p>Not thread-safe: one owner, or one short lock.
 */
public final class NodeEngine {
    /** Every batch in the making is to be sealed. */
    public static final long SEAL_ALL = Long.MAX_VALUE;

    /** No batch in the making is to be sealed. */
    public static final long SEAL_NONE = Long.MIN_VALUE;

    private static final long SETTLED = -1;

    /** One part of settling. */
    private interface Settling {
        /** Does what there is to do; true if there was anything. */
        boolean run(long nowNanos);
    }

    private final EngineConfig config;
    private final Events events = new Events();
    private final Ends ends = new Ends();
    private final Peers peers;
    private final Connections connections;
    private final DirectoryClient client;
    private final DirectoryDesk desk;
    private final SenderStreams senderStreams;
    private final ReceiverStreams receiverStreams;
    private final Streams streams;
    private final SenderDesk senders;
    private final ReceiverDesk receivers;
    private final Membership membership;
    private final Loop loop;
    private final OwnSchemas schemas = new OwnSchemas();
    /**
     * What settling does, in this order. Called through an interface of many implementations, which the compiler of the JVM does not inline:
     * otherwise all of it, which is most of the engine, becomes part of each of the dozens of methods that lead here, and they take a second
     * each to compile.
     */
    private final Settling[] settlings;

    private long nextEnd = 1;
    /** When something has happened that is not settled; {@link #SETTLED} if everything is. */
    private long unsettledAt = SETTLED;
    /** Whether some of it is more than calls of programs that may have more to say. */
    private boolean urgent;
    /** Whether a program waits for what it has said. */
    private boolean flushes;

    /**
     * A node without connections; if it hosts the directory it is attached to it at once.
     *
     * @param random gives numbers that nobody else can guess, for the names of sessions; in a simulation, those of its seed
     */
    public NodeEngine(EngineConfig config, LongSupplier random) {
        this.config = config;
        peers = new Peers(config.times(), events, random);
        connections = new Connections(config, peers, events, random, new Links());
        desk = new DirectoryDesk(config, peers, events);
        client = desk.client();
        receiverStreams = new ReceiverStreams(config, ends, events, client, () -> nextEnd++);
        senderStreams = new SenderStreams(ends, events, client, receiverStreams::senderOver);
        streams = new Streams(senderStreams, receiverStreams);
        membership = new Membership(config, ends, events, peers, senderStreams, receiverStreams, client, this::linkTo);
        senders = new SenderDesk(config.self(), ends, events, peers, client, senderStreams);
        receivers = new ReceiverDesk(
                ends, events, client, receiverStreams, config.times().announceNanos());
        loop = new Loop(config, streams, senderStreams, events);
        settlings = new Settling[] {
            desk::say, _ -> desk.tell(connections), this::actOnDirectory, receiverStreams::admit, loop::run
        };
    }

    // --- connections ---

    /** Another node has made a connection to this one. */
    public void accepted(long connection, long nowNanos) {
        connections.accepted(connection, nowNanos);
    }

    /** A {@link EngineEvent.Dial} has made a connection. */
    public void dialled(long connection, long dial, long nowNanos) {
        connections.dialled(connection, dial, nowNanos);
        unsettled(nowNanos);
    }

    /** A {@link EngineEvent.Dial} has come to nothing. */
    public void dialFailed(long dial, String reason, long nowNanos) {
        connections.dialFailed(dial, reason, nowNanos);
        unsettled(nowNanos);
    }

    /**
     * Takes in a frame. A violation of the protocol ends this connection, with its reason, and disturbs no other.
     *
     * @return whether the connection goes on
     */
    public boolean receive(long id, Frame frame, long nowNanos) {
        return receive(id, nowNanos, (connection, link) -> {
            switch (frame) {
                case DirectoryFrame message -> {
                    Link from = required(link, message.type());
                    from.requireNothingInterrupted();
                    desk.receive(from, message, nowNanos);
                    connections.received(connection, message);
                }
                case LinkFrame it -> connections.receive(connection, it, nowNanos);
                case StreamFrame it -> {
                    streams.receive(required(link, it.type()), it, nowNanos);
                    connections.received(connection, it);
                }
            }
        });
    }

    /**
     * Takes in what is ahead of the content of a fragment, so that the content can be read to its {@link #place}; {@link #arrived} follows. In
     * place of {@link #receive} for that frame.
     *
     * @return whether the connection goes on
     */
    public boolean begin(long id, FragmentHead head, long nowNanos) {
        return receive(id, nowNanos, (_, link) -> streams.begin(required(link, FrameType.FRAGMENT), head));
    }

    /**
     * Where the content goes of the fragment that has begun to come on the connection. To be asked anew before each part of it, since the
     * program may give its end up meanwhile.
     *
     * @return null if nobody wants it any more, and it is to be dropped
     */
    public @Nullable Place place(long id, FragmentHead head) {
        Connection connection = connections.get(id);
        Link link = connection == null ? null : connection.link();
        return link == null ? null : ReceiverStreams.place(link, head);
    }

    /**
     * The content of the fragment that had begun has come, and is in its place, or dropped.
     *
     * @return whether the connection goes on
     */
    public boolean arrived(long id, FragmentHead head, long nowNanos) {
        return receive(id, nowNanos, (connection, link) -> {
            streams.arrived(required(link, FrameType.FRAGMENT), head);
            connections.received(connection, head.length());
        });
    }

    private interface Input {
        void takeIn(Connection connection, @Nullable Link link);
    }

    private boolean receive(long id, long nowNanos, Input input) {
        Connection connection = connections.get(id);
        if (connection == null || connection.disconnecting) {
            return false;
        }
        connections.happens(nowNanos);
        connection.protocol.alive(nowNanos);
        try {
            input.takeIn(connection, connection.link());
        } catch (ProtocolViolation violation) {
            connections.violated(connection, violation, nowNanos);
        }
        unsettled(nowNanos);
        return !connection.disconnecting;
    }

    private static Link required(@Nullable Link link, FrameType type) {
        if (link == null) {
            throw new ProtocolViolation(type + " before the handshake is over");
        }
        return link;
    }

    /** Bytes came on the connection, though no whole frame yet: the peer lives. */
    public void alive(long id, long nowNanos) {
        Connection connection = connections.get(id);
        if (connection != null) {
            connection.protocol.alive(nowNanos);
        }
    }

    /** Bytes came on the connection that are no frame of the protocol. */
    public void violated(long id, ProtocolViolation violation, long nowNanos) {
        Connection connection = connections.get(id);
        if (connection != null && !connection.disconnecting) {
            connections.violated(connection, violation, nowNanos);
            unsettled(nowNanos);
        }
    }

    /**
     * This side has failed at the connection, in a way that leaves unknown what of it took effect: not only the connection ends but its session, which
     * could not go on where it was.
     */
    public void failed(long id, String what, long nowNanos) {
        Connection connection = connections.get(id);
        if (connection != null && !connection.disconnecting) {
            connections.part(connection, ErrorCode.INTERNAL, what, nowNanos);
            unsettled(nowNanos);
        }
    }

    /** The connection was closed or broke; also the answer to {@link EngineEvent.Disconnect}. */
    public void connectionLost(long id, String reason, long nowNanos) {
        Connection connection = connections.get(id);
        if (connection != null) {
            connections.lost(connection, reason, nowNanos);
            unsettled(nowNanos);
        }
    }

    /** Whether the session over this connection is established, so that frames of every size may come. */
    public boolean isEstablished(long id) {
        Connection connection = connections.get(id);
        return connection != null && connection.session != null;
    }

    /**
     * Collects what is to be written next, behind what the transmission has. When no other messages wait it names the batches in the
     * making to be sealed, of those begun until the time given; what comes of them is to be collected behind it, or for the next
     * transmission, with or without another {@link EngineEvent.Write}. News of what was taken waits for them, to go in the same write.
     *
     * @param sealUntilNanos {@link #SEAL_ALL}, {@link #SEAL_NONE}, or a time
     */
    public void transmit(long id, Transmission out, long sealUntilNanos, long nowNanos) {
        settle();
        out.goOn();
        Connection connection = connections.get(id);
        if (connection != null) {
            Link link = connection.link();
            connections.writing().transmit(connection, out, sealUntilNanos, nowNanos);
            if (link != null) {
                senderStreams.parted(link);
            }
            unsettled(nowNanos);
        }
    }

    // --- the directory ---

    /** Keeps a link to the directory's node behind this address, from now on. */
    public void join(String address, long nowNanos) {
        peers.wantDirectory(address, nowNanos);
        unsettled(nowNanos);
    }

    /** Whether the directory can be asked now. */
    public boolean isAttached() {
        return client.directory() != null;
    }

    private final class Links implements Connections.Owner {
        @Override
        public void linked(Link link, Hello peer, Peers.@Nullable Target dialledFor, long nowNanos) {
            desk.linked(link, peer, dialledFor, nowNanos);
            membership.linked(link);
        }

        @Override
        public void suspended(Link link, boolean isSuspended) {
            receiverStreams.suspended(link, isSuspended);
        }

        @Override
        public void roomAgain(Link link) {
            senderStreams.roomAgain(link);
        }

        @Override
        public void unlinked(Link link, String reason, long nowNanos) {
            desk.unlinked(link, reason, nowNanos);
            streams.lost(link, reason);
            membership.unlinked(link.peer(), nowNanos);
        }

        @Override
        public void replaced() {
            desk.stop();
            membership.replaced();
        }
    }

    private @Nullable Link linkTo(NodeRef node) {
        return node.equals(config.self()) ? loop.link() : connections.linkTo(node);
    }

    // --- sender ends ---

    /** Opens a sender end; {@link EngineEvent.Opened}, {@link EngineEvent.Compare} or {@link EngineEvent.Refused} answers. */
    public SenderEnd openSender(ChannelSpec spec, byte[] schema, long nowNanos) {
        return openSender(spec, schema, QueueSenderEnd.DEFAULT_ATTEMPTS, nowNanos);
    }

    /**
     * As {@link #openSender(ChannelSpec, byte[], long)}.
     *
     * @param maxAttempts a message that has reached a program so often, and was not acknowledged, is a dead letter; at least 1
     */
    public SenderEnd openSender(ChannelSpec spec, byte[] schema, int maxAttempts, long nowNanos) {
        EndRef ref = new EndRef(config.self(), nextEnd++);
        SenderEnd end = spec.isRendezvous()
                ? new RendezvousSenderEnd(ref)
                : new QueueSenderEnd(ref, spec.atMostOnce(), maxAttempts);
        Schema known = schemas.of(schema);
        client.open(end.ref(), spec, Role.SENDER, known);
        membership.opening(new SenderSlot(end, spec, known));
        unsettledAndFlush(nowNanos);
        return end;
    }

    /**
     * Opens the sender end of a channel without a name, whose receiver is to travel in a value: {@link #enclose}. It is open at once, and what is sent
     * waits until the receiver has been sent.
     *
     * @param capacity most messages under way, 1 to 1,048,576
     * @param maxAttempts as for {@link #openSender(ChannelSpec, byte[], int, long)}
     */
    public SenderEnd openAnonymous(int capacity, byte[] schema, int maxAttempts) {
        EndRef ref = new EndRef(config.self(), nextEnd++);
        SenderEnd end = new QueueSenderEnd(ref, new Enclosure(capacity, schema), maxAttempts);
        membership.openingAnonymous(new SenderSlot(end, ChannelSpec.anonymous(capacity), ReceiverStreams.NO_SCHEMA));
        return end;
    }

    /**
     * The message at this place of what a sender of a queue channel sends, which is about to be sealed, holds the receivers of these ends: they go
     * where it goes. {@link #revoke} takes it back.
     *
     * @param ends each once, and not {@code by} itself
     * @return false, and nothing has changed, if the receiver of one of them was sent or closed, or its sender is closed
     */
    public boolean enclose(SenderEnd by, long place, List<QueueSenderEnd> ends) {
        return senders.enclose(by, place, ends);
    }

    /** The message at this place, of which {@link #enclose} was said, is not sent after all: nothing was sealed since. */
    public void revoke(SenderEnd by, long place, long nowNanos) {
        senders.revoke(by, place);
        unsettledPatiently(nowNanos);
    }

    /** The receiver of a channel without a name, to which nothing will ever come, for this reason: for a program to find out. */
    public ReceiverEnd lostReceiver(String why) {
        EndRef nobody = new EndRef(config.self(), 0);
        ReceiverEnd end = new QueueReceiverEnd(nobody, new QueueReceiverEnd.Origin(nobody, 1));
        end.cutOff(new Closure.Failed(ErrorCode.UNKNOWN_END, config.self().id(), why));
        return end;
    }

    /** The program has closed the receiver of a channel without a name, and has not sent it. Nothing happens if it has. */
    public void abandonReceiver(SenderEnd end, long nowNanos) {
        senders.abandonReceiver(end);
        unsettledPatiently(nowNanos);
    }

    /** Sets credit aside, as {@link QueueSenderEnd#allow}; null if there is none now, and then {@link EngineEvent.CanSend} will say so. */
    public @Nullable Allowance allow(SenderEnd end, int minBytes, int usualBytes, long nowNanos) {
        Allowance allowance = senders.allow(end, minBytes, usualBytes);
        flushes |= allowance == null;
        unsettledPatiently(nowNanos);
        return allowance;
    }

    /** The program has begun to fill its allowance. */
    public void fill(SenderEnd end, long nowNanos) {
        senders.fill(end, nowNanos);
        unsettledPatiently(nowNanos);
    }

    /** The program's batch for its allowance, or none. */
    public void seal(SenderEnd end, @Nullable Batch batch, long nowNanos) {
        senders.seal(end, batch);
        unsettledPatiently(nowNanos);
    }

    /** An array for the next batch, one whose messages are taken; null if there is none. */
    public byte @Nullable [] spare(SenderEnd end) {
        return senders.spare(end);
    }

    /** An array for a message of so many bytes that goes by itself, one of a message that is taken; null if there is none. */
    public byte @Nullable [] spareLarge(SenderEnd end, int bytes) {
        return senders.spareLarge(end, bytes);
    }

    /** Why the program may send nothing more, or cannot now because no receiver can be reached; null while it may. */
    public @Nullable Closure closure(SenderEnd end) {
        return senders.closure(end);
    }

    /** Notes that the program waits for so many receivers; {@link EngineEvent.CanSend} will say so. */
    public void awaitLanes(SenderEnd end, int count) {
        end.awaitLanes(count);
    }

    /** From now on {@link EngineEvent.Answered} tells what becomes of every message of a sender of a queue channel. */
    public void tellAnswers(SenderEnd end) {
        senders.tellAnswers(end);
    }

    /** The program waits until the fate of all messages before this place is known; {@link EngineEvent.CanSend} will say so. */
    public void awaitAnswers(SenderEnd end, long place, long nowNanos) {
        senders.awaitAnswers(end, place);
        unsettledAndFlush(nowNanos);
    }

    /** Whoever gets dead letters has the one that was message {@code place} of the sender. */
    public void buried(SenderEnd end, long place, long nowNanos) {
        senders.buried(end, place);
        unsettled(nowNanos);
    }

    /** By channel, what became of what this node has sent. */
    public Map<String, SenderCounts> senderCounts() {
        settle();
        return senderStreams.counts();
    }

    /** The program is done. */
    public void done(SenderEnd end, long nowNanos) {
        if (senders.done(end)) {
            unsettledAndFlush(nowNanos);
        } else {
            unsettledPatiently(nowNanos); // who ends one channel of many goes on with the next
        }
    }

    /** The program fails the channel. */
    public void fail(SenderEnd end, ErrorCode code, String text, long nowNanos) {
        senders.fail(end, code, text);
        unsettled(nowNanos);
    }

    /** The program needs the end no more, having ended it; {@link EngineEvent.Drained} says when everything of it was taken. */
    public void closeSender(SenderEnd end, long nowNanos) {
        senders.close(end);
        unsettledPatiently(nowNanos);
    }

    // --- receiver ends ---

    /** Opens a receiver end; {@link EngineEvent.Opened}, {@link EngineEvent.Compare} or {@link EngineEvent.Refused} answers. */
    public ReceiverEnd openReceiver(ChannelSpec spec, byte[] schema, long nowNanos) {
        EndRef ref = new EndRef(config.self(), nextEnd++);
        ReceiverEnd end = spec.isRendezvous()
                ? new RendezvousReceiverEnd(ref, spec.toleratesLostSenders())
                : new QueueReceiverEnd(ref, spec.toleratesLostSenders());
        Schema known = schemas.of(schema);
        client.open(end.ref(), spec, Role.RECEIVER, known);
        membership.opening(new ReceiverSlot(end, spec, known));
        unsettledAndFlush(nowNanos);
        return end;
    }

    /** The next messages for the program; null if there are none now. */
    public @Nullable Parcel poll(ReceiverEnd end, long nowNanos) {
        Parcel parcel = receivers.poll(end, nowNanos);
        if (parcel == null) {
            unsettledPatiently(nowNanos);
        }
        return parcel;
    }

    /** The program waits; {@link EngineEvent.CanReceive} will say when to poll again. */
    public void await(ReceiverEnd end) {
        receivers.await(end);
        flushes = true;
    }

    /** The program has begun to take from a parcel; {@link EngineEvent.ReportTaken} asks for {@link #taken} in time. */
    public void startedTaking(ReceiverEnd end, long nowNanos) {
        receivers.startedTaking(end, nowNanos);
    }

    /** The program has taken so much from a stream. */
    public void taken(ReceiverEnd end, InStream stream, long messages, long bytes, long nowNanos) {
        if (receivers.taken(end, stream, messages, bytes, nowNanos)) {
            loop.noteNews();
            unsettledPatiently(nowNanos);
        }
    }

    /**
     * The message of this number, {@link Parcel#first} and those behind it, is about to be taken and not acknowledged thereby: to be said before {@link
     * #taken} counts it. {@link #acknowledge}, {@link #nack} or {@link #reject} answers it, of a receiver of a queue channel.
     */
    public void hold(InStream stream, long number) {
        receivers.hold(stream, number);
    }

    /**
     * The program acknowledges a message that it held.
     *
     * @return false if that is too late: the message was answered, or its stream is over, and the sender has it or is lost
     */
    public boolean acknowledge(ReceiverEnd end, InStream stream, long number, long nowNanos) {
        boolean inTime = receivers.acknowledge(end, stream, number, nowNanos);
        loop.noteNews();
        unsettledPatiently(nowNanos);
        return inTime;
    }

    /** The program gives a message back that it held, for another attempt; as {@link #acknowledge}. */
    public boolean nack(ReceiverEnd end, InStream stream, long number, int delayMillis, String why, long nowNanos) {
        Nack nack = new Nack(stream.id(), number, delayMillis, Utf8.fit(why, FrameLimits.MAX_REASON_BYTES));
        boolean inTime = receivers.nack(end, stream, nack, nowNanos);
        unsettled(nowNanos);
        return inTime;
    }

    /** The program rejects a message that it held: it is a dead letter; as {@link #acknowledge}. */
    public boolean reject(ReceiverEnd end, InStream stream, long number, String why, long nowNanos) {
        Reject reject = new Reject(stream.id(), number, Utf8.fit(why, FrameLimits.MAX_REASON_BYTES));
        boolean inTime = receivers.reject(end, stream, reject, nowNanos);
        unsettled(nowNanos);
        return inTime;
    }

    /** The driver wants {@link EngineEvent.Remind} for this receiver then, once: at the earliest of the times that it has named since the last. */
    public void remind(ReceiverEnd end, long atNanos) {
        receivers.remind(end, atNanos);
    }

    /**
     * The program is about to take this message, {@link Parcel#first} or one behind it: the receivers that travel in it are the program's, which is
     * to close each. To be said before {@link #taken} counts it. If it goes back, or is rejected, they are closed, and what is taken on them and not
     * reported then is sent again: whoever gives it back reports, or closes them, before.
     *
     * @return in no order; by the number of its one sender each can be told from the others. None if the stream is over
     */
    public List<ReceiverEnd> claim(InStream stream, long number) {
        return receivers.claim(stream, number);
    }

    /** The program closes the end: what it has not taken goes to other receivers. */
    public void closeReceiver(ReceiverEnd end, long nowNanos) {
        receivers.close(end);
        unsettledPatiently(nowNanos);
    }

    // --- rendezvous: senders ---

    /** The program has so many sends that wait for a ticket at this end, each once; the receivers are told when it changes. */
    public void waiting(SenderEnd end, int offers, long nowNanos) {
        senders.waiting(end, offers);
        unsettledPatiently(nowNanos);
    }

    /**
     * Chooses a receiver that has given a ticket and bytes for one message: the one with the fewest offers undecided, ties in turn. The
     * answer is good until the engine is called with anything else, and binds nobody; {@link #offer} sends on it.
     *
     * @param messageBytes the length of the encoded message, without a prefix
     * @return null if there is none now: {@link EngineEvent.CanSend} will say when to ask again
     */
    public @Nullable Offer prepare(SenderEnd end, int messageBytes, long nowNanos) {
        Offer prepared = senders.prepare(end, messageBytes);
        if (prepared == null) {
            unsettledPatiently(nowNanos); // it may have asked a receiver on this node for bytes
        }
        return prepared;
    }

    /**
     * Sends a message on the ticket of what was prepared; {@link EngineEvent.Settled} will bring the verdict.
     *
     * @param message of one message: framed, or whole
     * @throws IllegalStateException if the engine was called with anything else since it was prepared, and the ticket is gone
     */
    public void offer(SenderEnd end, Offer prepared, Batch message, long nowNanos) {
        senders.offer(end, prepared, message);
        unsettledPatiently(nowNanos);
    }

    /**
     * The program wants an offer back: returned at once if its message has not begun to be written, else the receiver is asked. It may
     * have been taken nevertheless; {@link EngineEvent.Settled} says. Repeated, or for an offer that is settled, it does nothing.
     */
    public void withdraw(SenderEnd end, Offer offer, long nowNanos) {
        senders.withdraw(end, offer);
        unsettledPatiently(nowNanos);
    }

    // --- rendezvous: receivers ---

    /** The program has so many receives that wait at this end now; to be said whenever it changes, and after every {@link #take}. */
    public void waiting(ReceiverEnd end, int receives, long nowNanos) {
        receivers.waiting(end, receives);
        flushes = true;
        unsettledPatiently(nowNanos);
    }

    /**
     * A receive takes an offer. It counts as one that waits no more, until {@link #waiting(ReceiverEnd, int, long)} is called again.
     *
     * @return false if the offer is no longer there: withdrawn, or its stream is gone
     */
    public boolean take(ReceiverEnd end, Offered offered, long nowNanos) {
        boolean taken = receivers.decide(end, offered, true);
        unsettledPatiently(nowNanos);
        return taken;
    }

    /** No receive takes an offer: it goes back. Nothing happens if it is no longer there. */
    public void giveBack(ReceiverEnd end, Offered offered, long nowNanos) {
        receivers.decide(end, offered, false);
        unsettledPatiently(nowNanos);
    }

    // --- both ---

    /** The schemas of a {@link EngineEvent.Compare} fit this end's. */
    public void checked(EndRef end, Collection<Fingerprint> fingerprints, long nowNanos) {
        client.checked(end.number(), fingerprints);
        unsettledAndFlush(nowNanos);
    }

    /** Takes an open back, as if it had never been: the types clash, or the directory did not answer in time. */
    public void withdraw(EndRef end, long nowNanos) {
        client.withdraw(end.number());
        SenderSlot sender = ends.sender(end);
        if (sender != null) {
            senders.withdrawOpen(sender);
        }
        ReceiverSlot receiver = ends.receiver(end);
        if (receiver != null) {
            receivers.withdrawOpen(receiver);
        }
        unsettled(nowNanos);
    }

    /** The channels that have something sent and not taken, or lost after its sender was done, with how much. */
    public List<Untaken> untaken() {
        settle();
        return senders.untaken();
    }

    /** Messages of a channel that were sent and not taken. */
    public record Untaken(String channel, long messages) {}

    /** The node leaves: tells the directory and closes every connection behind what is queued. */
    public void leave(long nowNanos) {
        desk.leave();
        unsettled(nowNanos);
        settle(); // what it says is to go before the links do
        peers.stop();
        connections.partAll(nowNanos);
    }

    /**
     * The process ends, and the node was not closed: says so on every link, at once and ahead of what is queued, and dials nobody any more. The
     * others lose its ends. It is to be given no more connections.
     */
    public void end(long nowNanos) {
        desk.stop();
        peers.stop();
        connections.endAll(nowNanos);
        unsettled(nowNanos);
    }

    // --- time and output ---

    /** Does what is due. */
    public void tick(long nowNanos) {
        connections.tick(nowNanos);
        if (peers.tick(nowNanos)) {
            senders.unreachable();
        }
        desk.tick(nowNanos);
        receivers.tick(nowNanos);
        senderStreams.tick(nowNanos);
        unsettled(nowNanos);
    }

    /** When {@link #tick} is due; {@link Long#MAX_VALUE} for never. */
    public long deadline() {
        settle();
        long deadline = Math.min(connections.deadline(), peers.deadline());
        deadline = Math.min(deadline, senderStreams.deadline());
        return Math.min(deadline, Math.min(desk.deadline(), receivers.deadline()));
    }

    /** The next event; null if there is none. */
    public @Nullable EngineEvent poll() {
        settle();
        return events.poll();
    }

    /** The ends of a channel as this node's directory has them; none if it does not host the directory. */
    public List<Member> members(String channel) {
        settle();
        return desk.members(channel);
    }

    /** Whether there is a suspended link whose other side has not received everything. */
    public boolean hasUnsaid() {
        settle();
        return connections.hasUnsaid();
    }

    /** What went over the links to other nodes that there are now. */
    public List<LinkCounts> linkCounts() {
        settle();
        return connections.sessions().stream().map(LinkCounts::of).toList();
    }

    /** As {@link #linkCounts()}, of the link to the node of this id, in the middle of whatever happens; null if there is none. */
    public @Nullable LinkCounts linkCounts(String node) {
        PeerSession session = connections.session(node);
        return session == null ? null : LinkCounts.of(session);
    }

    /**
     * What {@link LinkCounts#keptBytes} counts for the link to the node of this id, summed up anew of every frame and message that is kept: equal
     * unless the count is wrong, and for those who check that. 0 if there is no link.
     */
    public long recountKept(String node) {
        PeerSession session = connections.session(node);
        return session == null ? 0 : session.recountKept();
    }

    /** What the node has counted as kept for all links, in bytes; in the middle of whatever happens. */
    public long keptBytes() {
        return connections.keptBytes();
    }

    /** What the engine holds now. */
    public EngineStatus status() {
        settle();
        return EngineStatus.of(
                connections.count(),
                connections.sessions(),
                connections.keptBytes(),
                loop.link(),
                ends,
                receiverStreams.budget());
    }

    /**
     * Something has happened that others inside the node are to hear of: at the next pull, of all that has happened by then at once. So the
     * frames of one read, and the calls of one hold of a lock, cost one round of messages inside the node and not one each, and what
     * settling inlines is compiled once.
     */
    private void unsettled(long nowNanos) {
        unsettledAt = nowNanos;
        urgent = true;
    }

    /** As {@link #unsettled}, by a call of the program: what it says to the directory lingers, for more of the kind may follow. */
    private void unsettledPatiently(long nowNanos) {
        unsettledAt = nowNanos;
    }

    /** As {@link #unsettledPatiently}, by a program that now waits, or has nothing to add. */
    private void unsettledAndFlush(long nowNanos) {
        unsettledAt = nowNanos;
        flushes = true;
    }

    /** Lets what happens inside the node come to rest: messages to and from the directory, frames of the node to itself. */
    private void settle() {
        if (unsettledAt != SETTLED) {
            desk.isPatient(!urgent);
            settle(unsettledAt);
            unsettledAt = SETTLED;
            urgent = false;
        }
        if (flushes) {
            flushes = false;
            connections.writing().flush();
        }
    }

    private void settle(long nowNanos) {
        boolean busy = true;
        while (busy) {
            busy = false;
            for (Settling each : settlings) {
                busy |= each.run(nowNanos);
            }
        }
    }

    private boolean actOnDirectory(long nowNanos) {
        boolean busy = false;
        for (DirectoryEvent event = client.pollEvent(); event != null; event = client.pollEvent()) {
            busy = true;
            membership.handle(event, nowNanos);
        }
        return busy;
    }
}
