package dev.strait.runtime;

import dev.strait.codec.Codec;
import dev.strait.codec.Input;
import dev.strait.error.DecodeFailed;
import dev.strait.wire.frame.MessageCursor;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.Parcel;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parcel whose messages a receiver takes one by one, or none; and what was taken and is not reported. Apart from {@link BufferedReceiver}
 * because most open channels are idle, and have none: it takes 170 bytes. For one thread at a time.
 *
 * @param <T> the type of the values
 */
final class InHand<T> {
    private static final byte[] NOTHING = {};

    private final Input input = new Input(NOTHING);
    private final MessageCursor cursor = new MessageCursor();
    private @Nullable Parcel parcel;
    private Codec<T> reader;
    private int left;
    /** Where the message stands that was stepped to. */
    private int from;

    private int to;
    private long takenMessages;
    private long takenBytes;
    private long redelivered;
    private long urgentAt;
    private boolean begun;
    /** The receivers in the message that was stepped to; null if it can have none. */
    private @Nullable Arrived arrived;

    /** No parcel, for messages that this decodes. */
    InHand(Codec<T> reader) {
        this.reader = reader;
    }

    /** Takes up the next parcel, whose messages this decodes; all of the last are taken, and reported. */
    void take(Parcel next, Codec<T> with) {
        reader = with;
        parcel = next;
        left = next.messages();
        if (!next.whole()) {
            cursor.reset(next.array(), next.from(), next.messages());
        }
    }

    /** The one that was taken up. */
    Parcel parcel() {
        Parcel current = parcel;
        if (current == null) {
            throw new IllegalStateException("no parcel in hand");
        }
        return current;
    }

    /** The number on its stream of the message that was stepped to. */
    long number() {
        Parcel current = parcel();
        return current.first() + current.messages() - left - 1;
    }

    /** What decodes the messages. */
    Codec<T> reader() {
        return reader;
    }

    /** The receivers in the message that was stepped to; null if it can have none. */
    @Nullable
    Arrived arrived() {
        return arrived;
    }

    /** These receivers are in the message that was stepped to. */
    void arrived(Arrived inMessage) {
        arrived = inMessage;
        input.arrivals(inMessage);
    }

    /** Messages that are not stepped to. */
    int left() {
        return left;
    }

    /** Steps to the next message, which is taken thereby. */
    void step() {
        Parcel current = parcel();
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
        if (current.redeliveries() > 0) {
            redelivered++;
        }
    }

    /** The message, to be decoded now; of one with headers these are first. */
    Input input() {
        Parcel current = parcel();
        if (current.headed()) {
            input.reset(current.array(), Headers.read(current.array(), from, to).end(), to);
        } else if (current.whole()) {
            input.resetToOwn(current.array());
        } else {
            input.reset(current.array(), from, to);
        }
        return input;
    }

    /** The bytes of the message, in an array that nobody else uses. */
    byte[] message() {
        Parcel current = parcel();
        return current.whole() ? current.array() : Arrays.copyOfRange(current.array(), from, to);
    }

    /** How often the message was sent before to receivers that may have taken it. */
    int redeliveries() {
        return parcel().redeliveries();
    }

    /** How many of all messages that were stepped to had been sent before. */
    long redelivered() {
        return redelivered;
    }

    /** What the message says of itself; nothing if that cannot be read, which its decoding will tell. */
    Map<String, String> headers() {
        Parcel current = parcel();
        if (!current.headed()) {
            return Map.of();
        }
        try {
            return Headers.read(current.array(), from, to).values();
        } catch (DecodeFailed broken) {
            return Map.of();
        }
    }

    /** Whether the message begins with headers. */
    boolean isHeaded() {
        return parcel().headed();
    }

    /** Whether the engine knows that messages are being taken. */
    boolean hasBegun() {
        return begun;
    }

    /** The engine knows it now; the sender should hear at once of so many. */
    void begin(long messages) {
        urgentAt = messages;
        begun = true;
    }

    /** The engine does not wait for a report any more. */
    void pause() {
        begun = false;
    }

    /** Whether the sender should hear at once of what was taken. */
    boolean isUrgent() {
        return takenMessages >= urgentAt;
    }

    /** Messages taken and not reported. */
    long takenMessages() {
        return takenMessages;
    }

    /** Their cost. */
    long takenBytes() {
        return takenBytes;
    }

    /** What was taken is reported. */
    void reported() {
        takenMessages = 0;
        takenBytes = 0;
    }

    /** Gives up what is left. @return whether there is a parcel */
    boolean drop() {
        left = 0;
        return parcel != null;
    }

    /** Forgets the parcel, of which nothing is left. */
    void letGo() {
        parcel = null;
        if (arrived != null) {
            arrived = null;
            input.arrivals(null);
        }
    }
}
