package dev.strait.channel;

import static org.junit.jupiter.api.Assertions.assertSame;

import dev.strait.channel.Act.End;
import dev.strait.channel.Act.Ending;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of some threads that make one call each, over new channels; when all have begun theirs, the channels are closed one after
 * the other, so that nobody waits for ever.
 *
 * @param capacities of each channel
 * @param acts of each thread
 */
record SmallProgram(List<Integer> capacities, List<Act> acts) {

    static String name(int channel) {
        return String.valueOf((char) ('a' + channel));
    }

    /**
     * New channels for the program.
     *
     * @param used whether somebody has used them: until then the first call takes the channel's lock, and gets in line; afterwards the
     *     short ways are open, and it waits at a {@link Door}
     */
    List<LocalChannel<Integer>> newChannels(boolean used) {
        List<LocalChannel<Integer>> channels = new ArrayList<>();
        for (int capacity : capacities) {
            LocalChannel<Integer> channel = new LocalChannel<>(capacity);
            if (used) {
                assertSame(Signal.EMPTY, channel.tryTake());
            }
            channels.add(channel);
        }
        return channels;
    }

    /** What closes a channel in the end. */
    static Act lastly(int channel) {
        return new End(channel, Ending.CLOSE);
    }

    /**
     * What the program came to: the outcome of each thread, and then of each channel how it ended and what is left in it.
     *
     * @param channels the channels, all of them closed; they are emptied
     */
    static List<String> outcome(List<String> ofThreads, List<LocalChannel<Integer>> channels) {
        List<String> outcome = new ArrayList<>(ofThreads);
        for (int i = 0; i < channels.size(); i++) {
            LocalChannel<Integer> channel = channels.get(i);
            List<Object> left = new ArrayList<>();
            for (Object item = channel.tryTake(); item != Signal.CLOSED; item = channel.tryTake()) {
                left.add(item);
            }
            outcome.add(AllowedOutcomes.left(i, Act.endingOf(channel.cause()), left));
        }
        return List.copyOf(outcome);
    }
}
