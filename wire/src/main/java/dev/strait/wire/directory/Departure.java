package dev.strait.wire.directory;

/** How an end left its channel; the order of the constants is their number on the wire. */
public enum Departure {
    /** In order: a receiver was closed, or a sender has delivered everything it had. */
    CLOSED,
    /** The lease of its node ended while the end was open. A sender may have taken values with it. */
    LOST,
    /** The open was taken back before the end was used; the channel is as if it had never been there. */
    WITHDRAWN
}
