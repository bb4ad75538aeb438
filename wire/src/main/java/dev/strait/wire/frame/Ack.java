package dev.strait.wire.frame;

/**
 * ACK: how many sequenced frames of the session the speaker has received; the other side keeps them no longer.
 *
 * @param receivedFrames the total since the session began
 */
public record Ack(long receivedFrames) implements LinkFrame {
    /** Checks the limit; an {@link IllegalArgumentException} names it. */
    public Ack {
        Checks.between("frames received", receivedFrames, 0, Long.MAX_VALUE);
    }

    @Override
    public FrameType type() {
        return FrameType.ACK;
    }
}
