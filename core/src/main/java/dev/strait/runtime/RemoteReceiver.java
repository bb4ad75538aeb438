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
import java.util.Map;
import java.util.WeakHashMap;
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
    }

    /**
     * One message that was taken and is not decoded.
     *
     * @param own whether the array is the message, and nobody else uses it
     */
    @SuppressWarnings("ArrayRecordComponent") // refers to where the bytes arrived
    record Item<T>(Codec<T> codec, byte[] array, int from, int to, boolean own) {
        Input input() {
            Input input = new Input(array, from, to);
            if (own) {
                input.resetToOwn(array); // a byte[] is then the very array that it arrived in
            }
            return input;
        }
    }

    final EngineAccess access;
    final String channel;
    final ReceiverEnd end;
    private final Host host;
    final Codec<T> codec;
    /** Made when a sender has another schema than this end. */
    private @Nullable Map<InStream, Codec<T>> readers;
    /** Why nothing more comes; set under the lock, once. */
    private volatile @Nullable Closure closure;

    private volatile boolean arrived;

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
    static <T> RemoteReceiver<T> of(EngineAccess access, Host host, String channel, Codec<T> codec, ReceiverEnd end) {
        return end.isRendezvous()
                ? new RendezvousReceiver<>(access, host, channel, codec, end)
                : new BufferedReceiver<>(access, host, channel, codec, end);
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
            return decode((Codec<T>) message.codec(), message.input());
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

    final T decode(Codec<T> with, Input message) {
        try {
            return with.decode(message);
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
            closure = end.closure();
        }
        return closure != null;
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
            } finally {
                unlockQuietly();
            }
        }
    }

    /** Whether somebody has left something to do. */
    boolean hasErrand() {
        return arrived;
    }

    /** Under the lock. */
    abstract void runErrand(boolean hasArrived);

    /** Gives the end back: what was not taken goes to other receivers, and calls that wait fail. */
    public final void close() {
        lock();
        try {
            if (end.isLeft()) {
                return;
            }
            NodeEngine engine = access.enter();
            try {
                leaving(engine);
                engine.closeReceiver(end, access.now());
            } finally {
                access.exitLater();
            }
            if (closure == null) {
                closure = new Closure.Left();
            }
            host.closed(end.ref());
            runErrand(true);
        } finally {
            unlock();
        }
        access.runDeferred();
    }

    /** Under the lock, inside the engine: the program takes nothing more. */
    void leaving(NodeEngine engine) {}
}
