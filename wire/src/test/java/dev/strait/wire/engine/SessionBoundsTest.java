package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.dispatch.Closure;
import org.junit.jupiter.api.Test;

/** Which sessions end though their peers live, and for which nobody is dialled. */
class SessionBoundsTest {
    private final Cluster cluster = new Cluster();
    private final Player host = cluster.host("host");
    private final Player node = cluster.node("node").join(host);

    @Test
    void whereThisSideHasFailedTheSessionEndsAndAnotherBegins() {
        for (long connection = 1; connection < 10; connection++) {
            host.engine.failed(connection, "a defect", cluster.now);
        }
        cluster.advance(2_000);
        assertTrue(host.story().contains("link to node node is down: INTERNAL: a defect"), host::story);
        assertTrue(node.story().contains("link to node host is down: INTERNAL: a defect"), node::story);
        assertEquals(1, host.engine.status().links());
        In in = host.receiver("words").takeAll();
        Out out = node.sender("words").sendNumbers(10);
        out.done();
        assertEquals(10, in.taken.size());
        assertEquals(new Closure.Done(), in.closure());
    }

    @Test
    void forALinkWithoutStreamsWhoeverWasDialledDialsNobody() {
        cluster.unreach(host);
        cluster.cut(node, host);
        cluster.advance(3_000);
        assertEquals(0, host.dials, "a stranger could have named any addresses");
        assertEquals(1, host.engine.status().suspended());
        cluster.reach(host);
        cluster.advance(900);
        assertEquals(0, host.engine.status().suspended(), "the one that had dialled does");
    }

    @Test
    void forALinkWithStreamsBothDial() {
        host.receiver("words");
        node.sender("words");
        cluster.unreach(host);
        cluster.cut(node, host);
        cluster.advance(300);
        assertTrue(host.dials > 0);
        assertEquals(0, host.engine.status().suspended());
    }
}
