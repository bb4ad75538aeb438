package dev.strait.wire.frame;

/**
 * PONG: the answer to PING.
 *
 * @param nonce any 64 bits
 */
public record Pong(long nonce) implements LinkFrame {
    @Override
    public FrameType type() {
        return FrameType.PONG;
    }
}
