package dev.strait.wire.session;

import dev.strait.wire.frame.Ack;
import dev.strait.wire.frame.Close;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameLimits;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.LinkFrame;
import dev.strait.wire.frame.Ping;
import dev.strait.wire.frame.Pong;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.Ready;
import dev.strait.wire.frame.SessionToken;
import dev.strait.wire.frame.Utf8;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What two nodes say to each other on one connection beside what it carries: handshake, heartbeat, end. States and transitions
 * (docs/protocol.md, "States of a connection"):
 *
 * <pre>
 *   dialler   HELLO_SENT --HELLO--> UNDECIDED --accept: READY---------------------------------> ESTABLISHED
 *                                   UNDECIDED --accept, to resume: READY--> AWAIT_ACK --ACK---> ESTABLISHED
 *   acceptor  AWAIT_HELLO --HELLO-> UNDECIDED --accept: HELLO-------------> AWAIT_READY --READY-> ESTABLISHED
 *   any --close, CLOSE, violation, silence, handshake too long--> CLOSED
 * </pre>
 *
 * <p>A node decides between two connections of one pair while they are UNDECIDED; the dialler's READY is what makes the choice known, so
 * that nothing of a stream ever travels on a connection that is given up. Any byte received is life; each side writes something at
 * least once a heartbeat; nobody waits for a PONG. Not thread-safe.
 */
public final class ConnectionProtocol {
    /** Where the connection stands. */
    public enum State {
        /** This side dialled and has said HELLO. */
        HELLO_SENT,
        /** This side accepted the connection and waits for the dialler's HELLO. */
        AWAIT_HELLO,
        /** The peer is known; this side has yet to decide whether the connection stays. */
        UNDECIDED,
        /** This side accepted and answered HELLO; the dialler has yet to say READY. */
        AWAIT_READY,
        /** This side dialled to resume a session and has said READY; the acceptor has yet to say what it has received. */
        AWAIT_ACK,
        /** The connection carries a session. */
        ESTABLISHED,
        /** Over. */
        CLOSED
    }

    private final boolean dialler;
    private final Hello own;
    private final SessionTimes times;
    private final long startNanos;
    private final ArrayDeque<LinkFrame> out = new ArrayDeque<>();
    private long handshakeNanos;
    private State state;
    private @Nullable Hello peer;
    private long lastReceivedNanos;
    private long lastSentNanos;

    /**
     * Of a connection that has just been made.
     *
     * @param dialler whether this side dialled
     * @param own what this side says of itself; of a dialler, with the session that it wants to resume
     */
    public ConnectionProtocol(boolean dialler, Hello own, SessionTimes times, long nowNanos) {
        this.dialler = dialler;
        this.own = own;
        this.times = times;
        this.startNanos = nowNanos;
        this.handshakeNanos = own.session().isNone() ? times.handshakeNanos() : times.resumeHandshakeNanos();
        this.lastReceivedNanos = nowNanos;
        this.lastSentNanos = nowNanos;
        if (dialler) {
            out.add(own);
            state = State.HELLO_SENT;
        } else {
            state = State.AWAIT_HELLO;
        }
    }

    /** Whether this side dialled. */
    public boolean isDialler() {
        return dialler;
    }

    /** Where the connection stands. */
    public State state() {
        return state;
    }

    /** What the peer said of itself; null before its HELLO. */
    public @Nullable Hello peer() {
        return peer;
    }

    /** Any bytes came: the peer lives. */
    public void alive(long nowNanos) {
        lastReceivedNanos = nowNanos;
    }

    /** Bytes are being written: no heartbeat is due for a while. */
    public void wrote(long nowNanos) {
        lastSentNanos = nowNanos;
    }

