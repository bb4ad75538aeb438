package dev.strait.integration.kills;

import dev.strait.Node;
import dev.strait.integration.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What a process has of threads and sockets: after its nodes are closed as much as before, whatever became of the peers. */
final class Leftovers {
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    private final long sockets;

    private Leftovers(long sockets) {
        this.sockets = sockets;
    }

    /** Looks at what is there without a node, and with everything loaded that the first one loads. */
    static Leftovers before() throws InterruptedException {
        try (Node first = Node.listen("localhost:0");
                Node second = Node.join(first.address())) {
            first.sender(Channels.STRICT).done();
            second.sender(Channels.STRICT).done();
        }
        requireNoThreads();
        return new Leftovers(sockets());
    }

    /** Fails if there is more now. */
    void check() throws InterruptedException {
        requireNoThreads();
        Waiting.until("no sockets but " + sockets, Duration.ofSeconds(5), () -> sockets() <= sockets);
    }

    /** Fails if a node has left a thread. */
    static void requireNoThreads() throws InterruptedException {
        Waiting.until(
                "no thread of a node",
                Duration.ofSeconds(5),
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("strait-")));
    }

    private static long sockets() {
        if (!Files.isDirectory(OPEN_FILES)) {
            return 0; // not Linux: threads alone are looked at
        }
        try (Stream<Path> files = Files.list(OPEN_FILES)) {
            return files.toList().stream().filter(Leftovers::isSocket).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
