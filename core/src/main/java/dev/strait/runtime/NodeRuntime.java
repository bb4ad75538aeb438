package dev.strait.runtime;

import dev.strait.codec.Codec;
import dev.strait.codec.Schema;
import dev.strait.error.CloseIncomplete;
import dev.strait.error.DecodeFailed;
import dev.strait.error.DirectoryUnavailable;
import dev.strait.error.JoinFailed;
import dev.strait.error.LinkLost;
import dev.strait.error.NodeClosed;
import dev.strait.error.NotSupported;
import dev.strait.error.StraitException;
import dev.strait.error.TypeClash;
import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.Transport;
import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.directory.Fingerprint;
import dev.strait.wire.directory.Role;
import dev.strait.wire.directory.SchemaOf;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.engine.EngineConfig;
import dev.strait.wire.engine.EngineEvent;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.EndRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A running node: its engine, its links, its ends. Safe for use by any thread. */
public final class NodeRuntime {
    /** The name of the logger of every node. */
    public static final String LOGGER = "dev.strait";

    private final EngineConfig config;
    private final RuntimeTimes times;
    private final Transport transport;
    private final System.Logger logger = System.getLogger(LOGGER);
    private final EngineAccess access;
    private final Steward steward;
    private final LinkIo.WriterMode writerMode;
    private final AtomicLong nextConnection = new AtomicLong(1);
    private final Map<Long, LinkIo> links = new ConcurrentHashMap<>();
    private final Map<EndRef, Pending> pending = new ConcurrentHashMap<>();
    private final Map<EndRef, RemoteSender<?>> senders = new ConcurrentHashMap<>();
    private final Map<EndRef, RemoteReceiver<?>> receivers = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> joined = new CompletableFuture<>();
    private final ReentrantLock closeLock = new ReentrantLock();
    private final Condition drained = closeLock.newCondition();
    private volatile String joinAddress = "";
    private volatile String lastJoinProblem = "no answer";
    /** Set under the engine's lock: an end that was opened before is seen by those who close, and none is opened after. */
    private volatile boolean closing;

    private volatile boolean left;
    private boolean closed;

    /** A node without links; {@link #start} sets it going. */
    public NodeRuntime(EngineConfig config, RuntimeTimes times, Transport transport) {
        this.config = config;
        this.times = times;
        this.transport = transport;
        this.writerMode =
                Boolean.getBoolean("dev.strait.writerThread") ? LinkIo.WriterMode.THREAD : LinkIo.WriterMode.ROLE;
        access = new EngineAccess(new NodeEngine(config), new Acts());
        steward = new Steward(access, config.self().id());
    }

    /** Starts the node's own thread. */
    public void start() {
        steward.start();
    }

    /** Takes a connection that another node has made. Never blocks. */
    public void accept(Connection connection) {
        add(connection, (engine, id) -> engine.accepted(id, access.now()));
    }

    private interface Introduction {
        void to(NodeEngine engine, long id);
    }

    private void add(Connection connection, Introduction introduction) {
        long id = nextConnection.getAndIncrement();
        LinkIo link = new LinkIo(
                id,
                connection,
                access,
                new LinkOwner(),
                writerMode,
                config.self().id());
        links.put(id, link);
        NodeEngine engine = access.enter();
        try {
            introduction.to(engine, id);
        } finally {
            access.exit();
        }
        link.start();
        if (left) {
            link.abort();
        }
        steward.call();
    }

