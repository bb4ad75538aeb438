package dev.strait.wire.frame;

/**
 * WITHDRAW: on a stream of a rendezvous channel, the sender wants a message back that it has written. The receiver answers RETURNED
 * unless it has decided already, and then TAKEN or RETURNED is on its way.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param number which of the stream's messages, the first is 1
 */
public record Withdraw(int stream, long number) implements StreamFrame {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Withdraw {
        Checks.stream(stream);
        Checks.between("number of a message", number, 1, Long.MAX_VALUE);
    }

    @Override
    public FrameType type() {
        return FrameType.WITHDRAW;
    }
}
