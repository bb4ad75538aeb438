package dev.strait.transport.tcp;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One thread's waits for a channel that does not block, with a selector that is made for the first of them. Two threads that wait have one each, or
 * they would wait for each other's lock. Safe for use by any thread; one waits at a time.
 */
final class ChannelWait {
    private final SocketChannel channel;
    private final int operations;
    /** Guards the making of the selector against a close that would miss it. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable Selector selector;
    /** Woken before there was a selector. */
    private boolean woken;

    private boolean closed;

    /**
     * No selector yet.
     *
     * @param operations those of {@link SelectionKey} that are waited for
     */
    ChannelWait(SocketChannel channel, int operations) {
        this.channel = channel;
        this.operations = operations;
    }

    /** Makes the selector now. */
    void open() throws IOException {
        selector();
    }

    /**
     * Waits until the channel is ready, {@link #wake} is called or the time is over; returns at once if it was woken before, or interrupted,
     * which it clears.
     *
     * @param nanos how long at most; {@link Long#MAX_VALUE} for ever
     * @throws ClosedSelectorException if it is closed
     */
    void await(long nanos) throws IOException {
        Selector waited = selector();
        // A pending interrupt would make select return at once, for ever; see the contract of Connection.
        if (Thread.interrupted()) {
            return;
        }
        if (nanos == Long.MAX_VALUE) {
            waited.select(key -> {});
        } else {
            waited.select(key -> {}, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
        }
    }

    private Selector selector() throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new ClosedSelectorException();
            }
            Selector made = selector;
            if (made == null) {
                made = Selector.open();
                try {
                    channel.register(made, operations);
                } catch (Throwable failed) {
                    SocketConnection.release(made);
                    throw failed;
                }
                selector = made;
                if (woken) {
                    made.wakeup();
                }
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the wait, or the next. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            if (selector != null) {
                selector.wakeup();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the wait and every later one. A channel's socket is closed by whichever of it and its selectors closes last. */
    void close() {
        lock.lock();
        try {
            closed = true;
            if (selector != null) {
                SocketConnection.release(selector);
            }
        } finally {
            lock.unlock();
        }
    }
}
