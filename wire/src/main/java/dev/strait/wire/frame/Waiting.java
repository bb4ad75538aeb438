package dev.strait.wire.frame;

/**
 * WAITING: on a stream of a rendezvous channel, how many sends of the sender end wait for a ticket now. Each message on the stream
 * lowers the count that the receiver keeps by one, until the next WAITING says otherwise.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param sends how many wait; not negative
 */
public record Waiting(int stream, int sends) implements StreamFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Waiting {
        Checks.stream(stream);
        Checks.between("number of sends that wait", sends, 0, Integer.MAX_VALUE);
    }

    @Override
    public FrameType type() {
        return FrameType.WAITING;
    }
}
