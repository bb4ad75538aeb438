package dev.strait.transport.memory;

import dev.strait.transport.Acceptor;
import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.MemoryAddress;
import dev.strait.transport.SafeLog;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A name in a registry, and the daemon thread {@code strait-accept-<address>} that hands the connections dialled to it to the acceptor, as
 * for TCP. For transports within a process; whoever dials makes both sides of the connection. Safe for use by any thread.
 */
public final class MemoryListener implements Listener {
    private static final System.Logger LOG = System.getLogger("dev.strait.transport");

    private final MemoryAddress address;
    private final Acceptor acceptor;
    private final ConcurrentMap<MemoryAddress, MemoryListener> registry;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Connection> dialled = new ArrayDeque<>();
    private boolean closed;

    /**
     * A listener that is not heard of yet; {@link #start} sets it going.
     *
     * @param address where it listens
     * @param acceptor told each connection, on the thread
     * @param registry where whoever made it has it under that address, until it is closed
     */
    public MemoryListener(
            MemoryAddress address, Acceptor acceptor, ConcurrentMap<MemoryAddress, MemoryListener> registry) {
        this.address = address;
        this.acceptor = acceptor;
        this.registry = registry;
    }

    /** Starts the thread. Once. */
    public void start() {
        Thread.ofPlatform().daemon().name("strait-accept-" + address).start(this::acceptUntilClosed);
    }

    /** Queues the listening side of a connection for the acceptor; false if the listener is closed. */
    public boolean offer(Connection connection) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            dialled.add(connection);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void acceptUntilClosed() {
        for (Connection next = take(); next != null; next = take()) {
            try {
                acceptor.accepted(next);
            } catch (Throwable failed) {
                SafeLog.failure(LOG, Level.WARNING, "connection from " + next.remote() + " could not be taken", failed);
                next.close(Duration.ZERO);
            }
        }
    }

    private @Nullable Connection take() {
        lock.lock();
        try {
            while (dialled.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            return dialled.poll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public void close() {
        registry.remove(address, this);
        lock.lock();
        try {
            closed = true;
            dialled.forEach(waiting -> waiting.close(Duration.ZERO));
            dialled.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
