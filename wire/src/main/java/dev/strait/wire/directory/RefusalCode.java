package dev.strait.wire.directory;

/** Why the directory did not open an end, with its stable number on the wire. */
public enum RefusalCode {
    /** The channel has schemas that the asking node has not checked yet. It checks them and asks again, or withdraws. */
    SCHEMAS(0),
    /** The channel is open with other settings, such as another number of expected senders. Final. */
    SPEC_DIFFERS(1),
    /** A limit of the directory is reached; the text names it. Final. */
    LIMIT(2);

    private final int number;

    RefusalCode(int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }
}
