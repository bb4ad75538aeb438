package dev.strait.runtime;

import dev.strait.channel.Signal;
import dev.strait.codec.Codec;
import dev.strait.codec.Input;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.MessageCursor;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Parcel;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of a channel with a buffer.
 *
 * <p>The hot path, per message: this end's lock, a step of the cursor in the parcel in hand, a decode. The engine is asked for the next parcel
 * and told what was taken once per parcel, at half a window if that comes first, and within 5 ms if the program takes slowly. Batches are
 * decoded under the same hold of the lock. Calls that had to wait, and selects that looked at several ports at once, get a copy of the bytes
 * as an {@link Item} and decode after the locks.
 *
 * <p>A select that finds something here takes it as {@code receive} does, under no lock but this one, and passes over without a lock an end
 * in which nothing was when it was last looked for ({@link #takeAlone}). Over 8 ends that made 5.2 to 6.7 M messages a second out of 3.3 to
 * 3.7 M, and 256 B of garbage per message, 144 of them the program's, out of 575 (docs/performance.md, "Select").
 *
 * @param <T> the type of the values
 */
final class BufferedReceiver<T> extends RemoteReceiver<T> {
    private static final byte[] NOTHING = {};

    /** Null until something has arrived: most open channels are idle. */
    private @Nullable Input input;

    private @Nullable MessageCursor cursor;
    private @Nullable Parcel parcel;
    private Codec<T> reader;
    private int left;
    private int from;
    private int to;
    private long takenMessages;
    private long takenBytes;
    private long urgentAt;
    private boolean begun;
    private boolean decoding;
    private volatile boolean reportWanted;
    /** Nothing was there when it was last looked for; written under the lock. */
    private volatile boolean seemsEmpty;

    BufferedReceiver(EngineAccess access, Host host, String channel, Codec<T> codec, ReceiverEnd end) {
        super(access, host, channel, codec, end);
        this.reader = codec;
    }

    @Override
    public T receive() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        lock();
        try {
            if (hasLine()) {
                serveLine();
            }
            if (next()) {
                step();
                return decodeHere();
            }
        } finally {
            unlock();
        }
        return super.receive();
    }

    /** {@inheritDoc} What has arrived is decoded where it is, without a copy of each message on the way. */
    @Override
    public boolean takeAll(List<Object> items, int max, long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        int taken = 0;
        lock();
        try {
            if (hasLine()) {
                serveLine();
            }
            for (; taken < max && next(); taken++) {
                step();
                items.add(tryDecodeHere());
            }
        } finally {
            unlock();
        }
        return taken > 0 || super.takeAll(items, max, timeoutNanos);
    }

    /** {@inheritDoc} It is decoded where it is. */
    @Override
    protected Object takeAlone() {
        if (seemsEmpty && !hasErrand()) {
            return Signal.EMPTY;
        }
        lock();
        try {
            if (hasLine()) {
                serveLine();
            }
            if (next()) {
                step();
                return tryDecodeHere();
            }
            return isOver() ? Signal.CLOSED : Signal.EMPTY;
        } finally {
            unlock();
        }
    }

    private Object tryDecodeHere() {
        try {
            return opened(decodeHere());
        } catch (Throwable failed) {
            // The program hears of it when it opens the item; what comes after it is taken all the same.
            return new Undecoded(failed);
        }
    }

    private Input input() {
        Input made = input;
        if (made == null) {
            made = new Input(NOTHING);
            input = made;
        }
        return made;
    }

    private MessageCursor cursor() {
        MessageCursor made = cursor;
        if (made == null) {
            made = new MessageCursor();
            cursor = made;
        }
        return made;
    }

    private T decodeHere() {
        decoding = true;
        try {
            Input message = input();
            if (current().whole()) {
                message.resetToOwn(array());
            } else {
                message.reset(array(), from, to);
            }
            return decode(reader, message);
        } finally {
            decoding = false;
            letGoIfEmpty();
        }
    }

    @Override
    protected boolean ready() {
        return next() || isOver();
    }

    @Override
    protected Object pollItem() {
        if (!next()) {
            return isOver() ? Signal.CLOSED : Signal.EMPTY;
        }
        step();
        // It is decoded without the lock, when the parcel may be gone.
        byte[] message = current().whole() ? array() : Arrays.copyOfRange(array(), from, to);
        Item<T> item = new Item<>(reader, message, 0, message.length, true);
        letGoIfEmpty();
        return item;
    }

    /** Nobody looks at the bytes of a parcel any more of which every message is decoded or copied. */
    private void letGoIfEmpty() {
        if (left == 0) {
            access.chunks().done(array());
            parcel = null;
        }
    }

    /** Whether there is a message to step to; fetches the next parcel if need be. Under the lock. */
    private boolean next() {
        return left > 0 || (!isOver() && fetch());
    }

    private boolean fetch() {
        NodeEngine engine = access.enter();
        Parcel next;
        try {
            report(engine);
            next = engine.poll(end, access.now());
            if (next != null) {
                start(engine, next.stream());
            } else if (!checkOver()) {
                engine.await(end);
            }
        } finally {
            access.exitTaking();
        }
        boolean empty = next == null && !isOver();
        if (seemsEmpty != empty) {
            seemsEmpty = empty;
        }
        if (next == null) {
            return false;
        }
        reader = reader(next.stream());
        parcel = next;
        left = next.messages();
        if (!next.whole()) {
            cursor().reset(next.array(), next.from(), next.messages());
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
            MessageCursor at = cursor();
            at.next();
            from = at.from();
            to = at.to();
            cost = (long) to - at.start();
        }
        left--;
        takenMessages++;
        takenBytes += cost;
        if (left == 0 || takenMessages >= urgentAt || !begun) {
            NodeEngine engine = access.enter();
            try {
                if (left == 0 || takenMessages >= urgentAt) {
                    report(engine);
                }
                if (left > 0) {
                    start(engine, current.stream());
                }
            } finally {
                access.exitTaking();
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

    /** Messages of this stream are taken from now on: they are reported when the sender should hear of it, and in time. */
    private void start(NodeEngine engine, InStream stream) {
        engine.startedTaking(end, access.now());
        urgentAt = stream.untilUrgent();
        begun = true;
    }

    private void report(NodeEngine engine) {
        if (takenMessages > 0) {
            engine.taken(end, current().stream(), takenMessages, takenBytes, access.now());
            takenMessages = 0;
            takenBytes = 0;
        }
    }

    @Override
    void reportTaken() {
        reportWanted = true;
        attend();
    }

    @Override
    boolean hasErrand() {
        return reportWanted || super.hasErrand();
    }

    @Override
    void runErrand(boolean hasArrived) {
        if (hasArrived) {
            serve();
        }
        if (reportWanted) {
            reportWanted = false;
            reportPart();
        }
    }

    private void reportPart() {
        NodeEngine engine = access.enter();
        try {
            report(engine);
            begun = false;
        } finally {
            access.exitTaking();
        }
    }

    @Override
    void leaving(NodeEngine engine) {
        report(engine);
        if (parcel != null) {
            left = 0;
            if (!decoding) { // else a codec closes the end whose value it decodes, and reads on
                letGoIfEmpty();
            }
        }
    }
}