    /**
     * Joins the directory behind an address, dialling again until the time limit is over.
     *
     * @throws JoinFailed if it could not be reached in time, or refuses
     */
    public void join(String address) throws InterruptedException {
        joinAddress = address;
        NodeEngine engine = access.enter();
        try {
            engine.join(address, access.now());
        } finally {
            access.exit();
        }
        steward.call();
        try {
            joined.get(times.join().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new JoinFailed(
                    address, lastJoinProblem + " (tried for " + times.join().toMillis() + " ms)", e);
        } catch (ExecutionException e) {
            throw new JoinFailed(address, lastJoinProblem, e);
        }
    }

    /** Opens a sender end and waits until the directory has agreed. */
    public <T> RemoteSender<T> openSender(ChannelSpec spec, Codec<T> codec) throws InterruptedException {
        RemoteSender<T> sender;
        Pending opening = new Pending(spec.name(), codec, new CompletableFuture<>());
        NodeEngine engine = access.enter();
        EndRef ref;
        try {
            requireOpen();
            SenderEnd end = engine.openSender(spec, codec.schema().bytes(), access.now());
            ref = end.ref();
            sender = new RemoteSender<>(
                    access,
                    config.self().id(),
                    spec.name(),
                    codec,
                    end,
                    config.credit().maxMessageBytes());
            senders.put(ref, sender);
            pending.put(ref, opening);
        } finally {
            access.exit();
        }
        awaitOpen(ref, opening);
        return sender;
    }

    /** Opens a receiver end and waits until the directory has agreed. */
    public <T> RemoteReceiver<T> openReceiver(ChannelSpec spec, Codec<T> codec) throws InterruptedException {
        RemoteReceiver<T> receiver;
        Pending opening = new Pending(spec.name(), codec, new CompletableFuture<>());
        NodeEngine engine = access.enter();
        EndRef ref;
        try {
            requireOpen();
            ReceiverEnd end = engine.openReceiver(spec, codec.schema().bytes(), access.now());
            ref = end.ref();
            receiver = new RemoteReceiver<>(access, new Host(), spec.name(), codec, end);
            receivers.put(ref, receiver);
            pending.put(ref, opening);
        } finally {
            access.exit();
        }
        awaitOpen(ref, opening);
        return receiver;
    }

    private void awaitOpen(EndRef ref, Pending opening) throws InterruptedException {
        boolean open = false;
        try {
            opening.answer().get(times.open().toNanos(), TimeUnit.NANOSECONDS);
            open = true;
        } catch (TimeoutException e) {
            throw new DirectoryUnavailable(joinAddress, times.open());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StraitException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("opening channel '" + opening.channel() + "' failed", e.getCause());
        } finally {
            pending.remove(ref);
            if (!open) {
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
        forgetSender(ref);
        receivers.remove(ref);
    }

    private final class Host implements RemoteReceiver.Host {
        @Override
        public void took() {
            steward.nudge();
        }

        @Override
        public void closed(EndRef end) {
            receivers.remove(end);
        }
    }

    private void requireOpen() {
        if (closing) {
            throw new NodeClosed(config.self().id());
        }
    }

    /**
     * Closes the node in order: senders that have not ended end in {@code ClosedWithoutDone}, receivers give back what they have not
     * taken, and what was sent is waited for. Until then the node still takes connections: the receiver it waits for may be yet to come.
     *
     * @param stopListening called when everything sent is taken or the time limit is over
     * @throws CloseIncomplete if the time limit was over before everything sent had been taken
     */
    public void close(Runnable stopListening) {
        closeLock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            closeLock.unlock();
        }
        access.enter();
        try {
            closing = true;
        } finally {
            access.exit();
        }
        pending.values()
                .forEach(it -> it.answer()
                        .completeExceptionally(new NodeClosed(config.self().id())));
        receivers.values().forEach(RemoteReceiver::close);
        receivers.clear();
        senders.values().forEach(RemoteSender::close);
        List<String> notTaken = awaitDrained();
        left = true;
        stopListening.run();
        NodeEngine engine = access.enter();
        try {
            engine.leave(access.now());
        } finally {
            access.exit();
        }
        awaitEnd();
        if (!notTaken.isEmpty()) {
            throw new CloseIncomplete(config.self().id(), times.close(), notTaken);
        }
    }

    /** Waits until every sender is drained; gives what is not, when the time is over or the thread is interrupted. */
    private List<String> awaitDrained() {
        long left = times.close().toNanos();
        closeLock.lock();
        try {
            while (!senders.isEmpty() && left > 0) {
                left = drained.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeLock.unlock();
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

    private void awaitEnd() {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        boolean interrupted = Thread.interrupted();
        for (LinkIo link : links.values()) {
            try {
                long millis = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (!link.awaitEnd(millis)) {
                    link.abort();
                    link.awaitEnd(millis);
                }
            } catch (InterruptedException e) {
                interrupted = true;
                link.abort();
            }
        }
        steward.stop();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class LinkOwner implements LinkIo.Owner {
        @Override
        public void seal(SenderEnd end) {
            sealForLink(end);
        }

        @Override
        public void ended(long id) {
            links.remove(id);
        }
    }

    private void sealForLink(SenderEnd end) {
        RemoteSender<?> sender = senders.get(end.ref());
        if (sender != null) {
            sender.sealForLink();
        }
    }

    // --- what the engine asks for ---

    private final class Acts implements EngineAccess.Actor {
        @Override
        public void callSteward() {
            steward.call();
        }

        @Override
        public boolean actUnderLock(EngineEvent event) {
            if (event instanceof EngineEvent.Write(long id)) {
                link(id).ifPresent(LinkIo::wakeWriter);
                return true;
            }
            return false;
        }

        @Override
        public void act(EngineEvent event) {
            switch (event) {
                case EngineEvent.Write(long id) -> link(id).ifPresent(LinkIo::flush);
                case EngineEvent.CanSend(SenderEnd end) -> sender(end).ifPresent(RemoteSender::signal);
                case EngineEvent.CanReceive(ReceiverEnd end) -> receiver(end).ifPresent(RemoteReceiver::signal);
                case EngineEvent.ReportTaken(ReceiverEnd end) -> receiver(end).ifPresent(RemoteReceiver::reportTaken);
                case EngineEvent.Seal(SenderEnd end) -> sealForLink(end);
                case EngineEvent.Dial(long dial, String address) -> dial(dial, address);
                case EngineEvent.Disconnect(long id) -> link(id).ifPresent(LinkIo::finishOrAbort);
                case EngineEvent.Opened(EndRef end) -> answer(end, null);
                case EngineEvent.Compare(EndRef end, List<SchemaOf> schemas) -> compare(end, schemas);
                case EngineEvent.Refused(EndRef end, String text) ->
                    answer(end, new NotSupported("opening this end: " + text, "use the same settings on every side"));
                case EngineEvent.Drained(SenderEnd end) -> forgetSender(end.ref());
                case EngineEvent.Attached(String directory) -> {
                    logger.log(
                            System.Logger.Level.INFO,
                            "node {0}: directory of node {1}",
                            config.self().id(),
                            directory);
                    joined.complete(null);
                }
                case EngineEvent.Detached(String reason) ->
                    logger.log(
                            System.Logger.Level.INFO,
                            "node {0}: directory out of reach ({1}); dialling again",
                            config.self().id(),
                            reason);
                case EngineEvent.JoinFailed(String address, String reason, boolean isFinal) -> {
                    lastJoinProblem = reason;
                    if (isFinal) {
                        joined.completeExceptionally(new LinkLost(address, reason));
                    }
                }
                case EngineEvent.LinkChanged(String text) ->
                    logger.log(
                            System.Logger.Level.INFO,
                            "node {0}: {1}",
                            config.self().id(),
                            text);
                case EngineEvent.Warning warning ->
                    logger.log(
                            System.Logger.Level.WARNING,
                            "node {0}: {1}",
                            config.self().id(),
                            warning.text());
            }
        }

        private Optional<LinkIo> link(long id) {
            return Optional.ofNullable(links.get(id));
        }

        private Optional<RemoteSender<?>> sender(SenderEnd end) {
            return Optional.ofNullable(senders.get(end.ref()));
        }

        private Optional<RemoteReceiver<?>> receiver(ReceiverEnd end) {
            return Optional.ofNullable(receivers.get(end.ref()));
        }
    }

    private void answer(EndRef end, @Nullable StraitException refusal) {
        Pending opening = pending.get(end);
        if (opening == null) {
            return;
        }
        if (refusal == null) {
            opening.answer().complete(null);
        } else {
            opening.answer().completeExceptionally(refusal);
        }
    }

    private void forgetSender(EndRef end) {
        senders.remove(end);
        closeLock.lock();
        try {
            drained.signalAll();
        } finally {
            closeLock.unlock();
        }
    }

    private void compare(EndRef end, List<SchemaOf> schemas) {
        Pending opening = pending.get(end);
        if (opening == null) {
            return;
        }
        boolean sends = senders.containsKey(end);
        Schema ours = opening.codec().schema();
        List<Fingerprint> fitting = new ArrayList<>();
        for (SchemaOf other : schemas) {
            Optional<String> obstacle;
            String text;
            try {
                Schema theirs = Schema.decode(other.schema().bytes());
                text = theirs + " of node " + other.nodeId();
                boolean theySend = other.role() == Role.SENDER;
                obstacle = sends == theySend
                        ? Optional.empty()
                        : sends ? ours.obstacleTo(theirs) : theirs.obstacleTo(ours);
            } catch (DecodeFailed e) {
                text = "unreadable, of node " + other.nodeId();
                obstacle = Optional.of(String.valueOf(e.getMessage()));
            }
            if (obstacle.isPresent()) {
                answer(end, new TypeClash(opening.channel(), ours.toString(), text, obstacle.get()));
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

    private void dial(long dial, String address) {
        Thread.ofPlatform()
                .daemon()
                .name("strait-" + config.self().id() + "-dial-" + dial)
                .start(() -> dialNow(dial, address));
    }

    private void dialNow(long dial, String address) {
        String problem;
        try {
            Connection connection = transport.dial(Address.parse(address), times.dial());
            add(connection, (engine, id) -> engine.dialled(id, dial, access.now()));
            return;
        } catch (IOException | IllegalArgumentException e) {
            problem = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            problem = "interrupted";
        }
        NodeEngine engine = access.enter();
        try {
            engine.dialFailed(dial, problem, access.now());
        } finally {
            access.exit();
        }
        steward.call();
    }
}
