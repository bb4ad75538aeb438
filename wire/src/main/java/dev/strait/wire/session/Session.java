package dev.strait.wire.session;

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
import dev.strait.wire.frame.Utf8;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The session over one connection. States and transitions (docs/protocol.md, "Session"):
 *
 * <pre>
 *   dialler   HELLO_SENT --HELLO--> UNDECIDED --accept: READY-----------------------> ESTABLISHED
 *   acceptor  AWAIT_HELLO --HELLO-> UNDECIDED --accept: HELLO--> AWAIT_READY --READY--> ESTABLISHED
 *   any --close, CLOSE, violation, silence, handshake too long--> CLOSED
 * </pre>
 *
 * <p>A node decides between two connections of one pair while they are UNDECIDED; the dialler's READY is what makes the choice known, so
 * that nothing of a stream ever travels on a connection that is given up. Any byte received is life; each side writes something at
 * least once a heartbeat; nobody waits for a PONG. Not thread-safe.
 */
public final class Session {
    /** Where the session stands. */
    public enum State {
        /** This side dialled and has said HELLO. */
        HELLO_SENT,
        /** This side accepted the connection and waits for the dialler's HELLO. */
        AWAIT_HELLO,
        /** The peer is known; this side has yet to decide whether the connection stays. */
        UNDECIDED,
        /** This side accepted and answered HELLO; the dialler has yet to say READY. */
        AWAIT_READY,
        /** The session carries streams. */
        ESTABLISHED,
        /** Over. */
        CLOSED
    }

    private final boolean dialler;
    private final Hello own;
    private final SessionTimes times;
    private final long startNanos;
    private final ArrayDeque<LinkFrame> out = new ArrayDeque<>();
    private State state;
    private @Nullable Hello peer;
    private long lastReceivedNanos;
    private long lastSentNanos;

    /**
     * A session over a connection that has just been made.
     *
     * @param dialler whether this side dialled
     * @param own what this side says of itself
     */
    public Session(boolean dialler, Hello own, SessionTimes times, long nowNanos) {
        this.dialler = dialler;
        this.own = own;
        this.times = times;
        this.startNanos = nowNanos;
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

    /** Where the session stands. */
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
     * Takes in a frame of the session's own (not DIRECTORY).
     *
     * @return what the node has to know, or null
     * @throws ProtocolViolation if the frame may not come in this state
     */
    public @Nullable SessionEvent receive(LinkFrame frame) {
        return switch (frame) {
            case Hello hello when state == State.HELLO_SENT || state == State.AWAIT_HELLO -> introduced(hello);
            case Ready _
            when state == State.AWAIT_READY -> {
                state = State.ESTABLISHED;
                yield new SessionEvent.Established(known());
            }
            case Close close -> {
                state = State.CLOSED;
                out.clear();
                yield new SessionEvent.Closed(true, close.code(), close.text());
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

    private SessionEvent introduced(Hello hello) {
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
        state = State.UNDECIDED;
        return new SessionEvent.PeerKnown(hello);
    }

    /** This connection stays: a dialler says READY and has a session, an acceptor says HELLO and waits for READY. */
    public @Nullable SessionEvent accept() {
        if (state != State.UNDECIDED) {
            throw new IllegalStateException("accept in state " + state);
        }
        if (dialler) {
            out.add(new Ready());
            state = State.ESTABLISHED;
            return new SessionEvent.Established(known());
        }
        out.add(own);
        state = State.AWAIT_READY;
        return null;
    }

    /** Ends the session from this side; CLOSE is the last frame it writes. */
    public SessionEvent.Closed close(ErrorCode code, String text) {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            out.add(new Close(code, Utf8.fit(text, FrameLimits.MAX_REASON_BYTES)));
        }
        return new SessionEvent.Closed(false, code, text);
    }

    /** Does what time asks for: a heartbeat, or giving up. */
    public SessionEvent.@Nullable Closed tick(long nowNanos) {
        return switch (state) {
            case HELLO_SENT, AWAIT_HELLO, UNDECIDED, AWAIT_READY ->
                nowNanos - startNanos < times.handshakeNanos()
                        ? null
                        : close(
                                ErrorCode.HANDSHAKE_TIMEOUT,
                                "no handshake within " + times.handshakeNanos() / 1_000_000 + " ms");
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

    /** When {@link #tick} next has something to do; {@link Long#MAX_VALUE} for never. */
    public long deadline() {
        return switch (state) {
            case HELLO_SENT, AWAIT_HELLO, UNDECIDED, AWAIT_READY -> startNanos + times.handshakeNanos();
            case ESTABLISHED ->
                Math.min(lastReceivedNanos + times.silenceNanos(), lastSentNanos + times.heartbeatNanos());
            case CLOSED -> Long.MAX_VALUE;
        };
    }

    /** The next frame of the session itself to write, ahead of everything else; null if there is none. */
    public @Nullable Frame poll() {
        return out.poll();
    }

    /** Whether the session itself has something to write. */
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
