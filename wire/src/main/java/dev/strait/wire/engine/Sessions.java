package dev.strait.wire.engine;

import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.SessionToken;
import dev.strait.wire.session.Retention;
import dev.strait.wire.session.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a node, one with each other node at most: begun, suspended when their connection is lost, resumed on another, lost when
 * that takes too long. Not thread-safe.
 */
final class Sessions {
    /** Most that are suspended at a time: a stranger may introduce itself under one name after another, and leave a session behind under each. */
    static final int MOST_SUSPENDED = 4_096;

    private final EngineConfig config;
    private final Peers peers;
    private final Events events;
    private final LongSupplier random;
    private final Connections.Owner owner;
    private final Retention retention;
    private final Map<String, PeerSession> sessions = new LinkedHashMap<>();

    Sessions(EngineConfig config, Peers peers, Events events, LongSupplier random, Connections.Owner owner) {
        this.config = config;
        this.peers = peers;
        this.events = events;
        this.random = random;
        this.owner = owner;
        this.retention = new Retention(config.retention());
    }

    /** The one with the node of this id; null if there is none. */
    @Nullable
    PeerSession get(String nodeId) {
        return sessions.get(nodeId);
    }

    /** The one with this incarnation; null if there is none. */
    @Nullable
    PeerSession of(NodeRef node) {
        PeerSession session = sessions.get(node.id());
        return session != null && session.node().equals(node) ? session : null;
    }

    /** Whether there are sessions that have said that they take no messages. */
    boolean hasFull() {
        return retention.hasFull();
    }

    /** What the node has counted as kept for all of them, in bytes. */
    long keptBytes() {
        return retention.bytes();
    }

    Collection<PeerSession> all() {
        return sessions.values();
    }

    /** A name for a new session. */
    SessionToken newToken() {
        SessionToken token = new SessionToken(random.getAsLong(), random.getAsLong());
        return token.isNone() ? newToken() : token;
    }

    /** Begins a session on a connection, with a pen for its link. */
    void begin(Connection connection, Hello peer, Function<PeerSession, Link.Pen> pen, long nowNanos) {
        PeerSession session = new PeerSession(
                new Session(connection.token, retention), peer, config.credit().maxMessageBytes(), pen);
        sessions.put(peer.node().id(), session);
        Peers.Target dialledFor = connection.dialled;
        session.carriedBy(connection);
        peers.reached(peer.node());
        events.add(new EngineEvent.LinkChanged("link to node " + peer.node().id() + " is up"));
        owner.linked(session.link, peer, dialledFor, nowNanos);
    }

    /** Its connection is lost: waits for another for so long, and dials for it. @return whether it does; not if too many do already */
    boolean suspend(PeerSession session, String reason, long waitNanos, long nowNanos) {
        if (suspended() >= MOST_SUSPENDED) {
            return false;
        }
        session.carriedByNone();
        session.reason = reason;
        session.session.suspend(nowNanos, nowNanos + waitNanos);
        session.link.suspended();
        owner.suspended(session.link, true);
        events.add(new EngineEvent.LinkChanged("link to node " + session.node().id() + " is suspended: " + reason
                + "; it has " + waitNanos / 1_000_000 + " ms to be resumed"));
        boolean dials = session.isDialledHere() || session.link.hasStreams();
        peers.resume(session.node(), dials ? session.addresses() : List.of(), session.isDialledHere(), nowNanos);
        return true;
    }

    /**
     * Goes on with a session on another connection.
     *
     * @param peerReceived how many of its frames the peer has received
     */
    void resume(PeerSession session, Connection connection, long peerReceived, long nowNanos) {
        long waited = session.session.isSuspended() ? nowNanos - session.session.suspendedAtNanos() : 0;
        if (!session.session.isSuspended()) {
            session.link.suspended(); // the other side has lost the connection, of which this one has not heard
        }
        session.carriedBy(connection);
        int again = session.session.resume(peerReceived);
        peers.reached(session.node());
        session.link.resumed(nowNanos);
        session.link.withdrawals().received(session.session.acknowledgedFrames(), nowNanos);
        owner.suspended(session.link, false);
        events.add(new EngineEvent.LinkChanged("link to node " + session.node().id() + " goes on after "
                + waited / 1_000_000 + " ms, with " + again + " frames to write again"));
    }

    /** It is over, and so are its streams. */
    void lose(PeerSession session, String reason, long nowNanos) {
        session.carriedByNone();
        if (sessions.remove(session.node().id(), session)) {
            session.session.end();
            peers.resumeNoMore(session.node());
            events.add(
                    new EngineEvent.LinkChanged("link to node " + session.node().id() + " is down: " + reason));
            session.link.lost(reason);
            owner.unlinked(session.link, reason, nowNanos);
        }
    }

    private int suspended() {
        int suspended = 0;
        for (PeerSession each : sessions.values()) {
            suspended += each.session.isSuspended() ? 1 : 0;
        }
        return suspended;
    }

    /** Those whose time is over. */
    List<PeerSession> overdue(long nowNanos) {
        List<PeerSession> overdue = new ArrayList<>();
        for (PeerSession each : sessions.values()) {
            if (each.isOver(nowNanos)) {
                overdue.add(each);
            }
        }
        return overdue;
    }

    long deadline() {
        long deadline = Long.MAX_VALUE;
        for (PeerSession each : sessions.values()) {
            deadline = Math.min(deadline, each.session.lostAtNanos());
        }
        return deadline;
    }
}
