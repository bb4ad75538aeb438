package dev.strait.wire.dispatch;

import dev.strait.wire.frame.EndRef;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of a sender's messages, and tells it if the program has asked. Not thread-safe. */
final class Fates {
    /** Made when something other than an acknowledgement comes: to nearly every sender nothing else does. */
    private @Nullable Map<Fate, Long> others;

    private long acknowledged;
    private long redelivered;
    /** What the program is to be told; null unless it has asked to be. */
    private @Nullable ArrayDeque<Answer> told;

    /** From now on {@link #poll} tells every fate. */
    void tell() {
        told = told == null ? new ArrayDeque<>() : told;
    }

    /** A receiver has acknowledged these. */
    void acknowledged(long firstPlace, long messages, EndRef receiver) {
        acknowledged += messages;
        if (told != null) {
            told.add(new Answer(
                    firstPlace, messages, Fate.ACKNOWLEDGED, receiver.node().id(), ""));
        }
    }

    /** This became of these, which {@code last} had last, for this reason. */
    void settled(long firstPlace, long messages, Fate fate, @Nullable EndRef last, String why) {
        others = others == null ? new EnumMap<>(Fate.class) : others;
        others.merge(fate, messages, Long::sum);
        if (told != null) {
            told.add(new Answer(
                    firstPlace, messages, fate, last == null ? "" : last.node().id(), why));
        }
    }

    /** So many are sent again that a receiver may have taken. */
    void redelivered(long messages) {
        redelivered += messages;
    }

    /** How many others than those acknowledged have come to this. */
    long count(Fate fate) {
        return others == null ? 0 : others.getOrDefault(fate, 0L);
    }

    /** The counts, with these that are known elsewhere. */
    SenderCounts counts(long sent, long unanswered) {
        return new SenderCounts(
                sent,
                unanswered,
                acknowledged,
                count(Fate.DEAD_LETTERED),
                count(Fate.DROPPED),
                count(Fate.UNDELIVERED),
                count(Fate.UNKNOWN),
                redelivered);
    }

    /** The next fate to tell; null if there is none. */
    @Nullable
    Answer poll() {
        return told == null ? null : told.poll();
    }
}
