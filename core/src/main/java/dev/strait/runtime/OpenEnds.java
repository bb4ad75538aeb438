package dev.strait.runtime;

import dev.strait.codec.Codec;
import dev.strait.codec.Schema;
import dev.strait.error.DecodeFailed;
import dev.strait.error.NodeClosed;
import dev.strait.error.StraitException;
import dev.strait.error.TypeClash;
import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.directory.Fingerprint;
import dev.strait.wire.directory.Role;
import dev.strait.wire.directory.SchemaOf;
import dev.strait.wire.dispatch.Offer;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.dispatch.Verdict;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.engine.PastCounts;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.LongTable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The ends that programs have opened on a node: opening them, with the comparison of types, and ending them all. */
final class OpenEnds implements Steward.Duties {
    private final EngineAccess access;
    private final String node;
    private final int maxMessageBytes;
    private final Duration patience;
    private final Map<EndRef, Opening> openings = new ConcurrentHashMap<>();
    /** Under the engine's lock: the same in the order in which they began, and some that are answered. */
    private final ArrayDeque<Opening> begun = new ArrayDeque<>();

    /** What rendezvous senders have with other nodes, until it is settled. */
    private final Map<Offer, RendezvousSender.Offering<?>> offerings = new ConcurrentHashMap<>();

    /** Under {@link #lock}: of receivers that are closed. */
    private final PastCounts<ReceiverCounts> past = new PastCounts<>(ReceiverCounts::plus);

    private final Host host = new Host();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();
    /** Under {@link #lock}, by number. The engine's ends know theirs, too. */
    private final LongTable<RemoteSender<?>> senders = new LongTable<>();

    private final LongTable<RemoteReceiver<?>> receivers = new LongTable<>();
    private BiFunction<RemoteReceiver<?>, Integer, Object> shown = (receiver, _) -> receiver;
    /** Under the engine's lock: an end that was opened before is seen by those who close, and none is opened after. */
    private boolean closing;

    /**
     * No ends.
     *
     * @param patience how long the directory may take to agree to one
     */
    OpenEnds(EngineAccess access, String node, int maxMessageBytes, Duration patience) {
        this.access = access;
        this.node = node;
        this.maxMessageBytes = maxMessageBytes;
        this.patience = patience;
    }

    <T> RemoteSender<T> openSender(ChannelSpec spec, Codec<T> codec, SenderSetup setup, String directory)
            throws InterruptedException {
        ChannelSpec deadLetters = setup.deadLetters();
        if (deadLetters == null || spec.isRendezvous()) {
            return openSender(spec, codec, setup, null, directory);
        }
        RemoteSender<T> onward = openSender(deadLetters, codec, SenderSetup.DEFAULT, null, directory);
        boolean open = false;
        try {
            RemoteSender<T> sender = openSender(spec, codec, setup, onward, directory);
            open = true;
            return sender;
        } finally {
            if (!open) {
                onward.done();
                onward.close();
            }
        }
    }

    private <T> RemoteSender<T> openSender(
            ChannelSpec spec, Codec<T> codec, SenderSetup setup, @Nullable RemoteSender<T> onward, String directory)
            throws InterruptedException {
        Opening opening;
        RemoteSender<T> sender;
        EndRef ref;
        NodeEngine engine = access.enter();
        try {
            requireOpen();
            SenderEnd end = engine.openSender(spec, codec.schema().bytes(), setup.maxAttempts(), access.now());
            ref = end.ref();
            sender = RemoteSender.of(access, spec.name(), codec, end, maxMessageBytes, offerings::put);
            sender.bury(onward, setup.handler());
            end.attach(sender);
            add(senders, ref, sender);
            opening = begin(ref, spec, Role.SENDER, codec);
        } finally {
            access.exit();
        }
        await(ref, opening, directory);
        return sender;
    }

    <T> RemoteReceiver<T> openReceiver(ChannelSpec spec, Codec<T> codec, long limitNanos, String directory)
            throws InterruptedException {
        Opening opening;
        RemoteReceiver<T> receiver;
        EndRef ref;
        NodeEngine engine = access.enter();
        try {
            requireOpen();
            ReceiverEnd end = engine.openReceiver(spec, codec.schema().bytes(), access.now());
            ref = end.ref();
            receiver = RemoteReceiver.of(access, host, spec.name(), codec, end, limitNanos);
            end.attach(receiver);
            add(receivers, ref, receiver);
            opening = begin(ref, spec, Role.RECEIVER, codec);
        } finally {
            access.exit();
        }
        await(ref, opening, directory);
        return receiver;
    }

