package dev.strait.wire.directory;

/** Which of its two directions an end serves, with its stable number on the wire. */
public enum Role {
    /** Sends values into the channel. */
    SENDER(0),
    /** Receives values from the channel. */
    RECEIVER(1);

    private final int number;

    Role(int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }
}
