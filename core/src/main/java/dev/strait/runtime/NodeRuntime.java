package dev.strait.runtime;

import dev.strait.codec.Codec;
import dev.strait.error.CloseIncomplete;
import dev.strait.error.ConfigurationInvalid;
import dev.strait.error.JoinFailed;
import dev.strait.error.LinkLost;
import dev.strait.error.NotSupported;
import dev.strait.error.StraitException;
import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.SafeLog;
import dev.strait.transport.Transport;
import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.directory.RefusalCode;
import dev.strait.wire.directory.SchemaOf;
import dev.strait.wire.dispatch.Answer;
import dev.strait.wire.dispatch.DeadLetter;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.dispatch.SenderCounts;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.engine.EngineConfig;
import dev.strait.wire.engine.EngineEvent;
import dev.strait.wire.engine.LinkCounts;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.EndRef;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** A running node: its engine, its links, its ends. Safe for use by any thread. */
public final class NodeRuntime {
    /** The name of the logger of every node. */
    public static final String LOGGER = "dev.strait";

    /** How long a node that closes waits for a suspended link. */
    private static final Duration RESUME_AT_CLOSE = Duration.ofSeconds(1);

    /** How long a process that ends leaves it to a hook of the program's own to close the node. */
    private static final Duration CLOSE_AT_EXIT = Duration.ofMillis(250);

    /** How long it waits until the others were told. */
    private static final Duration NOTICE_AT_EXIT = Duration.ofMillis(500);

    private final EngineConfig config;
    private final RuntimeTimes times;
    private final Transport transport;
    private final System.Logger logger = System.getLogger(LOGGER);
    private final EngineAccess access;
    private final Steward steward;
    private final AtomicLong nextConnection = new AtomicLong(1);
    private final Map<Long, LinkIo> links = new ConcurrentHashMap<>();
    private final OpenEnds ends;
    private final CompletableFuture<Void> joined = new CompletableFuture<>();
    private final Changes linkChanges = new Changes();
    private final CloseOnce closing = new CloseOnce();
    private final Admission admission;
    private volatile String joinAddress = "";
    private volatile String lastJoinProblem = "no answer";
    private volatile boolean left;

    /** A node without links; {@link #start} sets it going. */
    public NodeRuntime(EngineConfig config, RuntimeTimes times, Transport transport) {
        this.config = config;
        this.times = times;
        this.transport = transport;
        access = new EngineAccess(new NodeEngine(config, new SecureRandom()::nextLong), new Acts());
        ends = new OpenEnds(access, config.self().id(), config.credit().maxMessageBytes(), times.open());
        steward = new Steward(
                access,
                ends,
                config.self().id(),
                Math.min(Steward.LONGEST_NANOS, times.open().toNanos()));
        admission = new Admission(config.self().id());
    }

    /** Starts the node's own thread. */
    public void start() {
        steward.start();
    }

    /** Takes a connection that another node has made, or closes it at once if there are too many. Never blocks; for one thread. */
    public void accept(Connection connection) {
        if (!admission.admits(connection, links.size())) {
            connection.close(Duration.ZERO);
            return;
        }
        add(connection, (engine, id) -> {
            admission.accepted(id);
            engine.accepted(id, access.now());
        });
    }

    private interface Introduction {
        void to(NodeEngine engine, long id);
    }

    private void add(Connection connection, Introduction introduction) {
        long id = nextConnection.getAndIncrement();
        LinkIo link = new LinkIo(
                id, connection, access, new LinkOwner(), config.self().id());
        links.put(id, link);
        try {
            NodeEngine engine = access.enter();
            try {
                introduction.to(engine, id);
            } finally {
                access.exit();
            }
            link.start();
        } catch (Throwable failed) {
            // No thread to read with, most likely: nothing of the connection may stay behind.
            connection.close(Duration.ZERO);
            lost(id, "could not start: " + failed.getMessage());
            link.abort();
            throw failed;
        }
        if (left) {
            link.abort();
        }
        steward.call();
    }

