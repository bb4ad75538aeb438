package dev.strait.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What one test sets up: a network, and processes on it. Closing ends and removes everything. The logs stay, in {@code target/logs}. */
final class Scene implements AutoCloseable {
    /** What a test leaves to timers, to its own asking, and to some JVMs and a shell that share the machine's processors: half a second. */
    private static final Duration SCHEDULING = Duration.ofMillis(500);

    /** Until a link that fell silent is noticed: 3 s, and the leave for scheduling. */
    static final Duration SILENCE = Duration.ofSeconds(3).plus(SCHEDULING);

    /** The longest until values flow again after a cut: a second between two dials at most, one until TCP tries again, and leave for slow machines. */
    static final Duration AFTER_A_CUT = Duration.ofSeconds(4);

    /** What is below this is the machine's doing: whoever waits for a link that is cut waits for longer. */
    static final Duration NO_PAUSE = Duration.ofSeconds(2);

    private final Path logs;
    private final List<Actor> actors = new ArrayList<>();
    final Network network = new Network();

    /** One of this name, which names the folder of its logs. */
    Scene(String name) throws IOException {
        logs = Path.of("target", "logs", name).toAbsolutePath();
        Files.createDirectories(logs);
        try (Stream<Path> old = Files.list(logs)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
    }

    /** A process whose node hosts the directory, at port 7000. Further options as {@link ActorMain#main} has them. */
    Actor directory(String name, Host host, String... options) throws IOException, InterruptedException {
        return start(name, host, "listen", host.address(7000), "-", options);
    }

    /** A process whose node joins that of the directory's host, and listens at port 7001 of its own. */
    Actor join(String name, Host host, Host directory, String... options) throws IOException, InterruptedException {
        return start(name, host, "join", directory.address(7000), host.address(7001), options);
    }

    private Actor start(String name, Host host, String how, String address, String listen, String... options)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(name, how, address, listen));
        arguments.addAll(List.of(options));
        Actor actor = Actor.start(host, logs.resolve(name + ".log"), arguments);
        actors.add(actor);
        return actor;
    }

    /** Has one process send to another through a channel without end, with 200 µs between two values, and waits until values flow. */
    void flow(String channel, int capacity, Actor from, Actor to) throws InterruptedException {
        to.ask("receive " + channel + " " + capacity);
        from.ask("send " + channel + " " + capacity + " 1 0 200");
        flows(channel, to, Duration.ofSeconds(10));
    }

    /** Waits until values arrive there that have not arrived yet, which they must within this time. */
    void flows(String channel, Actor to, Duration within) throws InterruptedException {
        long before = to.count(channel);
        Waiting.until(channel + " flows to " + to, within, () -> {
            String outcome = to.ask("outcome " + channel);
            assertTrue(outcome.startsWith("runs "), outcome);
            return to.count(channel) > before + 10;
        });
    }

    /** Has the sender say done, and checks that everything that was sent has arrived; that each was the next, the receiver has checked. */
    void endsWhole(String channel, Actor from, Actor to) throws InterruptedException {
        from.ask("stop " + channel);
        String sent = from.outcome(channel, Duration.ofSeconds(20));
        assertTrue(sent.startsWith("done "), sent);
        assertEquals(sent, to.outcome(channel, Duration.ofSeconds(20)));
    }

    @Override
    public void close() throws InterruptedException {
        try (network) {
            for (Actor actor : actors) {
                actor.close();
            }
        }
    }
}
