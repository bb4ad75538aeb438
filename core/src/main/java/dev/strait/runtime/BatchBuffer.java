package dev.strait.runtime;

import dev.strait.codec.Codec;
import dev.strait.codec.Output;
import dev.strait.wire.frame.Varint;
import dev.strait.wire.mux.Batch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The batch in the making of one sender end: values are encoded where they will be sent from. Room for a message's length is left ahead of
 * it, of the width that the last one had, and mended if it turns out otherwise. The buffer starts small and grows with what is sent at a
 * time, up to one DATA frame; a full one goes away with its batch, and comes back when that is taken; a small batch is copied out, so that
 * it does not keep a large buffer until it is taken. A message too large for a batch goes by itself, in an array of its own; where the last
 * one did, the next is encoded into such an array at once, one that comes back too. For one thread at a time.
 *
 * @param <T> the type of the values
 */
final class BatchBuffer<T> {
    private static final int FIRST_BYTES = 1 << 10;
    private static final byte[] NOTHING = {};
    private static final int FULL_BYTES = Batch.HEADROOM + Batch.MAX_FRAMED_BYTES;

    private final Codec<T> codec;
    private final Output output;
    /** None until something is sent: most open channels are idle. */
    private byte[] buffer = NOTHING;

    private int nextLength = FIRST_BYTES;
    private int at = Batch.HEADROOM;
    private int prefixBytes = 1;
    private int messages;
    /** For the next large message; given just before one is encoded. */
    private byte[] large = NOTHING;
    /** The length of the last message if that was large, else 0. */
    private int largeLength;

    /**
     * An empty one.
     *
     * @param carrier who has the receivers that values hold; null if none can
     */
    BatchBuffer(Codec<T> codec, int maxMessageBytes, Output.@Nullable Carrier carrier) {
        this.codec = codec;
        this.output = new Output(buffer, 0, 0, maxMessageBytes);
        output.carrier(carrier);
    }

    /** Messages in it. */
    int messages() {
        return messages;
    }

    /** Whether hardly another message would fit. */
    boolean isFull() {
        return FULL_BYTES - at <= Varint.MAX_BYTES;
    }

    /** Whether a message of this cost goes in, or nothing is in it. */
    boolean hasRoom(int cost) {
        return messages == 0 || cost <= FULL_BYTES - at;
    }

    /** Encodes a value behind the batch so far; {@link #place} makes it part of the batch. Nothing has changed on an exception. */
    void encode(T value) {
        if (large.length > 0) {
            output.reset(large, 0, large.length);
            codec.encode(value, output);
            return;
        }
        if (wantsArray()) {
            refill();
        }
        output.reset(buffer, Math.min(at + prefixBytes, buffer.length), buffer.length);
        codec.encode(value, output);
    }

    /** The encoded value, to be sent later: its bytes if it goes into a batch, and a batch of its own if it is too large for that. */
    Object encoded() {
        int length = output.length();
        if (isLarge(length)) {
            largeLength = length;
            return alone();
        }
        notLarge();
        return isOwn() && output.array().length == length ? output.array() : output.toByteArray();
    }

    private Batch alone() {
        if (!isOwn()) {
            return Batch.whole(output.toByteArray(), 0, output.length());
        }
        large = NOTHING;
        return Batch.lentWhole(output.array(), 0, output.length());
    }

    /** Whether the array was made for this message, or given for it: nobody else knows it, and the next one begins in another. */
    @SuppressWarnings("ReferenceEquality") // whether the output has outgrown the buffer
    private boolean isOwn() {
        return output.array() != buffer;
    }

    /** As {@link #encoded}, of a value that was encoded elsewhere. */
    static Object item(byte[] encoded) {
        return isLarge(encoded.length) ? Batch.whole(encoded, 0, encoded.length) : encoded;
    }

    private static boolean isLarge(int length) {
        return Varint.length(length) + length > Batch.MAX_FRAMED_BYTES;
    }

