package dev.strait.wire.mux;

import dev.strait.wire.frame.EndRef;
import java.util.List;

/** What a stream was given to send and whose fate is not known, in the order in which it was queued. Not thread-safe. */
sealed interface Unsettled permits Retained, Undecided {
    /** Keeps a batch that has been queued. */
    void add(Batch batch);

    /**
     * Takes in the receiver's total of messages answered.
     *
     * @param written how many the stream has written in full
     */
    void answered(long total, long written);

    /** Whether nothing is unsettled. */
    boolean isEmpty();

    /**
     * Gives all up, oldest first, each with its past.
     *
     * @param taken so many of the stream's messages are known to have been taken
     * @param written how many the stream has written in full
     * @param receiver who had them
     * @param why what became of the receiver
     */
    List<Batch> handBack(long taken, long written, EndRef receiver, String why);
}
