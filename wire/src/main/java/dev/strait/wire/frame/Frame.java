package dev.strait.wire.frame;

/**
 * One frame of the protocol, always valid in itself: the constructors refuse what the limits forbid, and the decoder
 * yields nothing else. Whether a frame may come now, in this state, from this side, is for session and mux to say. The
 * records are immutable, but {@link Data}, {@link Fragment} and {@link DirectoryFrame} refer to an array by reference; whoever
 * owns that array must not change the range while the frame is in use. Two frames are equal when their bytes on the wire
 * would be.
 */
public sealed interface Frame permits LinkFrame, StreamFrame {
    /** The kind of frame, with its limits. */
    FrameType type();

    /** The stream it speaks about, 1 to 2^31 - 1; 0 for frames about the link. */
    int stream();

    /** The header's flags byte. */
    default int flags() {
        return 0;
    }
}
