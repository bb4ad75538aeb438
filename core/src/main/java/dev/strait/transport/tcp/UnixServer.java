package dev.strait.transport.tcp;

import dev.strait.transport.SafeLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A Unix-domain socket that listens, and its file, which goes with it, or with the JVM if that ends first. Only a process that is killed
 * leaves it. Safe for use by any thread.
 */
final class UnixServer implements AutoCloseable {

    /** Deletes the files of those that are still open when the JVM ends. */
    private static final class AtExit {
        static final Set<UnixServer> OPEN = ConcurrentHashMap.newKeySet();

        static {
            Thread deleting = Thread.ofPlatform().unstarted(() -> OPEN.forEach(UnixServer::delete));
            try {
                Runtime.getRuntime().addShutdownHook(deleting);
            } catch (IllegalStateException ending) {
                SafeLog.log(SocketConnection.LOG, Level.DEBUG, "the JVM ends already: files of sockets may stay");
            }
        }
    }

    private final ServerSocketChannel channel;
    private final Opening opening;
    private final Path file;
    /** That of the file, which no other has while the socket is open. */
    private final @Nullable Object key;

    /**
     * Takes charge of a socket and its file.
     *
     * @param channel listens; the caller's to close if this throws
     * @param opening what becomes of the connections
     * @param file by what name it is found
     */
    UnixServer(ServerSocketChannel channel, Opening opening, Path file) throws IOException {
        this.channel = channel;
        this.opening = opening;
        this.file = file;
        key = UnixFiles.key(file);
        AtExit.OPEN.add(this);
    }

    /** What accepts. */
    SocketListener.Door door() {
        return new SocketListener.Door(channel, opening);
    }

    /** Deletes the file, unless another is in its place, while the socket is open. One that cannot be deleted refuses connections afterwards. */
    void delete() {
        try {
            if (channel.isOpen() && Objects.equals(key, UnixFiles.key(file))) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException gone) {
            SafeLog.log(SocketConnection.LOG, Level.DEBUG, "{0} was deleted by somebody else", file);
        } catch (IOException | RuntimeException failed) {
            SafeLog.failure(SocketConnection.LOG, Level.DEBUG, file + " stays", failed);
        }
        AtExit.OPEN.remove(this);
    }

    /** Deletes the file and stops listening. Idempotent; never throws. */
    @Override
    public void close() {
        delete();
        SocketConnection.release(channel);
    }
}
