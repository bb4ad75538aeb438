package dev.strait.wire.frame;

/**
 * READY: the dialler has accepted the acceptor's HELLO.
 *
 * @param receivedFrames sequenced frames of the session that the dialler has received; 0 if the session is new
 */
public record Ready(long receivedFrames) implements LinkFrame {
    /** Checks the limit; an {@link IllegalArgumentException} names it. */
    public Ready {
        Checks.between("frames received", receivedFrames, 0, Long.MAX_VALUE);
    }

    @Override
    public FrameType type() {
        return FrameType.READY;
    }
}
