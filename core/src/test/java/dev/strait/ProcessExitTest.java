package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.ClosedWithoutDone;
import dev.strait.error.SenderLost;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Processes that end in order while their node is open. */
class ProcessExitTest {
    /** What a receive is told that waits while the process of its only sender is asked to end. */
    private static Throwable afterTheSignal(String program) throws Exception {
        try (var cluster = new Cluster();
                var child =
                        Child.start(ProcessTest.SMALL, program, cluster.hub().address())) {
            Receiver<Integer> receiver = cluster.hub().receiver(ChildMain.NUMBERS);
            assertEquals("sent 1", child.next());
            assertEquals(1, receiver.receive());
            Task<Integer> waiting = Task.start(receiver::receive);
            child.signal("TERM");
            return waiting.failure();
        }
    }

    @Test
    void aProcessThatGivesNoticeIsLostAtOnceWithThatReason() throws Exception {
        try (var cluster = new Cluster();
                var child = Child.start(ProcessTest.SMALL, "exit", cluster.hub().address())) {
            Receiver<Integer> receiver = cluster.hub().receiver(ChildMain.NUMBERS);
            assertEquals("sent 1", child.next());
            assertEquals(1, receiver.receive());
            Task<Integer> waiting = Task.start(receiver::receive);
            long asked = System.nanoTime();
            child.signal("TERM");
            SenderLost lost = assertInstanceOf(SenderLost.class, waiting.failure());
            Duration took = Duration.ofNanos(System.nanoTime() - asked);
            String reason = "SHUTTING_DOWN: the process ended (said by node child-exit)";
            assertEquals(Map.of("child-exit", reason), lost.reasons());
            assertTrue(took.compareTo(Duration.ofSeconds(1)) < 0, took.toString());
            child.awaitEnd();
            assertTrue(
                    Duration.ofNanos(System.nanoTime() - asked).compareTo(Duration.ofSeconds(3)) < 0,
                    "the JVM does not wait for the notice for long");
        }
    }

    @Test
    void aHookThatClosesTheNodeGoesBeforeTheNotice() throws Exception {
        assertInstanceOf(ClosedWithoutDone.class, afterTheSignal("exit-closing"));
    }

    @Test
    void aProcessThatGivesNoNoticeIsLostOnceItsLinkHasWaited() throws Exception {
        SenderLost lost = assertInstanceOf(SenderLost.class, afterTheSignal("sender"));
        String reason = lost.reasons().get("child-sender");
        assertTrue(reason.startsWith("not resumed within 4"), reason);
    }
}
