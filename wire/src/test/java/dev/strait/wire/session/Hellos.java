package dev.strait.wire.session;

import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.SessionToken;
import java.util.List;

/** What the nodes of these tests say of themselves. */
final class Hellos {
    static final NodeRef A = new NodeRef("a", 1_000, 1);
    static final NodeRef B = new NodeRef("b", 1_000, 1);

    /** Of the session that an acceptor answers with. */
    static final SessionToken TOKEN = new SessionToken(7, 8);

    private Hellos() {}

    /** As an acceptor says it, of a session. */
    static Hello answer(NodeRef node) {
        return of(node).withSession(TOKEN);
    }

    static Hello of(NodeRef node) {
        return of(node, "cluster", 1, 1);
    }

    static Hello of(NodeRef node, String cluster, int version, int oldest) {
        return new Hello(
                version, oldest, 0, cluster, node, List.of(), 16, 2_048, 1 << 20, List.of(), 0, SessionToken.NONE);
    }
}
