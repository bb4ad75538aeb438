package dev.strait.channel;

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

    List<LocalChannel<Integer>> newChannels() {
        List<LocalChannel<Integer>> channels = new ArrayList<>();
        for (int capacity : capacities) {
            channels.add(new LocalChannel<>(capacity));
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
