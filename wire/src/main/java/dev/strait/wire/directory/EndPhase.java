package dev.strait.wire.directory;

/** How far an own end and the directory are with each other. */
public enum EndPhase {
    /** The open is said, or waits for a directory to say it to. */
    ASKING,
    /** The directory knows schemas that the owner must check. */
    CHECKING,
    /** The directory has it. */
    OPEN,
    /** The owner has closed it; waits for the directory to have heard. */
    CLOSING,
    /** The owner has taken the open back; waits for the directory to have heard. */
    WITHDRAWING
}
