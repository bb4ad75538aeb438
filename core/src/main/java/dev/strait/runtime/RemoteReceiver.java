package dev.strait.runtime;

import dev.strait.channel.InboundPort;
import dev.strait.channel.Signal;
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
import dev.strait.wire.frame.MessageCursor;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Parcel;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of a named channel: a port, so that selects wait on it as on a local channel.
 *
 * <p>The hot path, per message: this end's lock, a step of the cursor in the parcel in hand, a decode. The engine is asked for the next parcel
 * and told what was taken once per parcel, and once more when a program has begun a parcel, so that what it takes slowly is
 * announced in time. Selects and calls that had to wait get the bytes as an {@link Item} and decode after the locks.
 *
 * @param <T> the type of the values
 */
public final class RemoteReceiver<T> extends InboundPort<T> {
    private static final byte[] NOTHING = {};

    /** The node of the end. Its methods never block. */
    interface Host {
        /** The program has given the end back: it needs no signals any more. */
        void closed(EndRef end);
    }

    /** One message that was taken and is not decoded. */
    @SuppressWarnings("ArrayRecordComponent") // refers to where the bytes arrived
    private record Item<T>(Codec<T> codec, byte[] array, int from, int to) {}

    private final EngineAccess access;
    private final Host host;
    private final String channel;
    private final Codec<T> codec;
    private final ReceiverEnd end;
    private final Input input = new Input(NOTHING);
    private final MessageCursor cursor = new MessageCursor();
    private final Map<InStream, Codec<T>> readers = new WeakHashMap<>();
    private @Nullable Parcel parcel;
    private Codec<T> reader;
    private int left;
    private int from;
    private int to;
    private long takenMessages;
    private long takenBytes;
    private boolean begun;
    private boolean decoding;
    private volatile boolean arrived;
    private volatile boolean reportWanted;
    private volatile @Nullable Closure closure;

    /**
     * An end that the engine has opened.
     *
     * @param host the node that it belongs to
     */
    RemoteReceiver(EngineAccess access, Host host, String channel, Codec<T> codec, ReceiverEnd end) {
        this.access = access;
        this.host = host;
        this.channel = channel;
        this.codec = codec;
        this.reader = codec;
        this.end = end;
    }

    /** The channel's name. */
    public String channel() {
        return channel;
    }

    @Override
    public T receive() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        lock();
        try {
            if (next()) {
                step();
                decoding = true;
                try {
                    input.reset(array(), from, to);
                    return decode(reader, input);
                } finally {
                    decoding = false;
                }
            }
        } finally {
            unlock();
        }
        return super.receive();
    }

    @Override
    protected boolean ready() {
        return next() || closure != null;
    }

    @Override
    protected Object pollItem() {
        if (!next()) {
            return closure == null ? Signal.EMPTY : Signal.CLOSED;
        }
        step();
        return new Item<>(reader, array(), from, to);
    }

    @Override
    @SuppressWarnings("unchecked") // pollItem makes them
    public T open(Object item) {
        Item<T> message = (Item<T>) item;
        return decode(message.codec(), new Input(message.array(), message.from(), message.to()));
    }

    private T decode(Codec<T> with, Input message) {
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

    @Override
    public ChannelClosed cause() {
        Closure why = closure;
        return Failures.of(channel, why == null ? new Closure.Left() : why);
    }

    /** Whether there is a message to step to; fetches the next parcel if need be. Under the lock. */
    private boolean next() {
        return left > 0 || (closure == null && fetch());
    }

    private boolean fetch() {
        NodeEngine engine = access.enter();
        Parcel next;
        try {
            report(engine);
            next = engine.poll(end, access.now());
            if (next == null) {
                closure = end.closure();
                if (closure == null) {
                    engine.await(end);
                }
            }
        } finally {
            access.exitToSteward();
        }
        if (next == null) {
            return false;
        }
        reader = reader(next.stream());
        parcel = next;
        left = next.messages();
        begun = false;
        if (!next.whole()) {
            cursor.reset(next.array(), next.from(), next.messages());
        }
        return true;
    }

    /** Steps to the next message, which is taken thereby. */
    private void step() {
        if (decoding) {
            throw new IllegalStateException(
                    "a value of channel '" + channel
                            + "' was received through the same end by its codec or by the constructor of the value being decoded");
        }
        Parcel current = current();
        long cost;
        if (current.whole()) {
            from = current.from();
            to = current.to();
            cost = Batch.wholeCost(to - from);
        } else {
            cursor.next();
            from = cursor.from();
            to = cursor.to();
            cost = (long) to - cursor.start();
        }
        left--;
        takenMessages++;
        takenBytes += cost;
        if (left == 0 || !begun) {
            begun = true;
            NodeEngine engine = access.enter();
            try {
                if (left == 0) {
                    report(engine);
                } else {
                    engine.startedTaking(end, access.now());
                }
            } finally {
                access.exitToSteward();
            }
        }
    }

    private Parcel current() {
        Parcel current = parcel;
        if (current == null) {
            throw new IllegalStateException("no parcel in hand");
        }
        return current;
    }

    private byte[] array() {
        return current().array();
    }

    private void report(NodeEngine engine) {
        if (takenMessages > 0) {
            engine.taken(end, current().stream(), takenMessages, takenBytes, access.now());
            takenMessages = 0;
            takenBytes = 0;
        }
    }

    private Codec<T> reader(InStream stream) {
        if (stream.schema().length == 0) {
            return codec;
        }
        return readers.computeIfAbsent(stream, it -> {
            try {
                return codec.reading(Schema.decode(it.schema()));
            } catch (SchemaMismatch | RuntimeException e) {
                return new Undecodable<>(codec, String.valueOf(e.getMessage()));
            }
        });
    }

    /** The engine says that something has arrived, or that the channel has ended. Holding no lock. Never blocks. */
    void signal() {
        arrived = true;
        attend();
    }

    /** The engine wants to hear what was taken of the parcel in hand. Holding no lock. Never blocks. */
    void reportTaken() {
        reportWanted = true;
        attend();
    }

    /** Whoever found the lock taken, perhaps by a slow decode, has left its errand for the holder. */
    @Override
    protected void unlocked() {
        attend();
    }

    private void attend() {
        while ((arrived || reportWanted) && tryLock()) {
            try {
                if (arrived) {
                    arrived = false;
                    serve();
                }
                if (reportWanted) {
                    reportWanted = false;
                    reportPart();
                }
            } finally {
                unlock();
            }
        }
    }

    private void reportPart() {
        NodeEngine engine = access.enter();
        try {
            report(engine);
            begun = false;
        } finally {
            access.exitToSteward();
        }
    }

    /** Gives the end back: what was not taken goes to other receivers, and calls that wait fail. */
    public void close() {
        lock();
        try {
            if (end.isLeft()) {
                return;
            }
            NodeEngine engine = access.enter();
            try {
                report(engine);
                engine.closeReceiver(end, access.now());
            } finally {
                access.exitLater();
            }
            left = 0;
            parcel = null;
            if (closure == null) {
                closure = new Closure.Left();
            }
            host.closed(end.ref());
            serve();
        } finally {
            unlock();
        }
        access.runDeferred();
    }
}
