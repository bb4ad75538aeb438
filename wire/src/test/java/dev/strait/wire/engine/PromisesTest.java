package dev.strait.wire.engine;

import static dev.strait.wire.engine.Handshakes.hello;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.SessionToken;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromisesTest {
    private static final NodeRef ONE = new NodeRef("one", 1, 1);
    private static final SessionToken TOKEN = new SessionToken(1, 2);

    @Test
    void aSessionThatIsCutAtAnyByteOfItsBeginningGoesOn() {
        boolean cut = true;
        int bytes = 1;
        for (; cut; bytes++) {
            int at = bytes;
            Cluster cluster = new Cluster();
            Player host = cluster.host("host");
            In in = host.receiver("words").takeAll();
            Player node = cluster.node("node");
            cluster.cutAfter(at, node, host);
            node.join(host);
            cut = !cluster.isToBeCut();
            Out out = node.sender("words");
            cluster.advance(2_000);
            out.send("a", "b");
            cluster.advance(100);
            assertFalse(node.story().contains("is down"), () -> "cut after " + at + ": " + node.story());
            assertFalse(host.story().contains("is down"), () -> "cut after " + at + ": " + host.story());
            assertEquals("a b", in.text(), () -> "cut after " + at);
        }
        assertTrue(bytes > 100, "the handshake alone is longer than " + bytes);
    }

    @Test
    void aPromiseIsOfOneSessionAndOneNode() {
        Promises promises = new Promises();
        promises.keep(hello(ONE, List.of(), false), TOKEN, 10);
        assertEquals(TOKEN, promises.to(ONE));
        assertEquals(SessionToken.NONE, promises.to(new NodeRef("one", 2, 1)));
        promises.keep(hello(ONE, List.of(), false), new SessionToken(1, 3), 20);
        assertNotEquals(TOKEN, promises.to(ONE), "the dialler holds the last for begun");
        assertEquals(20, promises.deadline());
    }

    @Test
    void whoeverIsDialledForTheDirectoryIsKnownByThatItHostedIt() {
        Promises promises = new Promises();
        promises.keep(hello(ONE, List.of(), true), TOKEN, 10);
        promises.keep(hello(new NodeRef("two", 1, 1), List.of(), false), new SessionToken(1, 3), 10);
        assertEquals(TOKEN, promises.toDirectory());
        promises.forget(ONE);
        assertEquals(SessionToken.NONE, promises.toDirectory());
    }

    @Test
    void whatBeganOrIsOverdueIsForgotten() {
        Promises promises = new Promises();
        promises.keep(hello(ONE, List.of(), false), TOKEN, 10);
        promises.tick(9);
        assertEquals(TOKEN, promises.to(ONE));
        promises.tick(10);
        assertNotEquals(TOKEN, promises.to(ONE));
        assertEquals(Long.MAX_VALUE, promises.deadline());
        promises.keep(hello(ONE, List.of(), false), TOKEN, 20);
        promises.forget(ONE);
        assertNotEquals(TOKEN, promises.to(ONE));
    }

    @Test
    void strangersDoNotFillTheMemory() {
        Promises promises = new Promises();
        for (int i = 0; i < 100_000; i++) {
            promises.keep(hello(new NodeRef("node" + i, 1, 1), List.of(), false), TOKEN, 10 + i);
        }
        assertNotEquals(TOKEN, promises.to(new NodeRef("node5000", 1, 1)));
        promises.tick(100_010);
        promises.keep(hello(ONE, List.of(), false), TOKEN, 200_000);
        assertEquals(TOKEN, promises.to(ONE));
    }
}
