package dev.strait.wire.directory;

/** Which of its two directions an end serves; the order of the constants is their number on the wire. */
public enum Role {
    /** Sends values into the channel. */
    SENDER,
    /** Receives values from the channel. */
    RECEIVER
}
