package dev.strait.wire.engine;

import dev.strait.wire.dispatch.Lane;
import dev.strait.wire.frame.Close;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.LinkFrame;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.session.Rivals;
import dev.strait.wire.session.Session;
import dev.strait.wire.session.SessionEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections of a node, from the first byte to the last: sessions, the choice between two of one pair, and what is written. */
final class Connections {
    /**
     * How long a batch in the making waits behind messages of others, which fill a transmission by themselves; so long it may fill up. Where
     * there was no such bound, one beside a message of 16 MiB waited for all of it: 17 ms, the 99th percentile of a ping, instead of 10.6.
     */
    static final long BEHIND_OTHERS_NANOS = 200_000;

    /** What the node does when a link comes or goes. */
    interface Owner {
        /** A link is up. */
        void linked(Link link, Hello peer, Peers.@Nullable Target dialledFor, long nowNanos);

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
    private final Map<Long, Connection> connections = new LinkedHashMap<>();
    /** The one connection that stays for each node id, from the moment the peer is known. */
    private final Map<String, Connection> chosen = new HashMap<>();

    private final Map<Long, Peers.Target> targets = new HashMap<>();

    /** Those on which something lingers, or may. */
    private final Set<Connection> lingering = new LinkedHashSet<>();

    private boolean replaced;

    Connections(EngineConfig config, Peers peers, Events events, Owner owner) {
        this.config = config;
        this.own = config.hello();
        this.peers = peers;
        this.events = events;
        this.owner = owner;
    }

    void accepted(long id, long nowNanos) {
        connections.put(
                id, new Connection(id, new Session(false, own, config.times().session(), nowNanos)));
    }

    void dialled(long id, long dial, long nowNanos) {
        Connection connection =
                new Connection(id, new Session(true, own, config.times().session(), nowNanos));
        connections.put(id, connection);
        Peers.Target target = peers.answered(dial);
        if (target != null) {
            targets.put(id, target);
        }
        write(connection);
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

    Collection<Connection> all() {
        return connections.values();
    }

    @Nullable
    Link linkTo(NodeRef node) {
        Connection connection = chosen.get(node.id());
        Link link = connection == null ? null : connection.link;
        return link != null && link.peer().equals(node) ? link : null;
    }

    void receive(Connection connection, LinkFrame frame, long nowNanos) {
        SessionEvent event = connection.session.receive(frame);
        if (event != null) {
            handle(connection, event, nowNanos);
        }
        if (connection.session.hasFrames()) {
            write(connection);
        }
    }

    private void handle(Connection connection, SessionEvent event, long nowNanos) {
        switch (event) {
            case SessionEvent.PeerKnown(Hello peer) -> choose(connection, peer, nowNanos);
            case SessionEvent.Established(Hello peer) -> establish(connection, peer, nowNanos);
            case SessionEvent.Closed closed -> closed(connection, closed, nowNanos);
        }
    }

    private void choose(Connection newcomer, Hello peer, long nowNanos) {
        Peers.Target target = targets.get(newcomer.id);
        if (target instanceof Peers.Target.Node(NodeRef node) && !node.equals(peer.node())) {
            // Not REPLACED: whoever answered may be the newer, and would take the word as said of itself.
            part(
                    newcomer,
                    ErrorCode.NORMAL,
                    "dialled node " + node + ", but node " + peer.node() + " answered",
                    nowNanos);
            return;
        }
        Connection incumbent = chosen.get(peer.node().id());
        Hello other = incumbent == null ? null : incumbent.session.peer();
        Rivals.Choice choice = Rivals.choose(
                config.self(),
                peer.node(),
                newcomer.session.isDialler(),
                other == null ? null : other.node(),
                incumbent != null && incumbent.session.isDialler(),
                incumbent != null && incumbent.link != null);
        Connection loser = choice.verdict() == Rivals.Verdict.NEWCOMER ? incumbent : newcomer;
        if (loser != null) {
            part(
                    loser,
                    choice.code(),
                    "another connection of nodes " + config.self().id() + " and "
                            + peer.node().id() + " stays",
                    nowNanos);
        }
        if (choice.verdict() == Rivals.Verdict.NEWCOMER) {
            chosen.put(peer.node().id(), newcomer);
            SessionEvent event = newcomer.session.accept();
            write(newcomer);
            if (event != null) {
                handle(newcomer, event, nowNanos);
            }
        }
    }

    private void establish(Connection connection, Hello peer, long nowNanos) {
        Link link = new Link(
                peer.node(),
                Math.min(peer.maximumMessageBytes(), config.credit().maxMessageBytes()),
                peer.initialMessages(),
                peer.initialBytes(),
                new Link.Pen() {
                    @Override
                    public void ready() {
                        write(connection);
                    }

                    @Override
                    public void linger() {
                        lingers(connection);
                    }
                });
        connection.link = link;
        Peers.Target target = targets.remove(connection.id);
        peers.reached(peer.node());
        events.add(new EngineEvent.LinkChanged("link to node " + peer.node().id() + " is up"));
        owner.linked(link, peer, target, nowNanos);
    }

    private long answerDeadline(Link link) {
        return link.answerDeadline(config.times().session().answerNanos());
    }

    /** The peer has broken the protocol: ends the connection with the reason, and says so. */
    void violated(Connection connection, ProtocolViolation violation, long nowNanos) {
        Hello peer = connection.session.peer();
        String who = peer == null
                ? "a connection that has not introduced itself"
                : "node " + peer.node().id();
        String what = String.valueOf(violation.getMessage());
        events.add(new EngineEvent.Warning(violation.code(), who + " broke the protocol: " + what));
        part(connection, violation.code(), what, nowNanos);
    }

    /** Ends a connection from this side. */
    void part(Connection connection, ErrorCode code, String text, long nowNanos) {
        closed(connection, connection.session.close(code, text), nowNanos);
    }

    private void closed(Connection connection, SessionEvent.Closed closed, long nowNanos) {
        boolean displaced = closed.code() == ErrorCode.REPLACED && closed.byPeer();
        if (displaced && !replaced) {
            replaced = true;
            peers.stop();
            events.add(new EngineEvent.Warning(
                    ErrorCode.REPLACED,
                    "node " + config.self().id() + " was replaced by a newer process of that name and stays away: "
                            + closed.text()));
            owner.replaced();
        }
        String reason = closed.code() + (closed.text().isEmpty() ? "" : ": " + closed.text());
        over(connection, reason, isFinal(closed), nowNanos);
        if (!connection.disconnecting) {
            connection.disconnecting = true;
            events.add(new EngineEvent.Disconnect(connection.id));
        }
        if (displaced) {
            partAll(nowNanos);
        }
    }

    /** Closes every connection, each link behind what is queued on it. */
    void partAll(long nowNanos) {
        for (Connection connection : List.copyOf(connections.values())) {
            if (connection.link != null) {
                farewell(connection);
            } else if (!connection.disconnecting) {
                part(connection, ErrorCode.SHUTTING_DOWN, "this node closes", nowNanos);
            }
        }
    }

    private static boolean isFinal(SessionEvent.Closed closed) {
        return switch (closed.code()) {
            case REPLACED, WRONG_CLUSTER, VERSION, SELF -> true;
            default -> false;
        };
    }

    /** The connection is gone, whether or not a session had been agreed on. */
    void lost(Connection connection, String reason, long nowNanos) {
        connection.disconnecting = true;
        over(connection, reason, false, nowNanos);
        connections.remove(connection.id);
        lingering.remove(connection);
    }

    private void over(Connection connection, String reason, boolean isFinal, long nowNanos) {
        Hello peer = connection.session.peer();
        if (peer != null) {
            chosen.remove(peer.node().id(), connection);
        }
        Peers.Target target = targets.remove(connection.id);
        if (target != null) {
            missed(target, reason, isFinal, nowNanos);
        }
        Link link = connection.link;
        if (link != null) {
            connection.link = null;
            events.add(new EngineEvent.LinkChanged("link to node " + link.peer().id() + " is down: " + reason));
            owner.unlinked(link, reason, nowNanos);
        }
    }

    /** CLOSE follows what is queued. */
    private void farewell(Connection connection) {
        connection.parting = true;
        write(connection);
    }

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
        for (Frame frame = connection.session.poll(); frame != null; frame = connection.session.poll()) {
            out.add(frame);
        }
        Link link = connection.link;
        boolean drained = true;
        if (link != null) {
            boolean newsDue = nowNanos >= link.newsDeadline(config.times().announceNanos());
            drained = transmit(link, out, newsDue, sealUntilNanos, nowNanos);
            if (connection.parting && out.isEmpty() && out.toSeal().isEmpty()) {
                out.add(new Close(ErrorCode.NORMAL, "node " + config.self().id() + " closes"));
                part(connection, ErrorCode.NORMAL, "this node closes", nowNanos);
                connection.session.poll();
            }
        }
        if (!out.isEmpty()) {
            connection.session.wrote(nowNanos);
        }
        boolean more = !drained || !out.toSeal().isEmpty() || (connection.parting && !out.isEmpty());
        connection.writing = more;
        out.more(more);
        if (!more && !out.lingers() && connection.lingering) {
            connection.lingering = false;
            lingering.remove(connection);
        }
    }

