package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.dispatch.Closure;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Three nodes that send all kinds of messages to each other while their connections are cut, held up and half open at random. */
class ResumeSwarmTest {
    private static final int SWARMS = 60;
    private static final int ROUNDS = 25;

    /** A sender and the only receiver of its channel, with what was sent in order. */
    private record Route(Out out, In in, List<String> sent) {}

    /** A sender whose messages are taken by either of two receivers. */
    private record Crowd(Out out, In one, In other, List<String> sent) {}

    @Test
    void everyMessageArrivesOnceAndInOrderWhateverHappensToConnections() {
        long seed = Long.getLong("strait.seed", System.nanoTime());
        System.out.println("ResumeSwarmTest: repeat with -Dstrait.seed=" + seed);
        for (int i = 0; i < SWARMS; i++) {
            long each = seed + i;
            try {
                new Swarm(new Random(each)).live();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + each, e);
            }
        }
    }

    private static final class Swarm {
        private final Random random;
        private final Cluster cluster = new Cluster();
        private final List<Player> players = new ArrayList<>();
        private final List<Route> routes = new ArrayList<>();
        private final List<Crowd> crowds = new ArrayList<>();
        private final List<Takes> takes = new ArrayList<>();
        private final List<Sends> offers = new ArrayList<>();
        private final List<Integer> offered = new ArrayList<>();

        Swarm(Random random) {
            this.random = random;
            Player host = cluster.host("host");
            players.add(host);
            players.add(cluster.node("a").join(host));
            players.add(
                    random.nextBoolean()
                            ? cluster.node("b").join(host)
                            : cluster.hidden("b").join(host));
            for (int i = 0; i < 3; i++) {
                Player from = players.get(i);
                Player to = players.get((i + 1) % 3);
                Player third = players.get((i + 2) % 3);
                routes.add(new Route(
                        from.sender("route" + i), to.receiver("route" + i).takeAll(), new ArrayList<>()));
                crowds.add(new Crowd(
                        from.sender("crowd" + i),
                        to.receiver("crowd" + i).takeAll(),
                        third.receiver("crowd" + i).takeAll(),
                        new ArrayList<>()));
                takes.add(to.taking("meeting" + i));
                offers.add(from.offering("meeting" + i));
                offered.add(0);
            }
        }

        void live() {
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = random.nextInt(6); i >= 0; i--) {
                    switch (random.nextInt(3)) {
                        case 0 -> disturb();
                        case 1 -> cluster.advance(random.nextInt(100));
                        default -> send();
                    }
                }
                cluster.release();
                cluster.advance(random.nextInt(3) == 0 ? 2_500 : 600);
            }
            cluster.advance(5_000);
            end();
        }

        private void disturb() {
            Player one = players.get(random.nextInt(3));
            Player other = players.get((players.indexOf(one) + 1 + random.nextInt(2)) % 3);
            switch (random.nextInt(7)) {
                case 0 -> cluster.cut(one, other);
                case 1 -> cluster.cutOnly(one, other);
                case 2 -> cluster.cutUnheardBy(one, other);
                case 3 -> cluster.cutAfter(random.nextInt(1 << random.nextInt(16)), one, other);
                case 4 -> cluster.hold(one, other);
                case 5 -> cluster.holdOneWay(one, other);
                default -> cluster.pieces(1 + random.nextInt(1 << random.nextInt(18)));
            }
        }

        private void send() {
            int at = random.nextInt(3);
            Route route = routes.get(at);
            Crowd crowd = crowds.get(at);
            for (int i = random.nextInt(20); i >= 0; i--) {
                route.sent.add(message(route.sent.size()));
                route.out.send(route.sent.getLast());
            }
            for (int i = random.nextInt(5); i >= 0; i--) {
                crowd.sent.add(message(crowd.sent.size()));
                crowd.out.send(crowd.sent.getLast());
            }
            int count = random.nextInt(3);
            for (int i = 0; i < count; i++) {
                int number = offered.get(at);
                offered.set(at, number + 1);
                offers.get(at).send("m" + number);
            }
            takes.get(at).receive(count);
        }

        /** Mostly its number; now and then one so large that it goes in fragments, and is told by its length. */
        private String message(int number) {
            return random.nextInt(10) == 0 ? "x*" + (3_000 + random.nextInt(4) * 60_000 + number) : "n" + number;
        }

        private void end() {
            for (Route each : routes) {
                each.out.done();
                assertEquals(each.sent, each.in.taken);
            }
            for (Crowd each : crowds) {
                each.out.done();
                List<String> taken = new ArrayList<>(each.one.taken);
                taken.addAll(each.other.taken);
                assertEquals(
                        each.sent.stream().sorted().toList(),
                        taken.stream().sorted().toList());
            }
            for (int i = 0; i < 3; i++) {
                offers.get(i).done();
                assertEquals(offered.get(i), takes.get(i).taken.size());
                assertEquals(
                        offered.get(i),
                        takes.get(i).taken.stream().distinct().toList().size());
                assertEquals(offered.get(i), (int) offers.get(i).verdicts.stream()
                        .filter(it -> it.endsWith("TAKEN"))
                        .count());
            }
            cluster.advance(5_000);
            routes.forEach(it -> assertEquals(new Closure.Done(), it.in.closure()));
            crowds.forEach(it -> assertEquals(new Closure.Done(), it.other.closure()));
            takes.forEach(it -> assertEquals(new Closure.Done(), it.closure()));
            for (Player each : players) {
                EngineStatus status = each.engine.status();
                assertEquals(0, status.incomingStreams() + status.outgoingStreams(), each.id());
                assertEquals(0, status.keptBytes() + status.reservedBytes(), each.id());
                assertEquals(0, status.suspended(), each.id());
                assertEquals(0, each.heard(EngineEvent.Warning.class), each::story);
                assertTrue(each.links().stream().noneMatch(it -> it.contains("is down")), each.links()::toString);
            }
        }
    }
}
