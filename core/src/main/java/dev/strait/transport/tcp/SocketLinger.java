package dev.strait.transport.tcp;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The orderly end of a connection. Closing a TCP socket that has unread input sends a reset (RFC 1122, 4.2.2.13), Linux does the like for a
 * Unix-domain socket, and a reset makes the peer's kernel throw away what it has not yet handed to its process: our last frames. So the output is
 * ended first, and input is read and thrown away until the peer ends its side.
 */
final class SocketLinger {
    private static final int DISCARD_BYTES = 16 * 1024;

    private SocketLinger() {}

    /** Ends the output and blocks until the input has ended, failed, or the time is over. Keeps the interrupt status. */
    static void discardUntilEnd(SocketChannel channel, Duration linger) {
        boolean interrupted = false;
        try (Selector selector = Selector.open()) {
            channel.shutdownOutput();
            channel.register(selector, SelectionKey.OP_READ);
            long deadlineNanos = System.nanoTime() + TimeUnit.NANOSECONDS.convert(linger);
            ByteBuffer discarded = ByteBuffer.allocate(DISCARD_BYTES);
            int count = 0;
            while (count >= 0) {
                long leftNanos = deadlineNanos - System.nanoTime();
                if (leftNanos <= 0) {
                    return;
                }
                interrupted |= Thread.interrupted();
                if (count == 0) {
                    selector.select(key -> {}, Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNanos)));
                }
                count = channel.read(discarded.clear());
            }
        } catch (IOException lost) {
            System.getLogger("dev.strait.transport")
                    .log(Level.DEBUG, "the connection was lost while it was being closed", lost);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
