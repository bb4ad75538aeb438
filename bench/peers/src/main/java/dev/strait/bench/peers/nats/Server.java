package dev.strait.bench.peers.nats;

import dev.strait.bench.spi.Run;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server between the two processes: the system's {@code nats-server} on a free port of loopback. */
final class Server {
    private static final Pattern LISTENING =
            Pattern.compile("Listening for client connections on 127\\.0\\.0\\.1:(\\d+)");

    private Server() {}

    /**
     * Starts it as a companion of this process.
     *
     * @return its address
     * @throws IOException if it is not installed, or does not come up
     */
    static String start(Run run) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder("nats-server", "--addr", "127.0.0.1", "--port", "-1")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException failure) {
            throw new IOException(
                    "nats needs nats-server on PATH; on Debian and Ubuntu: apt-get install nats-server", failure);
        }
        run.companion(process);
        BufferedReader log = process.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                run.fork(Thread.ofVirtual(), () -> readOn(log));
                return "nats://127.0.0.1:" + listening.group(1);
            }
            said.append('\n').append(line);
        }
        throw new IOException("nats-server ended; it said:" + said);
    }

    /** Nobody wants to know, but a full pipe would stop it. */
    private static void readOn(BufferedReader log) throws IOException {
        String line = "";
        while (line != null) {
            line = log.readLine();
        }
        throw new IOException("nats-server ended");
    }
}
