package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.frame.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The same stories over and over, each time with the connection cut after another byte, from one side and from the other: nothing
 * that a program sees tells where, or whether, it was cut.
 */
class ResumeAtEveryByteTest {
    /** What programs on two nodes do and must see. */
    private interface Story {
        void tell(Cluster cluster, Player host, Player node);
    }

    /** The same, of which only what comes behind the start is cut. */
    private interface LateStory {
        void tell(Cluster cluster, Player host, Player node, Runnable start);
    }

    @Test
    void messagesAndTheirEnd() {
        everywhere(1, (cluster, host, node) -> {
            In in = host.receiver("words").takeAll();
            Out out = node.sender("words");
            for (int i = 0; i < 10; i++) {
                out.send(String.valueOf(i));
            }
            out.done();
            cluster.advance(1_500);
            assertEquals(ResumeTest.numbers(10), in.taken);
            assertEquals(new Closure.Done(), in.closure());
            assertTrue(out.drained);
        });
    }

    @Test
    void messagesInBothDirections() {
        everywhere(1, (cluster, host, node) -> {
            In in = host.receiver("there").takeAll();
            In back = node.receiver("back").takeAll();
            Out out = node.sender("there");
            Out answers = host.sender("back");
            cluster.hold(node, host);
            for (int i = 0; i < 10; i++) {
                out.send(String.valueOf(i));
                answers.send(String.valueOf(i));
            }
            cluster.release();
            assertEquals(ResumeTest.numbers(10), in.taken);
            assertEquals(ResumeTest.numbers(10), back.taken);
        });
    }

    @Test
    void theHandshakeThatResumes() {
        int cuts = everywhere(1, (cluster, host, node, start) -> {
            In in = host.receiver("there").takeAll();
            In back = node.receiver("back").takeAll();
            Out out = node.sender("there");
            Out answers = host.sender("back");
            cluster.hold(node, host);
            out.send("a").send("b").send("c");
            answers.send("x").send("y").send("z");
            cluster.cutOnly(node, host);
            start.run();
            cluster.release();
            cluster.advance(2_000);
            assertEquals("a b c", in.text());
            assertEquals("x y z", back.text());
            out.done();
            answers.done();
            assertEquals(new Closure.Done(), in.closure());
            assertEquals(new Closure.Done(), back.closure());
        });
        assertTrue(cuts > 300, () -> "only " + cuts + " cuts");
    }

    @Test
    void anError() {
        everywhere(1, (cluster, host, node) -> {
            In in = host.receiver("words").takeAll();
            node.sender("words").send("a", "b").fail("on purpose");
            assertEquals("a b", in.text());
            Closure.Failed failed = assertInstanceOf(Closure.Failed.class, in.closure());
            assertEquals(ErrorCode.APPLICATION_ERROR, failed.code());
            assertEquals("on purpose", failed.text());
        });
    }

    @Test
    void aReceiverThatLeaves() {
        everywhere(1, (cluster, host, node) -> {
            In leaving = host.receiver("words");
            Out out = node.sender("words").send("a", "b", "c", "d");
            leaving.take(2).close();
            In staying = host.receiver("words").takeAll();
            out.send("e").done();
            assertEquals("a b", leaving.text());
            assertEquals("c d e", staying.text());
            assertEquals(new Closure.Done(), staying.closure());
            assertTrue(out.drained);
            assertEquals(0, host.engine.status().incomingStreams());
        });
    }

    @Test
    void aMessageThatWaitsForCreditOfItsSize() {
        everywhere(7, (cluster, host, node) -> {
            In in = host.receiver("words");
            Out out = node.sender("words").send("a", "x*3000", "b").send("y*5000");
            in.takeAll();
            out.done();
            assertEquals(List.of("a", "x*3000", "b", "y*5000"), in.taken);
            assertEquals(new Closure.Done(), in.closure());
        });
    }

