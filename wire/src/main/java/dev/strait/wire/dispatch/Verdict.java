package dev.strait.wire.dispatch;

/** What became of an {@link Offer}. */
public enum Verdict {
    /** A receive has taken the value. */
    TAKEN,
    /** Nobody has taken the value, and nobody will: it belongs to the sending program again. */
    RETURNED,
    /** The session was lost after the value had been written in full: it was taken, or not. */
    UNKNOWN
}
