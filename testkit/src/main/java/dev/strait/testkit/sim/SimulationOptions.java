package dev.strait.testkit.sim;

import dev.strait.wire.mux.Batch;

/**
 * What one simulation is made of. All of it is drawn from the seed by {@link #drawnFrom}; a test that wants something fixed changes it
 * with a {@code with…} method. Immutable.
 *
 * @param seed decides everything that is left to chance
 * @param nodes how many nodes, 2 to 5; the first hosts the directory
 * @param channels how many channels, 1 to 3
 * @param maxSenders most senders of a channel, at least 1
 * @param maxReceivers most receivers of a channel, at least 1
 * @param maxValues most values that one sender sends, at least 0
 * @param maxMessageBytes largest encoded value, {@value SimulationOptions#MIN_MESSAGE_BYTES} bytes to 1 MiB
 * @param network how the network behaves
 * @param grants how much nodes grant those who send to them
 * @param faults whether connections are lost, nodes crash, pause and restart; without, nothing may be lost at all
 */
public record SimulationOptions(
        long seed,
        int nodes,
        int channels,
        int maxSenders,
        int maxReceivers,
        int maxValues,
        int maxMessageBytes,
        Network network,
        Grants grants,
        boolean faults) {
    /** Bytes of the smallest value: it says who sent it and which it is. */
    public static final int MIN_MESSAGE_BYTES = 12;

    /** What a large value costs of the budget beyond its bytes. */
    static final int MESSAGE_OVERHEAD_BYTES = Batch.WHOLE_OVERHEAD;

    /** Checks the ranges. */
    public SimulationOptions {
        require(nodes >= 2 && nodes <= 5, "nodes must be 2 to 5, was " + nodes);
        require(channels >= 1 && channels <= 3, "channels must be 1 to 3, was " + channels);
        require(maxSenders >= 1 && maxReceivers >= 1 && maxValues >= 0, "a channel must have ends");
        require(
                maxMessageBytes >= MIN_MESSAGE_BYTES
                        && maxMessageBytes + MESSAGE_OVERHEAD_BYTES <= grants.budgetBytes(),
                "the largest message must be " + MIN_MESSAGE_BYTES + " bytes or more and fit the budget of "
                        + grants.budgetBytes() + ", was " + maxMessageBytes);
    }

    /**
     * How the network behaves.
     *
     * @param maxDelayNanos the longest that bytes take from node to node
     * @param maxPieceBytes the largest piece in which bytes arrive; 1 splits at every byte
     * @param bytesPerSecond how fast a connection takes bytes
     * @param bufferBytes how much may be under way in one direction of a connection before its writer has to wait
     */
    public record Network(long maxDelayNanos, int maxPieceBytes, long bytesPerSecond, int bufferBytes) {}

    /**
     * How much nodes grant those who send to them.
     *
     * @param initialMessages messages of a new stream
     * @param initialBytes bytes of a new stream
     * @param maxWindowBytes most bytes that a stream's window grows to
     * @param budgetBytes most bytes granted to all streams beyond their initial credit
     * @param capacity messages per pair of ends
     */
    public record Grants(int initialMessages, int initialBytes, int maxWindowBytes, int budgetBytes, int capacity) {}

    /** Options as the seed has them: of two seeds one has faults; small and tight settings come as often as roomy ones. */
    public static SimulationOptions drawnFrom(long seed) {
        Dice dice = new Dice(seed, "options");
        int maxMessageBytes = (int)
                switch (dice.between(0, 9)) {
                    case 0 -> dice.between(100_000, 300_000);
                    case 1, 2 -> dice.between(2_000, 100_000);
                    default -> dice.skewed(MIN_MESSAGE_BYTES, 2_000);
                };
        Network network = new Network(
                dice.skewed(10_000, 100_000_000),
                dice.chance(0.3) ? dice.between(1, 20) : (int) dice.skewed(20, 1 << 20),
                dice.skewed(200_000, 1_000_000_000),
                (int) dice.skewed(2_000, 4 << 20));
        Grants grants = new Grants(
                (int) dice.skewed(1, 64),
                (int) dice.skewed(1, 8 << 10),
                (int) dice.skewed(1 << 10, 4 << 20),
                maxMessageBytes + (int) dice.skewed(MESSAGE_OVERHEAD_BYTES, 1 << 20),
                (int) dice.skewed(1, 1_024));
        return new SimulationOptions(
                seed,
                dice.between(2, 5),
                dice.between(1, 3),
                dice.between(1, 4),
                dice.between(1, 4),
                (int) dice.skewed(1, maxMessageBytes > 10_000 ? 40 : 300),
                maxMessageBytes,
                network,
                grants,
                dice.chance(0.5));
    }

    /** The same with faults or without. */
    public SimulationOptions withFaults(boolean with) {
        return new SimulationOptions(
                seed, nodes, channels, maxSenders, maxReceivers, maxValues, maxMessageBytes, network, grants, with);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }
}
