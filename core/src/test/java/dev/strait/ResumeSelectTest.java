package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ChannelDone;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Selects that send to and receive from another node see nothing of a lost connection but a pause, as plain calls do. */
class ResumeSelectTest {
    private static final long SEED = 20_261_121L;
    private static final int CUTS = 100;

    /** Far more than may be under way without a connection: each cut is made good ahead of the next. */
    private static final int MESSAGES_BETWEEN = 60;

    private static final int MESSAGES = CUTS * MESSAGES_BETWEEN;
    private static final Duration LONG = Duration.ofSeconds(20);

    private static ChannelName<Integer> name(String way, int capacity) {
        return ChannelName.of(way + "-" + capacity, Integer.class).capacity(capacity);
    }

    /** What one node's thread does: every number in order through two senders, and from two receivers, by selects alone. */
    private static final class Selecting {
        private final List<Sender<Integer>> senders;
        private final List<Receiver<Integer>> receivers;
        private final int[] sent = new int[2];
        private final int[] received = new int[2];
        private final Random random;
        private final Runnable onFirst;

        /** One that runs something whenever it has received from its first receiver. */
        Selecting(Node node, String there, String back, long seed, Runnable onFirst) throws InterruptedException {
            senders = List.of(node.sender(name(there, 0)), node.sender(name(there, 8)));
            receivers = List.of(node.receiver(name(back, 0)), node.receiver(name(back, 8)));
            random = new Random(seed);
            this.onFirst = onFirst;
        }

        /** All of it, to the clean end of what it receives. @return how many of its selects came to nothing within their time */
        int run() throws InterruptedException {
            int vain = 0;
            while (sent[0] + sent[1] + received[0] + received[1] < 4 * MESSAGES) {
                vain += choose();
            }
            for (int i = 0; i < 2; i++) {
                assertEquals(MESSAGES, sent[i]);
                assertEquals(MESSAGES, received[i]);
                senders.get(i).done();
            }
            for (Receiver<Integer> each : receivers) {
                assertInstanceOf(Received.Closed.class, each.receive(LONG));
                assertThrows(ChannelDone.class, each::receive);
            }
            return vain;
        }

        /** One select, over what is not complete yet; some have a time limit, at which they have done nothing. */
        private int choose() throws InterruptedException {
            Select<Integer> select = Select.of();
            for (int i = 0; i < 2; i++) {
                int end = i;
                if (sent[end] < MESSAGES) {
                    select.send(senders.get(end), sent[end], () -> count(sent, end));
                }
                if (received[end] < MESSAGES) {
                    select.receive(receivers.get(end), value -> {
                        assertEquals(received[end], value, () -> receivers.get(end) + ", seed " + SEED);
                        if (end == 0) {
                            onFirst.run();
                        }
                        return count(received, end);
                    });
                }
            }
            return switch (random.nextInt(8)) {
                case 0 -> select.within(Duration.ofNanos(random.nextInt(2_000_000)), () -> 1);
                case 1 -> select.orElse(() -> 1);
                default -> select.within(LONG, () -> assertNever());
            };
        }

        private static int count(int[] of, int end) {
            of[end]++;
            return 0;
        }

        private static int assertNever() {
            throw new AssertionError("nothing met within " + LONG + ", seed " + SEED);
        }
    }

    @Test
    void selectsThatSendAndReceiveSeeNothingOfAHundredCutsButPauses() throws Exception {
        try (var cluster = new Cluster();
                var line = new CutLine(cluster.hub().address())) {
            Node far = cluster.join(line.address(), cluster.options("far"));
            int[] met = new int[1];
            Selecting here = new Selecting(cluster.hub(), "there", "back", SEED, () -> {
                met[0]++;
                if (met[0] % MESSAGES_BETWEEN == MESSAGES_BETWEEN / 2) {
                    line.cutOnce();
                }
            });
            Selecting there = new Selecting(far, "back", "there", SEED + 1, () -> {});
            Task<Integer> other = Task.start(there::run);
            int vain = here.run() + other.get();
            assertTrue(vain > 0, "some have run out of time");
            assertEquals(CUTS, line.connections() - 1, "each cut was made good by one connection");
        }
    }
}
