package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.frame.DirectoryFrame;
import dev.strait.wire.frame.FrameType;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.SessionToken;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    @Test
    void aStrangerWithManyNamesLeavesNoMoreSuspendedLinksThanTheBound() {
        for (int i = 0; i <= Sessions.MOST_SUSPENDED; i++) {
            assertEquals(i, host.engine.status().suspended());
            Intruder stranger = Intruder.to(host);
            stranger.self = new NodeRef("s" + i, 1, 1);
            stranger.give(Handshakes.hello(stranger.self, List.of(), false, SessionToken.NONE));
            stranger.give(Handshakes.ready());
            stranger.cut();
        }
        assertEquals(Sessions.MOST_SUSPENDED, host.engine.status().suspended());
        assertEquals(
                "link to node s4096 is down: cut; 4096 links are suspended already, and it cannot wait, too",
                host.links().getLast());
        assertEquals(Sessions.MOST_SUSPENDED + 1, host.engine.status().links(), "the one that is up goes on");
        cluster.advance(4_000);
        assertEquals(0, host.engine.status().suspended());
    }

    @Test
    void aSuspendedLinkForWhichTooManyFramesWaitIsLost() {
        node.sender("words");
        cluster.unreach(host);
        cluster.unreach(node);
        cluster.cut(node, host);
        byte[] schema = "text".getBytes(StandardCharsets.UTF_8);
        // The directory tells the node of each receiver that comes, and when it goes.
        for (int i = 0; i < PeerSession.MOST_CONTROL_FRAMES / 2; i++) {
            ReceiverEnd end = host.engine.openReceiver(ChannelSpec.of("words"), schema, cluster.now);
            drain(host);
            host.engine.closeReceiver(end, cluster.now);
            drain(host);
        }
        host.engine.tick(cluster.now);
        assertEquals(1, host.engine.status().suspended(), "as many as may wait");
        host.engine.openReceiver(ChannelSpec.of("words"), schema, cluster.now);
        drain(host);
        host.engine.tick(cluster.now);
        cluster.run();
        assertEquals(0, host.engine.status().suspended());
        assertEquals(
                "link to node node is down: more than 262144 frames wait to be written; cut",
                host.links().getLast());
        cluster.reach(host);
        cluster.advance(1_500);
        assertTrue(
                node.story()
                        .contains(
                                "is down: node host has given the session up (more than 262144 frames wait to be written; cut); cut"),
                node::story);
        assertTrue(node.engine.isAttached());
    }

    /** What it would do about its connections is not to happen. */
    private static void drain(Player player) {
        EngineEvent event = player.engine.poll();
        while (event != null) {
            event = player.engine.poll();
        }
    }

    @Test
    void whatTheDirectorySaysInPlaceOfTheFragmentThatWasCutOffIsAViolation() {
        host.receiver("words").takeAll();
        Out out = node.sender("words").send("a");
        cluster.pieces(512);
        cluster.cutAfter(5_000, node, host);
        cluster.unreach(host);
        cluster.unreach(node);
        out.send("x*70000");
        assertEquals(1, host.engine.status().suspended());
        cluster.pieces(Integer.MAX_VALUE);
        cluster.swallow(FrameType.FRAGMENT, node, host);
        cluster.reach(host);
        cluster.advance(1_500);
        assertEquals(0, host.engine.status().suspended());
        cluster.forge(node, host, new DirectoryFrame(new byte[] {1}, 0, 1));
        String down = "is down: PROTOCOL_VIOLATION: another frame in place of the fragment that was cut off";
        assertTrue(host.story().contains(down), host::story);
    }

    @Test
    void aLargeMessageAsksForItsBytesThoughTheLinkIsSuspendedOrTheQuestionIsCutOff() {
        In in = host.receiver("words").takeAll();
        Out out = node.sender("words").send("a");
        cluster.hold(node, host);
        out.send("x*70000");
        assertEquals(1, in.taken.size(), "the question is on its way");
        cluster.cutOnly(node, host);
        cluster.release();
        cluster.advance(1_000);
        assertEquals(2, in.taken.size());
        cluster.unreach(host);
        cluster.unreach(node);
        cluster.cut(node, host);
        out.send("y*70000");
        cluster.reach(host);
        cluster.advance(1_500);
        assertEquals(3, in.taken.size());
        assertEquals(2, node.written.get("WANT"));
        out.done();
        assertEquals(new Closure.Done(), in.closure());
    }
}
