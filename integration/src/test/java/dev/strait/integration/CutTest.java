package dev.strait.integration;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Networks that are cut for too long, in one direction, again and again, or between the directory and the others. */
@NeedsNetwork
class CutTest {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void aLinkThatIsCutForLongerThanItsTimeIsLostOnBothSidesWhichSayWhyAndWorkTogetherAgain() throws Exception {
        try (var scene = new Scene("cut-too-long")) {
            Host hostOfA = scene.network.addHost();
            Host hostOfB = scene.network.addHost();
            Actor a = scene.directory("a", hostOfA, "resume=1500");
            Actor b = scene.join("b", hostOfB, hostOfA, "resume=1500");
            scene.flow("there", 1_024, a, b);
            scene.flow("back", 1_024, b, a);

            hostOfB.cut();
            String reason = "silent for 3000 ms";
            Waiting.until("a says why", Duration.ofSeconds(6), () -> a.logged("link to node b is down: ", reason));
            Waiting.until("b says why", SOON, () -> b.logged("link to node a is down: ", reason));
            hostOfB.heal();

            Waiting.until("the directory has b again", LONG, () -> b.timesLogged("directory of node a") == 2);
            assertTrue(a.ask("outcome there").startsWith("runs "), "a lost receiver fails no channel");
            assertTrue(b.ask("outcome back").startsWith("runs "), "a lost receiver fails no channel");
            scene.flow("again", 1_024, a, b);
            scene.flow("again-back", 0, b, a);
            scene.endsWhole("again", a, b);
            scene.endsWhole("again-back", b, a);
        }
    }

    @Test
    void whenPacketsPassInOneDirectionOnlyNothingIsLost() throws Exception {
        try (var scene = new Scene("one-way")) {
            Host hostOfA = scene.network.addHost();
            Host hostOfB = scene.network.addHost();
            Actor a = scene.directory("a", hostOfA);
            Actor b = scene.join("b", hostOfB, hostOfA);
            scene.flow("there", 1_024, a, b);
            scene.flow("back", 1_024, b, a);
            scene.flow("meeting", 0, b, a);

            hostOfB.mute();
            Waiting.until("a hears nothing", Scene.SILENCE, () -> a.logged("link to node b is suspended"));
            Waiting.pass(SOON);
            hostOfB.unmute();
            flowBothWays(scene, a, b);
            long before = b.timesLogged("link to node a is suspended");
            assertTrue(before > 0, "b was told that it was not heard");

            hostOfB.deafen();
            Waiting.until(
                    "b hears nothing", Scene.SILENCE, () -> b.timesLogged("link to node a is suspended") > before);
            Waiting.pass(SOON);
            hostOfB.undeafen();
            flowBothWays(scene, a, b);

            scene.endsWhole("there", a, b);
            scene.endsWhole("back", b, a);
            scene.endsWhole("meeting", b, a);
        }
    }

    private static void flowBothWays(Scene scene, Actor a, Actor b) throws InterruptedException {
        scene.flows("there", b, Scene.AFTER_A_CUT);
        scene.flows("back", a, Scene.AFTER_A_CUT);
        scene.flows("meeting", a, Scene.AFTER_A_CUT);
    }

    @Test
    void tenSecondsOfShortCutsLoseNothing() throws Exception {
        try (var scene = new Scene("short-cuts")) {
            Host hostOfA = scene.network.addHost();
            Host hostOfB = scene.network.addHost();
            Actor a = scene.directory("a", hostOfA);
            Actor b = scene.join("b", hostOfB, hostOfA);
            scene.flow("there", 1_024, a, b);
            scene.flow("back", 1_024, b, a);
            scene.flow("meeting", 0, b, a);
            long before = b.count("there");
            Waiting.during(Duration.ofSeconds(10), () -> {
                hostOfB.cut();
                Waiting.pass(Duration.ofMillis(100));
                hostOfB.heal();
                Waiting.pass(Duration.ofMillis(200));
            });
            assertTrue(b.count("there") > before + 1_000, "it flows between the cuts");
            flowBothWays(scene, a, b);
            scene.endsWhole("there", a, b);
            scene.endsWhole("back", b, a);
            scene.endsWhole("meeting", b, a);
        }
    }

    @Test
    void aDirectoryThatIsCutOffHoldsUpNobodyAndOpensWaitAndSucceedOnceItIsBack() throws Exception {
        try (var scene = new Scene("partition")) {
            Host hostOfDirectory = scene.network.addHost();
            Actor directory = scene.directory("directory", hostOfDirectory);
            Actor b = scene.join("b", scene.network.addHost(), hostOfDirectory, "open=1000");
            Actor c = scene.join("c", scene.network.addHost(), hostOfDirectory, "open=1000");
            scene.flow("there", 1_024, b, c);
            scene.flow("meeting", 0, c, b);
            scene.flow("home", 1_024, b, directory);

            hostOfDirectory.cut();
            c.longestPause("there");
            b.longestPause("meeting");
            String refused = b.ask("open new");
            assertTrue(refused.startsWith("STRAIT-DIRECTORY-UNAVAILABLE "), refused);
            long waited = Long.parseLong(refused.split(" ")[1]);
            assertTrue(waited >= 1_000 && waited < 1_500, refused);
            Waiting.until(
                    "the silence is noticed",
                    Scene.SILENCE,
                    () -> b.logged("link to node directory is suspended")
                            && c.logged("link to node directory is suspended"));
            assertTrue(c.ask("open new").startsWith("STRAIT-DIRECTORY-UNAVAILABLE "), "while the link waits, too");
            assertTrue(c.longestPause("there").compareTo(Scene.NO_PAUSE) < 0, "b and c go on");
            assertTrue(b.longestPause("meeting").compareTo(Scene.NO_PAUSE) < 0, "b and c go on");

            hostOfDirectory.heal();
            Waiting.until(
                    "opens succeed",
                    SOON,
                    () -> b.ask("open new-b").startsWith("opened ")
                            && c.ask("open new-c").startsWith("opened "));
            scene.flows("home", directory, Scene.AFTER_A_CUT);
            scene.endsWhole("there", b, c);
            scene.endsWhole("meeting", c, b);
            scene.endsWhole("home", b, directory);
            assertFalse(b.logged("is down"), "no link was lost");
        }
    }
}
