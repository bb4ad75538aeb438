package dev.strait.integration.kills;

import dev.strait.ChannelName;
import java.util.List;

/** The channels of these processes, with the default settings but for what each is to show. */
final class Channels {
    /** Ends cleanly though senders were lost. */
    static final ChannelName<Long> TOLERANT =
            ChannelName.of("tolerant", Long.class).toleratesLostSenders();

    /** Ends in {@code SenderLost} if one was lost. */
    static final ChannelName<Long> STRICT = ChannelName.of("strict", Long.class);

    static final List<ChannelName<Long>> JOBS = List.of(TOLERANT, STRICT);

    /** How often a value reaches a program before it is a dead letter: the default. */
    static final int MAX_ATTEMPTS = 5;

    /**
     * The result of a value.
     *
     * @param channel the channel it came on
     * @param value the value
     * @param worker the node that processed it
     */
    record Result(String channel, long value, String worker) {}

    static final ChannelName<Result> RESULTS =
            ChannelName.of("results", Result.class).toleratesLostSenders().neverCompletes();

    private static final int POISON_ONE_IN = 1_000;

    private Channels() {}

    /** The value with this number, counted from 0, of a process and channel. */
    static long value(int process, int number) {
        return (long) process << 32 | number;
    }

    /** Which process sends a value. */
    static int process(long value) {
        return (int) (value >>> 32);
    }

    /** Whether nobody can process it: the last of each thousand. */
    static boolean isPoison(long value) {
        return (int) value % POISON_ONE_IN == POISON_ONE_IN - 1;
    }
}
