package dev.strait.transport.tcp;

import dev.strait.transport.Acceptor;
import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.SafeLog;
import dev.strait.transport.TcpAddress;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket, the Unix-domain socket beside it ({@link UnixSockets}), and the daemon thread that accepts at both. The thread waits in a selector: a thread inside a blocking
 * accept would hold the port a little beyond close, and a restart on the same port would fail now and then.
 */
final class TcpListener implements Listener {
    private static final System.Logger LOG = System.getLogger("dev.strait.transport");

    /** Connections that may wait for the accept thread; the operating system may cap it lower. */
    private static final int BACKLOG = 1024;

    /** The pause after a failed accept: typically file descriptors have run out, and come back as others close. */
    private static final long RETRY_MILLIS = 100;

    private final ServerSocketChannel server;
    /** The one beside it, if there is one. */
    private final @Nullable ServerSocketChannel beside;

    private final Selector acceptable;
    private final TcpAddress address;
    private final Acceptor acceptor;
    private final CountDownLatch closed = new CountDownLatch(1);

    private TcpListener(
            ServerSocketChannel server,
            @Nullable ServerSocketChannel beside,
            Selector acceptable,
            TcpAddress address,
            Acceptor acceptor) {
        this.server = server;
        this.beside = beside;
        this.acceptable = acceptable;
        this.address = address;
        this.acceptor = acceptor;
    }

    /**
     * Listens.
     *
     * @param nearby the Unix-domain sockets that processes of this machine may use instead; none if null
     */
    static TcpListener open(TcpAddress asked, @Nullable UnixSockets nearby, Acceptor acceptor) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            // Restart at once on the port of a process that has just died, with its connections still in TIME_WAIT.
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(new InetSocketAddress(InetAddress.getByName(asked.host()), asked.port()), BACKLOG);
        } catch (IOException failed) {
            server.close();
            throw explained(asked, failed);
        }
        ServerSocketChannel beside = null;
        try {
            InetSocketAddress bound = (InetSocketAddress) server.getLocalAddress();
            server.configureBlocking(false);
            Selector acceptable = Selector.open();
            beside = nearby == null ? null : nearby.listen(bound, BACKLOG);
            TcpListener listener =
                    new TcpListener(server, beside, acceptable, asked.withPort(bound.getPort()), acceptor);
            listener.start();
            return listener;
        } catch (IOException failed) {
            close(server, beside);
            throw failed;
        }
    }

    private void start() throws IOException {
        try {
            server.register(acceptable, SelectionKey.OP_ACCEPT);
            if (beside != null) {
                beside.register(acceptable, SelectionKey.OP_ACCEPT);
            }
        } catch (IOException failed) {
            acceptable.close();
            throw failed;
        }
        Thread.ofPlatform().daemon().name("strait-accept-" + address).start(this::acceptUntilClosed);
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

    private void acceptUntilClosed() {
        boolean failing = false;
        while (closed.getCount() > 0) {
            try {
                for (SocketChannel channel = accept(); channel != null; channel = accept()) {
                    failing = false;
                    hand(channel);
                }
                if (!Thread.interrupted()) { // with a pending interrupt, select would return at once, for ever
                    acceptable.select(key -> {});
                }
            } catch (ClosedSelectorException | ClosedChannelException ended) {
                return;
            } catch (Throwable failed) {
                if (!failing) {
                    failing = true;
                    SafeLog.failure(LOG, Level.WARNING, "accepting at " + address + " fails, trying on", failed);
                }
                pause();
            }
        }
    }

    private @Nullable SocketChannel accept() throws IOException {
        SocketChannel channel = beside == null ? null : beside.accept();
        return channel == null ? server.accept() : channel;
    }

    /** Where a connection came from: over a Unix-domain socket from a process of this machine that is known by no port. */
    private TcpAddress remote(SocketChannel channel) throws IOException {
        return channel.getRemoteAddress() instanceof InetSocketAddress from
                ? new TcpAddress(from.getAddress().getHostAddress(), from.getPort())
                : address.withPort(0);
    }

    private void hand(SocketChannel channel) throws IOException {
        Connection connection;
        try {
            connection = new SocketConnection(channel, remote(channel));
        } catch (IOException | IllegalArgumentException gone) {
            // The peer hung up before we came to it: its business, and no reason to slow down for others.
            SafeLog.failure(LOG, Level.DEBUG, "connection at " + address + " was gone before it was accepted", gone);
            channel.close();
            return;
        } catch (Throwable failed) {
            channel.close();
            throw failed;
        }
        try {
            acceptor.accepted(connection);
        } catch (Throwable failed) {
            SafeLog.failure(
                    LOG, Level.WARNING, "connection from " + connection.remote() + " could not be taken", failed);
            connection.close(Duration.ZERO);
        }
    }

    private static void close(ServerSocketChannel server, @Nullable ServerSocketChannel beside) throws IOException {
        // The file goes while the address is still held: from then on it may be another listener's.
        try (server;
                beside) {
            if (beside != null) {
                UnixSockets.delete(beside);
            }
        }
    }

    private void pause() {
        try {
            closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException unasked) {
            // Nobody owns this thread but the listener; close() alone ends it.
            SafeLog.log(LOG, Level.DEBUG, "interrupt of the accept thread at {0} ignored", address);
        }
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            // In this order: a channel's socket is closed by whichever of it and the selector closes last.
            try (acceptable) {
                close(server, beside);
            }
        } catch (IOException failed) {
            LOG.log(Level.DEBUG, "closing the listener at " + address, failed);
        }
    }
}
