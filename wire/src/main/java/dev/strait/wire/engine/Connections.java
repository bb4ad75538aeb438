package dev.strait.wire.engine;

import dev.strait.wire.frame.Close;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.LinkFrame;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.SessionToken;
import dev.strait.wire.session.ConnectionEvent;
import dev.strait.wire.session.ConnectionProtocol;
import dev.strait.wire.session.Rivals;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a node, from the first byte to the last: handshakes, the choice between two of one pair, which session each carries, and
 * what is written. Not thread-safe.
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
    private final Map<Long, Connection> connections = new LinkedHashMap<>();
    /** The one connection for each node id that is to carry a session, from the moment the peer is known until it does. */
    private final Map<String, Connection> candidates = new HashMap<>();

    /** Those on which something lingers, or may. */
    private final Set<Connection> lingering = new LinkedHashSet<>();

    private final Promises promises = new Promises();

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
        SessionToken token = wanted(target);
        ConnectionProtocol protocol = new ConnectionProtocol(
                true, own.withSession(token), config.times().session(), nowNanos);
        Connection connection = new Connection(id, protocol);
        connection.dialled = target;
        connection.token = token;
        connections.put(id, connection);
        write(connection);
    }

    /** The session that whom the dial is for has, too, or may have: what is suspended, else what is promised. */
    private SessionToken wanted(Peers.@Nullable Target target) {
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

    void dialFailed(long dial, String reason, long nowNanos) {
        Peers.Target target = peers.answered(dial);
        if (target != null) {
            missed(target, reason, false, nowNanos);
        }
    }

    private void missed(Peers.Target target, String reason, boolean isFinal, long nowNanos) {
        if (peers.failed(target, nowNanos) && target instanceof Peers.Target.Directory(String address)) {
            events.add(new EngineEvent.JoinFailed(address, reason, isFinal));
        }
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
            write(connection);
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
            write(connection);
        }
    }

    private void handle(Connection connection, ConnectionEvent event, long nowNanos) {
        switch (event) {
            case ConnectionEvent.PeerKnown(Hello peer) -> choose(connection, peer, nowNanos);
            case ConnectionEvent.Established(Hello peer, long received) ->
                establish(connection, peer, received, nowNanos);
            case ConnectionEvent.Acknowledged(long received) -> acknowledged(connection, received);
            case ConnectionEvent.Closed closed -> closed(connection, closed, nowNanos);
        }
    }

    private void acknowledged(Connection connection, long received) {
        PeerSession session = connection.session;
        if (session != null) {
            session.session.acknowledged(received);
            giveRoom();
        }
    }

    /** Has sends go on that wait because too much was kept. */
    private void giveRoom() {
        if (!sessions.hasFull()) {
            return;
        }
        for (PeerSession each : sessions.all()) {
            if (each.session.regainsRoom()) {
                owner.roomAgain(each.link);
            }
        }
    }

    // --- which of them stays, and for what ---

    private void choose(Connection newcomer, Hello peer, long nowNanos) {
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
        candidates.put(peer.node().id(), newcomer);
        ConnectionEvent event = null;
        if (dialler) {
            newcomer.saidReceived = newcomer.resumes && known != null ? known.session.receivedFrames() : 0;
            event = newcomer.protocol.take(newcomer.resumes || newcomer.redeems, newcomer.saidReceived);
        } else {
            newcomer.protocol.answer(newcomer.token);
            newcomer.promises = !newcomer.resumes;
        }
        write(newcomer);
        if (event != null) {
            handle(newcomer, event, nowNanos);
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
            lose(known, "node " + peer.node() + " hosts the directory now, where " + wanted + " did", nowNanos);
            return false;
        }
        // Not REPLACED: whoever answered may be the newer, and would take the word as said of itself.
        part(
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
            part(newcomer, ErrorCode.REPLACED, text, nowNanos);
            return true;
        }
        Connection carrier = known.connection;
        if (carrier != null) {
            part(carrier, ErrorCode.REPLACED, text, nowNanos);
        } else {
            lose(known, ErrorCode.REPLACED + ": " + text, nowNanos);
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
            lose(known, "node " + peer.node().id() + " has given the session up; " + known.reason, nowNanos);
        }
        return true;
    }

    /** As {@link #takes}, where there is no session. */
    private boolean takesNew(Connection newcomer, SessionToken asked, Hello peer, long nowNanos) {
        SessionToken promised = promises.to(peer.node());
        newcomer.redeems = promised.equals(newcomer.token);
        if (newcomer.redeems) {
            return true;
        }
        if (asked.equals(newcomer.token)) {
            part(newcomer, ErrorCode.NORMAL, "the session that it was to resume is over", nowNanos);
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
        newcomer.redeems = !newcomer.resumes && isPromised(peer);
        newcomer.token = newcomer.resumes || newcomer.redeems ? peer.session() : sessions.newToken();
        return true;
    }

    /**
     * Whether this side, which dialled a session and has heard nothing of it, has to find out whether the other has it: it may have said that it wants none
     * ahead of its answer.
     */
    private static boolean isToBeAskedFor(PeerSession known, Hello peer) {
        return peer.session().isNone() && known.isDialledHere() && known.session.isUnheard();
    }

    /** Whether the dialler asks for a session that it was answered with, on a connection that ended ahead of its READY, or has without this side knowing. */
    private boolean isPromised(Hello peer) {
        if (promises.includes(peer.node(), peer.session())) {
            return true;
        }
        Connection candidate = candidates.get(peer.node().id());
        if (candidate == null || !candidate.promises || !candidate.token.equals(peer.session())) {
            return false;
        }
        Hello before = candidate.protocol.peer();
        return before != null && before.node().equals(peer.node());
    }

    /** Whether it stays beside another that is to carry a session with the same node; the other is closed then. */
    private boolean prevails(Connection newcomer, Hello peer, long nowNanos) {
        Connection incumbent = candidates.get(peer.node().id());
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
            part(loser, choice.code(), another(peer.node()), nowNanos);
        }
        return prevails;
    }

    private void duplicate(Connection connection, NodeRef peer, long nowNanos) {
        part(connection, ErrorCode.DUPLICATE, another(peer), nowNanos);
    }

    private String another(NodeRef peer) {
        return "another connection of nodes " + config.self().id() + " and " + peer.id() + " stays";
    }

    private void establish(Connection connection, Hello peer, long peerReceived, long nowNanos) {
        candidates.remove(peer.node().id(), connection);
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
            lose(known, "node " + peer.node().id() + " has begun another session; " + known.reason, nowNanos);
        }
        boolean dialler = connection.protocol.isDialler();
        if (connection.redeems && dialler && peerReceived > 0) {
            throw new ProtocolViolation("has received " + peerReceived + " frames of a session that had not begun");
        }
        promises.forget(peer.node());
        sessions.begin(connection, peer, Pen::new, nowNanos);
        connection.dialled = null;
        if (connection.redeems && !dialler) {
            connection.protocol.acknowledge(0);
            write(connection);
        }
    }

    private void resume(Connection connection, @Nullable PeerSession known, long peerReceived, long nowNanos) {
        boolean dialler = connection.protocol.isDialler();
        if (known == null || !known.token().equals(connection.token)) {
            part(connection, ErrorCode.NORMAL, "the session that it was to resume is over", nowNanos);
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
        Connection rival = candidates.get(known.node().id());
        if (rival != null) {
            duplicate(rival, known.node(), nowNanos);
        }
        sessions.resume(known, connection, peerReceived, nowNanos);
        connection.dialled = null;
        if (!dialler) {
            connection.protocol.acknowledge(known.session.acknowledge().receivedFrames());
        }
        giveRoom();
        write(connection);
        lingers(connection); // a batch was begun while there was no connection to say it of, or said of the one before
    }

    /** What a link is written with: whichever connection carries it. */
    private final class Pen implements Link.Pen {
        private final PeerSession session;

        Pen(PeerSession session) {
            this.session = session;
        }

        @Override
        public void ready() {
            Connection connection = session.connection;
            if (connection != null) {
                write(connection);
            }
        }

        @Override
        public void linger() {
            Connection connection = session.connection;
            if (connection != null) {
                lingers(connection);
            }
        }

        @Override
        public void waits(long bytes) {
            session.session.waits(bytes);
        }

        @Override
        public boolean hasRoom() {
            return session.session.hasRoom();
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
        connection.promises &= closed.code() == ErrorCode.HANDSHAKE_TIMEOUT;
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
        lingering.remove(connection);
    }

    private void over(Connection connection, String reason, boolean isFinal, long waitNanos, long nowNanos) {
        Hello peer = connection.protocol.peer();
        if (peer != null) {
            candidates.remove(peer.node().id(), connection);
        }
        Peers.Target target = connection.dialled;
        connection.dialled = null;
        if (target != null) {
            missed(target, reason, isFinal, nowNanos);
        }
        if (connection.promises && peer != null) {
            connection.promises = false;
            long until = nowNanos + config.times().session().silentResumeNanos();
            promises.keep(peer, connection.token, until);
        }
        lingering.remove(connection);
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

    private void lose(PeerSession session, String reason, long nowNanos) {
        sessions.lose(session, reason, nowNanos);
        giveRoom();
        Connection candidate = candidates.get(session.node().id());
        if (candidate != null && candidate.resumes) {
            part(candidate, ErrorCode.NORMAL, "the session that it was to resume is over", nowNanos);
        }
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
        write(connection);
    }

    // --- writing ---

    void write(Connection connection) {
        if (!connection.writing) {
            connection.writing = true;
            events.add(new EngineEvent.Write(connection.id));
        }
    }

    private void lingers(Connection connection) {
        if (!connection.lingering) {
            connection.lingering = true;
            lingering.add(connection);
            events.add(new EngineEvent.Linger(connection.id));
        }
    }

    /** The program is about to wait: what lingers anywhere has nothing to wait for. */
    void flush() {
        for (Connection connection : lingering) {
            if (!connection.flushing) {
                connection.flushing = true;
                events.add(new EngineEvent.Flush(connection.id));
            }
        }
    }

    /** As {@link NodeEngine#transmit}. */
    void transmit(Connection connection, Transmission out, long sealUntilNanos, long nowNanos) {
        connection.flushing = false;
        for (Frame frame = connection.protocol.poll(); frame != null; frame = connection.protocol.poll()) {
            out.add(frame);
        }
        PeerSession session = connection.session;
        boolean drained = session == null || transmit(session, out, sealUntilNanos, nowNanos);
        if (session != null
                && connection.parting
                && drained
                && out.isEmpty()
                && out.toSeal().isEmpty()) {
            out.add(new Close(ErrorCode.NORMAL, "node " + config.self().id() + " closes"));
            part(connection, ErrorCode.NORMAL, "this node closes", nowNanos);
            connection.protocol.poll();
        }
        if (!out.isEmpty()) {
            connection.protocol.wrote(nowNanos);
        }
        boolean more = !drained || !out.toSeal().isEmpty() || (connection.parting && !out.isEmpty());
        connection.writing = more;
        out.more(more);
        if (out.lingers()) {
            lingers(connection); // it began to while there was no connection, or on another
        } else if (!more && connection.lingering) {
            connection.lingering = false;
            lingering.remove(connection);
        }
    }

    private boolean transmit(PeerSession session, Transmission out, long sealUntilNanos, long nowNanos) {
        Filler filler = new Filler(session.link, session.session, out);
        if (!filler.again()) {
            acknowledge(session, out);
            return false;
        }
        boolean newsDue = nowNanos >= session.link.newsDeadline(config.times().announceNanos());
        boolean drained = filler.fill(newsDue, sealUntilNanos, nowNanos);
        acknowledge(session, out);
        return drained;
    }

    private static void acknowledge(PeerSession session, Transmission out) {
        boolean worth = !out.isEmpty() && session.session.isWorthAcknowledging();
        if (worth || session.session.isDueToAcknowledge()) {
            out.add(session.session.acknowledge());
        }
    }

    // --- time ---

    /**
     * Something happens. If nothing did for longer than it ever takes on a connection, this node has stood still: what others could not be heard to answer
     * meanwhile is no fault of theirs.
     */
    void happens(long nowNanos) {
        if (nowNanos - lastHappenedNanos >= 2 * config.times().session().heartbeatNanos()) {
            sessions.all().forEach(each -> each.link.allowAnew(nowNanos));
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
                write(connection);
            }
        }
        giveRoom();
        promises.tick(nowNanos);
        for (PeerSession each : sessions.overdue(nowNanos)) {
            lose(each, each.whyOver(nowNanos), nowNanos);
        }
    }

    private @Nullable String whatIsBroken(PeerSession session, long nowNanos) {
        if (nowNanos >= answerDeadline(session.link)) {
            return "WITHDRAW was not answered in time";
        }
        return session.session.isNeglected() ? "acknowledges nothing" : null;
    }

    private long answerDeadline(Link link) {
        return link.answerDeadline(config.times().session().answerNanos());
    }

    long deadline() {
        long deadline = Math.min(sessions.deadline(), promises.deadline());
        for (Connection connection : connections.values()) {
            deadline = Math.min(deadline, connection.protocol.deadline());
            Link link = connection.link();
            if (link != null) {
                deadline = Math.min(deadline, answerDeadline(link));
                if (!connection.writing) {
                    deadline =
                            Math.min(deadline, link.newsDeadline(config.times().announceNanos()));
                }
            }
        }
        return deadline;
    }
}
