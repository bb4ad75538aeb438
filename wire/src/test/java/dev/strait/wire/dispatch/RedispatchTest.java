package dev.strait.wire.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.Batches;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedispatchTest {
    @Test
    void aBatchIsCutByMessages() {
        Batch batch = Batches.of("a", "b", "c", "d", "e");
        assertEquals(List.of("a", "b"), Batches.live(Redispatch.next(batch, 2, 1_000)));
        assertEquals(List.of("c", "d"), Batches.live(Redispatch.next(batch, 2, 1_000)));
        assertEquals(List.of("e"), Batches.live(Redispatch.next(batch, 2, 1_000)));
        assertEquals(0, batch.live());
    }

    @Test
    void aBatchIsCutByBytesBetweenMessages() {
        Batch batch = Batches.of("aaa", "bb", "c");
        Batch part = Redispatch.next(batch, 10, 8);
        assertEquals(List.of("aaa", "bb"), Batches.live(part));
        assertEquals(7, part.cost());
        assertEquals(2, Redispatch.firstCost(batch));
    }

    @Test
    void whatWasTakenIsNotSentAgain() {
        Batch batch = Batches.of("a", "b", "c");
        batch.take(1);
        assertEquals(List.of("b", "c"), Batches.live(Redispatch.next(batch, 10, 1_000)));
    }

    @Test
    void aLargeMessageStaysWhole() {
        Batch batch = Batches.large(100, 'x');
        assertEquals(105, Redispatch.firstCost(batch));
        Batch again = Redispatch.next(batch, 1, 105);
        assertTrue(again.isWhole());
        assertEquals(List.of("x*100"), Batches.live(again));
        assertEquals(0, batch.live());
    }

    @Test
    void aLongLengthIsPartOfTheCost() {
        Batch batch = Batches.of("x".repeat(200), "y");
        assertEquals(202, Redispatch.firstCost(batch));
        assertEquals(202, Redispatch.next(batch, 10, 203).cost());
    }

    @Test
    void everyCutKeepsEveryMessageInOrder() {
        String[] messages = new String[50];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = "m".repeat(i % 7) + i;
        }
        for (int maxMessages = 1; maxMessages < 8; maxMessages++) {
            for (int maxBytes = 10; maxBytes < 40; maxBytes++) {
                Batch batch = Batches.of(messages);
                List<String> sent = new ArrayList<>();
                while (batch.live() > 0) {
                    Batch part = Redispatch.next(batch, maxMessages, maxBytes);
                    assertTrue(part.messages() <= maxMessages && part.cost() <= maxBytes);
                    sent.addAll(Batches.live(part));
                }
                assertEquals(List.of(messages), sent);
            }
        }
    }
}
