package dev.strait.transport.tcp;

import dev.strait.transport.Connection;
import dev.strait.transport.SafeLog;
import dev.strait.transport.TcpAddress;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to reach an address: every IP address of its host in turn, sharing the time that is left; each by its Unix-domain socket if it has
 * one.
 */
final class TcpDial {
    private final TcpAddress address;
    private final @Nullable UnixSockets nearby;
    private final Duration timeout;
    private final long deadlineNanos;

    TcpDial(TcpAddress address, @Nullable UnixSockets nearby, Duration timeout) {
        this.address = address;
        this.nearby = nearby;
        this.timeout = timeout;
        this.deadlineNanos = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
    }

    Connection connect() throws IOException, InterruptedException {
        InetAddress[] candidates = resolve();
        @Nullable IOException last = null;
        for (int i = 0; i < candidates.length; i++) {
            long shareNanos = remainingNanos() / (candidates.length - i);
            try {
                return connect(new InetSocketAddress(candidates[i], address.port()), shareNanos);
            } catch (IOException failed) {
                last = failed;
            }
        }
        if (last instanceof SocketTimeoutException) {
            throw last;
        }
        String why = last == null || last.getMessage() == null ? String.valueOf(last) : last.getMessage();
        ConnectException failed = new ConnectException("cannot connect to " + address + ": " + why);
        failed.initCause(last);
        throw failed;
    }

    private Connection connect(InetSocketAddress target, long shareNanos) throws IOException, InterruptedException {
        long untilNanos = System.nanoTime() + shareNanos;
        Connection shared = nearby == null ? null : connectForMemory(nearby, target, untilNanos);
        if (shared != null) {
            return shared;
        }
        SocketChannel near = nearby == null ? null : nearby.connect(target);
        SocketChannel channel = near == null ? SocketChannel.open() : near;
        try {
            if (near == null) {
                connect(channel, target, untilNanos);
            }
            return new SocketConnection(channel, address);
        } catch (IOException | InterruptedException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private @Nullable Connection connectForMemory(UnixSockets sockets, InetSocketAddress target, long untilNanos)
            throws IOException, InterruptedException {
        SharedMemory memory = sockets.memory();
        SocketChannel channel = memory == null ? null : sockets.connectForMemory(target, memory);
        if (memory == null || channel == null) {
            return null;
        }
        boolean done = false;
        try {
            SharedMemory.Offer offer = new SharedMemory.Offer(channel);
            await(channel, SelectionKey.OP_READ, offer::isThere, untilNanos);
            Connection made = memory.take(offer, address);
            done = true;
            return made;
        } catch (SocketTimeoutException late) {
            throw late;
        } catch (IOException | RuntimeException failed) {
            if (Thread.interrupted()) { // which ends the use of a file
                throw new InterruptedException("interrupted while connecting to " + address);
            }
            SafeLog.failure(SocketConnection.LOG, Level.DEBUG, "no memory is shared with " + address, failed);
            return null;
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    private void connect(SocketChannel channel, InetSocketAddress target, long untilNanos)
            throws IOException, InterruptedException {
        channel.configureBlocking(false);
        if (!channel.connect(target)) {
            await(channel, SelectionKey.OP_CONNECT, channel::finishConnect, untilNanos);
        }
        refuseItself(channel);
    }

    /**
     * A connect to a free port of the ephemeral range may be given that same port as its own and meet itself (RFC 9293,
     * simultaneous open). Redialling a node that is gone would then "succeed" with nobody there.
     */
    static void refuseItself(SocketChannel connected) throws IOException {
        if (connected.getLocalAddress().equals(connected.getRemoteAddress())) {
            throw new ConnectException("Connection refused");
        }
    }

    /** What may be done once a channel is ready. */
    private interface Attempt {
        /** Tries. @return whether it is done */
        boolean isDone() throws IOException;
    }

    private void await(SocketChannel channel, int operation, Attempt attempt, long untilNanos)
            throws IOException, InterruptedException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, operation);
            while (!attempt.isDone()) {
                long leftNanos = untilNanos - System.nanoTime();
                if (leftNanos <= 0) {
                    throw timedOut();
                }
                selector.select(key -> {}, Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNanos)));
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while connecting to " + address);
                }
            }
        }
    }

    private InetAddress[] resolve() throws IOException, InterruptedException {
        try {
            return new InetAddress[] {InetAddress.ofLiteral(address.host())};
        } catch (IllegalArgumentException aName) {
            return resolveName();
        }
    }

    /** The JDK's look-up takes no time limit and no interrupt, so it gets a thread that may be left behind. */
    private InetAddress[] resolveName() throws IOException, InterruptedException {
        FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> InetAddress.getAllByName(address.host()));
        Thread.ofPlatform().daemon().name("strait-resolve-" + address.host()).start(lookup);
        try {
            return lookup.get(Math.max(1, remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            UnknownHostException unknown =
                    new UnknownHostException("cannot connect to " + address + ": unknown host " + address.host());
            unknown.initCause(failed.getCause());
            throw unknown;
        } catch (TimeoutException late) {
            SocketTimeoutException timedOut = timedOut();
            timedOut.initCause(late);
            throw timedOut;
        }
    }

    private SocketTimeoutException timedOut() {
        return new SocketTimeoutException(
                "cannot connect to " + address + ": no answer within " + timeout.toMillis() + " ms");
    }

    private long remainingNanos() {
        return Math.max(0, deadlineNanos - System.nanoTime());
    }
}
