package dev.strait.bench;

import dev.strait.ChannelName;
import dev.strait.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/** One message of 100 bytes there and back, one at a time: the median round trip in microseconds. */
final class PingPong {
    private static final int BYTES = 100;
    private static final ChannelName<byte[]> PINGS = ChannelName.of("pings", byte[].class);
    private static final ChannelName<byte[]> PONGS = ChannelName.of("pongs", byte[].class);

    private PingPong() {}

    static void rawAnswer() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Role.ready("localhost:" + server.getLocalPort());
            try (Socket socket = server.accept()) {
                socket.setTcpNoDelay(true);
                byte[] bytes = new byte[BYTES];
                while (socket.getInputStream().readNBytes(bytes, 0, BYTES) == BYTES) {
                    socket.getOutputStream().write(bytes);
                }
            }
        }
    }

    static void rawAsk(int port, double warmupSeconds, double seconds) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            byte[] bytes = new byte[BYTES];
            RoundTrips trips = new RoundTrips(warmupSeconds, seconds);
            do {
                long start = System.nanoTime();
                socket.getOutputStream().write(bytes);
                Role.require(socket.getInputStream().readNBytes(bytes, 0, BYTES) == BYTES, "answer");
                trips.add(System.nanoTime() - start);
            } while (trips.isOpen());
            Role.result(trips.medianMicros());
        }
    }

    static void straitAnswer() throws InterruptedException {
        Node node = Node.listen("localhost:0");
        var pings = node.receiver(PINGS);
        var pongs = node.sender(PONGS);
        Role.ready(node.address());
        pings.forEach(pongs::send);
    }

    static void straitAsk(String address, double warmupSeconds, double seconds) throws InterruptedException {
        Node node = Node.join(address);
        var pings = node.sender(PINGS);
        var pongs = node.receiver(PONGS);
        byte[] bytes = new byte[BYTES];
        RoundTrips trips = new RoundTrips(warmupSeconds, seconds);
        do {
            long start = System.nanoTime();
            pings.send(bytes);
            Role.require(pongs.receive().length == BYTES, "answer");
            trips.add(System.nanoTime() - start);
        } while (trips.isOpen());
        Role.result(trips.medianMicros());
    }

    /** Round trips after a warm-up. */
    private static final class RoundTrips {
        private final long fromNanos;
        private final long toNanos;
        private long[] nanos = new long[1 << 16];
        private int count;

        RoundTrips(double warmupSeconds, double seconds) {
            fromNanos = System.nanoTime() + (long) (warmupSeconds * 1e9);
            toNanos = fromNanos + (long) (seconds * 1e9);
        }

        boolean isOpen() {
            return System.nanoTime() < toNanos;
        }

        void add(long trip) {
            if (System.nanoTime() < fromNanos) {
                return;
            }
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = trip;
        }

        double medianMicros() {
            Arrays.sort(nanos, 0, count);
            return nanos[count / 2] / 1e3;
        }
    }
}
