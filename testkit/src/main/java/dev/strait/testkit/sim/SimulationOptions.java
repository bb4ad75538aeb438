package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Dice;
import dev.strait.testkit.virtual.Fault;
import dev.strait.testkit.virtual.NetworkOptions;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.session.Retention;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What one simulation is made of. All of it is drawn from the seed by {@link #drawnFrom}; whoever wants something fixed changes it with a
 * {@code with…} method. Immutable.
 *
 * @param seed decides everything that is left to chance
 * @param nodes which nodes there are
 * @param work what programs do on them
 * @param network how the network behaves
 * @param grants how much nodes grant those who send to them
 * @param faults what goes wrong; without any, nothing may be lost at all
 * @param endsTravel whether senders make channels without a name, whose receivers travel in their values; no seed has that unless asked for, so
 *     that each means what it did before there were any
 */
public record SimulationOptions(
        long seed,
        Nodes nodes,
        Work work,
        NetworkOptions network,
        Grants grants,
        Set<Fault> faults,
        boolean endsTravel) {
    /** Bytes of the smallest value: it says who sent it and which it is. */
    public static final int MIN_MESSAGE_BYTES = 12;

    /** Most nodes of a simulation. */
    public static final int MAX_NODES = 20;

    /** What a large value costs of the budget beyond its bytes. */
    static final int MESSAGE_OVERHEAD_BYTES = Batch.WHOLE_OVERHEAD;
    /** More frames than anybody leaves unacknowledged: that would be a violation. */
    private static final int MOST_FRAMES = 1 << 20;

    /** Checks that the largest message fits the budget. */
    public SimulationOptions {
        require(
                work.maxMessageBytes + MESSAGE_OVERHEAD_BYTES <= grants.budgetBytes,
                "the largest message, of " + work.maxMessageBytes + " bytes, must fit the budget of "
                        + grants.budgetBytes);
        EnumSet<Fault> kinds = EnumSet.noneOf(Fault.class);
        kinds.addAll(faults);
        faults = Collections.unmodifiableSet(kinds);
    }

    /**
     * The nodes of a simulation.
     *
     * @param count how many, 2 to {@value SimulationOptions#MAX_NODES}; the first hosts the directory
     * @param maxDriftPpm how much too fast or slow their clocks go at most, in millionths, 0 to 20,000
     * @param resumeNanos how long a link waits to go on whose connection was closed or broke; 0: it is lost at once
     * @param silentResumeNanos how long one waits whose connection fell silent
     * @param keptBytes of what is written and not acknowledged on a link, most bytes; above, messages wait; at least 1,024
     * @param keptFrames the same in frames, at least 16
     */
    public record Nodes(
            int count, int maxDriftPpm, long resumeNanos, long silentResumeNanos, int keptBytes, int keptFrames) {
        /** Checks the ranges. */
        public Nodes {
            require(count >= 2 && count <= MAX_NODES, "nodes must be 2 to " + MAX_NODES + ", was " + count);
            require(maxDriftPpm >= 0 && maxDriftPpm <= 20_000, "clocks drift by 0 to 2 %, was " + maxDriftPpm + " ppm");
            require(
                    resumeNanos >= 0 && silentResumeNanos >= resumeNanos,
                    "a link that fell silent waits at least as long as another");
            require(keptBytes >= 1_024 && keptFrames >= 16, "a link must be able to keep 1,024 bytes and 16 frames");
        }

        /** What a node may keep for its links: for four of them, and a quarter of what one may keep for any. */
        Retention.Limits retention() {
            return new Retention.Limits(keptBytes, keptFrames, 4L * keptBytes, keptBytes / 4, MOST_FRAMES);
        }
    }

    /**
     * What programs do.
     *
     * @param channels how many channels, 1 to 8
     * @param maxSenders most senders of a channel, at least 1
     * @param maxReceivers most receivers of a channel, at least 1
     * @param maxValues most values that one sender sends, at least 0
     * @param maxMessageBytes largest encoded value, {@value SimulationOptions#MIN_MESSAGE_BYTES} bytes to 1 MiB
     * @param maxThinkNanos the longest that a sender thinks between two bouts of up to 40 values, at least 100
     */
    public record Work(
            int channels, int maxSenders, int maxReceivers, int maxValues, int maxMessageBytes, long maxThinkNanos) {
        /** Checks the ranges. */
        public Work {
            require(channels >= 1 && channels <= 8, "channels must be 1 to 8, was " + channels);
            require(maxSenders >= 1 && maxReceivers >= 1 && maxValues >= 0, "a channel must have ends");
            require(
                    maxMessageBytes >= MIN_MESSAGE_BYTES && maxMessageBytes <= 1 << 20,
                    "the largest message must be " + MIN_MESSAGE_BYTES + " bytes to 1 MiB, was " + maxMessageBytes);
            require(maxThinkNanos >= 100, "a sender must think for 100 ns at least");
        }
    }

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

    /** Options as the seed has them: of four seeds three have faults; small and tight settings come as often as roomy ones. */
    public static SimulationOptions drawnFrom(long seed) {
        Dice dice = new Dice(seed, "options");
        int maxMessageBytes = (int)
                switch (dice.between(0, 19)) {
                    case 0 -> dice.between(300_000, 1_000_000);
                    case 1, 2 -> dice.between(100_000, 300_000);
                    case 3, 4, 5 -> dice.between(2_000, 100_000);
                    default -> dice.skewed(MIN_MESSAGE_BYTES, 2_000);
                };
        NetworkOptions network = NetworkOptions.drawnFrom(dice);
        Grants grants = new Grants(
                (int) dice.skewed(1, 64),
                (int) dice.skewed(1, 8 << 10),
                (int) dice.skewed(1 << 10, 4 << 20),
                maxMessageBytes + (int) dice.skewed(MESSAGE_OVERHEAD_BYTES, 1 << 20),
                (int) dice.skewed(1, 1_024));
        Nodes nodes = drawNodes(dice, maxMessageBytes);
        boolean many = nodes.count > 5;
        Work work = new Work(
                many ? dice.between(1, 6) : dice.between(1, 3),
                many ? dice.between(1, 6) : dice.between(1, 4),
                many ? dice.between(1, 6) : dice.between(1, 4),
                (int) dice.skewed(4, maxMessageBytes > 300_000 ? 10 : maxMessageBytes > 10_000 ? 60 : 600),
                maxMessageBytes,
                dice.skewed(100_000, 300_000_000));
        return new SimulationOptions(seed, nodes, work, network, grants, drawFaults(dice), false);
    }

    private static Nodes drawNodes(Dice dice, int maxMessageBytes) {
        int count = dice.chance(0.85)
                ? dice.between(2, 5)
                : dice.chance(0.7) ? dice.between(6, 10) : dice.between(11, MAX_NODES);
        int drift = dice.pick(List.of(0, 1_000, 10_000));
        boolean usual = dice.chance(0.65);
        boolean resumes = usual || dice.chance(0.7);
        long resume = usual ? 4_000_000_000L : resumes ? dice.skewed(500_000_000, 6_000_000_000L) : 0;
        long silent = usual ? 30_000_000_000L : resumes ? dice.between(6_000_000_000L, 30_000_000_000L) : 0;
        boolean tight = dice.chance(0.25);
        return new Nodes(
                count,
                drift,
                resume,
                silent,
                tight ? (int) dice.skewed(Math.max(1_024, maxMessageBytes / 2), 2 << 20) : 64 << 20,
                tight ? (int) dice.skewed(64, 4_096) : 1 << 16);
    }

    private static Set<Fault> drawFaults(Dice dice) {
        EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
        if (dice.chance(0.25)) {
            return faults;
        }
        double share = dice.chance(0.5) ? 0.2 : 0.5;
        for (Fault each : Fault.values()) {
            if (dice.chance(share)) {
                faults.add(each);
            }
        }
        if (faults.isEmpty()) {
            faults.add(dice.pick(List.of(Fault.values())));
        }
        return faults;
    }

    /** Whether anything goes wrong. */
    public boolean hasFaults() {
        return !faults.isEmpty();
    }

    /** The same with these faults alone; with none, nothing goes wrong. */
    public SimulationOptions withFaults(Set<Fault> others) {
        return new SimulationOptions(seed, nodes, work, network, grants, others, endsTravel);
    }

    /** The same on these nodes. */
    public SimulationOptions withNodes(Nodes others) {
        return new SimulationOptions(seed, others, work, network, grants, faults, endsTravel);
    }

    /** The same with this work. */
    public SimulationOptions withWork(Work other) {
        return new SimulationOptions(seed, nodes, other, network, grants, faults, endsTravel);
    }

    /** The same on this network. */
    public SimulationOptions withNetwork(NetworkOptions other) {
        return new SimulationOptions(seed, nodes, work, other, grants, faults, endsTravel);
    }

    /** The same with these grants. */
    public SimulationOptions withGrants(Grants others) {
        return new SimulationOptions(seed, nodes, work, network, others, faults, endsTravel);
    }

    /** The same with channels without a name. */
    public SimulationOptions withEnds() {
        return new SimulationOptions(seed, nodes, work, network, grants, faults, true);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }
}