    @Test
    void fragmentsOfMessagesOfWhichEachByteCounts() {
        everywhere(1_009, (cluster, host, node) -> {
            cluster.pieces(30_000);
            In in = host.receiver("words").takeAll();
            Out out = node.sender("words").send("x*200000", "a", "y*70000");
            In other = host.receiver("others").takeAll();
            node.sender("others").send("z*100000").done();
            out.done();
            assertEquals(List.of("x*200000", "a", "y*70000"), in.taken);
            assertEquals(List.of("z*100000"), other.taken);
            assertEquals(0, host.engine.status().reservedBytes());
        });
    }

    @Test
    void anEndThatIsClosedWhileAFragmentOfItsMessageIsCutOff() {
        everywhere(1_009, (cluster, host, node) -> {
            In leaving = host.receiver("words");
            Out out = node.sender("words").send("x*100000", "y*100000");
            leaving.close();
            In staying = host.receiver("words").takeAll();
            out.done();
            cluster.advance(1_500);
            assertEquals(List.of("x*100000", "y*100000"), staying.taken);
            assertEquals(new Closure.Done(), staying.closure());
            assertEquals(0, host.engine.status().reservedBytes());
        });
    }

    @Test
    void opensAtTheDirectory() {
        everywhere(1, (cluster, host, node) -> {
            Out out = node.sender("words");
            In in = node.receiver("numbers").takeAll();
            In there = host.receiver("words").takeAll();
            Out back = host.sender("numbers").send("1");
            out.send("a").done();
            back.done();
            assertEquals(2, node.heard(EngineEvent.Opened.class), node::story);
            assertEquals("1", in.text());
            assertEquals("a", there.text());
            assertEquals(new Closure.Done(), in.closure());
            assertEquals(new Closure.Done(), there.closure());
        });
    }

    @Test
    void rendezvousAndTheirVerdicts() {
        everywhere(1, (cluster, host, node) -> {
            Takes in = host.taking("words").receive(1);
            Sends out = node.offering("words").send("a", "b", "c");
            in.receive(1);
            in.hold().receive(1);
            out.once().withdrawAll();
            in.decideNow();
            assertEquals("a b", in.text());
            assertEquals(List.of("a TAKEN", "b TAKEN", "c RETURNED"), out.verdicts);
            out.send("d");
            assertEquals("a b d", in.text());
            out.done();
            assertEquals(new Closure.Done(), in.closure());
        });
    }

    @Test
    void largeOffers() {
        everywhere(503, (cluster, host, node) -> {
            Takes in = host.taking("words").receive(2);
            Sends out = node.offering("words").send("x*80000", "y*3000");
            assertEquals("x*80000 y*3000", in.text());
            assertEquals(List.of("x*80000 TAKEN", "y*3000 TAKEN"), out.verdicts);
        });
    }

    private static int everywhere(int step, Story story) {
        return everywhere(step, (cluster, host, node, start) -> {
            start.run();
            story.tell(cluster, host, node);
        });
    }

    /** Tells the story with a cut at every so many bytes of both directions. @return how often it was cut */
    private static int everywhere(int step, LateStory story) {
        return everywhere(step, story, true) + everywhere(step, story, false);
    }

    private static int everywhere(int step, LateStory story, boolean fromNode) {
        for (int bytes = 0; ; bytes += step) {
            Cluster cluster = new Cluster();
            Player host = cluster.host("host");
            Player node = cluster.node("node").join(host);
            int after = bytes;
            Player from = fromNode ? node : host;
            try {
                story.tell(cluster, host, node, () -> cluster.cutAfter(after, from, fromNode ? host : node));
                assertEquals(1, cluster.connections(node, host));
                assertFalse(node.story().contains("is down"), node::story);
                assertFalse(host.story().contains("is down"), host::story);
                cluster.advance(2_000);
                assertEquals(0, node.engine.status().keptBytes());
                assertEquals(0, host.engine.status().keptBytes());
            } catch (AssertionError e) {
                throw new AssertionError("cut after " + bytes + " bytes from " + from.id(), e);
            }
            if (cluster.isToBeCut()) {
                return bytes / step;
            }
        }
    }
}
