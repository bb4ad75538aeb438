package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.NodeRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When nodes are dialled for a session that is suspended. */
class PeersTest {
    private static final long SECOND = 1_000_000_000;
    private static final NodeRef NODE = new NodeRef("node", 1, 1);

    private final Events events = new Events();
    private final Peers peers = new Peers(EngineConfig.Times.DEFAULT, events, new Random(1)::nextLong);
    /** How often each address was dialled. */
    private final Map<String, Integer> dialled = new HashMap<>();

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

    @ParameterizedTest
    @ValueSource(ints = {30, 100})
    void aNodeThatAnswersIsDialledAtOnceHoweverManyAreSilent(int silent) {
        int stillDialled = run(silent, 5_000);
        peers.resume(NODE, List.of("there"), true, 5 * SECOND);
        assertEquals(List.of("there"), addresses(dials(5 * SECOND)));
        assertTrue(stillDialled >= Math.min(silent, 48), () -> "of the silent " + stillDialled + " are dialled");
    }

    @Test
    void theSilentAreDialledInTurn() {
        run(100, 20_000);
        for (int i = 0; i < 100; i++) {
            int times = dialled.getOrDefault("nowhere" + i, 0);
            assertTrue(times >= 3, "the " + i + "th is dialled " + times + " times in 20 s");
        }
    }

    @Test
    void whoIsDialledForNoSessionLeavesRoomForThoseThatAre() {
        for (int i = 0; i < 100; i++) {
            peers.want(new NodeRef("stranger" + i, 1, 1), List.of("nowhere"), true, 0);
        }
        assertEquals(56, dials(0).size());
        peers.resume(NODE, List.of("there"), true, 0);
        assertEquals(List.of("there"), addresses(dials(0)));
    }

    /** So many nodes stop answering; each dial of one fails after 3 s. @return how many dials are under way in the end */
    private int run(int silent, int millis) {
        for (int i = 0; i < silent; i++) {
            peers.resume(new NodeRef("node" + i, 1, 1), List.of("nowhere" + i), true, i * 3_000_000L);
        }
        ArrayDeque<Map.Entry<Long, Long>> failing = new ArrayDeque<>();
        for (long now = 0; now < millis * 1_000_000L; now += 1_000_000) {
            while (!failing.isEmpty() && failing.peek().getKey() <= now) {
                peers.failed(
                        Objects.requireNonNull(peers.answered(failing.remove().getValue())), now);
            }
            for (EngineEvent.Dial dial : dials(now)) {
                failing.add(Map.entry(now + 3 * SECOND, dial.dial()));
                dialled.merge(dial.address(), 1, Integer::sum);
            }
            assertTrue(failing.size() <= 64, "no more are under way");
        }
        return failing.size();
    }

    private static List<String> addresses(List<EngineEvent.Dial> dials) {
        return dials.stream().map(EngineEvent.Dial::address).toList();
    }
}
