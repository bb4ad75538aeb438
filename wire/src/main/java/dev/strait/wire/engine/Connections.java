package dev.strait.wire.engine;

import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.LinkFrame;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.SessionToken;
import dev.strait.wire.session.ConnectionEvent;
import dev.strait.wire.session.ConnectionProtocol;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a node, from the first byte to the last: what is said on them beside what they carry, how they end, and what time does to them.
 * Which of them carries a session, and which, is the matter of {@link Candidates}; what is written on them, of {@link Writing}. Not thread-safe.
 */
final class Connections {
    /** What the node does when a link comes or goes. */
    interface Owner {
        /** A link is up. */
        void linked(Link link, Hello peer, Peers.@Nullable Target dialledFor, long nowNanos);

        /** A link has lost its connection, or has one again. */
        void suspended(Link link, boolean isSuspended);

        /** A link takes messages again, of which too many had waited. */
        void roomAgain(Link link);

        /** A link is down. */
        void unlinked(Link link, String reason, long nowNanos);

        /** The node has heard for the first time that a newer process has its name; before the link that said so is down. */
        void replaced();
    }

    private final EngineConfig config;
    private final Hello own;
    private final Peers peers;
    private final Events events;
    private final Owner owner;
    private final Sessions sessions;
    private final LostSessions lostSessions = new LostSessions();
    private final Map<Long, Connection> connections = new LinkedHashMap<>();
    private final Writing writing;
    private final Candidates candidates;

    private long lastHappenedNanos;

    private boolean replaced;
    private boolean leaving;

    Connections(EngineConfig config, Peers peers, Events events, LongSupplier random, Owner owner) {
        this.config = config;
        this.own = config.hello();
        this.peers = peers;
        this.events = events;
        this.owner = owner;
        this.sessions = new Sessions(config, peers, events, random, owner);
        this.writing = new Writing(config, events, this);
        this.candidates = new Candidates(config, sessions, lostSessions, this, writing);
    }

    // --- connections come ---

    void accepted(long id, long nowNanos) {
        connections.put(
                id,
                new Connection(
                        id, new ConnectionProtocol(false, own, config.times().session(), nowNanos)));
    }

    void dialled(long id, long dial, long nowNanos) {
        Peers.Target target = peers.answered(dial);
        SessionToken token = candidates.wanted(target);
        Hello hello = own.withSession(token).withExtensions(lostSessions.saidTo(target));
        ConnectionProtocol protocol =
                new ConnectionProtocol(true, hello, config.times().session(), nowNanos);
        Connection connection = new Connection(id, protocol);
        connection.dialled = target;
        connection.token = token;
        connections.put(id, connection);
        writing.write(connection);
    }

    void dialFailed(long dial, String reason, long nowNanos) {
        Peers.Target target = peers.answered(dial);
        if (target != null) {
            missed(target, reason, false, nowNanos);
        }
    }

    private void missed(Peers.Target target, String reason, boolean isFinal, long nowNanos) {
        if (peers.failed(target, nowNanos) && target instanceof Peers.Target.Directory(String address, long _)) {
            events.add(new EngineEvent.JoinFailed(address, reason, isFinal));
        }
    }

    /** What is written on them. */
    Writing writing() {
        return writing;
    }

    @Nullable
    Connection get(long id) {
        return connections.get(id);
    }

    /** How many connections there are, with a session or without. */
    int count() {
        return connections.size();
    }

    /** The links, whether they have a connection or not. */
    Collection<PeerSession> sessions() {
        return sessions.all();
    }

    /** The link to the node of this id, whether it has a connection or not; null if there is none. */
    @Nullable
    PeerSession session(String nodeId) {
        return sessions.get(nodeId);
    }

    /** What the node has counted as kept for its links, in bytes. */
    long keptBytes() {
        return sessions.keptBytes();
    }

    /** The link to this incarnation, whether it has a connection or not. */
    @Nullable
    Link linkTo(NodeRef node) {
        PeerSession session = sessions.of(node);
        return session == null ? null : session.link;
    }

    /** Whether there is a suspended link whose other side has not received everything. */
    boolean hasUnsaid() {
        return sessions.all().stream().anyMatch(it -> !it.isUp() && it.hasUnsaid());
    }

    // --- what is said on them ---

    void receive(Connection connection, LinkFrame frame, long nowNanos) {
        ConnectionEvent event = connection.protocol.receive(frame);
        if (event != null) {
            handle(connection, event, nowNanos);
        }
        if (connection.protocol.hasFrames()) {
            writing.write(connection);
        }
    }

