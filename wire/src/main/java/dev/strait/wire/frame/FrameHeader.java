package dev.strait.wire.frame;

/**
 * The 12 bytes before every payload, big endian: u32 payload length, u8 type, u8 flags, u16 zero, u32 stream.
 * The static methods fill headers in place, ahead of a batch that is already in the array, so that nothing is copied.
 */
public final class FrameHeader {
    /** The header's length in bytes. */
    public static final int BYTES = 12;

    /** Room to leave ahead of a batch for {@link #data}: the header and the count of messages. */
    public static final int DATA_BYTES = BYTES + 4;

    /** Room to leave ahead of a message's first fragment for {@link #firstFragment}: the header and the total length. */
    public static final int FIRST_FRAGMENT_BYTES = BYTES + 4;

    static final int TYPE_AT = 4;
    static final int FLAGS_AT = 5;
    static final int RESERVED_AT = 6;
    static final int STREAM_AT = 8;

    private FrameHeader() {}

    /**
     * Fills in the {@value #DATA_BYTES} bytes ahead of a batch: the header of a DATA frame and the count.
     *
     * @param at where the header starts; the first message's length prefix is at {@code at + 16}
     * @param stream the stream, at least 1
     * @param payloadLength bytes after the header, the 4 of the count included
     * @param messages how many messages the batch holds, at least 1
     */
    public static void data(byte[] array, int at, int stream, int payloadLength, int messages) {
        Checks.between("messages in a batch", messages, 1, payloadLength - 4);
        write(array, at, FrameType.DATA, 0, stream, payloadLength);
        BigEndian.u32(array, at + BYTES, messages);
    }

    /**
     * Fills in the {@value #FIRST_FRAGMENT_BYTES} bytes ahead of a message's first fragment: the header and the total.
     *
     * @param at where the header starts; the content is at {@code at + 16}
     * @param payloadLength bytes after the header, the 4 of the total included
     * @param totalBytes the whole message's length
     * @param last whether this fragment holds the whole message
     */
    public static void firstFragment(
            byte[] array, int at, int stream, int payloadLength, int totalBytes, boolean last) {
        Checks.between("length of a first fragment", payloadLength - 4, last ? totalBytes : 1, totalBytes);
        int flags = last ? Fragment.FIRST | Fragment.LAST : Fragment.FIRST;
        write(array, at, FrameType.FRAGMENT, flags, stream, payloadLength);
        BigEndian.u32(array, at + BYTES, totalBytes);
    }

    /**
     * Fills in the {@value #BYTES} bytes ahead of a message's later fragment.
     *
     * @param at where the header starts; the content is at {@code at + 12}
     * @param payloadLength bytes after the header, all of them content
     * @param last whether the message ends with it
     */
    public static void laterFragment(byte[] array, int at, int stream, int payloadLength, boolean last) {
        write(array, at, FrameType.FRAGMENT, last ? Fragment.LAST : 0, stream, payloadLength);
    }

    /** Fills in a header; a stream or length that the type does not allow is a defect of the caller. */
    static void write(byte[] array, int at, FrameType type, int flags, int stream, int payloadLength) {
        if (payloadLength < type.minPayloadBytes() || payloadLength > type.maxPayloadBytes()) {
            throw new IllegalArgumentException(type + " must have a payload of " + type.minPayloadBytes() + " to "
                    + type.maxPayloadBytes() + " bytes, was " + payloadLength);
        }
        if (type.scope() == FrameType.Scope.STREAM ? stream < 1 : stream != 0) {
            throw new IllegalArgumentException(type + " must not have stream " + stream);
        }
        BigEndian.u32(array, at, payloadLength);
        array[at + TYPE_AT] = (byte) type.code();
        array[at + FLAGS_AT] = (byte) flags;
        BigEndian.u16(array, at + RESERVED_AT, 0);
        BigEndian.u32(array, at + STREAM_AT, stream);
    }
}
