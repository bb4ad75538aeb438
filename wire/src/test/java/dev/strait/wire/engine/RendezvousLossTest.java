package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.Offered;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of the offers of a link that is lost, where links are lost with their connections. */
class RendezvousLossTest {
    private final Cluster cluster = Cluster.withoutResume();
    private final Player host = cluster.host("host");

    @Test
    void anOfferWrittenWhenTheSessionIsLostIsUnknownAndTheChannelGoesOn() {
        Player node = cluster.node("node").join(host);
        Player other = cluster.node("other").join(host);
        Takes in = other.taking("words").hold().receive(1);
        Sends out = node.offering("words").send("a");
        Offered held = in.end.offered().getFirst();
        cluster.cut(node, other);
        assertEquals(List.of("a UNKNOWN"), out.verdicts);
        assertNull(out.closure(), "each call is told by itself");
        assertEquals(List.of(), in.end.offered());
        assertFalse(other.engine.take(in.end, held, cluster.now), "nobody could hear of it");
        in.decideNow();
        cluster.advance(5_000);
        out.send("b");
        assertEquals("b", in.text());
        assertEquals(List.of("a UNKNOWN", "b TAKEN"), out.verdicts);
    }

    @Test
    void anOfferTakenWhenTheSessionIsLostBeforeItsVerdictArrivesIsUnknown() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words").hold().receive(1);
        Sends out = node.offering("words").send("a");
        cluster.hold(node, host);
        in.decideNow();
        cluster.cut(node, host);
        cluster.release();
        assertEquals("a", in.text());
        assertEquals(List.of("a UNKNOWN"), out.verdicts);
    }

    @Test
    void anOfferNotWrittenWhenTheSessionIsLostIsReturned() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words").receive(1);
        Sends out = node.offering("words").once();
        out.offer("a");
        cluster.cut(node, host);
        assertEquals(List.of("a RETURNED"), out.verdicts);
        assertEquals("", in.text());
    }

    @Test
    void aNodeThatDiesTakesNobodyElseAlong() {
        Player dying = cluster.node("dying").join(host);
        Player node = cluster.node("node").join(host);
        dying.taking("words").hold().receive(1);
        Takes survivor = host.taking("words");
        Sends out = node.offering("words").send("a");
        assertEquals(1, out.outNow());
        cluster.kill(dying);
        assertEquals(List.of("a UNKNOWN"), out.verdicts);
        survivor.receive(1);
        out.send("b");
        assertEquals("b", survivor.text());
        out.done();
        assertEquals(new Closure.Done(), survivor.closure());
    }

    @Test
    void aLostSenderThatHadOffersOutIsNamed() {
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words").hold().receive(1);
        node.offering("words").send("a");
        assertEquals(1, in.end.offered().size());
        cluster.kill(node);
        assertEquals(List.of(), in.end.offered());
        assertEquals(new Closure.SendersLost(Map.of("node", "reset")), in.closure());
    }

    @Test
    void thePromiseToANodeThatIsLostIsVoid() {
        Player dying = cluster.node("dying").join(host);
        Player node = cluster.node("node").join(host);
        Takes in = host.taking("words");
        dying.offering("words").send("x");
        Sends out = node.offering("words").send("a");
        cluster.hold(dying, host);
        in.receive(1);
        assertEquals("", in.text(), "the one that asked first has the promise");
        cluster.kill(dying);
        assertEquals("a", in.text());
        assertEquals(List.of("a TAKEN"), out.verdicts);
    }
}