    /** Opens both ends of a channel without a name: the sender; the receiver is to travel in a value. */
    <T> RemoteSender<T> openAnonymous(int capacity, Codec<T> codec) {
        NodeEngine engine = access.enter();
        try {
            requireOpen();
            SenderEnd end = engine.openAnonymous(capacity, codec.schema().bytes(), SenderSetup.DEFAULT.maxAttempts());
            RemoteSender<T> sender =
                    RemoteSender.of(access, ChannelSpec.ANONYMOUS, codec, end, maxMessageBytes, offerings::put);
            sender.bury(null, SenderSetup.DEFAULT.handler());
            end.attach(sender);
            add(senders, end.ref(), sender);
            return sender;
        } finally {
            access.exitLater();
        }
    }

    /** Receivers that came in messages: how programs see them. */
    void showReceivers(BiFunction<RemoteReceiver<?>, Integer, Object> as) {
        shown = as;
    }

    /** A receiver as programs see it. */
    Object shown(RemoteReceiver<?> receiver, int capacity) {
        return shown.apply(receiver, capacity);
    }

    /** Makes a receiver of an end that has come in a message. */
    <T> RemoteReceiver<T> adopt(ReceiverEnd end, Codec<T> codec) {
        RemoteReceiver<T> receiver = RemoteReceiver.of(access, host, ChannelSpec.ANONYMOUS, codec, end, Hold.NO_LIMIT);
        NodeEngine engine = access.enter();
        try {
            end.attach(receiver);
            add(receivers, end.ref(), receiver);
            if (closing) {
                engine.closeReceiver(end, access.now());
            }
        } finally {
            access.exitLater();
        }
        return receiver;
    }

    /** In place of a receiver that should have come and is not there: what it receives is the reason. */
    Object lost(Codec<?> codec) {
        NodeEngine engine = access.enter();
        ReceiverEnd end;
        try {
            end = engine.lostReceiver(
                    "the receiver did not arrive with its value: the link to its sender was lost meanwhile, it was"
                            + " refused, or the value is a dead letter");
        } finally {
            access.exitLater();
        }
        return shown(RemoteReceiver.of(access, host, ChannelSpec.ANONYMOUS, codec, end, Hold.NO_LIMIT), 1);
    }

    /** Closes ends that nobody has. */
    void close(List<ReceiverEnd> ends) {
        NodeEngine engine = access.enter();
        try {
            ends.forEach(end -> engine.closeReceiver(end, access.now()));
        } finally {
            access.exitLater();
        }
    }

    private void requireOpen() {
        if (closing) {
            throw new NodeClosed(node);
        }
    }

    /** Under the engine's lock. */
    private Opening begin(EndRef ref, ChannelSpec spec, Role role, Codec<?> codec) {
        Opening opening = new Opening(spec.name(), role, codec, access.now() + patience.toNanos());
        openings.put(ref, opening);
        forgetAnswered();
        begun.add(opening);
        return opening;
    }

    private void forgetAnswered() {
        for (Opening oldest = begun.peek(); oldest != null && oldest.isAnswered(); oldest = begun.peek()) {
            begun.remove();
        }
    }

    /** Gives up those for which no answer has come in time. */
    @Override
    public void tick(long nowNanos) {
        forgetAnswered();
        for (Opening oldest = begun.peek(); oldest != null && oldest.latestNanos() <= nowNanos; oldest = begun.peek()) {
            begun.remove().late();
        }
    }

    @Override
    public long deadline() {
        forgetAnswered();
        Opening oldest = begun.peek();
        return oldest == null ? Long.MAX_VALUE : oldest.latestNanos();
    }

    private void await(EndRef ref, Opening opening, String directory) throws InterruptedException {
        boolean open = false;
        access.callerReads().parks();
        try {
            opening.await(directory, patience);
            open = true;
        } finally {
            access.callerReads().parksNoMore();
            openings.remove(ref);
            if (!open) {
                opening.late();
                withdraw(ref);
            }
        }
    }

    private void withdraw(EndRef ref) {
        NodeEngine engine = access.enter();
        try {
            engine.withdraw(ref, access.now());
        } finally {
            access.exit();
        }
        drained(ref);
        left(ref);
    }

    /** The directory's answer to an open: agreed, or refused for this reason. */
    void answer(EndRef end, @Nullable StraitException refusal) {
        Opening opening = openings.get(end);
        if (opening == null) {
            return;
        }
        if (refusal == null) {
            opening.agree();
        } else {
            opening.refuse(refusal);
        }
    }

    /** Compares the types that a channel has already with that of an end which is being opened. */
    void compare(EndRef end, List<SchemaOf> schemas) {
        Opening opening = openings.get(end);
        if (opening == null) {
            return;
        }
        Schema ours = opening.codec().schema();
        List<Fingerprint> fitting = new ArrayList<>();
        for (SchemaOf other : schemas) {
            Optional<TypeClash> clash = clash(opening.channel(), opening.role(), ours, other);
            if (clash.isPresent()) {
                answer(end, clash.get());
                return;
            }
            fitting.add(other.fingerprint());
        }
        NodeEngine engine = access.enter();
        try {
            engine.checked(end, fitting, access.now());
        } finally {
            access.exit();
        }
    }

