package dev.strait.transport.tcp;

import dev.strait.transport.Connection;
import dev.strait.transport.UnixAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to reach whoever listens at a file. Connecting succeeds or fails at once; only if the listener's queue is full, the system says to
 * try again, and offers nothing to wait for, so that is done every {@value #PAUSE_MILLIS} ms.
 */
final class UnixDial {
    private static final long PAUSE_MILLIS = 5;

    private final UnixAddress address;
    private final SelectorProvider system;
    private final Duration timeout;

    UnixDial(UnixAddress address, SelectorProvider system, Duration timeout) {
        this.address = address;
        this.system = system;
        this.timeout = timeout;
    }

    Connection connect() throws IOException, InterruptedException {
        try {
            return connect(UnixFiles.path(address));
        } catch (SocketTimeoutException late) {
            throw late;
        } catch (IOException failed) {
            ConnectException explained = new ConnectException("cannot connect to " + address + ": " + why(failed));
            explained.initCause(failed);
            throw explained;
        }
    }

    private Connection connect(Path path) throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
        while (true) {
            SocketChannel channel = connected(path);
            if (channel != null) {
                try {
                    return new SocketConnection(channel, address);
                } catch (IOException | RuntimeException failed) {
                    channel.close();
                    throw failed;
                }
            }
            if (System.nanoTime() - deadlineNanos >= 0) {
                throw new SocketTimeoutException(
                        "cannot connect to " + address + ": no answer within " + timeout.toMillis() + " ms");
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Returns null if the listener has no room now. */
    private @Nullable SocketChannel connected(Path path) throws IOException {
        SocketChannel channel = UnixFiles.client(system);
        boolean done = false;
        try {
            channel.configureBlocking(false);
            done = channel.connect(UnixDomainSocketAddress.of(path));
            return done ? channel : null;
        } catch (ConnectException refused) {
            throw refused;
        } catch (SocketException failed) {
            if (Files.isWritable(path) && isSocket(path)) {
                return null;
            }
            throw failed;
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    /** Whether it is the file of a socket, or a link to one. */
    private static boolean isSocket(Path path) throws IOException {
        return UnixFiles.at(path.toRealPath()) == UnixFiles.Found.SOCKET;
    }

    private String why(IOException failed) throws IOException {
        if (!(failed instanceof SocketException)) {
            return UnixFiles.why(failed);
        }
        Path path = UnixFiles.path(address);
        if (Files.notExists(path)) {
            return "nobody listens there (no such file); start who is to listen, or check the path";
        }
        if (Files.isDirectory(path)) {
            return "that is a folder, not the file of a socket; check the path";
        }
        if (failed instanceof ConnectException) {
            return isSocket(path)
                    ? failed.getMessage() + ", who listened there is gone; start it again, it replaces the file"
                    : "that is not the file of a socket; check the path";
        }
        return failed.getMessage()
                + "; to connect takes the right to write the file and to search the folders above it";
    }
}
