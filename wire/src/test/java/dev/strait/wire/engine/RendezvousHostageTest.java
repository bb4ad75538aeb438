package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A receive is not kept from a sender that can serve it for the sake of one that has a ticket and cannot. */
class RendezvousHostageTest {
    private static final EngineConfig.Credit SMALL = new EngineConfig.Credit(16, 2_048, 8_192, 100_000, 100_000, 100);

    private final Cluster cluster = new Cluster();

    @AfterEach
    void nobodyBreaksTheProtocol() {
        for (Player player : cluster.players()) {
            assertFalse(player.story().contains("broke the protocol"), player::story);
        }
    }

    @Test
    void aSendThatIsTooLargeForTheReceiversNodeLeavesTheReceiveToOthers() {
        Player host = cluster.add("host", true, List.of("host"), SMALL);
        Player large = cluster.node("large").join(host);
        Player small = cluster.node("small").join(host);
        Takes in = host.taking("words");
        Sends stuck = large.offering("words").send("x*200000", "behind it");
        Sends quick = small.offering("words").send("a");
        in.receive(1);
        assertEquals("a", in.text());
        assertEquals(List.of("a TAKEN"), quick.verdicts);
        in.receive(1);
        quick.send("b");
        assertEquals("a b", in.text());

        Takes roomy = small.taking("words").receive(1);
        assertEquals("x*200000", roomy.text());
        in.receive(1);
        assertEquals("a b behind it", in.text(), "the first being gone, the next can use the ticket");
        assertEquals(0, stuck.blocked());
    }

    @Test
    void aSendThatIsTooLargeAndGivesUpLeavesTheTicketToTheNext() {
        Player host = cluster.add("host", true, List.of("host"), SMALL);
        Player large = cluster.node("large").join(host);
        Takes in = host.taking("words").receive(1);
        Sends sends = large.offering("words").send("x*200000", "next");
        assertEquals(2, sends.blocked());
        sends.giveUpFirst();
        assertEquals("next", in.text());
    }

    @Test
    void aSendThatWaitsForBytesLeavesTheReceiveToOthers() {
        Player host = cluster.add("host", true, List.of("host"), SMALL);
        Player large = cluster.node("large").join(host);
        Player small = cluster.node("small").join(host);
        In queue = host.receiver("queue");
        Out filling = small.sender("queue").send("q*90000");
        Takes in = host.taking("words");
        Sends stuck = large.offering("words").send("x*80000");
        Sends quick = small.offering("words").send("a");
        in.receive(1);
        assertEquals("a", in.text(), "the budget is full, so the large value cannot come");
        assertEquals(1, stuck.blocked());
        assertEquals(1, in.end.waitingSenders(), "it waits all the same");

        in.receive(1);
        queue.take(1);
        assertEquals("a x*80000", in.text());
        quick.send("b");
        assertEquals(1, quick.blocked());
        in.receive(1);
        assertEquals("a x*80000 b", in.text());
        filling.done();
    }
}
