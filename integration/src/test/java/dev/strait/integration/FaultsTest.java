package dev.strait.integration;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Faults by chance for minutes, among four processes each of which sends to every other. No fault lasts as long as a link waits, so everything
 * must pass whole. {@code -Dstrait.soak=true}, {@code -Dstrait.soak.seconds=120}, {@code -Dstrait.soak.seed=}.
 */
@NeedsNetwork
@Tag("soak")
class FaultsTest {
    private static final int PROCESSES = 4;
    private static final int LONGEST_MILLIS = 8_000;

    private final long seed = Long.getLong("strait.soak.seed", System.nanoTime());
    private final Duration time = Duration.ofSeconds(Long.getLong("strait.soak.seconds", 60));
    private final Random random = new Random(seed);
    private final List<Host> hosts = new ArrayList<>();
    private final List<Actor> actors = new ArrayList<>();

    private record Flow(String channel, Actor from, Actor to) {}

    @Test
    void everythingPassesWholeThroughFaultsByChance() throws Exception {
        System.out.println("faults by chance: -Dstrait.soak.seed=" + seed);
        try (var scene = new Scene("faults")) {
            for (int i = 0; i < PROCESSES; i++) {
                hosts.add(scene.network.addHost());
                actors.add(
                        i == 0 ? scene.directory("n0", hosts.get(0)) : scene.join("n" + i, hosts.get(i), hosts.get(0)));
            }
            List<Flow> flows = flows(scene);
            long since = System.nanoTime();
            while (System.nanoTime() - since < time.toNanos()) {
                int victim = random.nextInt(PROCESSES);
                fault(hosts.get(victim), actors.get(victim), Duration.ofMillis(random.nextInt(LONGEST_MILLIS)));
                Waiting.pass(Duration.ofMillis(random.nextInt(4_000)));
            }
            for (Flow flow : flows) {
                scene.flows(flow.channel(), flow.to(), Duration.ofSeconds(5));
            }
            for (Flow flow : flows) {
                scene.endsWhole(flow.channel(), flow.from(), flow.to());
            }
            for (Actor actor : actors) {
                assertFalse(actor.logged("is down"), () -> "a link was lost: " + actor);
                assertFalse(actor.logged("WARNING"), () -> "a warning: " + actor);
            }
        }
    }

    private List<Flow> flows(Scene scene) throws InterruptedException {
        List<Flow> flows = new ArrayList<>();
        for (int from = 0; from < PROCESSES; from++) {
            for (int to = 0; to < PROCESSES; to++) {
                if (from != to) {
                    Flow flow = new Flow("from" + from + "to" + to, actors.get(from), actors.get(to));
                    scene.flow(
                            flow.channel(), random.nextBoolean() ? 0 : 1 << random.nextInt(12), flow.from(), flow.to());
                    flows.add(flow);
                }
            }
        }
        return flows;
    }

    private void fault(Host host, Actor actor, Duration time) throws InterruptedException {
        switch (random.nextInt(5)) {
            case 0 -> {
                host.cut();
                Waiting.pass(time);
                host.heal();
            }
            case 1 -> {
                host.mute();
                Waiting.pass(time);
                host.unmute();
            }
            case 2 -> {
                host.deafen();
                Waiting.pass(time);
                host.undeafen();
            }
            case 3 -> {
                actor.freeze();
                Waiting.pass(time);
                actor.thaw();
            }
            default ->
                Waiting.during(time, () -> {
                    host.cut();
                    Waiting.pass(Duration.ofMillis(random.nextInt(100)));
                    host.heal();
                    Waiting.pass(Duration.ofMillis(random.nextInt(400)));
                });
        }
    }
}
