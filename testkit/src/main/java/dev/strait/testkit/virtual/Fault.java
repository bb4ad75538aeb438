package dev.strait.testkit.virtual;

/** The kinds of faults. A run has some of them, or none; {@link Faults} says how often, when and for how long. */
public enum Fault {
    /** A connection breaks at any byte, in each direction at another, and both sides are told at once. */
    CUT,
    /** A connection breaks at any byte, and one side is told or none; who is not told hears nothing more. */
    HALF_OPEN,
    /** A connection is held up, in one direction or both: what is under way arrives when that is over. */
    DELAY,
    /** The hosts are parted into two groups that cannot reach each other, dials included; told, or silently. */
    PARTITION,
    /** What one group of hosts sends to the other is held up for a while, and so are dials. */
    ONE_WAY,
    /** Dials are refused for a while. */
    REFUSAL,
    /** A host stands still, for up to a minute. */
    PAUSE,
    /** A host dies, its peers told or not; it is mostly started again on its address. */
    CRASH,
    /** Whoever uses what runs on a host takes nothing for a while; the one kind that needs {@link Hosts#stall}. */
    STALL
}
