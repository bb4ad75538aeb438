package dev.strait.wire.engine;

import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.Ready;
import dev.strait.wire.frame.SessionToken;
import java.util.List;

/** What a node says of itself before all else, for those in these tests who are none. */
final class Handshakes {
    /** What a dialler asks for and no node has, and what an acceptor begins. */
    static final SessionToken SESSION = new SessionToken(1, 1);

    private Handshakes() {}

    static Hello hello(NodeRef node, List<String> addresses, boolean hostsDirectory) {
        return hello(node, addresses, hostsDirectory, SESSION);
    }

    static Hello hello(NodeRef node, List<String> addresses, boolean hostsDirectory, SessionToken session) {
        return new Hello(
                Hello.VERSION,
                Hello.VERSION,
                0,
                "cluster",
                node,
                addresses,
                Cluster.CREDIT.initialMessages(),
                Cluster.CREDIT.initialBytes(),
                Cluster.CREDIT.maxMessageBytes(),
                List.of(),
                hostsDirectory ? Hello.HOSTS_DIRECTORY : 0,
                session);
    }

    static Ready ready() {
        return new Ready(0);
    }
}
