package dev.strait.transport.tcp;

import dev.strait.transport.Acceptor;
import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.SafeLog;
import dev.strait.transport.TcpAddress;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One or more sockets that listen, and the daemon thread that accepts at all of them. The thread waits in a selector: a thread inside a blocking
 * accept would hold the address a little beyond close, and a restart at the same address would fail now and then.
 */
final class SocketListener implements Listener {
    /** Connections that may wait for the accept thread; the operating system may cap it lower. */
    static final int BACKLOG = 1024;

    /** The pause after a failed accept: typically file descriptors have run out, and come back as others close. */
    private static final long RETRY_MILLIS = 100;

    /**
     * Where connections come in.
     *
     * @param server bound and not blocking
     * @param opening what becomes of them
     */
    record Door(ServerSocketChannel server, Opening opening) {}

    private final List<Door> doors;
    private final Runnable beforeClose;
    private final Selector acceptable;
    private final Address address;
    private final Acceptor acceptor;
    private final CountDownLatch closed = new CountDownLatch(1);

    private SocketListener(
            Address address, List<Door> doors, Runnable beforeClose, Selector acceptable, Acceptor acceptor) {
        this.address = address;
        this.doors = doors;
        this.beforeClose = beforeClose;
        this.acceptable = acceptable;
        this.acceptor = acceptor;
    }

    /**
     * Accepts from now on.
     *
     * @param address what it tells as its address
     * @param doors closed with the listener; if this throws, they are the caller's to close
     * @param beforeClose what is to be done while the addresses are still held; does not throw
     */
    static SocketListener start(Address address, List<Door> doors, Runnable beforeClose, Acceptor acceptor)
            throws IOException {
        Selector acceptable = Selector.open();
        try {
            for (Door door : doors) {
                door.server.register(acceptable, SelectionKey.OP_ACCEPT);
            }
            SocketListener listener =
                    new SocketListener(address, List.copyOf(doors), beforeClose, acceptable, acceptor);
            Thread.ofPlatform().daemon().name("strait-accept-" + address).start(listener::acceptUntilClosed);
            return listener;
        } catch (Throwable failed) {
            acceptable.close();
            throw failed;
        }
    }

    private void acceptUntilClosed() {
        boolean failing = false;
        while (closed.getCount() > 0) {
            try {
                for (Door door : doors) {
                    for (SocketChannel channel = door.server.accept();
                            channel != null;
                            channel = door.server.accept()) {
                        failing = false;
                        hand(channel, door.opening);
                    }
                }
                if (!Thread.interrupted()) { // with a pending interrupt, select would return at once, for ever
                    acceptable.select(key -> {});
                }
            } catch (ClosedSelectorException | ClosedChannelException ended) {
                return;
            } catch (Throwable failed) {
                if (!failing) {
                    failing = true;
                    SafeLog.failure(
                            SocketConnection.LOG,
                            Level.WARNING,
                            "accepting at " + address + " fails, trying on",
                            failed);
                }
                pause();
            }
        }
    }

    /** Where a connection came from: over a Unix-domain socket from a process of this machine that is known by no port and no file. */
    private Address remote(SocketChannel channel) throws IOException {
        return channel.getRemoteAddress() instanceof InetSocketAddress from
                ? new TcpAddress(from.getAddress().getHostAddress(), from.getPort())
                : address.withFreePort();
    }

    private void hand(SocketChannel channel, Opening opening) throws IOException {
        Connection connection;
        try {
            connection = opening.open(channel, remote(channel));
        } catch (IOException | IllegalArgumentException gone) {
            // The peer hung up before we came to it: its business, and no reason to slow down for others.
            SafeLog.failure(
                    SocketConnection.LOG,
                    Level.DEBUG,
                    "connection at " + address + " was gone before it was accepted",
                    gone);
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
                    SocketConnection.LOG,
                    Level.WARNING,
                    "connection from " + connection.remote() + " could not be taken",
                    failed);
            connection.close(Duration.ZERO);
        }
    }

    private void pause() {
        try {
            closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException unasked) {
            // Nobody owns this thread but the listener; close() alone ends it.
            SafeLog.log(SocketConnection.LOG, Level.DEBUG, "interrupt of the accept thread at {0} ignored", address);
        }
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public void close() {
        closed.countDown();
        beforeClose.run();
        // In this order: a channel's socket is closed by whichever of it and the selector closes last.
        doors.forEach(door -> SocketConnection.release(door.server));
        SocketConnection.release(acceptable);
    }
}
