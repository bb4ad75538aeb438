package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.frame.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ends that were open when the directory was lost, and are refused by the next: their channel has another spec there. */
class ExpelledEndsTest {
    private final Cluster cluster = new Cluster();
    private final Player host = cluster.host("host");
    private final Player one = cluster.node("one").join(host);
    private final Player two = cluster.node("two").join(host);

    /** A new directory, in which an end of another spec is the first of the channel. */
    private In restart() {
        cluster.kill(host);
        Player again = cluster.host("host");
        In in = again.receiver(new ChannelSpec("words", 777, 0, false, false));
        cluster.advance(10_000);
        assertTrue(one.engine.isAttached());
        assertTrue(two.engine.isAttached());
        return in;
    }

    @Test
    void theEndsOfAQueueFailBehindWhatHasArrived() {
        In in = two.receiver("words");
        Out out = one.sender("words").send("a", "b");
        In stranger = restart();
        assertExpelled(out.closure(), "one");
        assertNull(in.closure(), "what has arrived can be taken");
        in.take(2);
        assertEquals("a b", in.text());
        assertNull(two.engine.poll(in.end, cluster.now));
        cluster.run();
        assertFailed(in.closure());
        assertTold(one);
        assertTold(two);
        out.done();
        assertTrue(out.drained);
        in.close();
        assertNull(stranger.closure(), "the channel of the other spec is another");
        assertAtRest();
    }

    @Test
    void offersThatAreOutAtARendezvousGetTheirVerdicts() {
        Takes in = two.taking("words").hold().receive(1);
        Sends out = one.offering("words").send("a", "b");
        assertEquals(1, out.outNow());
        restart();
        assertExpelled(out.closure(), "one");
        assertEquals(1, out.outNow());
        assertEquals(0, out.blocked() - 1, "the program has its value");
        assertNull(in.closure());
        in.decideNow();
        assertEquals("a", in.text());
        assertEquals(List.of("a TAKEN"), out.verdicts);
        assertFailed(in.closure());
        assertTold(one);
        assertTold(two);
        out.done();
        assertTrue(out.drained);
        in.close();
        assertAtRest();
    }

    @Test
    void aSenderThatWasDoneEndsAsItWould() {
        In in = two.receiver("words");
        Out out = one.sender("words").send("a");
        out.done();
        restart();
        assertEquals(new Closure.Done(), out.closure());
        in.take(1);
        assertEquals("a", in.text());
        assertTrue(out.drained);
    }

    @Test
    void bothEndsOnOneNodeFail() {
        Takes in = one.taking("words");
        Sends out = one.offering("words").send("a");
        restart();
        assertExpelled(out.closure(), "one");
        assertFailed(in.closure());
        out.done();
        assertTrue(out.drained);
    }

    private static void assertExpelled(@Nullable Closure closure, String node) {
        Closure.Failed failed = assertInstanceOf(Closure.Failed.class, closure);
        assertEquals(ErrorCode.UNKNOWN_END, failed.code());
        assertEquals(node, failed.origin());
        assertTrue(failed.text().startsWith("the directory has started anew"), failed::text);
    }

    private static void assertFailed(@Nullable Closure closure) {
        assertEquals(
                ErrorCode.UNKNOWN_END,
                assertInstanceOf(Closure.Failed.class, closure).code());
    }

    private static void assertTold(Player player) {
        assertEquals(0, player.heard(EngineEvent.Refused.class), player::story);
        assertEquals(
                1,
                player.heard.stream()
                        .filter(EngineEvent.Warning.class::isInstance)
                        .filter(each -> each.toString().contains("channel 'words' fails: the directory"))
                        .count(),
                player::story);
    }

    private void assertAtRest() {
        for (Player player : List.of(one, two)) {
            EngineStatus status = player.engine.status();
            assertEquals(0, status.outgoingStreams(), player.id());
            assertEquals(0, status.incomingStreams(), player.id());
            assertEquals(0, status.reservedBytes(), player.id());
            assertEquals(0, status.senders() + status.receivers(), player.id());
        }
    }
}
