package dev.strait.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Lines that delay, lose, repeat and reorder packets: netem's where the kernel has it, ours where not. */
@NeedsNetwork(withBadLines = true)
class BadLineTest {
    private static final int ROUNDS = Boolean.getBoolean("strait.soak") ? 12 : 2;

    @Test
    void everythingPassesWholeThroughALineThatDelaysLosesRepeatsAndReorders() throws Exception {
        try (var scene = new Scene("bad-line")) {
            Host hostOfA = scene.network.addHost();
            Host hostOfB = scene.network.addHost();
            hostOfB.impair(new Impairment(50, 2, 1, 5));
            Actor a = scene.directory("a", hostOfA);
            Actor b = scene.join("b", hostOfB, hostOfA);
            Duration limit = Duration.ofSeconds(60);
            int values = 20_000;
            int meetings = 30;
            b.ask("receive there 1024");
            a.ask("receive back 1024");
            b.ask("receive meeting 0");
            a.ask("send there 1024 1 " + values + " 0");
            b.ask("send back 1024 2 " + values + " 0");
            long since = System.nanoTime();
            a.ask("send meeting 0 3 " + meetings + " 0");
            for (Actor actor : new Actor[] {a, b}) {
                assertEquals("done " + meetings, actor.outcome("meeting", limit));
            }
            long millis = (System.nanoTime() - since) / 1_000_000;
            assertTrue(millis > meetings * 100 / 2, () -> "the line delays nothing: " + millis + " ms");
            for (Actor actor : new Actor[] {a, b}) {
                assertEquals("done " + values, actor.outcome("there", limit));
                assertEquals("done " + values, actor.outcome("back", limit));
            }
            assertTrue(hostOfB.lost() > 0, "the line loses nothing");
            assertFalse(a.logged("is down"), "no link was lost");
        }
    }

    @Test
    void afterACutBothSidesDialAtOnceAndGoOnWithOneSession() throws Exception {
        try (var scene = new Scene("both-dial")) {
            Host hostOfA = scene.network.addHost();
            Host hostOfB = scene.network.addHost();
            hostOfB.impair(new Impairment(300, 0, 0, 0)); // longer than one side lets the other dial first
            Actor a = scene.directory("a", hostOfA);
            Actor b = scene.join("b", hostOfB, hostOfA);
            scene.flow("there", 1_024, a, b);
            scene.flow("back", 1_024, b, a);
            for (int round = 1; round <= ROUNDS; round++) {
                long atA = hostOfA.accepted();
                long atB = hostOfB.accepted();
                int rounds = round;
                hostOfB.cut();
                Waiting.until(
                        "both notice it",
                        Duration.ofSeconds(5),
                        () -> a.timesLogged("is suspended") >= rounds && b.timesLogged("is suspended") >= rounds);
                hostOfB.heal();
                Waiting.until(
                        "both go on",
                        Duration.ofSeconds(8),
                        () -> a.timesLogged("goes on after") >= rounds && b.timesLogged("goes on after") >= rounds);
                scene.flows("there", b, Duration.ofSeconds(8));
                scene.flows("back", a, Duration.ofSeconds(8));
                assertTrue(hostOfA.accepted() > atA, "b has dialled");
                assertTrue(hostOfB.accepted() > atB, "a has dialled");
            }
            scene.endsWhole("there", a, b);
            scene.endsWhole("back", b, a);
            assertFalse(a.logged("is down"), "no link was lost");
            assertFalse(b.logged("is down"), "no link was lost");
        }
    }
}
