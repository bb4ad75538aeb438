package dev.strait.wire.engine;

import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.LostSession;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.SessionToken;
import dev.strait.wire.session.ConnectionEvent;
import dev.strait.wire.session.ConnectionProtocol;
import dev.strait.wire.session.Rivals;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which connection is to carry the session with a node, from the moment its peer is known until it does, and which session that is: one that is
 * resumed, one that is promised, or a new one (docs/protocol.md, "What is judged in HELLO"). Not thread-safe.
 */
final class Candidates {
    private final EngineConfig config;
    private final Sessions sessions;
    private final LostSessions lostSessions;
    private final Connections connections;
    private final Writing writing;
    /** The one for each node id. */
    private final Map<String, Connection> byNode = new HashMap<>();

    private final Promises promises = new Promises();

    Candidates(
            EngineConfig config,
            Sessions sessions,
            LostSessions lostSessions,
            Connections connections,
            Writing writing) {
        this.config = config;
        this.sessions = sessions;
        this.lostSessions = lostSessions;
        this.connections = connections;
        this.writing = writing;
    }

    /** The session that whom the dial is for has, too, or may have: what is suspended, else what is promised. */
    SessionToken wanted(Peers.@Nullable Target target) {
        return switch (target) {
            case null -> SessionToken.NONE;
            case Peers.Target.Directory _ -> promises.toDirectory();
            case Peers.Target.Node it -> {
                PeerSession session = sessions.of(it.node());
                if (session == null) {
                    yield promises.to(it.node());
                }
                yield session.isUp() ? SessionToken.NONE : session.token();
            }
        };
    }

    /** The other side of a connection has said who it is: takes the connection or closes it. */
    void choose(Connection newcomer, Hello peer, long nowNanos) {
        LostSession.saidIn(peer); // whoever says it says it rightly, be it of use or not
        if (isMisdirected(newcomer, peer, nowNanos) || isOfAnother(newcomer, peer, nowNanos)) {
            return;
        }
        PeerSession known = sessions.get(peer.node().id());
        boolean dialler = newcomer.protocol.isDialler();
        if (!(dialler ? takes(newcomer, known, peer, nowNanos) : answers(newcomer, known, peer, nowNanos))) {
            return;
        }
        if (!prevails(newcomer, peer, nowNanos)) {
            return;
        }
        byNode.put(peer.node().id(), newcomer);
        ConnectionEvent event = null;
        if (dialler) {
            newcomer.saidReceived = newcomer.resumes && known != null ? known.session.receivedFrames() : 0;
            event = newcomer.protocol.take(newcomer.resumes || newcomer.redeems, newcomer.saidReceived);
        } else {
            newcomer.protocol.answer(newcomer.token, lostSessions.saidTo(peer.node()));
            newcomer.promises = !newcomer.resumes;
        }
        writing.write(newcomer);
        if (event != null) {
            connections.handle(newcomer, event, nowNanos);
        }
    }

    /** Whether it was dialled for a node, and another has answered. */
    private boolean isMisdirected(Connection newcomer, Hello peer, long nowNanos) {
        if (!(newcomer.dialled instanceof Peers.Target.Node it) || it.node().equals(peer.node())) {
            return false;
        }
        NodeRef wanted = it.node();
        PeerSession known = sessions.of(wanted);
        if (wanted.sameId(peer.node()) && peer.node().compareIncarnation(wanted) > 0) {
            return false; // it has been started again, and takes the place of the one that was wanted
        }
        if (known != null && !known.isUp() && known.peer.hostsDirectory() && peer.hostsDirectory()) {
            connections.lose(
                    known, "node " + peer.node() + " hosts the directory now, where " + wanted + " did", nowNanos);
            return false;
        }
        // Not REPLACED: whoever answered may be the newer, and would take the word as said of itself.
        connections.part(
                newcomer,
                ErrorCode.NORMAL,
                "dialled node " + wanted + ", but node " + peer.node() + " answered",
                nowNanos);
        return true;
    }

