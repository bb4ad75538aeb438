package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.NodeRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When nodes are dialled for a session that is suspended. */
class PeersTest {
    private static final long SECOND = 1_000_000_000;
    private static final NodeRef NODE = new NodeRef("node", 1, 1);

    private final Events events = new Events();
    private final Peers peers = new Peers(EngineConfig.Times.DEFAULT, events, new Random(1)::nextLong);

    private List<EngineEvent.Dial> dials(long nowNanos) {
        peers.tick(nowNanos);
        List<EngineEvent.Dial> dials = new ArrayList<>();
        for (EngineEvent event = events.poll(); event != null; event = events.poll()) {
            dials.add((EngineEvent.Dial) event);
        }
        return dials;
    }

    @Test
    void whereADialIsNotAnsweredTheNextAddressIsDialledBesideIt() {
        peers.resume(NODE, List.of("dead", "alive"), true, 0);
        assertEquals(
                List.of("dead"),
                dials(0).stream().map(EngineEvent.Dial::address).toList());
        assertEquals(List.of(), dials(SECOND - 1));
        assertEquals(SECOND, peers.deadline());
        List<EngineEvent.Dial> beside = dials(SECOND);
        assertEquals(
                List.of("alive"), beside.stream().map(EngineEvent.Dial::address).toList());
        peers.answered(beside.getFirst().dial());
        assertEquals(List.of(), dials(10 * SECOND), "a handshake is under way, which has a limit of its own");
    }

    @Test
    void aDialThatFailsLateDisturbsNoneThatWasMadeBesideIt() {
        peers.resume(NODE, List.of("dead", "alive"), true, 0);
        EngineEvent.Dial late = dials(0).getFirst();
        assertEquals(1, dials(SECOND).size());
        peers.failed(peers.answered(late.dial()), SECOND + 1);
        assertEquals(List.of(), dials(2 * SECOND - 1));
        assertEquals(1, dials(2 * SECOND).size());
    }

    @Test
    void whoHadBeenDialledLeavesItToTheOtherForAQuarterOfASecond() {
        peers.resume(NODE, List.of("there"), false, 0);
        assertEquals(List.of(), dials(SECOND / 4 - 1));
        assertEquals(1, dials(SECOND / 4).size());
    }

    @Test
    void noMoreThanSixtyFourDialsAreUnderWay() {
        for (int i = 0; i < 100; i++) {
            peers.resume(new NodeRef("node" + i, 1, 1), List.of("nowhere"), true, 0);
        }
        List<EngineEvent.Dial> first = dials(0);
        assertEquals(64, first.size());
        assertEquals(List.of(), dials(SECOND / 2));
        assertTrue(peers.deadline() > SECOND / 2, "nothing is due that cannot be done");
        peers.failed(peers.answered(first.getFirst().dial()), SECOND / 2);
        assertEquals(1, dials(SECOND / 2).size());
    }
}
