package dev.strait.bench.peers.jeromq;

import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import java.util.concurrent.atomic.AtomicInteger;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;
import org.zeromq.ZMQ.Socket;

/** The sockets of one process. Threads may make them here at the same time; each socket is for one thread. */
final class Sockets {
    /** Below the ports that the system gives to connections, or one that dials early may reach itself. */
    private static final int FROM_PORT = 20_000;

    private static final int TO_PORT = 30_000;

    /** The library's own default. */
    private static final int QUEUE_MESSAGES = 1000;

    /** No queue holds more, or those of messages of 1 MiB would not fit into the heap. */
    private static final int QUEUE_BYTES = 64 << 20;

    private static final int HANDSHAKE_MILLIS = 1000;
    private static final int CONNECT_MILLIS = 30_000;

    /** The default of the library: one I/O thread. */
    private final ZContext context = new ZContext(1);

    private final int queue;
    private final AtomicInteger connecting = new AtomicInteger();

    Sockets(Scenario scenario) {
        queue = Math.min(QUEUE_MESSAGES, QUEUE_BYTES / Math.max(1, scenario.payloadBytes()));
    }

    private Socket create(SocketType type) {
        Socket socket = context.createSocket(type);
        socket.setHWM(queue);
        return socket;
    }

    /** Listens; {@link #address} says where. */
    Socket listen(SocketType type) {
        Socket socket = create(type);
        socket.bindToRandomPort("tcp://127.0.0.1", FROM_PORT, TO_PORT);
        return socket;
    }

    static String address(Socket listening) {
        return listening.getLastEndpoint();
    }

    /**
     * Connects, and returns once the other side has answered on each connection. A message queued before could be lost: this library sometimes
     * forgets to watch a new connection, which the timer of its handshake ends and dials again.
     */
    Socket connect(SocketType type, String... addresses) {
        Socket socket = create(type);
        socket.setHandshakeIvl(HANDSHAKE_MILLIS);
        String events = "inproc://connections-" + connecting.getAndIncrement();
        Run.require(socket.monitor(events, ZMQ.EVENT_HANDSHAKE_PROTOCOL), "a monitor");
        try (Socket answered = context.createSocket(SocketType.PAIR)) {
            Run.require(answered.connect(events), "a connection to the monitor");
            for (String address : addresses) {
                Run.require(socket.connect(address), "a connection to " + address);
            }
            answered.setReceiveTimeOut(CONNECT_MILLIS);
            for (int connected = 0; connected < addresses.length; connected++) {
                Run.require(ZEvent.recv(answered) != null, "an answer from the other side");
            }
            socket.monitor(null, 0); // no monitor from here on
        }
        return socket;
    }

    static void send(Socket socket, byte[] message) {
        Run.require(socket.send(message), "a send waits until there is room");
    }
}
