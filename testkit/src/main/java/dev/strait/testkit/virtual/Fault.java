package dev.strait.testkit.virtual;

/** The kinds of faults. A simulation has some of them, or none. */
public enum Fault {
    /** A connection breaks at any byte, in each direction at another, and both sides are told at once. */
    CUT,
    /** A connection breaks at any byte, and one side is told or none; who is not told hears nothing more. */
    HALF_OPEN,
    /** A connection is held up, in one direction or both: what is under way arrives when that is over. */
    DELAY,
    /** The nodes are parted into two groups that cannot reach each other, dials included; told, or silently. */
    PARTITION,
    /** What one group of nodes sends to the other is held up for a while, and so are dials. */
    ONE_WAY,
    /** Dials are refused for a while. */
    REFUSAL,
    /** A node stands still, for up to a minute. */
    PAUSE,
    /** A node dies, its peers told or not; it is mostly started again on its address. */
    CRASH,
    /** A receiver takes nothing for a while. */
    STALL
}
