package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Dice;
import java.util.ArrayList;
import java.util.List;

/**
 * Which channels of a simulation are rendezvous channels, where their ends are, and which threads call them. Drawn apart from everything
 * else: simulations without a rendezvous are what they would be without this.
 */
final class RendezvousPlan {
    private static final int MAX_CALLS = 40;

    /** Where the ends of a rendezvous channel are. */
    enum Pattern {
        /** Anywhere. */
        SCATTERED,
        /** Every node of some has a sender and a receiver: whoever selects both may meet everybody, itself included. */
        MESH,
        /** Each node sends to the next, all the way round. */
        RING
    }

    /**
     * An end to be opened.
     *
     * @param place of its node
     * @param sends whether it is a sender's
     */
    record PlannedEnd(int place, boolean sends) {}

    private final SimulationOptions options;
    private final Dice dice;
    private final double share;
    private final Pattern pattern;

    RendezvousPlan(SimulationOptions options) {
        this.options = options;
        this.dice = new Dice(options.seed(), "rendezvous");
        this.share = dice.pick(List.of(0.0, 0.0, 0.0, 0.0, 0.5, 0.5, 1.0, 1.0, 1.0, 1.0));
        Pattern drawn = dice.pick(List.of(Pattern.values()));
        this.pattern = drawn == Pattern.RING && options.work().channels() == 1 ? Pattern.MESH : drawn;
    }

    /** Whether the next channel is one. */
    boolean next() {
        return dice.chance(share);
    }

    /**
     * The ends of a rendezvous channel.
     *
     * @param channel which of all channels, from 0
     */
    List<PlannedEnd> ends(int channel) {
        List<PlannedEnd> ends = new ArrayList<>();
        int nodes = options.nodes().count();
        switch (pattern) {
            case SCATTERED -> {
                for (int senders = dice.between(1, options.work().maxSenders()); senders > 0; senders--) {
                    ends.add(new PlannedEnd(dice.between(0, nodes - 1), true));
                }
                for (int receivers = dice.between(1, options.work().maxReceivers()); receivers > 0; receivers--) {
                    ends.add(new PlannedEnd(dice.between(0, nodes - 1), false));
                }
            }
            case MESH -> {
                int members = dice.between(2, Math.min(4, nodes));
                int first = dice.between(0, nodes - 1);
                for (int i = 0; i < members; i++) {
                    ends.add(new PlannedEnd((first + i) % nodes, true));
                    ends.add(new PlannedEnd((first + i) % nodes, false));
                }
            }
            case RING -> {
                int members = Math.min(nodes, options.work().channels());
                ends.add(new PlannedEnd(channel % members, true));
                ends.add(new PlannedEnd((channel + 1) % members, false));
            }
        }
        return ends;
    }

    /** How many threads are started for an end. */
    int threads() {
        return dice.chance(0.6) ? 1 : dice.between(1, 4);
    }

    /** Which calls a thread makes. */
    Caller.Habit habit() {
        if (pattern == Pattern.SCATTERED) {
            return dice.pick(List.of(Caller.Habit.values()));
        }
        return dice.chance(0.7) ? Caller.Habit.SELECT : dice.pick(List.of(Caller.Habit.values()));
    }

    /** How many calls a thread makes. */
    int calls() {
        return (int)
                dice.skewed(1, Math.max(2, Math.min(MAX_CALLS, options.work().maxValues())));
    }

    /** When an end is given up though threads use it, in nanoseconds from its opening; a negative number for never. */
    long givenUpAfter() {
        return dice.chance(0.15) ? dice.skewed(1_000_000, 5_000_000_000L) : -1;
    }
}
