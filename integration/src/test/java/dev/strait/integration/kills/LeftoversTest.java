package dev.strait.integration.kills;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Node;
import dev.strait.integration.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That what {@link KillsTest} looks at is seen when it is there. */
class LeftoversTest {

    private static boolean isLeft(String part) {
        return Leftovers.threads().stream().anyMatch(thread -> thread.contains(part));
    }

    @Test
    void threadsOfANodeAreSeenVirtualOnesToo() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Thread virtual = Thread.ofVirtual().name("strait-left-over").start(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        try (Node node = Node.listen("localhost:0")) {
            Waiting.until("it is seen", Duration.ofSeconds(5), () -> isLeft("\"strait-left-over\""));
            assertTrue(isLeft("\"strait-accept-"), () -> node.address() + ": " + Leftovers.threads());
        } finally {
            end.countDown();
            virtual.join();
        }
        Waiting.until("it is gone", Duration.ofSeconds(5), () -> !isLeft("\"strait-left-over\""));
    }

    @Test
    void aProcessThatDoesNotEndTellsWhatItsThreadsDo(@TempDir Path folder) throws Exception {
        try (Member hub = new Member(folder, folder, "hub", 1, Role.HUB, 1, "localhost:0")) {
            hub.says();
            String said = hub.tellThreads();
            Path file = folder.resolve("1-hub.threads");
            assertTrue(said.contains(file.toString()), said);
            String threads = Files.readString(file);
            assertTrue(threads.contains("KillMain.main") && threads.contains("virtual"), threads);
        }
    }
}
