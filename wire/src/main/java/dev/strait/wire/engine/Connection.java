package dev.strait.wire.engine;

import dev.strait.wire.frame.SessionToken;
import dev.strait.wire.session.ConnectionProtocol;
import org.jspecify.annotations.Nullable;

/** One connection: what is said on it beside what it carries, and the session that it carries once it is established. */
final class Connection {
    final long id;
    final ConnectionProtocol protocol;
    /** Whom it was dialled for; null if it was accepted, or what it was dialled for is reached, or not wanted any more. */
    Peers.@Nullable Target dialled;
    /** As an acceptor: the session that it was answered with; as a dialler: the one that was asked for. */
    SessionToken token = SessionToken.NONE;

    /** Whether the session is one that was there before. */
    boolean resumes;
    /** As an acceptor: whether it was answered with a session that has not begun, and the dialler may hold for begun. */
    boolean promises;
    /** Whether it begins a session that the other side holds for begun, and waits to hear what has come of it. */
    boolean redeems;
    /** As a dialler that resumes: how many frames it has said it has received. */
    long saidReceived;

    @Nullable
    PeerSession session;
    /** Whether the engine has asked for a transmission that has not come out empty yet. */
    boolean writing;
    /** Whether the owner was told that something lingers, and has not found since that nothing does. */
    boolean lingering;
    /** Whether the owner was told that a program waits for what lingers, and has not transmitted since. */
    boolean flushing;
    /** Whether CLOSE is to follow what is queued. */
    boolean parting;
    /** Whether the owner has been told to close it. */
    boolean disconnecting;

    Connection(long id, ConnectionProtocol protocol) {
        this.id = id;
        this.protocol = protocol;
    }

    /** The link of the session that it carries; null if it carries none. */
    @Nullable
    Link link() {
        return session == null ? null : session.link;
    }
}
