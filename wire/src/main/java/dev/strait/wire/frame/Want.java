package dev.strait.wire.frame;

/**
 * WANT: a message waits at the sender that does not fit the free byte credit; the receiver raises the byte limit by what it
 * takes once its budget admits it.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param messageBytes the length of the message that waits; not negative
 */
public record Want(int stream, int messageBytes) implements StreamFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Want {
        Checks.stream(stream);
        Checks.between("length of the waiting message", messageBytes, 0, Integer.MAX_VALUE);
    }

    @Override
    public FrameType type() {
        return FrameType.WANT;
    }
}
