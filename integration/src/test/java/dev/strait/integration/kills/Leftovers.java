package dev.strait.integration.kills;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.strait.Node;
import dev.strait.integration.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a process has of threads and sockets: after its nodes are closed as much as before, whatever became of the peers. */
final class Leftovers {
    /** In a thread of a dump: its name, or a frame of it that is not of these tests. */
    private static final Pattern OF_A_NODE =
            Pattern.compile("^#\\d+ \"strait-|^ +(.*/)?dev\\.strait\\.(?!integration\\.)", Pattern.MULTILINE);

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

    /** Fails if a node has left a thread, be it a virtual one. */
    static void requireNoThreads() throws InterruptedException {
        try {
            Waiting.until(
                    "no thread of a node",
                    Duration.ofSeconds(5),
                    () -> threads().isEmpty());
        } catch (AssertionError left) {
            throw new AssertionError("threads of a node are left: " + threads(), left);
        }
    }

    /** What the threads do that are named by a node, or are at work in its code; virtual ones are in a dump alone. */
    static List<String> threads() {
        try {
            Path folder = Files.createTempDirectory("strait-threads-");
            Path dump = folder.resolve("dump");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            String text = Files.readString(dump);
            Files.delete(dump);
            Files.delete(folder);
            return Stream.of(text.split("\n\\s*\n"))
                    .filter(thread -> OF_A_NODE.matcher(thread).find())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
