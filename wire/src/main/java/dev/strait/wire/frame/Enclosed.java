package dev.strait.wire.frame;

import java.util.Arrays;

/**
 * ENCLOSED: the first frame of a stream to a receiver end that travels in a message of another stream, the enclosing one, of the same link. It
 * comes ahead of that message. Equal by content; the schema's array is not copied: neither side changes it afterwards.
 *
 * @param stream the id that the sender chose, 1 to 2^31 - 1, not in use by another of its streams
 * @param senderEnd the number of the sending end on the sender's node, by which the message refers to the receiver
 * @param enclosing the id of the enclosing stream
 * @param number the number of the message on the enclosing stream, from 1
 * @param capacity most messages under way on the stream, 1 to 1,048,576
 * @param schema the sender's schema, at most 64 KiB; empty if the enclosing stream's is the receiver's own, as this is a part of that
 */
@SuppressWarnings("ArrayRecordComponent") // no copy is the point, and equality is by content
public record Enclosed(int stream, long senderEnd, int enclosing, long number, int capacity, byte[] schema)
        implements StreamFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Enclosed {
        Checks.stream(stream);
        Checks.notNegative("sender end number", senderEnd);
        Checks.stream(enclosing);
        Checks.between("number of the message", number, 1, Long.MAX_VALUE);
        Checks.between("capacity", capacity, 1, FrameLimits.MAX_CAPACITY);
        Checks.atMost("schema length", schema.length, FrameLimits.MAX_SCHEMA_BYTES);
    }

    @Override
    public FrameType type() {
        return FrameType.ENCLOSED;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Enclosed that
                && stream == that.stream
                && senderEnd == that.senderEnd
                && enclosing == that.enclosing
                && number == that.number
                && capacity == that.capacity
                && Arrays.equals(schema, that.schema);
    }

    @Override
    public int hashCode() {
        return 31 * stream + Long.hashCode(senderEnd);
    }

    @Override
    public String toString() {
        return "Enclosed[stream=" + stream + ", senderEnd=" + senderEnd + ", enclosing=" + enclosing + ", number="
                + number + ", capacity=" + capacity + ", schema " + schema.length + " bytes]";
    }
}
