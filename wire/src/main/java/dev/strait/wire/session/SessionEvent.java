package dev.strait.wire.session;

import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Hello;

/** What a session tells the node that owns it. */
public sealed interface SessionEvent {
    /** The peer has introduced itself; the node answers with {@link Session#accept} or {@link Session#close}. */
    record PeerKnown(Hello peer) implements SessionEvent {}

    /** The handshake is over on this side: frames of streams may be written and will come. */
    record Established(Hello peer) implements SessionEvent {}

    /**
     * The session is over.
     *
     * @param byPeer whether the peer said so
     * @param code why
     * @param text why, for people
     */
    record Closed(boolean byPeer, ErrorCode code, String text) implements SessionEvent {}
}
