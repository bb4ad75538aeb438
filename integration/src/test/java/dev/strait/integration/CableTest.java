package dev.strait.integration;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The cable of a machine is pulled: packets vanish, and no side is told of an end. */
@NeedsNetwork
class CableTest {
    /** What had arrived by then is taken within this time. */
    private static final Duration TAKING = Duration.ofMillis(500);

    @Test
    void twoSecondsWithoutACableAreAPause() throws Exception {
        pulled("cable-2s", Duration.ofSeconds(2));
    }

    @Test
    void sixSecondsWithoutACableAreNoticedAndAreAPauseOfOneLinkAlone() throws Exception {
        pulled("cable-6s", Duration.ofSeconds(6));
    }

    @Test
    void twelveSecondsWithoutACableAreAPause() throws Exception {
        pulled("cable-12s", Duration.ofSeconds(12));
    }

    @Test
    @Tag("soak")
    void twentyFiveSecondsWithoutACableAreAPause() throws Exception {
        pulled("cable-25s", Duration.ofSeconds(25));
    }

    private static void pulled(String name, Duration time) throws Exception {
        try (var scene = new Scene(name)) {
            Host hostOfA = scene.network.addHost();
            Host hostOfB = scene.network.addHost();
            Actor a = scene.directory("a", hostOfA);
            Actor b = scene.join("b", hostOfB, hostOfA);
            Actor c = scene.join("c", scene.network.addHost(), hostOfA);
            scene.flow("there", 1_024, a, b);
            scene.flow("back", 1_024, b, a);
            scene.flow("meeting", 0, a, b);
            scene.flow("beside", 1_024, a, c);

            hostOfB.cut();
            a.longestPause("beside");
            c.longestPause("beside");
            boolean isNoticed = time.compareTo(Scene.SILENCE) > 0;
            Duration noticing = Duration.ZERO;
            if (isNoticed) {
                noticing = Waiting.until(
                        "both ends of the cable notice it",
                        Scene.SILENCE,
                        () -> a.logged("link to node b is suspended", "silent for 3000 ms")
                                && b.logged("link to node a is suspended", "silent for 3000 ms"));
            }
            Waiting.pass(TAKING);
            long stuck = b.count("there");
            Waiting.pass(time.minus(noticing).minus(TAKING));
            assertFalse(b.count("there") > stuck, "nothing can have passed");
            assertTrue(a.longestPause("beside").compareTo(Scene.NO_PAUSE) < 0, "another link waited too");
            assertTrue(c.longestPause("beside").compareTo(Scene.NO_PAUSE) < 0, "another link waited too");
            hostOfB.heal();

            for (String channel : new String[] {"there", "meeting"}) {
                scene.flows(channel, b, Scene.AFTER_A_CUT);
            }
            scene.flows("back", a, Scene.AFTER_A_CUT);
            if (isNoticed) {
                Waiting.until("a resumes", Scene.AFTER_A_CUT, () -> a.logged("link to node b goes on after"));
                Waiting.until("b resumes", Scene.AFTER_A_CUT, () -> b.logged("link to node a goes on after"));
            }
            scene.endsWhole("there", a, b);
            scene.endsWhole("back", b, a);
            scene.endsWhole("meeting", a, b);
            scene.endsWhole("beside", a, c);
            assertFalse(a.logged("is down"), "no link was lost");
            assertFalse(b.logged("is down"), "no link was lost");
        }
    }
}