    private static Optional<TypeClash> clash(String channel, Role role, Schema ours, SchemaOf other) {
        if (other.role() == role) {
            return Optional.empty();
        }
        try {
            Schema theirs = Schema.decode(other.schema().bytes());
            Optional<String> obstacle = role == Role.SENDER ? ours.obstacleTo(theirs) : theirs.obstacleTo(ours);
            return obstacle.map(
                    why -> new TypeClash(channel, ours.toString(), theirs + " of node " + other.nodeId(), why));
        } catch (DecodeFailed e) {
            String theirs = "unreadable, of node " + other.nodeId();
            return Optional.of(new TypeClash(channel, ours.toString(), theirs, String.valueOf(e.getMessage())));
        }
    }

    /** Of an end that is not over, for its events. */
    static Optional<RemoteSender<?>> sender(SenderEnd end) {
        return Optional.ofNullable((RemoteSender<?>) end.attachment());
    }

    /** What has become of an offer; also of one whose sender is drained. */
    void settled(Offer offer, Verdict verdict) {
        RendezvousSender.Offering<?> offering = offerings.remove(offer);
        if (offering != null) {
            offering.settled(verdict);
        }
    }

    /** Of an end that is not over, for its events. */
    static Optional<RemoteReceiver<?>> receiver(ReceiverEnd end) {
        return Optional.ofNullable((RemoteReceiver<?>) end.attachment());
    }

    private <E> void add(LongTable<E> table, EndRef ref, E end) {
        lock.lock();
        try {
            table.put(ref.number(), end);
        } finally {
            lock.unlock();
        }
    }

    private <E> List<E> all(LongTable<E> table) {
        lock.lock();
        try {
            return table.all();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing of the sender is under way any more. */
    void drained(EndRef sender) {
        RemoteSender<?> over;
        lock.lock();
        try {
            over = senders.get(sender.number());
        } finally {
            lock.unlock();
        }
        if (over == null) {
            return;
        }
        over.end.attach(null);
        over.drained(); // first: whoever waits until all are drained waits for the dead letters, too
        lock.lock();
        try {
            senders.remove(sender.number());
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The program needs the receiver no more. */
    private void left(EndRef receiver) {
        lock.lock();
        try {
            RemoteReceiver<?> over = receivers.remove(receiver.number());
            if (over != null) {
                over.end.attach(null);
                past.add(over.channel(), over.lastCounts());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends every end in order, and lets none be opened any more. */
    void close() {
        access.enter();
        try {
            closing = true;
        } finally {
            access.exit();
        }
        openings.values().forEach(it -> it.refuse(new NodeClosed(node)));
        all(receivers).forEach(RemoteReceiver::close);
        for (RemoteSender<?> sender : all(senders)) {
            if (!sender.isOnward()) { // one of dead letters ends behind the sender that it serves
                sender.close();
            }
        }
    }

    /** The node is closed: what is not known now will not be. */
    void giveUp() {
        all(senders).forEach(RemoteSender::giveUp);
    }

    /** Waits until every sender is drained; gives what is not, when the time is over or the thread is interrupted. */
    List<String> awaitDrained(Duration atMost) {
        long left = atMost.toNanos();
        access.callerReads().parks();
        lock.lock();
        try {
            while (!senders.isEmpty() && left > 0) {
                left = drained.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
            access.callerReads().parksNoMore();
        }
        List<String> notTaken = new ArrayList<>();
        NodeEngine engine = access.enter();
        try {
            engine.untaken().forEach(it -> notTaken.add(it.messages() + " of channel '" + it.channel() + "'"));
        } finally {
            access.exit();
        }
        return notTaken;
    }

    /** Whether nothing of any sender is under way any more. */
    boolean isDrained() {
        lock.lock();
        try {
            return senders.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** By channel, what became of what the receivers of this node received, those closed included. */
    Map<String, ReceiverCounts> receiverCounts() {
        Map<String, ReceiverCounts> counts;
        lock.lock();
        try {
            counts = past.byChannel();
        } finally {
            lock.unlock();
        }
        for (RemoteReceiver<?> receiver : all(receivers)) {
            counts.merge(receiver.channel(), receiver.counts(), ReceiverCounts::plus);
        }
        return counts;
    }

    private final class Host implements RemoteReceiver.Host {
        @Override
        public void closed(EndRef end) {
            left(end);
        }

        @Override
        public Arrived arrived(List<ReceiverEnd> claimed) {
            return new Arrived(OpenEnds.this, claimed);
        }

        @Override
        public void answeredLate(String channel) {
            lock.lock();
            try {
                past.add(channel, ReceiverCounts.LATE);
            } finally {
                lock.unlock();
            }
        }
    }
}
