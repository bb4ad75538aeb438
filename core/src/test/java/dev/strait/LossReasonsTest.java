package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.LinkLost;
import dev.strait.error.SenderLost;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A program that loses ends with a link is told what ended the link, on both sides. */
class LossReasonsTest {
    private static final ChannelName<Integer> THERE = ChannelName.of("there", Integer.class);
    private static final ChannelName<Integer> BACK =
            ChannelName.of("back", Integer.class).atMostOnce();

    private static void says(String reason, String message, Throwable cause, String peer) {
        assertTrue(message.contains(reason), message);
        LinkLost lost = assertInstanceOf(LinkLost.class, cause);
        assertEquals(peer, lost.peer());
        assertEquals(reason, lost.reason());
    }

    @Test
    void withAWindowOfZeroItIsWhatEndedTheConnection() throws Exception {
        try (var cluster = Cluster.withoutResuming();
                var line = new CutLine(cluster.hub().address())) {
            Node far = cluster.join(line.address(), cluster.options("far"));
            Receiver<Integer> receiver = cluster.hub().receiver(THERE);
            Sender<Integer> sender = far.sender(THERE);
            sender.send(1);
            assertEquals(1, receiver.receive());
            line.cut();
            SenderLost end = assertThrows(SenderLost.class, receiver::receive);
            String reason = end.reasons().get(far.name());
            assertTrue(reason.matches("the other side closed the connection|Connection reset.*"), reason);
            says(reason, end.getMessage(), end.getCause(), far.name());
        }
    }

    @Test
    void bytesThatTheProtocolDoesNotAllowAreSaidToWhoeverSentThem() throws Exception {
        try (var cluster = new Cluster();
                var line = new CutLine(cluster.hub().address())) {
            Node far = cluster.join(line.address(), cluster.options("far"));
            Receiver<Integer> receiver = cluster.hub().receiver(THERE);
            cluster.hub().receiver(BACK);
            Sender<Integer> sender = far.sender(THERE);
            Sender<Integer> back = far.sender(BACK);
            back.awaitReceivers(1);
            sender.send(1);
            assertEquals(1, receiver.receive());
            CompletableFuture<Outcome> posted = back.post(1);
            LossTest.passed(far, cluster.hub());
            line.intrude("these are no frames: \0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII));
            SenderLost found = assertThrows(SenderLost.class, receiver::receive);
            String reason = found.reasons().get(far.name());
            assertTrue(reason.startsWith("PROTOCOL_VIOLATION: "), reason);
            says(reason, found.getMessage(), found.getCause(), far.name());
            String told = assertInstanceOf(Outcome.Unknown.class, posted.get(20, TimeUnit.SECONDS))
                    .why();
            assertTrue(told.contains(reason + " (said by node " + cluster.hub().name() + ")"), told);
        }
    }

    @Test
    void aProcessStartedAgainUnderItsNameIsNamedAsTheReason() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.hub().receiver(ChildMain.NUMBERS);
            try (var first =
                    Child.start(ProcessTest.SMALL, "sender", cluster.hub().address())) {
                assertEquals("sent 1", first.next());
                assertEquals(1, receiver.receive());
                Task<Integer> waiting = Task.start(receiver::receive);
                first.kill();
                try (var second =
                        Child.start(ProcessTest.SMALL, "sender", cluster.hub().address())) {
                    SenderLost end = assertInstanceOf(SenderLost.class, waiting.failure());
                    String reason = "REPLACED: another process of node child-sender is the newer";
                    assertEquals(Map.of("child-sender", reason), end.reasons());
                    assertEquals(List.of("child-sender"), end.nodes());
                    says(reason, end.getMessage(), end.getCause(), "child-sender");
                    second.kill();
                }
            }
        }
    }
}
