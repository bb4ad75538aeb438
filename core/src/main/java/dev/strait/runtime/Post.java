package dev.strait.runtime;

/** Who asked what becomes of one value that was sent. */
public interface Post {
    /** What a program is told. */
    enum Outcome {
        /** A receiver has acknowledged it. */
        DELIVERED,
        /** No receiver has processed it, and none will. */
        NOT_DELIVERED,
        /** A receiver may have processed it, or may yet. */
        UNKNOWN
    }

    /**
     * It has become so; at most once.
     *
     * @param node the id of the node that had it last; empty if none had
     * @param why the reason, if it is not delivered
     */
    void settle(Outcome outcome, String node, String why);
}
