package dev.strait.wire.engine;

import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.SessionToken;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sessions that this node answered connections with that ended ahead of READY. Their diallers may have said READY, and hold them for begun: who asks for
 * such a session gets it, and this node asks for it where it dials itself, or a cut of that moment would lose a link. Not thread-safe.
 */
final class Promises {
    /** Strangers are not to fill the memory with them. */
    private static final int MOST = 1_024;
    /** How long one is kept at least, whatever this node allows its own sessions: the dialler may allow them more. */
    static final long LEAST_NANOS = 30_000_000_000L;

    private record Promise(SessionToken token, boolean toDirectory, long untilNanos) {}

    private final Map<NodeRef, Promise> promises = new LinkedHashMap<>();

    /** The connection that was to carry the session has ended. */
    void keep(Hello peer, SessionToken token, long untilNanos) {
        NodeRef node = peer.node();
        promises.remove(node);
        if (promises.size() < MOST) {
            promises.put(node, new Promise(token, peer.hostsDirectory(), untilNanos));
        }
    }

    /** The session that a node was answered with; none if there is none. */
    SessionToken to(NodeRef node) {
        Promise promise = promises.get(node);
        return promise == null ? SessionToken.NONE : promise.token();
    }

    /** As {@link #to}, of the node that last said that it hosts the directory: who is dialled for that is not known by name. */
    SessionToken toDirectory() {
        SessionToken last = SessionToken.NONE;
        for (Promise each : promises.values()) {
            last = each.toDirectory() ? each.token() : last;
        }
        return last;
    }

    /** A session with the node has begun, that one or another. */
    void forget(NodeRef node) {
        promises.remove(node);
    }

    /** Those whose dialler has given them up by now are forgotten. */
    void tick(long nowNanos) {
        promises.values().removeIf(each -> nowNanos >= each.untilNanos());
    }

    long deadline() {
        long deadline = Long.MAX_VALUE;
        for (Promise each : promises.values()) {
            deadline = Math.min(deadline, each.untilNanos());
        }
        return deadline;
    }
}
