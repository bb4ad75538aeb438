package dev.strait.wire.mux;

/**
 * Messages that have arrived on a stream and wait to be taken, by reference.
 *
 * @param stream where they arrived
 * @param array holds them; not to be changed, but if {@code whole}: then it is the message, and whoever takes it has it alone
 * @param from where they begin
 * @param to where they end, exclusive
 * @param messages how many
 * @param whole whether it is one message in its bare bytes; else each stands behind its varint length
 * @param first the number of its first message on the stream, from 1
 * @param redeliveries how often its messages were sent before to receivers that may have taken them
 * @param headed whether it begins with a block of headers; only if {@code whole}
 */
@SuppressWarnings("ArrayRecordComponent") // refers to where the bytes arrived
public record Parcel(
        InStream stream,
        byte[] array,
        int from,
        int to,
        int messages,
        boolean whole,
        long first,
        int redeliveries,
        boolean headed) {
    /** The byte credit that it costs. */
    public long cost() {
        return whole ? Batch.wholeCost(to - from) : (long) to - from;
    }
}
