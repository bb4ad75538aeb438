package dev.strait.wire.frame;

import java.util.Arrays;

/**
 * OPEN: the first frame of a stream, from one sender end to one receiver end. Equal by content; the schema's array is not
 * copied: neither side changes it afterwards.
 *
 * @param stream the id that the sender chose, 1 to 2^31 - 1, not in use by another of its streams
 * @param senderEnd the number of the sending end on the sender's node
 * @param receiverEnd the number of the receiving end on the receiver's node
 * @param channel the channel's name, 1 to 255 bytes of UTF-8
 * @param schema the sender's schema, at most 64 KiB; empty means the same as the receiver's own
 */
@SuppressWarnings("ArrayRecordComponent") // no copy is the point, and equality is by content
public record Open(int stream, long senderEnd, long receiverEnd, String channel, byte[] schema) implements StreamFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Open {
        Checks.stream(stream);
        Checks.notNegative("sender end number", senderEnd);
        Checks.notNegative("receiver end number", receiverEnd);
        Checks.text("channel name", channel, 1, FrameLimits.MAX_CHANNEL_NAME_BYTES);
        Checks.atMost("schema length", schema.length, FrameLimits.MAX_SCHEMA_BYTES);
    }

    @Override
    public FrameType type() {
        return FrameType.OPEN;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Open that
                && stream == that.stream
                && senderEnd == that.senderEnd
                && receiverEnd == that.receiverEnd
                && channel.equals(that.channel)
                && Arrays.equals(schema, that.schema);
    }

    @Override
    public int hashCode() {
        return 31 * stream + Long.hashCode(senderEnd);
    }

    @Override
    public String toString() {
        return "Open[stream=" + stream + ", senderEnd=" + senderEnd + ", receiverEnd=" + receiverEnd + ", channel="
                + channel + ", schema " + schema.length + " bytes]";
    }
}
