package dev.strait.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Node;
import dev.strait.wire.frame.Frame;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the programs of the README as they stand there, each in a JVM of its own, but for the port. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Pattern PROGRAM = Pattern.compile("```java\n// (\\w+\\.java)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void theProgramsOfTheReadmeSayHello() throws Exception {
        String port = Integer.toString(freePort());
        var programs = PROGRAM.matcher(Files.readString(README));
        while (programs.find()) {
            Files.writeString(
                    folder.resolve(programs.group(1)), programs.group(2).replace("5678", port));
        }

        Process host = start("Host");
        Process shouter = start("Shouter");
        try {
            assertEquals(List.of("HELLO", "WORLD"), printedBy(host, "Host"));
            assertEquals(List.of(), printedBy(shouter, "Shouter"));
        } finally {
            host.destroyForcibly();
            shouter.destroyForcibly();
        }
    }

    private Process start(String program) throws IOException, URISyntaxException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        placeOf(Node.class) + File.pathSeparator + placeOf(Frame.class),
                        program + ".java")
                .directory(folder.toFile())
                .redirectOutput(folder.resolve(program + ".out").toFile())
                .redirectError(folder.resolve(program + ".err").toFile())
                .start();
    }

    private List<String> printedBy(Process process, String program) throws IOException, InterruptedException {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), program + " still runs after 60 s");
        assertEquals(0, process.exitValue(), () -> "exit code of " + program + "; " + errorsOf(program));
        return Files.readAllLines(folder.resolve(program + ".out"));
    }

    private String errorsOf(String program) {
        try {
            return Files.readString(folder.resolve(program + ".err"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Path placeOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
