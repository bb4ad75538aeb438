package dev.strait.wire.frame;

/**
 * DATA: a batch of whole messages, held by reference, each as a varint length and its bytes; walk them with {@link
 * MessageCursor}. The decoder has checked that the messages fill the range exactly; who builds one by hand for the
 * encoder warrants the same. Equal by content.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param messages how many, at least 1
 * @param array holds the batch
 * @param from where the first message's length starts (after the count)
 * @param to where the last message ends, exclusive
 */
@SuppressWarnings("ArrayRecordComponent") // no copy is the point, and equality is by content
public record Data(int stream, int messages, byte[] array, int from, int to) implements StreamFrame {
    /** Checks what is cheap; an {@link IllegalArgumentException} names the limit broken. */
    public Data {
        Checks.stream(stream);
        Checks.range(array, from, to);
        Checks.between("length of a batch", to - from, 1, FrameLimits.MAX_PAYLOAD_BYTES - 4);
        Checks.between("messages in a batch", messages, 1, to - from);
    }

    /** What the batch costs of the byte credit: length prefixes and contents. */
    public int creditBytes() {
        return to - from;
    }

    @Override
    public FrameType type() {
        return FrameType.DATA;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Data that
                && stream == that.stream
                && messages == that.messages
                && Checks.same(array, from, to, that.array, that.from, that.to);
    }

    @Override
    public int hashCode() {
        return 31 * stream + Checks.hash(array, from, to);
    }

    @Override
    public String toString() {
        return "Data[stream=" + stream + ", messages=" + messages + ", " + (to - from) + " bytes]";
    }
}
