package dev.strait.wire.frame;

/**
 * MARK: on a stream of a queue channel, says of the batch or the fragmented message that follows next on the stream what most messages
 * have no need of.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param redeliveries how often its messages were sent before to receivers that may have taken them, 0 to 65,535, where the count stops
 * @param headed whether it is a fragmented message that begins with a block of headers
 */
public record Mark(int stream, int redeliveries, boolean headed) implements StreamFrame {
    /** Where the count of redeliveries stops. */
    public static final int MAX_REDELIVERIES = 65_535;

    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Mark {
        Checks.stream(stream);
        Checks.between("redeliveries", redeliveries, 0, MAX_REDELIVERIES);
    }

    @Override
    public FrameType type() {
        return FrameType.MARK;
    }
}
