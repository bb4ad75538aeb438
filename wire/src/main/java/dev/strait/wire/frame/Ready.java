package dev.strait.wire.frame;

/** READY: the dialler has accepted the acceptor's HELLO, the handshake is done. */
public record Ready() implements LinkFrame {
    @Override
    public FrameType type() {
        return FrameType.READY;
    }
}
