package dev.strait.integration;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Processes on machines of their own are stopped, killed and started again, under load. */
@NeedsNetwork
class ProcessesTest {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void aProcessThatIsStoppedForTenSecondsGoesOnWhereItWas() throws Exception {
        try (var scene = new Scene("stopped")) {
            Host hostOfA = scene.network.addHost();
            Actor a = scene.directory("a", hostOfA);
            Actor b = scene.join("b", scene.network.addHost(), hostOfA);
            Actor c = scene.join("c", scene.network.addHost(), hostOfA);
            scene.flow("there", 1_024, a, b);
            scene.flow("back", 1_024, b, a);
            scene.flow("meeting", 0, b, c);
            scene.flow("beside", 1_024, a, c);

            b.freeze();
            c.longestPause("beside");
            Duration noticing = Waiting.until(
                    "the others notice it",
                    Scene.SILENCE,
                    () -> a.logged("link to node b is suspended", "silent for 3000 ms")
                            && c.logged("link to node b is suspended", "silent for 3000 ms"));
            Waiting.pass(Duration.ofSeconds(10).minus(noticing));
            assertTrue(c.longestPause("beside").compareTo(Scene.NO_PAUSE) < 0, "another link waited too");
            b.thaw();

            scene.flows("there", b, Scene.AFTER_A_CUT);
            scene.flows("back", a, Scene.AFTER_A_CUT);
            scene.flows("meeting", c, Scene.AFTER_A_CUT);
            scene.endsWhole("there", a, b);
            scene.endsWhole("back", b, a);
            scene.endsWhole("meeting", b, c);
            scene.endsWhole("beside", a, c);
            assertFalse(a.logged("is down"), "no link was lost");
        }
    }

    @Test
    void theDirectorysProcessIsKilledAndStartedAgainUnderOthersThatNeverPause() throws Exception {
        try (var scene = new Scene("killed-directory")) {
            Host hostOfDirectory = scene.network.addHost();
            Actor first = scene.directory("directory", hostOfDirectory);
            Actor b = scene.join("b", scene.network.addHost(), hostOfDirectory);
            Actor c = scene.join("c", scene.network.addHost(), hostOfDirectory);
            scene.flow("there", 1_024, b, c);
            scene.flow("meeting", 0, c, b);
            scene.flow("home", 1_024, b, first);
            c.longestPause("there");
            b.longestPause("meeting");

            first.kill();
            Actor second = scene.directory("directory", hostOfDirectory);
            Waiting.until(
                    "opens succeed",
                    SOON,
                    () -> b.ask("open new-b").startsWith("opened ")
                            && c.ask("open new-c").startsWith("opened "));
            assertTrue(b.ask("outcome home").startsWith("runs "), "a lost receiver fails no channel");
            scene.flow("home-again", 1_024, c, second);
            assertTrue(c.longestPause("there").compareTo(Scene.NO_PAUSE) < 0, "b and c go on");
            assertTrue(b.longestPause("meeting").compareTo(Scene.NO_PAUSE) < 0, "b and c go on");
            scene.endsWhole("there", b, c);
            scene.endsWhole("meeting", c, b);
            scene.endsWhole("home-again", c, second);
        }
    }

    @Test
    void aProcessThatIsKilledAndStartedAgainAtItsAddressIsAnotherAndWorksAtOnce() throws Exception {
        try (var scene = new Scene("killed")) {
            Host hostOfA = scene.network.addHost();
            Host hostOfB = scene.network.addHost();
            Actor a = scene.directory("a", hostOfA);
            Actor first = scene.join("b", hostOfB, hostOfA);
            scene.flow("there", 1_024, first, a);
            scene.flow("back", 1_024, a, first);

            first.kill();
            Actor second = scene.join("b", hostOfB, hostOfA);
            long since = System.nanoTime();
            String senderLost = a.outcome("there", SOON);
            assertTrue(senderLost.startsWith("STRAIT-SENDER-LOST ") && senderLost.contains("on b"), senderLost);
            scene.flow("there-again", 0, second, a);
            scene.flow("back-again", 1_024, a, second);
            assertTrue(a.ask("outcome back").startsWith("runs "), "a lost receiver fails no channel");
            Duration took = Duration.ofNanos(System.nanoTime() - since);
            assertTrue(took.compareTo(SOON) < 0, took.toString());
            scene.endsWhole("there-again", second, a);
            scene.endsWhole("back-again", a, second);
        }
    }
}