    private void lost(long id, String reason) {
        links.remove(id);
        admission.strangerNoMore(id);
        NodeEngine engine = access.enter();
        try {
            engine.connectionLost(id, reason, access.now());
        } finally {
            access.exit();
        }
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
    public <T> RemoteSender<T> openSender(ChannelSpec spec, Codec<T> codec, SenderSetup setup)
            throws InterruptedException {
        return ends.openSender(spec, codec, setup, joinAddress);
    }

    /**
     * Opens a receiver end and waits until the directory has agreed.
     *
     * @param limitNanos how long a message may be held, unless the program says otherwise; {@code Long.MAX_VALUE} for no limit
     */
    public <T> RemoteReceiver<T> openReceiver(ChannelSpec spec, Codec<T> codec, long limitNanos)
            throws InterruptedException {
        return ends.openReceiver(spec, codec, limitNanos, joinAddress);
    }

    /** Opens the sender of a channel without a name, whose receiver is to travel in a value; asks nobody. */
    public <T> RemoteSender<T> openAnonymous(int capacity, Codec<T> codec) {
        return ends.openAnonymous(capacity, codec);
    }

    /** Says how programs see receivers that come in values, given the capacity of their channel; to be said before any end is opened. */
    public void showReceivers(BiFunction<RemoteReceiver<?>, Integer, Object> as) {
        ends.showReceivers(as);
    }

    /** By channel, what became of what was sent. */
    public Map<String, SenderCounts> sent() {
        NodeEngine engine = access.enter();
        try {
            return engine.senderCounts();
        } finally {
            access.exit();
        }
    }

    /** By channel, what became of what was received. */
    public Map<String, ReceiverCounts> received() {
        return ends.receiverCounts();
    }

    /** What went over the links. */
    public List<LinkCounts> links() {
        NodeEngine engine = access.enter();
        try {
            return engine.linkCounts();
        } finally {
            access.exit();
        }
    }

    /**
     * Closes the node in order: senders that have not ended end in {@code ClosedWithoutDone}, receivers give back what they have not
     * taken, and what was sent is waited for. Until then the node still takes connections: the receiver it waits for may be yet to come.
     *
     * <p>A call while another closes waits for that, and has the same outcome; one after that does nothing.
     *
     * @param stopListening called when everything sent is taken or the time limit is over
     * @throws CloseIncomplete if the time limit was over before everything sent had been taken
     */
    public void close(Runnable stopListening) {
        closing.close(() -> closeNow(stopListening));
    }

    private Optional<CloseIncomplete> closeNow(Runnable stopListening) {
        long since = System.nanoTime();
        ends.close();
        List<String> notTaken = ends.awaitDrained(times.close());
        Duration waited = Duration.ofNanos(System.nanoTime() - since);
        awaitResumed();
        left = true;
        stopListening.run();
        if (!ends.isDrained()) {
            // To leave in order would let receivers that have not got everything see a clean end: for them this node is
            // lost.
            links.values().forEach(LinkIo::abort);
        }
        NodeEngine engine = access.enter();
        try {
            engine.leave(access.now());
        } finally {
            access.exit();
        }
        ends.giveUp();
        awaitEnd();
        return notTaken.isEmpty()
                ? Optional.empty()
                : Optional.of(new CloseIncomplete(config.self().id(), waited, notTaken));
    }

    /**
     * The JVM ends: unless the node is closed, or before long, the others are told that the process ended, and take it for lost. Returns within
     * 0.75 s; the node is of no use any more then.
     *
     * @param stopListening called before they are told: who is told may dial again at once
     */
    void endWithProcess(Runnable stopListening) {
        if (closing.beginsWithin(CLOSE_AT_EXIT)) {
            return;
        }
        long until = System.nanoTime() + NOTICE_AT_EXIT.toNanos();
        left = true;
        stopListening.run();
        NodeEngine engine = access.enter();
        try {
            engine.end(access.now());
        } finally {
            access.exit();
        }
        try {
            for (LinkIo link : links.values()) {
                link.awaitEnd(TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What this node has said last is to reach those whose link is suspended just now, if they come back soon. */
    private void awaitResumed() {
        try {
            linkChanges.await(() -> !hasUnsaid(), RESUME_AT_CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean hasUnsaid() {
        NodeEngine engine = access.enter();
        try {
            return engine.hasUnsaid();
        } finally {
            access.exit();
        }
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
        public void established(long id) {
            admission.strangerNoMore(id);
        }

        @Override
        public void ended(long id) {
            links.remove(id);
            admission.strangerNoMore(id);
        }
    }

    private void sealForLink(SenderEnd end) {
        OpenEnds.sender(end).ifPresent(RemoteSender::sealForLink);
    }

    // --- what the engine asks for ---

    private final class Acts implements EngineAccess.Actor {
        @Override
        public void callSteward() {
            steward.call();
        }

        @Override
        public void act(EngineEvent event) {
            switch (event) {
                case EngineEvent.Write(long id) ->
                    link(id).ifPresent(link -> link.pen().flush());
                case EngineEvent.Linger(long id) -> link(id).ifPresent(this::linger);
                case EngineEvent.Flush(long id) -> link(id).ifPresent(this::flush);
                case EngineEvent.CanSend(SenderEnd end) -> OpenEnds.sender(end).ifPresent(RemoteSender::signal);
                case EngineEvent.CanReceive(ReceiverEnd end) ->
                    OpenEnds.receiver(end).ifPresent(RemoteReceiver::signal);
                case EngineEvent.Forsaken(ReceiverEnd end) ->
                    OpenEnds.receiver(end).ifPresent(RemoteReceiver::forsake);
                case EngineEvent.Settled settled -> ends.settled(settled.offer(), settled.verdict());
                case EngineEvent.ReportTaken(ReceiverEnd end) ->
                    OpenEnds.receiver(end).ifPresent(RemoteReceiver::reportTaken);
                case EngineEvent.Answered(SenderEnd end, Answer answer) ->
                    OpenEnds.sender(end).ifPresent(it -> tell(it, aftermath -> aftermath.answered(answer)));
                case EngineEvent.DeadLettered(SenderEnd end, DeadLetter letter) ->
                    OpenEnds.sender(end).ifPresent(it -> tell(it, aftermath -> aftermath.deadLetter(letter)));
                case EngineEvent.Remind(ReceiverEnd end) ->
                    OpenEnds.receiver(end).ifPresent(RemoteReceiver::remind);
                case EngineEvent.Seal(SenderEnd end) -> sealForLink(end);
                case EngineEvent.Dial(long dial, String address) -> dial(dial, address);
                case EngineEvent.Disconnect(long id) -> link(id).ifPresent(LinkIo::finishOrAbort);
                case EngineEvent.Opened(EndRef end) -> ends.answer(end, null);
                case EngineEvent.Compare(EndRef end, List<SchemaOf> schemas) -> ends.compare(end, schemas);
                case EngineEvent.Refused(EndRef end, RefusalCode code, String text) ->
                    ends.answer(end, refusal(code, text));
                case EngineEvent.Drained(SenderEnd end) -> OpenEnds.sender(end).ifPresent(it -> tell(it, _ -> {}));
                case EngineEvent.Attached(String directory) -> {
                    joined.complete(null);
                    log(System.Logger.Level.INFO, "directory of node " + directory);
                }
                case EngineEvent.Detached(String reason) ->
                    log(System.Logger.Level.INFO, "directory out of reach (" + reason + "); dialling again");
                case EngineEvent.JoinFailed(String address, String reason, boolean isFinal) -> {
                    lastJoinProblem = reason;
                    if (isFinal) {
                        joined.completeExceptionally(new LinkLost(address, reason));
                    }
                }
                case EngineEvent.LinkChanged(String text) -> {
                    linkChanges.signal();
                    log(System.Logger.Level.INFO, text);
                }
                case EngineEvent.Warning warning -> log(System.Logger.Level.WARNING, warning.text());
            }
        }

        @Override
        public void said(EngineEvent event) {
            if (event instanceof EngineEvent.Answered(SenderEnd end, Answer answer)) {
                OpenEnds.sender(end).ifPresent(it -> it.aftermathMade().said());
            } else if (event instanceof EngineEvent.DeadLettered(SenderEnd end, DeadLetter letter)) {
                OpenEnds.sender(end).ifPresent(it -> it.aftermathMade().said());
            }
        }

        /** Tells a sender something; when that was the last, nothing of it is under way any more. */
        private void tell(RemoteSender<?> sender, Consumer<Aftermath> what) {
            try {
                Aftermath aftermath = sender.aftermath();
                if (aftermath != null) {
                    what.accept(aftermath); // else nothing was said but that it is over
                }
            } finally {
                if (sender.isAllTold()) {
                    ends.drained(sender.end.ref());
                }
            }
        }

        private void log(System.Logger.Level level, String text) {
            SafeLog.log(logger, level, "node {0}: {1}", config.self().id(), text);
        }

        private void linger(LinkIo link) {
            if (access.isInCrowd()) {
                link.pen().lingerForThread();
                link.flusher().flushBehindOthers();
            } else {
                link.pen().linger();
            }
        }

        private void flush(LinkIo link) {
            if (access.isInCrowd()) {
                link.flusher().flushBehindOthers();
            } else {
                link.pen().flushAll();
            }
        }

        private static StraitException refusal(RefusalCode code, String text) {
            return code == RefusalCode.SPEC_DIFFERS
                    ? new ConfigurationInvalid("ChannelName", text + "; use the same settings on every side")
                    : new NotSupported(
                            "opening this end (" + text + ")", "mend what the brackets name, then open it again");
        }

        private Optional<LinkIo> link(long id) {
            return Optional.ofNullable(links.get(id));
        }
    }

    private void dial(long dial, String address) {
        try {
            Thread.ofPlatform()
                    .daemon()
                    .name("strait-" + config.self().id() + "-dial-" + dial)
                    .start(() -> dialNow(dial, address));
        } catch (Throwable noThread) {
            dialFailed(dial, "no thread to dial with: " + noThread.getMessage());
        }
    }

    private void dialNow(long dial, String address) {
        String problem;
        try {
            Connection connection = transport.dial(Address.parse(address), times.dial());
            add(connection, (engine, id) -> engine.dialled(id, dial, access.now()));
            return;
        } catch (InterruptedException e) {
            problem = "interrupted";
        } catch (Throwable e) {
            // Whatever it was, the engine waits for an answer, and dials again after one.
            problem = String.valueOf(e.getMessage());
        }
        dialFailed(dial, problem);
    }

    private void dialFailed(long dial, String problem) {
        NodeEngine engine = access.enter();
        try {
            engine.dialFailed(dial, problem, access.now());
        } finally {
            access.exit();
        }
        steward.call();
    }
}
