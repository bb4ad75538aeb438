package dev.strait.runtime;

import dev.strait.channel.InboundPort;
import dev.strait.channel.Lookout;
import dev.strait.codec.Codec;
import dev.strait.codec.Input;
import dev.strait.codec.Schema;
import dev.strait.codec.SchemaMismatch;
import dev.strait.error.ChannelClosed;
import dev.strait.error.DecodeFailed;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.mux.InStream;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of a named channel: a port, so that selects wait on it as on a local channel. An item is the bytes of one message that
 * was taken, which the receiving thread decodes outside all locks.
 *
 * @param <T> the type of the values
 */
public abstract sealed class RemoteReceiver<T> extends InboundPort<T> permits BufferedReceiver, RendezvousReceiver {

    /** The node of the end. Its methods never block. */
    interface Host {
        /** The program has given the end back: it needs no signals any more. */
        void closed(EndRef end);

        /** An answer has come after the end was closed. */
        void answeredLate(String channel);

        /** Receivers that came in a message which the program takes. */
        Arrived arrived(List<ReceiverEnd> claimed);
    }

    /**
     * One message that was taken and is not decoded.
     *
     * @param own whether the array is the message, and nobody else uses it
     * @param headed whether it begins with headers
     * @param arrived the receivers in it; null if it can have none
     */
    @SuppressWarnings("ArrayRecordComponent") // refers to where the bytes arrived
    record Item<T>(
            Codec<T> codec,
            byte[] array,
            int from,
            int to,
            boolean own,
            boolean headed,
            @Nullable Arrived arrived) {
        Input input() {
            Input input =
                    new Input(array, headed ? Headers.read(array, from, to).end() : from, to);
            if (own && !headed) {
                input.resetToOwn(array); // a byte[] is then the very array that it arrived in
            }
            input.arrivals(arrived);
            return input;
        }
    }

    private static final EngineStep<RemoteReceiver<?>, Void, Void> CLOSE = new EngineStep<>((by, _, engine) -> {
        by.leaving(engine);
        engine.closeReceiver(by.end, by.access.now());
        return null;
    });

    final EngineAccess access;
    final String channel;
    final ReceiverEnd end;
    final Host host;
    final Codec<T> codec;
    /** Made when a sender has another schema than this end. */
    private @Nullable Map<InStream, Codec<T>> readers;
    /** Why nothing more comes; set under the lock, once. */
    private volatile @Nullable Closure closure;

    private volatile @Nullable Runnable whenClosed;

    private volatile boolean arrived;
    /** The engine has closed the end, which its program may not know. */
    private volatile boolean forsaken;
    /** Under the lock. */
    private volatile boolean isClosed;

    /** Null until a call waits. */
    private @Nullable Lookout lookout;

    RemoteReceiver(EngineAccess access, Host host, String channel, Codec<T> codec, ReceiverEnd end) {
        this.access = access;
        this.host = host;
        this.channel = channel;
        this.codec = codec;
        this.end = end;
    }

