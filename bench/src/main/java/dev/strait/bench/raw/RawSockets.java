package dev.strait.bench.raw;

import dev.strait.bench.spi.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Connections between the two processes: blocking, without Nagle's delay, otherwise as the system makes them. */
final class RawSockets {
    private RawSockets() {}

    /** Listens, says so, and accepts a number of connections, in the order in which the other process made them. */
    static List<Socket> accept(Run run, int count) throws IOException {
        try (var server = new ServerSocket(0, count, InetAddress.getLoopbackAddress())) {
            run.ready(String.valueOf(server.getLocalPort()));
            List<Socket> sockets = new ArrayList<>();
            while (sockets.size() < count) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
            }
            return sockets;
        }
    }

    /** Connects to {@link #accept} a number of times. */
    static List<Socket> connect(Run run, int count) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        while (sockets.size() < count) {
            var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(run.address()));
            socket.setTcpNoDelay(true);
            sockets.add(socket);
        }
        return sockets;
    }
}
