package dev.strait.wire.frame;

import java.util.List;

/**
 * ACKED: on a stream of a queue channel, messages were acknowledged ahead of others that came before them, which are still open. Each
 * message is acknowledged once, by this or by the total of {@link Credit}.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param ranges runs of messages, ascending, without overlap; 1 to 4,096
 */
public record Acked(int stream, List<Range> ranges) implements StreamFrame {
    /** Most ranges in one frame. */
    public static final int MAX_RANGES = 4_096;

    /**
     * A run of messages.
     *
     * @param first the number of the first on the stream, at least 1
     * @param last the number of the last, at least {@code first}
     */
    public record Range(long first, long last) {
        /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
        public Range {
            Checks.between("first message of a range", first, 1, Long.MAX_VALUE);
            Checks.between("last message of a range", last, first, Long.MAX_VALUE);
        }
    }

    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. Keeps a copy. */
    public Acked {
        Checks.stream(stream);
        Checks.between("number of ranges", ranges.size(), 1, MAX_RANGES);
        ranges = List.copyOf(ranges);
        for (int i = 1; i < ranges.size(); i++) {
            long before = ranges.get(i - 1).last();
            if (ranges.get(i).first() <= before) {
                throw new IllegalArgumentException(
                        "ranges must ascend, but " + ranges.get(i).first() + " follows " + before);
            }
        }
    }

    @Override
    public FrameType type() {
        return FrameType.ACKED;
    }
}