    /** A sequenced frame of so many bytes came on the connection and has taken effect; its session may have ended by that. */
    void received(Connection connection, Frame frame) {
        PeerSession session = connection.session;
        if (session != null) {
            session.session.received(frame);
            acknowledgeIfDue(connection, session);
        }
    }

    /** As {@link #received(Connection, Frame)}, of a frame that is not at hand. */
    void received(Connection connection, int bytes) {
        PeerSession session = connection.session;
        if (session != null) {
            session.session.received(bytes);
            acknowledgeIfDue(connection, session);
        }
    }

    private void acknowledgeIfDue(Connection connection, PeerSession session) {
        if (session.session.isDueToAcknowledge()) {
            writing.write(connection);
        }
    }

    void handle(Connection connection, ConnectionEvent event, long nowNanos) {
        switch (event) {
            case ConnectionEvent.PeerKnown(Hello peer) -> candidates.choose(connection, peer, nowNanos);
            case ConnectionEvent.Established(Hello peer, long received) ->
                candidates.establish(connection, peer, received, nowNanos);
            case ConnectionEvent.Acknowledged(long received) -> acknowledged(connection, received, nowNanos);
            case ConnectionEvent.Closed closed -> closed(connection, closed, nowNanos);
        }
    }

    private void acknowledged(Connection connection, long received, long nowNanos) {
        PeerSession session = connection.session;
        if (session != null) {
            long bytes = session.session.acknowledged(received);
            if (bytes > 0) {
                session.link
                        .withdrawals()
                        .acknowledged(received, bytes, config.times().session(), nowNanos);
            }
            giveRoom();
        }
    }

    /** Has sends go on that wait because too much was kept. */
    void giveRoom() {
        if (!sessions.hasFull()) {
            return;
        }
        for (PeerSession each : sessions.all()) {
            if (each.session.regainsRoom()) {
                owner.roomAgain(each.link);
            }
        }
    }

    // --- connections go ---

    /** The peer has broken the protocol: ends the connection with the reason, and says so. */
    void violated(Connection connection, ProtocolViolation violation, long nowNanos) {
        Hello peer = connection.protocol.peer();
        String who = peer == null
                ? "a connection that has not introduced itself"
                : "node " + peer.node().id();
        String what = String.valueOf(violation.getMessage());
        events.add(new EngineEvent.Warning(violation.code(), who + " broke the protocol: " + what));
        part(connection, violation.code(), what, nowNanos);
    }

    /** Ends a connection from this side. */
    void part(Connection connection, ErrorCode code, String text, long nowNanos) {
        closed(connection, connection.protocol.close(code, text), nowNanos);
    }

    private void closed(Connection connection, ConnectionEvent.Closed closed, long nowNanos) {
        // Whoever has not said who it is has no say in it.
        boolean introduced = connection.protocol.isDialler() || connection.protocol.peer() != null;
        boolean displaced = closed.code() == ErrorCode.REPLACED && closed.byPeer() && introduced;
        if (displaced && !replaced) {
            replaced = true;
            peers.stop();
            events.add(new EngineEvent.Warning(
                    ErrorCode.REPLACED,
                    "node " + config.self().id() + " was replaced by a newer process of that name and stays away: "
                            + closed.text()));
            owner.replaced();
        }
        String reason = reason(connection, closed);
        // A dialler that closes it has not begun what it was answered with.
        connection.promises &= closed.code() == ErrorCode.HANDSHAKE_TIMEOUT && !closed.byPeer();
        over(connection, reason, isFinal(closed), waitNanos(closed.code()), nowNanos);
        if (!connection.disconnecting) {
            connection.disconnecting = true;
            events.add(new EngineEvent.Disconnect(connection.id));
        }
        if (displaced) {
            partAll(nowNanos);
        }
    }

    private static String reason(Connection connection, ConnectionEvent.Closed closed) {
        Hello peer = connection.protocol.peer();
        String said = closed.byPeer() && peer != null
                ? " (said by node " + peer.node().id() + ")"
                : "";
        return closed.code() + (closed.text().isEmpty() ? "" : ": " + closed.text()) + said;
    }

    /** How long a session waits to be resumed whose connection was closed with this code; 0 if it ends with it. */
    private long waitNanos(ErrorCode code) {
        return switch (code) {
            case SILENT -> config.times().session().silentResumeNanos();
            case DUPLICATE, HANDSHAKE_TIMEOUT -> config.times().session().resumeNanos();
            default -> 0;
        };
    }

    private static boolean isFinal(ConnectionEvent.Closed closed) {
        return switch (closed.code()) {
            case REPLACED, WRONG_CLUSTER, VERSION, SELF -> true;
            default -> false;
        };
    }