    /**
     * Takes in a frame of the connection's own (not DIRECTORY).
     *
     * @return what the node has to know, or null
     * @throws ProtocolViolation if the frame may not come in this state
     */
    public @Nullable ConnectionEvent receive(LinkFrame frame) {
        return switch (frame) {
            case Hello hello when state == State.HELLO_SENT || state == State.AWAIT_HELLO -> introduced(hello);
            case Ready ready
            when state == State.AWAIT_READY -> {
                state = State.ESTABLISHED;
                yield new ConnectionEvent.Established(known(), ready.receivedFrames());
            }
            case Ack ack
            when state == State.AWAIT_ACK -> {
                state = State.ESTABLISHED;
                yield new ConnectionEvent.Established(known(), ack.receivedFrames());
            }
            case Ack ack when state == State.ESTABLISHED -> new ConnectionEvent.Acknowledged(ack.receivedFrames());
            case Close close -> {
                state = State.CLOSED;
                out.clear();
                yield new ConnectionEvent.Closed(true, close.code(), close.text());
            }
            case Ping ping
            when state == State.ESTABLISHED -> {
                if (!(out.peekLast() instanceof Pong)) {
                    out.add(new Pong(ping.nonce()));
                }
                yield null;
            }
            case Pong _ when state == State.ESTABLISHED -> null;
            case LinkFrame other ->
                throw new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, other.type() + " in state " + state);
        };
    }

    private ConnectionEvent introduced(Hello hello) {
        peer = hello;
        if (Math.min(hello.version(), own.version()) < Math.max(hello.oldestVersion(), own.oldestVersion())) {
            return close(
                    ErrorCode.VERSION,
                    "protocol versions " + hello.oldestVersion() + " to " + hello.version() + " of node "
                            + hello.node().id() + " and " + own.oldestVersion() + " to " + own.version() + " of node "
                            + own.node().id() + " do not meet; upgrade the older");
        }
        if (!hello.cluster().equals(own.cluster())) {
            return close(
                    ErrorCode.WRONG_CLUSTER,
                    "node " + hello.node().id() + " is of cluster '" + hello.cluster() + "', node "
                            + own.node().id() + " of cluster '" + own.cluster() + "'");
        }
        if (hello.node().equals(own.node())) {
            return close(ErrorCode.SELF, "node " + own.node().id() + " dialled itself");
        }
        if (hello.node().sameId(own.node()) && hello.node().compareIncarnation(own.node()) < 0) {
            // The newer of two processes of one name tells the older; the older answers as to anyone, and is told.
            return close(ErrorCode.REPLACED, "node " + own.node() + " has replaced node " + hello.node());
        }
        if (dialler && hello.session().isNone()) {
            throw new ProtocolViolation("HELLO of an acceptor names no session");
        }
        if (!dialler && !hello.session().isNone()) {
            handshakeNanos = times.resumeHandshakeNanos();
        }
        state = State.UNDECIDED;
        return new ConnectionEvent.PeerKnown(hello);
    }

    /**
     * As the dialler, takes the connection: says READY, and has a new session, or waits for ACK to resume one.
     *
     * @param resumes whether the session is one that this side or the other has
     * @param receivedFrames how many sequenced frames of it this side has received
     */
    public @Nullable ConnectionEvent take(boolean resumes, long receivedFrames) {
        requireUndecided(true);
        out.add(new Ready(receivedFrames));
        if (resumes) {
            state = State.AWAIT_ACK;
            return null;
        }
        state = State.ESTABLISHED;
        return new ConnectionEvent.Established(known(), 0);
    }

    /** As the acceptor, answers: says HELLO with the session that this connection is to carry, and waits for READY. */
    public void answer(SessionToken session) {
        answer(session, List.of());
    }

    /** As {@link #answer(SessionToken)}, with these extensions. */
    public void answer(SessionToken session, List<Hello.Extension> extensions) {
        requireUndecided(false);
        out.add(own.withSession(session).withExtensions(extensions));
        state = State.AWAIT_READY;
    }

    private void requireUndecided(boolean asDialler) {
        if (state != State.UNDECIDED || dialler != asDialler) {
            throw new IllegalStateException((dialler ? "dialler" : "acceptor") + " in state " + state);
        }
    }

    /** Says how many sequenced frames of the session this side has received. */
    public void acknowledge(long receivedFrames) {
        out.add(new Ack(receivedFrames));
    }

    /** Ends the connection from this side; CLOSE is the last frame it writes. */
    public ConnectionEvent.Closed close(ErrorCode code, String text) {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            out.add(new Close(code, Utf8.fit(text, FrameLimits.MAX_REASON_BYTES)));
        }
        return new ConnectionEvent.Closed(false, code, text);
    }

    /** Does what time asks for: a heartbeat, or giving up. */
    public ConnectionEvent.@Nullable Closed tick(long nowNanos) {
        return switch (state) {
            case HELLO_SENT, AWAIT_HELLO, UNDECIDED, AWAIT_READY, AWAIT_ACK ->
                nowNanos - startNanos < handshakeNanos
                        ? null
                        : close(
                                ErrorCode.HANDSHAKE_TIMEOUT,
                                "no handshake within " + handshakeNanos / 1_000_000 + " ms");
            case ESTABLISHED -> {
                if (nowNanos - lastReceivedNanos >= times.silenceNanos()) {
                    yield close(ErrorCode.SILENT, "silent for " + times.silenceNanos() / 1_000_000 + " ms");
                }
                if (nowNanos - lastSentNanos >= times.heartbeatNanos()) {
                    // Noted though something waits already: else the deadline would stay in the past while a write is
                    // stuck.
                    lastSentNanos = nowNanos;
                    if (out.isEmpty()) {
                        out.add(new Ping(nowNanos));
                    }
                }
                yield null;
            }
            case CLOSED -> null;
        };
    }

    /** Whether {@link #tick} will say something only to be heard: if there is anything to say, now is the time. */
    public boolean isHeartbeatDue(long nowNanos) {
        return state == State.ESTABLISHED && nowNanos - lastSentNanos >= times.heartbeatNanos();
    }

    /** When {@link #tick} next has something to do; {@link Long#MAX_VALUE} for never. */
    public long deadline() {
        return switch (state) {
            case HELLO_SENT, AWAIT_HELLO, UNDECIDED, AWAIT_READY, AWAIT_ACK -> startNanos + handshakeNanos;
            case ESTABLISHED ->
                Math.min(lastReceivedNanos + times.silenceNanos(), lastSentNanos + times.heartbeatNanos());
            case CLOSED -> Long.MAX_VALUE;
        };
    }

    /** The next frame of the connection itself to write, ahead of everything else; null if there is none. */
    public @Nullable Frame poll() {
        return out.poll();
    }

    /** Whether the connection itself has something to write. */
    public boolean hasFrames() {
        return !out.isEmpty();
    }

    private Hello known() {
        if (peer == null) {
            throw new IllegalStateException("established with nobody");
        }
        return peer;
    }
}
