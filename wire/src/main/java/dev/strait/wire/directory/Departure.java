package dev.strait.wire.directory;

/** How an end left its channel, with its stable number on the wire. */
public enum Departure {
    /** In order: a receiver was closed, or a sender has delivered everything it had. */
    CLOSED(0),
    /** The lease of its node ended while the end was open. A sender may have taken values with it. */
    LOST(1),
    /** The open was taken back before the end was used; the channel is as if it had never been there. */
    WITHDRAWN(2);

    private final int number;

    Departure(int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }
}
