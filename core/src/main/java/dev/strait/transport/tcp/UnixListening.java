package dev.strait.transport.tcp;

import dev.strait.transport.Acceptor;
import dev.strait.transport.Listener;
import dev.strait.transport.UnixAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Listens at a file. A process that is killed leaves its file behind, and the next one takes its place: a file of a socket that refuses connections
 * is deleted. Between the system's making a file and listening at it a file refuses, too, so all of it is done under a {@link StartLock}; without it, of three processes that start again and again, two soon believe to listen at one path. What refuses without being a socket, or is a
 * link, is not touched.
 */
final class UnixListening {
    private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final String NAME = "strait-";
    private static final int NAME_LETTERS = 8;

    private final UnixAddress asked;
    private final SelectorProvider system;

    UnixListening(UnixAddress asked, SelectorProvider system) {
        this.asked = asked;
        this.system = system;
    }

    Listener open(Acceptor acceptor) throws IOException {
        try {
            requireFolder();
            ServerSocketChannel channel = UnixFiles.server(system);
            try {
                channel.configureBlocking(false);
                return asked.isFolder() ? openUnderFreeName(channel, acceptor) : openAsAsked(channel, acceptor);
            } catch (Throwable failed) {
                channel.close();
                throw failed;
            }
        } catch (IOException failed) {
            BindException explained = new BindException("cannot listen at " + asked + ": " + UnixFiles.why(failed));
            explained.initCause(failed);
            throw explained;
        }
    }

    private void requireFolder() throws IOException {
        Path folder = UnixFiles.path(asked.withFreePort());
        if (!Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder + "; make it first, or choose another path");
        }
        if (!Files.isWritable(folder)) {
            throw new IOException(
                    "this process may not make files in the folder " + folder + "; let it, or choose another path");
        }
    }

    private Listener openAsAsked(ServerSocketChannel channel, Acceptor acceptor) throws IOException {
        Path path = UnixFiles.path(asked);
        UnixServer server = StartLock.hold(path, () -> {
            clear(path);
            return bound(channel, path);
        });
        return start(server, asked, acceptor);
    }

    /** Takes away what a killed process has left, or says why not. */
    private void clear(Path path) throws IOException {
        switch (UnixFiles.at(path)) {
            case NOTHING -> {}
            case OTHER ->
                throw new IOException(
                        "what is there is not the file of a socket, so it stays; remove it, or choose another path");
            case SOCKET -> {
                if (UnixFiles.isListening(path, system)) {
                    throw new IOException(
                            "Address already in use: a process listens there; end it first, or choose another path");
                }
                Files.deleteIfExists(path);
            }
        }
    }

    private Listener openUnderFreeName(ServerSocketChannel channel, Acceptor acceptor) throws IOException {
        while (true) {
            UnixAddress chosen = chosen();
            Path path = UnixFiles.path(chosen);
            if (UnixFiles.at(path) == UnixFiles.Found.NOTHING) {
                return start(bound(channel, path), chosen, acceptor);
            }
        }
    }

    private UnixAddress chosen() throws IOException {
        String letters = ThreadLocalRandom.current()
                .ints(NAME_LETTERS, 0, LETTERS.length())
                .mapToObj(at -> LETTERS.substring(at, at + 1))
                .collect(Collectors.joining());
        try {
            return asked.withName(NAME + letters);
        } catch (IllegalArgumentException tooLong) {
            throw new IOException(
                    "a folder in which a name is chosen has a path of at most "
                            + (UnixAddress.MAX_BYTES - NAME.length() - NAME_LETTERS) + " bytes; choose a shorter one",
                    tooLong);
        }
    }

    private static UnixServer bound(ServerSocketChannel channel, Path path) throws IOException {
        channel.bind(UnixDomainSocketAddress.of(path), SocketListener.BACKLOG);
        return new UnixServer(channel, SocketConnection::new, path);
    }

    private static Listener start(UnixServer server, UnixAddress address, Acceptor acceptor) throws IOException {
        try {
            return SocketListener.start(address, List.of(server.door()), server::delete, acceptor);
        } catch (Throwable failed) {
            server.close();
            throw failed;
        }
    }
}
