package dev.strait.transport.tcp;

import dev.strait.transport.Acceptor;
import dev.strait.transport.Listener;
import dev.strait.transport.TcpAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Listens at a TCP address, and at the Unix-domain socket beside it ({@link UnixSockets}). */
final class TcpListening {
    private TcpListening() {}

    /**
     * Listens.
     *
     * @param nearby the Unix-domain sockets that processes of this machine may use instead; none if null
     */
    static Listener open(TcpAddress asked, @Nullable UnixSockets nearby, Acceptor acceptor) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            // Restart at once on the port of a process that has just died, with its connections still in TIME_WAIT.
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(
                    new InetSocketAddress(InetAddress.getByName(asked.host()), asked.port()), SocketListener.BACKLOG);
        } catch (IOException failed) {
            server.close();
            throw explained(asked, failed);
        }
        List<UnixServer> beside = List.of();
        try {
            InetSocketAddress bound = (InetSocketAddress) server.getLocalAddress();
            server.configureBlocking(false);
            beside = nearby == null ? beside : nearby.listen(bound, SocketListener.BACKLOG);
            List<SocketListener.Door> doors = new ArrayList<>();
            beside.forEach(each -> doors.add(each.door()));
            doors.add(new SocketListener.Door(server, SocketConnection::new));
            TcpAddress address = asked.withPort(bound.getPort());
            // The files go while the address is still held: from then on they may be another listener's.
            List<UnixServer> files = beside;
            return SocketListener.start(address, doors, () -> files.forEach(UnixServer::delete), acceptor);
        } catch (Throwable failed) {
            beside.forEach(UnixServer::close);
            server.close();
            throw failed;
        }
    }

    private static IOException explained(TcpAddress asked, IOException failed) {
        IOException explained = switch (failed) {
            case UnknownHostException _ ->
                new UnknownHostException("cannot listen at " + asked + ": unknown host " + asked.host());
            default -> new BindException("cannot listen at " + asked + ": " + failed.getMessage());
        };
        explained.initCause(failed);
        return explained;
    }
}
