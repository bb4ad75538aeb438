package dev.strait.wire.dispatch;

/** What became of a message that was sent, once and for all. */
public enum Fate {
    /** A receiver has acknowledged it. */
    ACKNOWLEDGED,
    /** It was rejected, or came back too often, and is in the hands of whoever gets dead letters. */
    DEAD_LETTERED,
    /** It may have been taken by a receiver that did not acknowledge it, and is not sent again: the channel delivers at most once. */
    DROPPED,
    /** No receiver has taken it, and the channel has failed. */
    UNDELIVERED,
    /** A receiver may have taken it, and the channel has failed. */
    UNKNOWN
}