    /** Whether there is a session with a newer incarnation of the id. One with an older is over: it has been replaced. */
    private boolean isOfAnother(Connection newcomer, Hello peer, long nowNanos) {
        PeerSession known = sessions.get(peer.node().id());
        if (known == null || known.node().equals(peer.node())) {
            return false;
        }
        String text = "another process of node " + peer.node().id() + " is the newer";
        if (known.node().compareIncarnation(peer.node()) > 0) {
            connections.part(newcomer, ErrorCode.REPLACED, text, nowNanos);
            return true;
        }
        Connection carrier = known.connection;
        if (carrier != null) {
            connections.part(carrier, ErrorCode.REPLACED, text, nowNanos);
        } else {
            connections.lose(known, ErrorCode.REPLACED + ": " + text, nowNanos);
        }
        return false;
    }

    /** As the dialler: whether what was answered can be used, to resume a session or for a new one. */
    private boolean takes(Connection newcomer, @Nullable PeerSession known, Hello peer, long nowNanos) {
        SessionToken asked = newcomer.token;
        SessionToken answered = peer.session();
        newcomer.token = answered;
        if (known == null) {
            return takesNew(newcomer, asked, peer, nowNanos);
        }
        newcomer.resumes = known.token().equals(answered);
        if (known.isUp() || (!newcomer.resumes && !asked.equals(known.token()))) {
            duplicate(newcomer, peer.node(), nowNanos);
            return false;
        }
        if (!newcomer.resumes) {
            connections.lose(known, given(known, peer, "has given the session up"), nowNanos);
        }
        return true;
    }

    /** Why a session is lost that the other side has not any more, with the other's own reason if it says it. */
    private static String given(PeerSession known, Hello peer, String what) {
        LostSession said = LostSession.saidIn(peer);
        String reason =
                said != null && said.mark() == LostSession.markOf(known.token()) ? " (" + said.reason() + ")" : "";
        return "node " + peer.node().id() + " " + what + reason + "; " + known.reason;
    }

    /** As {@link #takes}, where there is no session. */
    private boolean takesNew(Connection newcomer, SessionToken asked, Hello peer, long nowNanos) {
        SessionToken promised = promises.to(peer.node());
        newcomer.redeems = promised.equals(newcomer.token);
        if (newcomer.redeems) {
            return true;
        }
        if (asked.equals(newcomer.token)) {
            connections.part(newcomer, ErrorCode.NORMAL, "the session that it was to resume is over", nowNanos);
            return false;
        }
        if (!promised.isNone() && !asked.equals(promised)) {
            duplicate(newcomer, peer.node(), nowNanos); // it may have begun what it was promised since it said that
            return false;
        }
        return true;
    }

    /** As the acceptor: whether the newcomer is welcome, to resume a session, beside the connection that it has until READY, or for a new one. */
    private boolean answers(Connection newcomer, @Nullable PeerSession known, Hello peer, long nowNanos) {
        newcomer.resumes = known != null && known.token().equals(peer.session());
        if (known != null && !newcomer.resumes && (known.isUp() || isToBeAskedFor(known, peer))) {
            duplicate(newcomer, peer.node(), nowNanos);
            return false;
        }
        if (newcomer.resumes) {
            newcomer.token = peer.session();
            return true;
        }
        // Whoever does not ask for it may have dialled ahead of it: a second promise would take the place of the one
        // that it holds for begun.
        SessionToken promised = promises.to(peer.node());
        if (isOfCandidate(peer)) {
            promised = peer.session();
            promises.keep(
                    peer, promised, promisedUntil(nowNanos)); // it does not go with the connection that it was made on
        }
        newcomer.redeems = !promised.isNone();
        newcomer.token = newcomer.redeems ? promised : sessions.newToken();
        return true;
    }

    /**
     * Whether this side, which dialled a session and has heard nothing of it, has to find out whether the other has it: it may have said that it wants none
     * ahead of its answer.
     */
    private static boolean isToBeAskedFor(PeerSession known, Hello peer) {
        return peer.session().isNone() && known.isDialledHere() && known.session.isUnheard();
    }

    /** Whether the dialler asks for a session that it was answered with on a connection that has ended without this side knowing. */
    private boolean isOfCandidate(Hello peer) {
        Connection candidate = byNode.get(peer.node().id());
        if (candidate == null || !candidate.promises || !candidate.token.equals(peer.session())) {
            return false;
        }
        Hello before = candidate.protocol.peer();
        return before != null && before.node().equals(peer.node());
    }

    private long promisedUntil(long nowNanos) {
        return nowNanos
                + Math.max(Promises.LEAST_NANOS, config.times().session().silentResumeNanos());
    }

