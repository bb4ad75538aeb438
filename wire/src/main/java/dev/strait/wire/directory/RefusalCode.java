package dev.strait.wire.directory;

/** Why the directory did not open an end; the order of the constants is their number on the wire. */
public enum RefusalCode {
    /** The channel has schemas that the asking node has not checked yet. It checks them and asks again, or withdraws. */
    SCHEMAS,
    /** The channel is open with other settings, such as another number of expected senders. Final. */
    SPEC_DIFFERS,
    /** A limit of the directory is reached; the text names it. Final. */
    LIMIT
}
