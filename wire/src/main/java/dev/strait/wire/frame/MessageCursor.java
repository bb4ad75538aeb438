package dev.strait.wire.frame;

/**
 * Walks the messages of one DATA batch in place, without allocation:
 *
 * <pre>{@code
 * cursor.reset(data);
 * while (cursor.next()) {
 *     decode(cursor.array(), cursor.from(), cursor.to());
 * }
 * }</pre>
 *
 * It trusts the batch to be well-formed, as {@link FrameDecoder} has checked. Mutable, for one thread at a time.
 */
public final class MessageCursor {
    private static final byte[] NOTHING = {};

    private byte[] array = NOTHING;
    private int start;
    private int from;
    private int to;
    private int remaining;

    /** A cursor over nothing, to be {@link #reset}. */
    public MessageCursor() {}

    /** A cursor before the first message of the batch. */
    public MessageCursor(Data data) {
        reset(data);
    }

    /** Moves before the first message of another batch. */
    public void reset(Data data) {
        reset(data.array(), data.from(), data.messages());
    }

    /**
     * Moves before the first of {@code messages} messages whose first length prefix is at {@code from}.
     *
     * @param messages how many messages follow; 0 or more
     */
    public void reset(byte[] array, int from, int messages) {
        this.array = array;
        this.start = from;
        this.from = from;
        this.to = from;
        this.remaining = messages;
    }

    /** Moves to the next message; false, and nothing changes, when there is none. */
    public boolean next() {
        if (remaining == 0) {
            return false;
        }
        remaining--;
        start = to;
        byte first = array[start];
        if (first >= 0) {
            from = start + 1;
            to = from + first;
        } else {
            from = Varint.end(array, start);
            to = from + Varint.read(array, start);
        }
        return true;
    }

    /** The array that holds the batch. */
    public byte[] array() {
        return array;
    }

    /** Where the current message's length prefix starts. */
    public int start() {
        return start;
    }

    /** Where the current message's content starts. */
    public int from() {
        return from;
    }

    /** Where the current message ends, exclusive, and the next one's length prefix starts. */
    public int to() {
        return to;
    }

    /** How many messages come after the current one. */
    public int remaining() {
        return remaining;
    }
}
