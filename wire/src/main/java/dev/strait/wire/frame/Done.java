package dev.strait.wire.frame;

/**
 * DONE: the sender's end is done; follows its last message on the stream.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param totalMessages messages sent on the stream in all; not negative
 * @param returnedMessages how many of them came back by {@link Nack} before this was written; not negative
 * @param without whether the program has not said done, but the channel has completed without this sender
 */
public record Done(int stream, long totalMessages, long returnedMessages, boolean without) implements StreamFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Done {
        Checks.stream(stream);
        Checks.notNegative("total messages", totalMessages);
        Checks.notNegative("returned messages", returnedMessages);
    }

    /** Of a program that has said done, and a stream on which nothing came back. */
    public Done(int stream, long totalMessages) {
        this(stream, totalMessages, 0, false);
    }

    @Override
    public FrameType type() {
        return FrameType.DONE;
    }
}
