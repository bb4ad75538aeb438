package dev.strait.wire.session;

import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.NodeRef;
import java.util.List;

/** What the nodes of these tests say of themselves. */
final class Hellos {
    static final NodeRef A = new NodeRef("a", 1_000, 1);
    static final NodeRef B = new NodeRef("b", 1_000, 1);

    private Hellos() {}

    static Hello of(NodeRef node) {
        return of(node, "cluster", 1, 1);
    }

    static Hello of(NodeRef node, String cluster, int version, int oldest) {
        return new Hello(version, oldest, 0, cluster, node, List.of(), 16, 2_048, 1 << 20, List.of(), 0);
    }
}
