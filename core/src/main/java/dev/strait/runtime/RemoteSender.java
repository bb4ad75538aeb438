package dev.strait.runtime;

import dev.strait.channel.Clause;
import dev.strait.channel.Lookout;
import dev.strait.channel.OutboundPort;
import dev.strait.channel.Refusal;
import dev.strait.channel.Selection;
import dev.strait.channel.Signal;
import dev.strait.codec.Codec;
import dev.strait.codec.Output;
import dev.strait.error.EndClosed;
import dev.strait.error.MessageTooLarge;
import dev.strait.error.NodeClosed;
import dev.strait.error.StraitException;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.SenderCounts;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.engine.EngineEvent;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.mux.Batch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sending end of a named channel: a port, so that selects wait on it as on a local channel. The items of the port are encoded values.
 *
 * <p>Callers that must wait stand in line with their values encoded; whoever brings credit or a ticket (the thread that acts on the
 * engine's events) passes them on in order, and a caller that need not wait goes ahead only when nobody stands there. That thread never
 * waits for the end's lock: if a program holds it, which may be encoding, it leaves word, and the program sees to it before it goes on.
 *
 * @param <T> the type of the values
 */
public abstract sealed class RemoteSender<T> extends OutboundPort permits BufferedSender, RendezvousSender {
    /** Wait without a time limit. */
    public static final long FOREVER = Long.MAX_VALUE;

    private static final EngineStep<RemoteSender<?>, Finish, Void> FINISH = new EngineStep<>((by, finish, engine) -> {
        Objects.requireNonNull(finish).apply(engine, by.access.now());
        return null;
    });
    private static final EngineStep<RemoteSender<?>, Void, Void> CLOSE = new EngineStep<>((by, _, engine) -> {
        engine.closeSender(by.end, by.access.now());
        return null;
    });

    final EngineAccess access;
    final String channel;
    final SenderEnd end;
    final Codec<T> codec;
    final int maxMessageBytes;
    /** What those wait for who wait for receivers, until the next change; null if nobody does. */
    private volatile @Nullable CountDownLatch changed;
    /** How the program has ended it; guarded by the port's lock. */
    private @Nullable String finishedBy;

    /** The program has ended it; set behind that. */
    private volatile boolean ended;

    private volatile boolean onwardEnded;

    private volatile boolean news;

    /** Null until a call waits. */
    private @Nullable Lookout lookout;

    /** Null until something comes after what was sent; made under the engine's lock, or before anybody else knows of this. */
    private volatile @Nullable Aftermath aftermath;

    private volatile boolean isOnward;
    private volatile boolean abandoned;

    RemoteSender(EngineAccess access, String channel, Codec<T> codec, SenderEnd end, int maxMessageBytes) {
        this.access = access;
        this.channel = channel;
        this.codec = codec;
        this.end = end;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** The end as its channel's kind demands. */
    static <T> RemoteSender<T> of(
            EngineAccess access,
            String channel,
            Codec<T> codec,
            SenderEnd end,
            int maxMessageBytes,
            RendezvousSender.Host host) {
        return end.isRendezvous()
                ? new RendezvousSender<>(access, channel, codec, end, maxMessageBytes, host)
                : new BufferedSender<>(access, channel, codec, end, maxMessageBytes);
    }

    @Override
    protected final Lookout lookout() {
        Lookout made = lookout;
        if (made == null) {
            made = access.callerReads().lookout(); // two at once may each make one: either will do
            lookout = made;
        }
        return made;
    }

    /** The id of its node. */
    final String node() {
        return end.ref().node().id();
    }

    /** The channel's name. */
    public final String channel() {
        return channel;
    }

    /**
     * Sends a value.
     *
     * @param timeoutNanos how long to wait; zero or less does not wait, {@link #FOREVER} waits without limit
     * @return {@link Signal#ACCEPTED}, or {@link Signal#FULL} if the time went by and the value was not sent
     * @throws StraitException if the channel has ended or nobody can be reached, or the value cannot be encoded, and it was not sent; or
     *     {@link dev.strait.error.OutcomeUnknown}
     * @throws InterruptedException if the thread is interrupted; the value was not sent
     */
    public Signal send(T value, long timeoutNanos) throws InterruptedException {
        return outcome(Selection.select(timeoutNanos, clause(value)));
    }

    /** Before anything is sent: what becomes of dead letters. Where they are sent ends behind this. */
    final void bury(@Nullable RemoteSender<T> through, DeadLetterHandler handler) {
        if (through != null) {
            through.isOnward = true;
        }
        if (through != null || !handler.equals(DeadLetterHandler.NONE)) {
            aftermathMade().bury(through, handler);
        }
    }

    private @Nullable RemoteSender<?> onward() {
        Aftermath there = aftermath;
        return there == null ? null : there.onward();
    }

    /** What comes after what was sent; null if nothing has. */
    final @Nullable Aftermath aftermath() {
        return aftermath;
    }

    /** As {@link #aftermath}, for something more. Under the engine's lock. */
    final Aftermath aftermathMade() {
        Aftermath made = aftermath;
        if (made == null) {
            made = new Aftermath(this);
            aftermath = made;
        }
        return made;
    }

    /** Something that was said of this, or the last, was acted on. @return whether that was all */
    final boolean isAllTold() {
        Aftermath there = aftermath;
        return there == null || there.isAllTold();
    }

    private void giveUpPosts(String why) {
        Aftermath there = aftermath;
        if (there != null) {
            there.giveUp(why);
        }
    }

    /** Whether it is where the dead letters of another go. */
    final boolean isOnward() {
        return isOnward;
    }

    /** Its node is closed: what is not known now will not be. Holding no lock. */
    final void giveUp() {
        giveUpPosts("node " + node() + " was closed");
        abandoned = true;
        ring();
        if (isOnward) {
            done(); // a dead letter that waits here for room is logged in place of that
        }
    }

    /** What {@link #await} is called for will never be there, if its node is closed. */
    final void requireNotAbandoned() {
        if (abandoned) {
            throw new NodeClosed(node());
        }
    }

    /** Nothing of this is under way any more: nor are there dead letters to come. */
    final void drained() {
        RemoteSender<?> through = onward();
        if (through != null) {
            through.done();
            through.close();
        }
        giveUpPosts("the sender is closed");
    }

    /**
     * Sends a value and asks what becomes of it.
     *
     * @param post is told, once; not before the value is sent
     * @param timeoutNanos as for {@link #send}, which this is otherwise
     */
    public abstract Signal post(T value, Post post, long timeoutNanos) throws InterruptedException;

    /**
     * Waits until the fate of everything that was sent before is known.
     *
     * @return false if the time went by
     * @throws StraitException if the channel has failed; what was sent may not have been processed
     * @throws InterruptedException if the thread is interrupted
     */
    public abstract boolean flush(long timeoutNanos) throws InterruptedException;

    /** A clause that sends a message which begins with headers; of an end with a buffer. */
    final Clause headedClause(Batch message) {
        return sendClause(message);
    }

    /** The program has closed the receiver of this, whose channel has no name; nothing happens if it had sent it. */
    public final void abandonReceiver() {
        NodeEngine engine = access.enter();
        try {
            engine.abandonReceiver(end, access.now());
        } finally {
            access.exit();
        }
    }

    /** What became of what was sent. */
    public final SenderCounts counts() {
        access.enter();
        try {
            return end.counts();
        } finally {
            access.exit();
        }
    }

    /**
     * Sends a value if that needs no waiting.
     *
     * @return {@link Signal#ACCEPTED} or {@link Signal#FULL}
     * @throws StraitException as {@link #send}
     */
    public Signal trySend(T value) {
        return outcome(Selection.trySelect(clause(value)));
    }

    /**
     * A clause of a select that sends a value.
     *
     * @param value encoded now
     * @return a new clause; its result is {@link Signal#ACCEPTED} or a {@link Refusal}
     */
    public final Clause clause(T value) {
        return sendClause(encoded(value));
    }

    /** The item of the port for a value, encoded now. */
    Object encoded(T value) {
        requireNotInUse();
        return item(encodedAside(value, null));
    }

    /** A value in bytes of its own; the receivers that it holds are this carrier's, and there are to be none without. */
    final byte[] encodedAside(T value, Output.@Nullable Carrier carrier) {
        Output output = new Output(maxMessageBytes);
        output.carrier(carrier);
        codec.encode(value, output);
        boolean exact = output.start() == 0 && output.length() == output.array().length;
        return exact ? output.array() : output.toByteArray();
    }

    /**
     * Sends as many as there is credit for, in order and in one step; each is removed when it was sent. Not one that waits for the other
     * side: those are for {@link #send}.
     */
    public void sendSome(Queue<? extends T> values) {}

    /** The item of the port for an encoded value. */
    abstract Object item(byte[] encoded);

    /** The codec of a value runs under the lock of its end; it may not send through that end itself. */
    final void requireNotInUse() {
        if (isLockedByCaller()) {
            throw new IllegalStateException("a value of channel '" + channel
                    + "' was sent through the same end by its codec or by an accessor of the value being encoded");
        }
    }

    static Signal outcome(Selection.@Nullable Choice choice) {
        if (choice == null) {
            return Signal.FULL;
        }
        if (choice.result() instanceof Refusal refusal) {
            throw refusal.cause();
        }
        return Signal.ACCEPTED;
    }

    /** Under the lock, inside the engine: what stands in the way of every send; {@code null} if nothing does. */
    final @Nullable Refusal obstacle(NodeEngine engine) {
        String by = finishedBy;
        if (by != null) {
            return () -> new EndClosed(channel, by);
        }
        Closure closure = engine.closure(end);
        return closure == null ? null : () -> Failures.ofSender(node(), channel, closure);
    }

    /** A message that none of the receivers there are would ever take is refused, not waited for; {@code null} if one may. */
    final @Nullable Refusal tooLarge(int length) {
        long largest = end.largestMessageBytes();
        return largest >= 0 && length > largest ? () -> new MessageTooLarge(length, largest) : null;
    }

    // --- what the engine says ---

    /** Something this end may wait for has changed. Holding no lock. Never blocks. */
    void signal() {
        news = true;
        ring();
        attend();
        endOnward();
    }

    /** Where its dead letters go ends when the program has ended this, and everything of it is settled. Holding no lock. Never blocks. */
    private void endOnward() {
        RemoteSender<?> through = onward();
        if (through == null || !ended || onwardEnded) {
            return;
        }
        NodeEngine engine = access.enter();
        try {
            if (!isSettled(engine)) {
                return;
            }
            onwardEnded = true;
        } finally {
            access.exitLater();
        }
        through.done();
    }

    /** Inside the engine: whether it is known what became of everything; if not, {@link EngineEvent.CanSend} will say when to ask again. */
    boolean isSettled(NodeEngine engine) {
        return true;
    }

    /** The link has nothing else to write: what is in the making goes out. Never blocks. */
    void sealForLink() {}

    /** Does what was left by those who found the lock taken, if nobody holds it now. */
    final void attend() {
        while (hasErrand() && !isLockedByCaller() && tryLock()) {
            try {
                news = false;
                runErrand();
            } finally {
                unlockQuietly();
            }
        }
    }

    /** Whether somebody has left something to do. */
    boolean hasErrand() {
        return news;
    }

    /** Under the lock. */
    void runErrand() {
        serve();
    }

    @Override
    protected void unlocked() {
        attend();
        if (!isLockedByCaller()) {
            access.runDeferred();
        }
    }

    // --- receivers ---

    /** Waits until there are so many receivers to send to; false if the time went by. */
    public final boolean awaitReceivers(int count, long timeoutNanos) throws InterruptedException {
        return await(engine -> hasReceivers(engine, count), timeoutNanos);
    }

    private static final VarHandle CHANGED;

    static {
        try {
            CHANGED = MethodHandles.lookup().findVarHandle(RemoteSender.class, "changed", CountDownLatch.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What a program waits for, besides credit. */
    interface Awaited {
        /** Under the lock, inside the engine: whether it is there; if not, {@link EngineEvent.CanSend} will say when to ask again. */
        boolean isThere(NodeEngine engine);
    }

    /** Waits for it. @return false if the time went by */
    final boolean await(Awaited what, long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long deadline = System.nanoTime() + Math.max(0, timeoutNanos);
        while (!isThere(what)) {
            CountDownLatch change = nextChange();
            if (isThere(what)) {
                return true;
            }
            long left = timeoutNanos == FOREVER ? FOREVER : deadline - System.nanoTime();
            if (left <= 0 || !await(change, left)) {
                return false;
            }
        }
        return true;
    }

    private boolean isThere(Awaited what) {
        lock();
        try {
            NodeEngine engine = access.enter();
            try {
                return what.isThere(engine);
            } finally {
                access.exitLater();
            }
        } finally {
            unlock();
        }
    }

    /** Taken before the caller looks at what it waits for: whoever changes that afterwards finds it. */
    private CountDownLatch nextChange() {
        CountDownLatch made = new CountDownLatch(1);
        CountDownLatch there = (CountDownLatch) CHANGED.compareAndExchange(this, null, made);
        return there == null ? made : there;
    }

    private void ring() {
        if (changed != null) {
            CountDownLatch awaited = (CountDownLatch) CHANGED.getAndSet(this, null);
            if (awaited != null) {
                awaited.countDown();
            }
        }
    }

    private boolean await(CountDownLatch change, long nanos) throws InterruptedException {
        access.callerReads().parks();
        try {
            return change.await(nanos, TimeUnit.NANOSECONDS);
        } finally {
            access.callerReads().parksNoMore();
        }
    }

    private boolean hasReceivers(NodeEngine engine, int count) {
        if (finishedBy == null && end.liveLanes() >= count) {
            return true;
        }
        Refusal obstacle = obstacle(engine);
        if (obstacle != null) {
            throw obstacle.cause();
        }
        engine.awaitLanes(end, count);
        return false;
    }

    // --- the end ---

    /** The program has sent everything. */
    public final void done() {
        finish("done()", (engine, now) -> engine.done(end, now));
    }

    /** The program fails the channel. */
    public final void error(Throwable cause) {
        String text = cause.toString();
        finish("error(cause)", (engine, now) -> engine.fail(end, ErrorCode.APPLICATION_ERROR, text, now));
    }

    /** Gives the end back; without {@link #done} or {@link #error} before, that is an error. */
    public final void close() {
        finish(
                "close()",
                (engine, now) -> engine.fail(
                        end,
                        ErrorCode.CLOSED_WITHOUT_DONE,
                        "a sender on node " + node() + " was closed without done()",
                        now));
        try {
            access.takeInTime(CLOSE, this, null);
        } finally {
            access.runDeferred();
        }
    }

    /** How a program ends its sender; only the first time counts. */
    private interface Finish {
        void apply(NodeEngine engine, long nowNanos);
    }

    private void finish(String by, Finish finish) {
        lock();
        try {
            if (finishedBy != null) {
                return;
            }
            finishedBy = by;
            finishing();
            access.take(FINISH, this, finish);
            serve();
        } finally {
            unlock();
        }
        ended = true;
        ring();
        endOnward();
    }

    /** Under the lock: the program sends nothing more. */
    void finishing() {}

    /** Under the lock. */
    final boolean isFinished() {
        return finishedBy != null;
    }
}
