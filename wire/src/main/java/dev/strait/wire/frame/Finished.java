package dev.strait.wire.frame;

/**
 * FINISHED: the receiver has taken every message and has seen the DONE or ERROR after them; frees the stream id.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param takenMessages messages taken in all, equal to the total announced; not negative
 */
public record Finished(int stream, long takenMessages) implements StreamFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Finished {
        Checks.stream(stream);
        Checks.notNegative("messages taken", takenMessages);
    }

    @Override
    public FrameType type() {
        return FrameType.FINISHED;
    }
}
