package dev.strait.wire.engine;

import dev.strait.wire.frame.Close;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.Pong;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What is written on connections, and when: what the connection says of itself first, then what is to be written again, then what is new, with what
 * is to be acknowledged. Not thread-safe.
 */
final class Writing {
    private final EngineConfig config;
    private final Events events;
    private final Connections connections;
    /** Those on which something lingers, or may. */
    private final Set<Connection> lingering = new LinkedHashSet<>();

    Writing(EngineConfig config, Events events, Connections connections) {
        this.config = config;
        this.events = events;
        this.connections = connections;
    }

    /** A pen for the link of a session. */
    Link.Pen pen(PeerSession session) {
        return new Pen(session);
    }

    /** A connection is over. */
    void over(Connection connection) {
        lingering.remove(connection);
    }

    /** There is something to write on a connection. */
    void write(Connection connection) {
        if (!connection.writing) {
            connection.writing = true;
            events.add(new EngineEvent.Write(connection.id));
        }
    }

    /** Something lingers for a connection, or may. */
    void lingers(Connection connection) {
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
        boolean answersPing = false;
        for (Frame frame = connection.protocol.poll(); frame != null; frame = connection.protocol.poll()) {
            out.add(frame);
            answersPing |= frame instanceof Pong;
        }
        PeerSession session = connection.session;
        if (session != null && answersPing && session.session.hasToAcknowledge()) {
            // Whoever only ever answers has no heartbeat of its own due, which would say it.
            out.add(session.session.acknowledge());
        }
        boolean drained = session == null || transmit(session, out, sealUntilNanos, nowNanos);
        if (session != null
                && connection.parting
                && drained
                && out.isEmpty()
                && out.toSeal().isEmpty()) {
            out.add(new Close(ErrorCode.NORMAL, "node " + config.self().id() + " closes"));
            connections.part(connection, ErrorCode.NORMAL, "this node closes", nowNanos);
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
            acknowledge(session, out, nowNanos);
            return false;
        }
        boolean newsDue = nowNanos >= session.link.newsDeadline(config.times().announceNanos());
        boolean drained = filler.fill(newsDue, sealUntilNanos, nowNanos);
        acknowledge(session, out, nowNanos);
        return drained;
    }

    private void acknowledge(PeerSession session, Transmission out, long nowNanos) {
        boolean worth = !out.isEmpty()
                && (session.session.isWorthAcknowledging()
                        || session.session.isOverdueToAcknowledge(
                                config.times().session().heartbeatNanos(), nowNanos));
        if (worth || session.session.isDueToAcknowledge()) {
            out.add(session.session.acknowledge());
        }
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
}
