package dev.strait.wire.session;

import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Hello;

/** What a connection tells the node that owns it. */
public sealed interface ConnectionEvent {
    /**
     * The peer has introduced itself; the node goes on with {@link ConnectionProtocol#take}, {@link
     * ConnectionProtocol#answer} or {@link ConnectionProtocol#close}.
     */
    record PeerKnown(Hello peer) implements ConnectionEvent {}

    /**
     * The handshake is over on this side: frames of streams may be written and will come.
     *
     * @param receivedFrames how many sequenced frames of the session the peer has received; 0 if it is new
     */
    record Established(Hello peer, long receivedFrames) implements ConnectionEvent {}

    /** The peer has received so many sequenced frames of the session. */
    record Acknowledged(long receivedFrames) implements ConnectionEvent {}

    /**
     * The connection is over.
     *
     * @param byPeer whether the peer said so
     * @param code why
     * @param text why, for people
     */
    record Closed(boolean byPeer, ErrorCode code, String text) implements ConnectionEvent {}
}