    /** An end that the engine has opened, as its channel's kind demands. */
    static <T> RemoteReceiver<T> of(
            EngineAccess access, Host host, String channel, Codec<T> codec, ReceiverEnd end, long limitNanos) {
        return end.isRendezvous()
                ? new RendezvousReceiver<>(access, host, channel, codec, end)
                : new BufferedReceiver<>(access, host, channel, codec, end, limitNanos);
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

    /** The channel's name. */
    public final String channel() {
        return channel;
    }

    /** An item that was decoded where it arrived, and is not there: a codec may say so. Any other is the value itself. */
    private enum Decoded {
        NULL
    }

    /** An item that could not be decoded where it arrived, and why. */
    record Undecoded(Throwable failure) {}

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // pollItem, takeAlone and takeAll make them; a codec may give null
    public final T open(Object item) {
        if (item instanceof Item<?> message) {
            return decode((Codec<T>) message.codec(), message::input, message.arrived());
        }
        if (item instanceof Undecoded(var failure)) {
            throw RemoteReceiver.<RuntimeException>failure(failure);
        }
        return item == Decoded.NULL ? null : (T) item;
    }

    /** What {@link #open} makes this value of. */
    static Object opened(@Nullable Object value) {
        return value == null ? Decoded.NULL : value;
    }

    /** Throws what a codec threw as it is, also a checked one that it does not declare. Never returns. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> RuntimeException failure(Throwable thrown) throws X {
        throw (X) thrown;
    }

    /** Decodes where it is what was stepped to. */
    final T decode(InHand<T> hand) {
        return decode(hand.reader(), hand::input, hand.arrived());
    }

    private T decode(Codec<T> with, Supplier<Input> message, @Nullable Arrived arrived) {
        return arrived == null ? decode(with, message) : decodeWith(arrived, with, message);
    }

    private T decodeWith(Arrived arrived, Codec<T> with, Supplier<Input> message) {
        boolean decoded = false;
        try {
            T value = decode(with, message);
            arrived.decoded();
            decoded = true;
            return value;
        } finally {
            if (!decoded) {
                arrived.failed();
            }
            if (!isLockedByCaller()) {
                access.runDeferred();
            }
        }
    }

    private T decode(Codec<T> with, Supplier<Input> message) {
        try {
            return with.decode(message.get());
        } catch (DecodeFailed failed) {
            rejected();
            throw new DecodeFailed(
                    "a value of channel '" + channel + "' was rejected: " + failed.getMessage()
                            + "; the next receive goes on with the next value",
                    failed);
        }
    }

    private void rejected() {
        System.getLogger(NodeRuntime.LOGGER)
                .log(
                        System.Logger.Level.WARNING,
                        "channel ''{0}'': a value could not be decoded and was rejected",
                        channel);
    }

    /** Under the lock: what decodes the messages of this stream. */
    final Codec<T> reader(InStream stream) {
        if (stream.schema().length == 0) {
            return codec;
        }
        if (readers == null) {
            readers = new WeakHashMap<>();
        }
        return readers.computeIfAbsent(stream, it -> {
            try {
                return codec.reading(Schema.decode(it.schema()));
            } catch (SchemaMismatch | RuntimeException e) {
                return new Undecodable<>(codec, String.valueOf(e.getMessage()));
            } catch (Throwable e) {
                // An Error of a program's own codec: thrown from here it would take with it what was claimed for a
                // receiver.
                return new Undecodable<>(codec, e.toString());
            }
        });
    }

    @Override
    public final ChannelClosed cause() {
        Closure why = closure;
        return Failures.of(channel, why == null ? new Closure.Left() : why);
    }

    @Override
    public final boolean isDone() {
        return closure instanceof Closure.Done;
    }

    final boolean isOver() {
        return closure != null;
    }

    /** Under the lock: takes over whether the end is over. @return whether it is */
    final boolean checkOver() {
        if (closure == null) {
            Closure now = end.closure();
            closure = now instanceof Closure.Done && mayComeAgain() ? null : now;
        }
        return closure != null;
    }

    /** Under the lock: whether a message may yet be given back without the program's doing, though the senders are done. */
    boolean mayComeAgain() {
        return false;
    }

    /** Under the lock: a message was given back, which may come again to an end that was over. */
    final void reopen() {
        if (closure instanceof Closure.Done && end.closure() == null) {
            closure = null;
        }
    }

    // --- messages that are held ---

    /**
     * Takes the next message for a body that works on one after the other; the one that it worked on before is acknowledged.
     *
     * @param body whose messages these are, from the first on
     * @return an item, to be opened with {@link #open(Object, Hold)}; {@link Signal#EMPTY} if the time went by, or {@link Signal#CLOSED}
     * @throws InterruptedException if the thread is interrupted; no message was taken
     */
    public Object takeNext(Hold body, long timeoutNanos) throws InterruptedException {
        return take(timeoutNanos);
    }

    /** Turns an item that was taken for a hold into its value; if it is none, it is rejected. */
    public final T open(Object item, Hold hold) {
        try {
            return open(item);
        } catch (DecodeFailed failed) {
            answer(hold, Answer.reject(String.valueOf(failed.getMessage())));
            throw failed;
        }
    }

    /**
     * Answers what is held.
     *
     * @return false if that is too late: it was answered, its time was over, or its sender has it back or is lost
     */
    public boolean answer(Hold hold, Answer answer) {
        return true;
    }

    /** Gives what is held back, if it is: no answer of its program will come. */
    public void abandon(Hold hold, String why) {}

    /** Gives what is held so much time from now on; {@code Long.MAX_VALUE} for no limit. @return false if that is too late */
    public boolean allow(Hold hold, long nanos) {
        return true;
    }

    /** Whether messages can be held here: not where to be taken is to be acknowledged. */
    public boolean holdsMessages() {
        return false;
    }

    /** The time has come at which something that is held may have been held for too long. Holding no lock. Never blocks. */
    void remind() {}

    /** What became of what was received here. */
    public ReceiverCounts counts() {
        lock();
        try {
            return counted();
        } finally {
            unlock();
        }
    }

    /** As {@link #counts}, of an end that is closed, by whoever closes it. */
    final ReceiverCounts lastCounts() {
        return counted();
    }

    /** Under the lock. */
    ReceiverCounts counted() {
        long taken = end.takenMessages();
        return new ReceiverCounts(taken, 0, taken, 0, 0, 0, 0, 0, end.lostSenders());
    }

    // --- what the engine says ---

    /** Something has arrived, or the channel has ended. Holding no lock. Never blocks. */
    final void signal() {
        arrived = true;
        attend();
    }

    /** What was taken of the parcel in hand is to be reported. Holding no lock. Never blocks. */
    void reportTaken() {}

    /** Whoever found the lock taken, perhaps by a slow decode, has left its errand for the holder. */
    @Override
    protected void unlocked() {
        attend();
        if (!isLockedByCaller()) {
            access.runDeferred();
        }
    }

    final void attend() {
        while (hasErrand() && !isLockedByCaller() && tryLock()) {
            try {
                boolean serve = arrived;
                arrived = false;
                runErrand(serve);
                if (forsaken) {
                    forsaken = false;
                    closeLocked();
                }
            } finally {
                unlockQuietly();
            }
        }
    }

    /** Whether somebody has left something to do. */
    boolean hasErrand() {
        return arrived || forsaken;
    }

    /** The message that it had come in was given back, or nobody has taken it out of that: it is closed. Holding no lock. Never blocks. */
    final void forsake() {
        forsaken = true;
        attend();
    }

    /** Under the lock. */
    abstract void runErrand(boolean hasArrived);

    /** Gives the end back: what was not taken goes to other receivers, and calls that wait fail. */
    public final void close() {
        lock();
        try {
            closeLocked();
        } finally {
            unlock();
        }
        access.runDeferred();
    }

    /**
     * As {@link #close}, for whoever holds the lock of the end in a value of which this has come: the order of locks is by id, and this was opened later.
     * What follows from it is acted on when that is let go of.
     */
    final void closeQuietly() {
        lock();
        try {
            closeLocked();
        } finally {
            unlockQuietly();
        }
    }

    /** As {@link #closeQuietly}, unless a program is just taking from it. Never blocks. @return whether it is closed */
    final boolean tryCloseQuietly() {
        if (!tryLock()) {
            return false;
        }
        try {
            closeLocked();
        } finally {
            unlockQuietly();
        }
        return true;
    }

    private void closeLocked() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        if (!end.isLeft()) {
            beforeLeaving();
        }
        access.take(CLOSE, this, null);
        if (closure == null) {
            closure = new Closure.Left();
        }
        host.closed(end.ref());
        runErrand(true);
        Runnable todo = whenClosed;
        if (todo != null) {
            todo.run();
        }
    }

    /** What to do when the end is closed, at once if it is; set once. It never blocks, and does nothing if it was done before: two may do it at once. */
    public final void whenClosed(Runnable todo) {
        whenClosed = todo; // and then looks, as who closes the end looks for this then
        if (isClosed) {
            todo.run();
        }
    }

    /** Under the lock: what is held is about to go back, by the program's doing. */
    void beforeLeaving() {}

    /** Under the lock, inside the engine: the program takes nothing more. */
    void leaving(NodeEngine engine) {}
}
