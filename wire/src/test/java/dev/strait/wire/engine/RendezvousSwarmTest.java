package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several senders and receivers of one channel of capacity 0 that do as they like, on links that are held up and cut. */
class RendezvousSwarmTest {
    @Test
    void everyValueIsTakenOnceWhateverSendersAndReceiversDo() {
        long first = Long.getLong("strait.seed", System.nanoTime());
        System.out.println("everyValueIsTakenOnceWhateverSendersAndReceiversDo: first of 150 seeds is " + first);
        for (long seed = first; seed < first + 150; seed++) {
            try {
                new Swarm(seed).play();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("repeat with -Dstrait.seed=" + seed, e);
            }
        }
    }

    private static final class Swarm {
        private final Random random;
        private final Cluster cluster = new Cluster();
        private final Player host = cluster.host("host");
        private final List<Player> nodes = new ArrayList<>();
        private final List<Sends> senders = new ArrayList<>();
        private final List<Takes> receivers = new ArrayList<>();
        private final boolean faults;
        private int values;

        Swarm(long seed) {
            random = new Random(seed);
            faults = random.nextInt(3) == 0;
            nodes.add(host);
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                nodes.add(cluster.node("n" + n).join(host));
            }
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                senders.add(any(nodes).offering("words"));
            }
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                receivers.add(any(nodes).taking("words"));
            }
        }

        void play() {
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(faults ? 12 : 11)) {
                    case 0, 1, 2 -> any(senders).send(value());
                    case 3, 4, 5 -> any(receivers).receive(1 + random.nextInt(2));
                    case 6 -> any(receivers).giveUp();
                    case 7 -> any(receivers).hold();
                    case 8 -> any(receivers).decideNow();
                    case 9 -> any(senders).withdrawAll();
                    case 10 -> holdOrRelease();
                    default -> cut();
                }
                long waiting = receivers.stream().mapToLong(Takes::waiting).sum();
                assertTrue(waiting >= 0);
            }
            finish();
        }

        /** Whatever stood in the way is gone: everything that was sent must come to its end. */
        private void finish() {
            cluster.release();
            cluster.advance(3_000);
            for (int round = 0; blocked() > 0 || out() > 0; round++) {
                assertTrue(round < 200, () -> "stuck with " + blocked() + " blocked, " + out() + " out");
                receivers.forEach(Takes::decideNow);
                Takes receiver = any(receivers);
                if (receiver.waiting() == 0) {
                    receiver.receive(1);
                }
                cluster.advance(10);
            }
            judge();
            senders.forEach(Sends::done);
            cluster.advance(100);
            for (Player node : nodes) {
                EngineStatus status = node.engine.status();
                assertEquals(0, status.outgoingStreams(), node.id());
                assertEquals(0, status.incomingStreams(), node.id());
                assertEquals(0, status.reservedBytes(), node.id());
                assertFalse(node.story().contains("broke the protocol"), node::story);
            }
            senders.forEach(sender -> assertTrue(sender.drained));
        }

        private void judge() {
            List<String> taken = new ArrayList<>();
            receivers.forEach(receiver -> taken.addAll(receiver.taken));
            assertEquals(new HashSet<>(taken).size(), taken.size(), () -> "taken twice: " + taken);
            Set<String> told = new HashSet<>();
            int unknown = 0;
            for (Sends sender : senders) {
                for (String verdict : sender.verdicts) {
                    String value = verdict.substring(0, verdict.indexOf(' '));
                    if (verdict.endsWith(" TAKEN")) {
                        assertTrue(taken.contains(value), value);
                        assertTrue(told.add(value), () -> value + " has two fates");
                    } else if (verdict.endsWith(" UNKNOWN")) {
                        assertTrue(faults, "no session was lost");
                        assertTrue(told.add(value), () -> value + " has two fates");
                        unknown++;
                    }
                }
            }
            assertEquals(values, told.size(), "every send is told");
            assertTrue(taken.size() >= values - unknown, "only what is unknown may be missing");
        }

        private int blocked() {
            return senders.stream().mapToInt(Sends::blocked).sum();
        }

        private int out() {
            return senders.stream().mapToInt(Sends::outNow).sum();
        }

        private String value() {
            values++;
            // A large value is told from others by its length.
            return random.nextInt(5) == 0 ? "x*" + (3_000 + values) : "v" + values;
        }

        private void holdOrRelease() {
            if (random.nextBoolean()) {
                cluster.release();
            } else {
                cluster.hold(any(nodes), any(nodes));
            }
        }

        /** The links to the host hold the leases: a node that is cut off there is another matter. */
        private void cut() {
            Player one = any(nodes);
            Player other = any(nodes);
            if (one != other && one != host && other != host) {
                cluster.cut(one, other);
                cluster.release();
                cluster.advance(1_500);
            }
        }

        private <T> T any(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }
    }
}
