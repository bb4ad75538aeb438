package dev.strait.wire.frame;

/**
 * DIRECTORY: one message of the directory protocol, opaque to this layer and held by reference. Equal by content.
 *
 * @param array holds the message
 * @param from where the message starts
 * @param to where it ends, exclusive; 1 to 262,144 bytes after {@code from}
 */
@SuppressWarnings("ArrayRecordComponent") // no copy is the point, and equality is by content
public record DirectoryFrame(byte[] array, int from, int to) implements LinkFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public DirectoryFrame {
        Checks.range(array, from, to);
        Checks.between("directory message length", to - from, 1, FrameLimits.MAX_DIRECTORY_BYTES);
    }

    /** A frame around a whole array. */
    public DirectoryFrame(byte[] message) {
        this(message, 0, message.length);
    }

    /** The message's length in bytes. */
    public int length() {
        return to - from;
    }

    @Override
    public FrameType type() {
        return FrameType.DIRECTORY;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DirectoryFrame that && Checks.same(array, from, to, that.array, that.from, that.to);
    }

    @Override
    public int hashCode() {
        return Checks.hash(array, from, to);
    }

    @Override
    public String toString() {
        return "DirectoryFrame[" + length() + " bytes]";
    }
}
