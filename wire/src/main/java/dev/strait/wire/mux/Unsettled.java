package dev.strait.wire.mux;

import java.util.List;

/** What a stream was given to send and whose fate is not known, in the order in which it was queued. Not thread-safe. */
sealed interface Unsettled permits Retained, Undecided {
    /** Keeps a batch that has been queued. */
    void add(Batch batch);

    /**
     * Takes in the receiver's total of messages taken.
     *
     * @param written how many the stream has written in full
     */
    void taken(long total, long written);

    /** Whether nothing is unsettled. */
    boolean isEmpty();

    /** Gives all up, oldest first. */
    List<Batch> handBack();
}
