package dev.strait.transport.tcp;

import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.SafeLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection over a channel of TCP, or of a Unix-domain socket, in non-blocking mode.
 *
 * <p>Why not a blocking channel: the JDK closes one when a thread inside its read or write is interrupted, so user
 * threads could never write by themselves. A non-blocking operation does not look at the interrupt status at all, so
 * {@link #tryRead} and {@link #tryWrite} are safe in any thread. The two threads that may wait, reader and writer, do so in a selector each;
 * on a virtual thread the JDK parks it there. What must not be simplified: one selector for both would make them wait
 * for each other's lock, and closing the channel without its selectors would leave the socket open.
 *
 * <p>Within one machine there is no distance to bridge, and what the kernel's buffers hold, which it lets grow to 4 MiB and more on either
 * side, only waits there: beside messages of 16 MiB a ping took 11.4 and 12.4 ms at the 99th percentile with the kernel's choice, 7.2 to
 * 8.2 ms with {@value #LOOPBACK_RECEIVE_BYTES} and {@value #LOOPBACK_SEND_BYTES} bytes, and the messages went no slower. Where the kernel does not
 * grant as much (Linux: {@code net.core.rmem_max}, {@code wmem_max}), and on other addresses, the choice is the kernel's.
 */
final class SocketConnection implements Connection {
    /** That of this package. */
    static final System.Logger LOG = System.getLogger("dev.strait.transport");

    private static final int LOOPBACK_RECEIVE_BYTES = 1 << 20;
    private static final int LOOPBACK_SEND_BYTES = 512 << 10;

    /** Asked of another socket: to ask for more than is granted leaves a socket with less than the kernel would choose, for good. */
    private static final class LoopbackBuffers {
        static final boolean GRANTED = granted();

        private static boolean granted() {
            try (SocketChannel probe = SocketChannel.open()) {
                probe.setOption(StandardSocketOptions.SO_RCVBUF, LOOPBACK_RECEIVE_BYTES);
                probe.setOption(StandardSocketOptions.SO_SNDBUF, LOOPBACK_SEND_BYTES);
                return probe.getOption(StandardSocketOptions.SO_RCVBUF) >= LOOPBACK_RECEIVE_BYTES
                        && probe.getOption(StandardSocketOptions.SO_SNDBUF) >= LOOPBACK_SEND_BYTES;
            } catch (IOException | UnsupportedOperationException refused) {
                return false;
            }
        }
    }

    private final SocketChannel channel;
    private final Address remote;
    private final ChannelWait readable;
    private final ChannelWait writable;
    /** Writer only. */
    private final Staging staging = new Staging(LargeBuffers.SHARED);

    private final AtomicBoolean closed = new AtomicBoolean();

    private volatile boolean ended;

    /** Whether the kernel lets connections over loopback addresses have the small buffers. */
    static boolean hasSmallBuffersOnLoopback() {
        return LoopbackBuffers.GRANTED;
    }

    /** Takes over a connected channel; the caller closes it if this throws. */
    SocketConnection(SocketChannel channel, Address remote) throws IOException {
        this.channel = channel;
        this.remote = remote;
        channel.configureBlocking(false);
        boolean near = true;
        if (channel.getRemoteAddress() instanceof InetSocketAddress peer) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            near = peer.getAddress().isLoopbackAddress();
        }
        if (near && LoopbackBuffers.GRANTED) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, LOOPBACK_RECEIVE_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, LOOPBACK_SEND_BYTES);
        }
        this.readable = new ChannelWait(channel, SelectionKey.OP_READ);
        this.writable = new ChannelWait(channel, SelectionKey.OP_WRITE);
        readable.open();
    }

    @Override
    public int tryRead(ByteBuffer into) throws IOException {
        if (!into.hasRemaining()) {
            throw new IllegalArgumentException("no room to read into");
        }
        if (closed.get()) {
            throw failure(new ClosedChannelException());
        }
        try {
            int count = channel.read(into);
            if (count < 0) {
                ended = true;
            }
            return count;
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    @Override
    public void awaitReadable() throws IOException {
        try {
            if (!closed.get()) {
                readable.await(Long.MAX_VALUE);
            }
        } catch (IOException | ClosedSelectorException failed) {
            throw failure(failed);
        }
        if (closed.get()) {
            throw failure(new AsynchronousCloseException());
        }
    }

    @Override
    public long tryWrite(ByteBuffer[] from, int offset, int length) throws IOException {
        if (closed.get()) {
            throw failure(new ClosedChannelException());
        }
        try {
            return staging.write(channel, from, offset, length);
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    @Override
    public void write(ByteBuffer[] from, int offset, int length) throws IOException {
        try {
            while (!closed.get()) {
                staging.write(channel, from, offset, length);
                if (!Staging.hasRemaining(from, offset, length)) {
                    return;
                }
                writable.await(Long.MAX_VALUE);
            }
        } catch (IOException | ClosedSelectorException failed) {
            throw failure(failed);
        }
        throw failure(new AsynchronousCloseException());
    }

    @Override
    public void close(Duration linger) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        readable.wake();
        writable.wake();
        if (!linger.isZero() && !ended) {
            SocketLinger.discardUntilEnd(channel, linger);
        }
        release(channel);
        readable.close();
        writable.close();
    }

    static void release(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception failed) {
            SafeLog.failure(LOG, System.Logger.Level.DEBUG, "closing a connection", failed);
        }
    }

    private IOException failure(Exception cause) {
        String why = closed.get() || cause.getMessage() == null ? "closed at this side" : cause.getMessage();
        return new IOException("connection with " + remote + ": " + why, cause);
    }

    @Override
    public Address remote() {
        return remote;
    }

    @Override
    public String toString() {
        return "SocketConnection[" + remote + (closed.get() ? ", closed]" : "]");
    }
}
