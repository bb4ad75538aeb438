package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.FrameType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The directory's node is silent for longer than its links wait, frozen or cut off, and is there again. */
class SilentDirectoryTest {
    private final Cluster cluster = new Cluster();
    private final Player host = cluster.host("host");
    private final Player one = cluster.node("one").join(host);
    private final Player other = cluster.node("other").join(host);
    private final Player third = cluster.hidden("third").join(host);

    @ParameterizedTest
    @ValueSource(
            ints = {0, 300, 700, 1_100, 1_500, 1_900, 2_300, 2_700, 3_100, 3_500, 3_900, 4_300, 4_700, 5_100, 5_500})
    void whoIsFrozenIsJoinedAgainAndTheDirectoryIsRebuiltWithinTwoSecondsOfItsReturn(int more) {
        nodesRejoin(more);
    }

    /** As a cable that is pulled: what was dialled meanwhile stays without an answer. */
    @ParameterizedTest
    @ValueSource(
            ints = {0, 300, 700, 1_100, 1_500, 1_900, 2_300, 2_700, 3_100, 3_500, 3_900, 4_300, 4_700, 5_100, 5_500})
    void whoIsCutOffIsJoinedAgainThoughDialsMeanwhileAreNeverAnswered(int more) {
        cluster.advance(100);
        cluster.mute(host);
        nodesRejoin(more);
    }

    private void nodesRejoin(int more) {
        In in = other.receiver("words").takeAll();
        Out out = one.sender("words");
        third.receiver("others");
        cluster.advance(1_000);
        for (Player each : List.of(one, other, third)) {
            cluster.hold(each, host);
        }
        cluster.advance(40_000 + more);
        for (Player each : List.of(one, other, third)) {
            assertFalse(each.engine.isAttached(), each::story);
        }
        assertEquals(0, host.engine.members("words").size(), "their leases are over");
        out.send("a");
        assertEquals("a", in.text(), "links between others go on");
        int dials = one.dials;
        cluster.release();
        cluster.unmute(host);
        cluster.advance(2_000);
        assertTrue(one.dials - dials <= 4, () -> one.dials - dials + " dials");
        for (Player each : List.of(one, other, third)) {
            assertTrue(each.engine.isAttached(), each::story);
        }
        assertEquals(2, host.engine.members("words").size());
        assertEquals(1, host.engine.members("others").size());
        out.send("b");
        assertEquals("a b", in.text());
        assertNull(in.closure());
        int hellos = one.written.getOrDefault(FrameType.HELLO.name(), 0);
        cluster.advance(20_000);
        assertEquals(hellos, one.written.getOrDefault(FrameType.HELLO.name(), 0), "and nobody dials any more");
    }
}