    /** Fills the transmission from a link. @return whether nothing is left but what it names to be sealed, and what lingers */
    static boolean transmit(Link link, Transmission out, boolean newsDue, long sealUntilNanos, long nowNanos) {
        for (Frame frame = link.nextSteering(); frame != null; frame = link.nextSteering()) {
            out.add(frame);
        }
        if (newsDue) {
            // On a link that always has something else to write it would never be its turn.
            link.announceNews().forEach(out::add);
        }
        List<Lane> aside = new ArrayList<>();
        Frame frame = null;
        while (!out.isFull() && (frame = link.nextInTurn(aside, nowNanos)) != null) {
            out.add(frame);
        }
        for (Lane lane : aside) {
            boolean behindOthers = out.hasMessages() && lane.fillingSince() > nowNanos - BEHIND_OTHERS_NANOS;
            if (!behindOthers && lane.fillingSince() <= sealUntilNanos) {
                out.seal(lane.sender());
            } else {
                link.resume(lane);
                out.linger();
            }
        }
        if (frame == null && out.toSeal().isEmpty()) {
            link.announceNews().forEach(out::add);
        }
        return frame == null;
    }

    void tick(long nowNanos) {
        for (Connection connection : List.copyOf(connections.values())) {
            SessionEvent.Closed closed = connection.session.tick(nowNanos);
            if (closed != null) {
                closed(connection, closed, nowNanos);
            }
            Link link = connection.link;
            if (link != null && nowNanos >= answerDeadline(link)) {
                violated(connection, new ProtocolViolation("WITHDRAW was not answered in time"), nowNanos);
                link = null;
            }
            boolean newsDue =
                    link != null && nowNanos >= link.newsDeadline(config.times().announceNanos());
            if (connection.session.hasFrames() || newsDue) {
                write(connection);
            }
        }
    }

    long deadline() {
        long deadline = Long.MAX_VALUE;
        for (Connection connection : connections.values()) {
            deadline = Math.min(deadline, connection.session.deadline());
            Link link = connection.link;
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
