package dev.strait.wire.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.NodeRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OfferRankTest {
    /** In ascending order; each differs from the next in one part, which outweighs all parts that come after it. */
    private static final List<OfferRank> ASCENDING = List.of(
            rank("a", 1, 1, "x", 1, 1),
            rank("a", 1, 1, "x", 1, 2),
            rank("a", 1, 1, "x", 2, 1),
            rank("a", 1, 1, "y", 1, 1),
            rank("a", 1, 2, "x", 1, 1),
            rank("a", 2, 1, "x", 1, 1),
            rank("b", 1, 1, "x", 1, 1),
            rank("\uffff", 1, 1, "x", 1, 1),
            rank("\ud83d\ude00", 1, 1, "x", 1, 1));

    @Test
    void theSendingNodeCountsMostAndTheNumberLeast() {
        List<OfferRank> shuffled = new ArrayList<>(ASCENDING);
        Collections.shuffle(shuffled, new Random(1));
        assertNotEquals(ASCENDING, shuffled);
        Collections.sort(shuffled);
        assertEquals(ASCENDING, shuffled);
    }

    @Test
    void noTwoOffersHaveTheSame() {
        for (OfferRank one : ASCENDING) {
            for (OfferRank other : ASCENDING) {
                assertEquals(one.equals(other), one.compareTo(other) == 0);
                assertTrue(Integer.signum(one.compareTo(other)) == -Integer.signum(other.compareTo(one)));
            }
        }
    }

    private static OfferRank rank(String node, long start, long end, String receiver, long receiverEnd, long number) {
        return new OfferRank(
                new EndRef(new NodeRef(node, start, 1), end),
                new EndRef(new NodeRef(receiver, 1, 1), receiverEnd),
                number);
    }
}
