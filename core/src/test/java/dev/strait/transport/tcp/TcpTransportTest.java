package dev.strait.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.TcpAddress;
import dev.strait.transport.Transport;
import dev.strait.transport.TransportContractTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class TcpTransportTest extends TransportContractTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final SocketTransport tcp = new SocketTransport(false);
    private final LinkedBlockingQueue<Connection> taken = new LinkedBlockingQueue<>();

    @Override
    protected Transport transport() {
        return new SocketTransport(false);
    }

    @Override
    protected Address free() {
        return new TcpAddress("localhost", 0);
    }

    @Test
    void aSocketOfAnyProgramIsServed() throws Exception {
        try (Listener listener = tcp.listen(free(), taken::add);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(listener))) {
            socket.getOutputStream().write(new byte[] {1, 2, 3});
            socket.shutdownOutput();
            try (Connection connection = taken.take()) {
                assertEquals(3, connection.read(ByteBuffer.allocate(10)));
                assertEquals(-1, connection.read(ByteBuffer.allocate(10)));
                connection.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {4})}, 0, 1);
                assertEquals(4, socket.getInputStream().read());
            }
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void littleWaitsInTheKernelBetweenProgramsOfOneMachine() throws Exception {
        try (Listener listener = tcp.listen(free(), taken::add);
                Connection sending = tcp.dial(new TcpAddress("localhost", port(listener)), LIMIT);
                Connection reading = taken.take()) {
            ByteBuffer[] bytes = {ByteBuffer.allocate(16 << 20)};
            long written = 0;
            for (long last = 1; last > 0; written += last) {
                last = sending.tryWrite(bytes, 0, 1);
            }
            long most = SocketConnection.hasSmallBuffersOnLoopback() ? 4 << 20 : bytes[0].capacity();
            assertTrue(written > 0 && written <= most, "bytes that nobody reads: " + written);
            assertTrue(reading.read(ByteBuffer.allocate(10)) > 0);
        }
    }

    @Test
    void aPeerThatResetsIsReportedByName() throws Exception {
        try (Listener listener = tcp.listen(free(), taken::add)) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(listener));
            try (Connection connection = taken.take()) {
                socket.setSoLinger(true, 0);
                socket.close();
                IOException reset = assertThrows(IOException.class, () -> connection.read(ByteBuffer.allocate(1)));
                assertTrue(reset.getMessage().contains(connection.remote().toString()), reset.getMessage());
            }
        }
    }

    @Test
    void diallingAListenerThatDoesNotAnswerFailsWithinTheTimeLimit() throws Exception {
        // A listener that never accepts, its backlog full: the kernel drops further requests to connect.
        try (ServerSocketChannel deaf = ServerSocketChannel.open()) {
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            InetSocketAddress address = (InetSocketAddress) deaf.getLocalAddress();
            List<SocketChannel> waiting = new ArrayList<>();
            try {
                for (int i = 0; i < 8; i++) {
                    SocketChannel channel = SocketChannel.open();
                    waiting.add(channel);
                    channel.configureBlocking(false);
                    channel.connect(address);
                }
                TcpAddress target = new TcpAddress("127.0.0.1", address.getPort());
                SocketTimeoutException late =
                        assertThrows(SocketTimeoutException.class, () -> tcp.dial(target, Duration.ofMillis(50)));
                assertTrue(late.getMessage().contains(target.toString()), late.getMessage());
                Thread.currentThread().interrupt();
                assertThrows(InterruptedException.class, () -> tcp.dial(target, LIMIT));
            } finally {
                for (SocketChannel channel : waiting) {
                    channel.close();
                }
            }
        }
    }

    @Test
    void anUnknownHostIsReportedByName() {
        // The domain that RFC 2606 keeps from ever existing.
        TcpAddress nowhere = new TcpAddress("nowhere.invalid", 5678);
        IOException dialled = assertThrows(IOException.class, () -> tcp.dial(nowhere, LIMIT));
        assertTrue(dialled.getMessage().contains("nowhere.invalid:5678"), dialled.getMessage());
        IOException listened = assertThrows(IOException.class, () -> tcp.listen(nowhere, taken::add));
        assertTrue(listened.getMessage().contains("nowhere.invalid:5678"), listened.getMessage());
    }

    @Test
    void anAddressOfAnotherMachineCannotBeListenedAt() {
        // 192.0.2.0/24 is kept for documentation (RFC 5737), so it is no machine's own.
        TcpAddress foreign = new TcpAddress("192.0.2.1", 5678);
        IOException refused = assertThrows(IOException.class, () -> tcp.listen(foreign, taken::add));
        assertTrue(refused.getMessage().contains("192.0.2.1:5678"), refused.getMessage());
    }

    @Test
    void aConnectionThatMetItselfIsRefused() throws Exception {
        try (SocketChannel alone = SocketChannel.open()) {
            alone.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            alone.connect(alone.getLocalAddress());
            assertEquals(alone.getLocalAddress(), alone.getRemoteAddress());
            assertThrows(IOException.class, () -> TcpDial.refuseItself(alone));
        }
        try (Listener listener = tcp.listen(free(), taken::add);
                SocketChannel other =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port(listener)))) {
            TcpDial.refuseItself(other);
            taken.take().close(Duration.ZERO);
        }
    }

    private static int port(Listener listener) {
        return ((TcpAddress) listener.address()).port();
    }
}