    /** Whether it stays beside another that is to carry a session with the same node; the other is closed then. */
    private boolean prevails(Connection newcomer, Hello peer, long nowNanos) {
        Connection incumbent = byNode.get(peer.node().id());
        Hello other = incumbent == null ? null : incumbent.protocol.peer();
        Rivals.Choice choice = Rivals.choose(
                config.self(),
                peer.node(),
                newcomer.protocol.isDialler(),
                newcomer.resumes || newcomer.redeems,
                other == null ? null : other.node(),
                incumbent != null && incumbent.protocol.isDialler(),
                incumbent != null && (incumbent.resumes || incumbent.redeems),
                incumbent != null && incumbent.protocol.state() == ConnectionProtocol.State.AWAIT_ACK);
        boolean prevails = choice.verdict() == Rivals.Verdict.NEWCOMER;
        Connection loser = prevails ? incumbent : newcomer;
        if (loser != null) {
            connections.part(loser, choice.code(), another(peer.node()), nowNanos);
        }
        return prevails;
    }

    private void duplicate(Connection connection, NodeRef peer, long nowNanos) {
        connections.part(connection, ErrorCode.DUPLICATE, another(peer), nowNanos);
    }

    private String another(NodeRef peer) {
        return "another connection of nodes " + config.self().id() + " and " + peer.id() + " stays";
    }

    /** Both sides have agreed on a connection: it carries its session from now on. */
    void establish(Connection connection, Hello peer, long peerReceived, long nowNanos) {
        byNode.remove(peer.node().id(), connection);
        connection.promises = false;
        PeerSession known = sessions.of(peer.node());
        if (connection.resumes) {
            resume(connection, known, peerReceived, nowNanos);
            return;
        }
        if (known != null && known.isUp()) {
            duplicate(connection, peer.node(), nowNanos);
            return;
        }
        if (known != null) {
            connections.lose(known, given(known, peer, "has begun another session"), nowNanos);
        }
        boolean dialler = connection.protocol.isDialler();
        if (connection.redeems && dialler && peerReceived > 0) {
            throw new ProtocolViolation("has received " + peerReceived + " frames of a session that had not begun");
        }
        promises.forget(peer.node());
        sessions.begin(connection, peer, writing::pen, nowNanos);
        connection.dialled = null;
        if (connection.redeems && !dialler) {
            connection.protocol.acknowledge(0);
            writing.write(connection);
        }
    }

    private void resume(Connection connection, @Nullable PeerSession known, long peerReceived, long nowNanos) {
        boolean dialler = connection.protocol.isDialler();
        if (known == null || !known.token().equals(connection.token)) {
            connections.part(connection, ErrorCode.NORMAL, "the session that it was to resume is over", nowNanos);
            return;
        }
        if (dialler && (known.isUp() || known.session.receivedFrames() != connection.saidReceived)) {
            duplicate(connection, known.node(), nowNanos);
            return;
        }
        Connection before = known.carriedByNone();
        if (before != null) {
            duplicate(before, known.node(), nowNanos);
        }
        Connection rival = byNode.get(known.node().id());
        if (rival != null) {
            duplicate(rival, known.node(), nowNanos);
        }
        sessions.resume(known, connection, peerReceived, nowNanos);
        connection.dialled = null;
        if (!dialler) {
            connection.protocol.acknowledge(known.session.acknowledge().receivedFrames());
        }
        connections.giveRoom();
        writing.write(connection);
        writing.lingers(
                connection); // a batch was begun while there was no connection to say it of, or said of the one before
    }

    // --- connections and sessions go ---

    /** A connection is over. What it was answered with, and may be held for begun, is promised. */
    void over(Connection connection, long nowNanos) {
        Hello peer = connection.protocol.peer();
        if (peer == null) {
            return;
        }
        byNode.remove(peer.node().id(), connection);
        if (connection.promises) {
            connection.promises = false;
            promises.keep(peer, connection.token, promisedUntil(nowNanos));
        }
    }

    /** A session is over: whatever was to resume it has nothing to resume. */
    void lost(PeerSession session, long nowNanos) {
        Connection candidate = byNode.get(session.node().id());
        if (candidate != null && candidate.resumes) {
            connections.part(candidate, ErrorCode.NORMAL, "the session that it was to resume is over", nowNanos);
        }
    }

    void tick(long nowNanos) {
        promises.tick(nowNanos);
    }

    long deadline() {
        return promises.deadline();
    }
}
