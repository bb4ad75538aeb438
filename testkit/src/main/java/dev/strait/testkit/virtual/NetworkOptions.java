package dev.strait.testkit.virtual;

/**
 * How a network behaves while nothing goes wrong. Immutable.
 *
 * @param maxDelayNanos the longest that bytes and dials take from host to host, at least 1,000: each takes a time from a microsecond to this, short ones as often as
 *     long ones
 * @param maxPieceBytes the largest piece in which bytes arrive, at least 1, which splits at every byte; a long write comes in twelve pieces at most and one
 *     with the rest
 * @param bytesPerSecond how fast a connection takes bytes, in each direction, at least 1
 * @param bufferBytes how much may be under way in one direction of a connection before its writer has to wait, at least 1
 */
public record NetworkOptions(long maxDelayNanos, int maxPieceBytes, long bytesPerSecond, int bufferBytes) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is left; says which, and what was given
     */
    public NetworkOptions {
        require(maxDelayNanos >= 1_000, "the longest delay must be 1,000 ns at least, was " + maxDelayNanos);
        require(maxPieceBytes >= 1, "the largest piece must have a byte at least, was " + maxPieceBytes);
        require(bytesPerSecond >= 1, "a connection must take a byte each second at least, was " + bytesPerSecond);
        require(bufferBytes >= 1, "a byte at least must have room on the way, was " + bufferBytes);
    }

    /** Options as chance has them: small and tight ones come as often as roomy ones. */
    public static NetworkOptions drawnFrom(Dice dice) {
        return new NetworkOptions(
                dice.skewed(10_000, 100_000_000),
                dice.chance(0.3) ? dice.between(1, 20) : (int) dice.skewed(20, 1 << 20),
                dice.skewed(200_000, 1_000_000_000),
                (int) dice.skewed(2_000, 4 << 20));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