    /** The connection is gone, whether or not a session had been agreed on. */
    void lost(Connection connection, String reason, long nowNanos) {
        connection.disconnecting = true;
        over(connection, reason, false, config.times().session().resumeNanos(), nowNanos);
        connections.remove(connection.id);
        writing.over(connection);
    }

    private void over(Connection connection, String reason, boolean isFinal, long waitNanos, long nowNanos) {
        candidates.over(connection, nowNanos);
        Peers.Target target = connection.dialled;
        connection.dialled = null;
        if (target != null) {
            missed(target, reason, isFinal, nowNanos);
        }
        writing.over(connection);
        PeerSession session = connection.session;
        if (session != null) {
            if (waitNanos == 0 || connection.parting || leaving) {
                lose(session, reason, nowNanos);
            } else if (!sessions.suspend(session, reason, waitNanos, nowNanos)) {
                String full = "; " + Sessions.MOST_SUSPENDED + " links are suspended already, and it cannot wait, too";
                lose(session, reason + full, nowNanos);
            }
        }
    }

    void lose(PeerSession session, String reason, long nowNanos) {
        sessions.lose(session, reason, nowNanos);
        lostSessions.add(session, reason);
        giveRoom();
        candidates.lost(session, nowNanos);
    }

    /** Closes every connection, each link behind what is queued on it. */
    void partAll(long nowNanos) {
        leaving = true;
        for (Connection connection : List.copyOf(connections.values())) {
            if (connection.session != null) {
                farewell(connection);
            } else if (!connection.disconnecting) {
                part(connection, ErrorCode.SHUTTING_DOWN, "this node closes", nowNanos);
            }
        }
        for (PeerSession each : List.copyOf(sessions.all())) {
            if (!each.isUp()) {
                lose(each, "this node closes; " + each.reason, nowNanos);
            }
        }
    }

    /** Closes every connection at once, whatever is queued: the process ends. */
    void endAll(long nowNanos) {
        leaving = true;
        for (Connection connection : List.copyOf(connections.values())) {
            if (!connection.disconnecting) {
                part(connection, ErrorCode.SHUTTING_DOWN, "the process ended", nowNanos);
            }
        }
    }

    /** CLOSE follows what is queued. */
    private void farewell(Connection connection) {
        connection.parting = true;
        writing.write(connection);
    }

    // --- time ---

    /**
     * Something happens. If nothing did for longer than it ever takes on a connection, this node has stood still: what others could not be heard to answer
     * meanwhile is no fault of theirs.
     */
    void happens(long nowNanos) {
        if (nowNanos - lastHappenedNanos >= 2 * config.times().session().heartbeatNanos()) {
            sessions.all().forEach(each -> each.link.withdrawals().allowAnew(nowNanos));
        }
        lastHappenedNanos = nowNanos;
    }

    void tick(long nowNanos) {
        happens(nowNanos);
        for (Connection connection : List.copyOf(connections.values())) {
            PeerSession session = connection.session;
            if (session != null && session.session.hasToAcknowledge() && connection.protocol.isHeartbeatDue(nowNanos)) {
                connection.protocol.acknowledge(session.session.acknowledge().receivedFrames());
            }
            ConnectionEvent.Closed closed = connection.protocol.tick(nowNanos);
            if (closed != null) {
                closed(connection, closed, nowNanos);
            }
            session = connection.session;
            String broken = session == null ? null : whatIsBroken(session, nowNanos);
            if (broken != null) {
                violated(connection, new ProtocolViolation(broken), nowNanos);
                session = null;
            }
            boolean newsDue = session != null
                    && nowNanos >= session.link.newsDeadline(config.times().announceNanos());
            if (connection.protocol.hasFrames() || newsDue) {
                writing.write(connection);
            }
        }
        giveRoom();
        candidates.tick(nowNanos);
        for (PeerSession each : sessions.overdue(nowNanos)) {
            lose(each, each.whyOver(nowNanos), nowNanos);
        }
    }

    private @Nullable String whatIsBroken(PeerSession session, long nowNanos) {
        String late = session.link.withdrawals().late(config.times().session(), nowNanos);
        return late == null && session.session.isNeglected() ? "acknowledges nothing" : late;
    }

    long deadline() {
        long deadline = Math.min(sessions.deadline(), candidates.deadline());
        for (Connection connection : connections.values()) {
            deadline = Math.min(deadline, connection.protocol.deadline());
            Link link = connection.link();
            if (link != null) {
                deadline = Math.min(
                        deadline, link.withdrawals().deadline(config.times().session()));
                if (!connection.writing) {
                    deadline =
                            Math.min(deadline, link.newsDeadline(config.times().announceNanos()));
                }
            }
        }
        return deadline;
    }
}