    private void notLarge() {
        if (largeLength > 0 || large.length > 0) { // a reference stored into an old object costs a fence
            large = NOTHING;
            largeLength = 0;
        }
    }

    /**
     * Makes the encoded value part of the batch.
     *
     * @param maxCost the byte credit there is
     * @return its cost; -1, and nothing has changed, if it does not fit the credit or the buffer
     */
    int place(long maxCost) {
        int length = output.length();
        int prefix = Varint.length(length);
        int cost = prefix + length;
        if (cost > maxCost) {
            return -1;
        }
        if (!isInPlace(prefix)) {
            if (!makeRoom(cost)) {
                return -1;
            }
            // Within one array the ranges may overlap; arraycopy allows for it.
            System.arraycopy(output.array(), output.start(), buffer, at + prefix, length);
            prefixBytes = prefix;
        }
        append(length, cost);
        notLarge();
        return cost;
    }

    /** Makes a value that was encoded before part of the batch. @return as {@link #place} */
    int place(byte[] encoded) {
        int prefix = Varint.length(encoded.length);
        int cost = prefix + encoded.length;
        if (!makeRoom(cost)) {
            return -1;
        }
        System.arraycopy(encoded, 0, buffer, at + prefix, encoded.length);
        append(encoded.length, cost);
        return cost;
    }

    /** Takes the last message, of this cost, out of the batch again. */
    void drop(int cost) {
        at -= cost;
        messages--;
    }

    private void append(int length, int cost) {
        Varint.write(buffer, at, length);
        at += cost;
        messages++;
    }

    @SuppressWarnings("ReferenceEquality") // whether the output has outgrown the buffer
    private boolean isInPlace(int prefix) {
        return output.array() == buffer && output.start() == at + prefix;
    }

    private boolean makeRoom(int cost) {
        if (cost > FULL_BYTES - at) {
            return false;
        }
        if (at + cost > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(at + cost, Math.min(FULL_BYTES, buffer.length * 4)));
        }
        return true;
    }

    /** What a message of this encoded length costs of the byte credit, in a batch or, if it is too large for one, alone. */
    static int cost(int length) {
        return isLarge(length) ? Math.toIntExact(Batch.wholeCost(length)) : Varint.length(length) + length;
    }

    /** What {@link #encoded} costs of the byte credit. */
    static int cost(Object encoded) {
        return encoded instanceof Batch alone ? Math.toIntExact(alone.cost()) : cost(((byte[]) encoded).length);
    }

    /** Takes the batch out, which has at least one message, and starts anew. */
    Batch take() {
        Batch batch;
        if (at < buffer.length / 4) {
            batch = Batch.framed(Arrays.copyOf(buffer, at), Batch.HEADROOM, at, messages);
        } else {
            batch = Batch.lent(buffer, Batch.HEADROOM, at, messages);
            boolean tight = buffer.length - at < buffer.length / 4;
            nextLength = tight ? Math.min(FULL_BYTES, buffer.length * 2) : buffer.length;
            buffer = NOTHING;
        }
        at = Batch.HEADROOM;
        messages = 0;
        return batch;
    }

    /** Whether it has no array to encode into: one is welcome, of which nobody else makes use. */
    boolean wantsArray() {
        return buffer.length == 0;
    }

    /** Gives it an array that was used before; one that is too short it does not take. */
    void offer(byte @Nullable [] spare) {
        if (spare != null && spare.length >= nextLength) {
            buffer = spare;
        }
    }

    /** Has it make an array. */
    void refill() {
        buffer = new byte[nextLength];
    }

    /** The length of a large message that is likely to come next; 0 if none is. An array of that length is welcome for it. */
    int largeLength() {
        return largeLength;
    }

    /** Gives it an array for the next message, or lets it make one if that is large. */
    void refillLarge(byte @Nullable [] spare) {
        large = spare == null ? NOTHING : spare;
    }
}
