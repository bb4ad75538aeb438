package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Among clauses that are always ready, each is chosen equally often. With 10,000 selects over 5 clauses the expected count is
 * 2,000 with a standard deviation of 40; the bounds are ten of those away.
 */
class SelectFairnessTest {

    private static final int SELECTS = 10_000;

    @Test
    void receiveClausesThatAreAlwaysReadyAreChosenEquallyOften() throws InterruptedException {
        Channel<Integer>[] channels = channels();
        int[] chosen = new int[channels.length];
        for (int i = 0; i < SELECTS; i++) {
            Select<Integer> select = Select.of();
            for (int c = 0; c < channels.length; c++) {
                int clause = c;
                channels[c].trySend(c);
                select.receive(channels[c], v -> clause);
            }
            chosen[select.await()]++;
        }
        assertFair(chosen);
    }

    @Test
    void sendAndReceiveClausesAndEndedChannelsShareAlike() throws InterruptedException {
        Channel<Integer>[] channels = channels();
        channels[4].done();
        int[] chosen = new int[channels.length];
        for (int i = 0; i < SELECTS; i++) {
            channels[0].trySend(0);
            channels[1].trySend(0);
            channels[2].tryReceive();
            channels[3].tryReceive();
            chosen[
                    Select.<Integer>of()
                            .receive(channels[0], v -> 0)
                            .receive(channels[1], v -> 1)
                            .send(channels[2], 1, () -> 2)
                            .send(channels[3], 1, () -> 3)
                            .receive(channels[4], v -> -1, cause -> 4)
                            .await()]++;
        }
        assertFair(chosen);
    }

    @Test
    void aChannelThatIsAlwaysReadyDoesNotStarveOneWhoseSenderWaits() throws InterruptedException {
        Channel<String> busy = Channel.buffered(1);
        Channel<String> rare = Channel.rendezvous();
        Task<Integer> rareSender = Task.start(() -> {
            for (int i = 0; i < 200; i++) {
                rare.send("rare");
            }
            return 200;
        });
        for (int fromRare = 0; fromRare < 200; fromRare++) {
            Task.untilState(rare, "1 sending");
            // Both are ready in each of these; a fair choice fails 100 times running once in 2^100.
            boolean chosen = false;
            for (int i = 0; i < 100 && !chosen; i++) {
                busy.trySend("busy");
                chosen = Select.<Boolean>of()
                        .receive(busy, v -> false)
                        .receive(rare, v -> true)
                        .await();
            }
            assertTrue(chosen, "starved");
        }
        assertEquals(200, rareSender.get());
    }

    @SuppressWarnings("unchecked") // generic array
    private static Channel<Integer>[] channels() {
        Channel<Integer>[] channels = new Channel[5];
        Arrays.setAll(channels, i -> Channel.<Integer>buffered(1));
        return channels;
    }

    private static void assertFair(int[] chosen) {
        assertEquals(SELECTS, Arrays.stream(chosen).sum());
        for (int count : chosen) {
            assertTrue(count >= 1_600 && count <= 2_400, () -> "unfair: " + Arrays.toString(chosen));
        }
    }
}
