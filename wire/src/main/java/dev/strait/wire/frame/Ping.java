package dev.strait.wire.frame;

/**
 * PING: asks for a PONG with the same nonce, to measure the way there and back.
 *
 * @param nonce any 64 bits
 */
public record Ping(long nonce) implements LinkFrame {
    @Override
    public FrameType type() {
        return FrameType.PING;
    }
}
