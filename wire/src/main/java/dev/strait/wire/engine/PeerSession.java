package dev.strait.wire.engine;

import dev.strait.wire.dispatch.Lane;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.SessionToken;
import dev.strait.wire.session.Session;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A session with another node: its link, which is there whether it has a connection or not, and the connection that it has. Not thread-safe. */
final class PeerSession {
    /** So many frames that steer a suspended link may keep: messages are bounded elsewhere, what the directory says is not. */
    static final int MOST_CONTROL_FRAMES = 1 << 18;

    final Session session;
    final Link link;
    final Hello peer;

    /** Null while it is suspended. */
    @Nullable
    Connection connection;
    /** Why it is suspended. */
    String reason = "";

    private final Set<String> addresses = new LinkedHashSet<>();
    /** Whether this side dialled the connection that it has, or had last. */
    private boolean dialledHere;

    PeerSession(Session session, Hello peer, int maxMessageBytes, Function<PeerSession, Link.Pen> pen) {
        this.session = session;
        this.peer = peer;
        this.link = new Link(
                peer.node(),
                Math.min(peer.maximumMessageBytes(), maxMessageBytes),
                peer.initialMessages(),
                peer.initialBytes(),
                pen.apply(this));
    }

    NodeRef node() {
        return peer.node();
    }

    SessionToken token() {
        return session.token();
    }

    boolean isUp() {
        return connection != null;
    }

    /** This connection carries it from now on. */
    void carriedBy(Connection carrier) {
        connection = carrier;
        carrier.session = this;
        dialledHere = carrier.protocol.isDialler();
        Peers.Target dialled = carrier.dialled;
        if (dialled != null) {
            addresses.add(dialled.address());
        }
    }

    /** No connection carries it. @return the one that did, null if none did */
    @Nullable
    Connection carriedByNone() {
        Connection before = connection;
        if (before != null) {
            before.session = null;
            connection = null;
        }
        return before;
    }

    /** Whether the other side has not received everything. */
    boolean hasUnsaid() {
        return session.keptBytes() > 0 || link.hasFrames();
    }

    /** What {@link Session#keptBytes} counts, summed up anew: for those who check the count, since it looks at each frame and batch. */
    long recountKept() {
        long sum = session.recountFrames();
        for (Lane lane : link.lanes.all()) {
            sum += lane.recountWaiting();
        }
        return sum;
    }

    /** Whether it is to wait for no further connection. */
    boolean isOver(long nowNanos) {
        return nowNanos >= session.lostAtNanos() || (!isUp() && link.controlFrames() > MOST_CONTROL_FRAMES);
    }

    /** Why it is over. */
    String whyOver(long nowNanos) {
        // Not what has passed by now: this may be looked at late.
        long window = session.lostAtNanos() - session.suspendedAtNanos();
        return nowNanos >= session.lostAtNanos()
                ? "not resumed within " + window / 1_000_000 + " ms; " + reason
                : "more than " + MOST_CONTROL_FRAMES + " frames wait to be written; " + reason;
    }

    boolean isDialledHere() {
        return dialledHere;
    }

    /** Where its node can be dialled: where it was, then where it says that it listens. */
    List<String> addresses() {
        Set<String> all = new LinkedHashSet<>(addresses);
        all.addAll(peer.addresses());
        return List.copyOf(all);
    }
}
