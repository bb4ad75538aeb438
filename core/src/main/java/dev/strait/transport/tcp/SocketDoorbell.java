package dev.strait.transport.tcp;

import dev.strait.transport.SafeLog;
import dev.strait.transport.ring.Doorbell;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A doorbell over a socket: a byte rings, and the end of the socket is that of the other process, however it came. Several threads may wait for the one
 * socket, each with a selector of its own, and whichever reads a byte wakes the others. Only then: if each that wakes woke the others, they would do so
 * for ever. The end need not be passed on, since all see it.
 */
final class SocketDoorbell implements Doorbell {
    private static final int RINGS_AT_A_TIME = 64;

    private final SocketChannel channel;
    private final Map<Wait, ChannelWait> waits = new EnumMap<>(Wait.class);
    private final ReentrantLock ringing = new ReentrantLock();
    /** Guarded by {@link #ringing}. */
    private final ByteBuffer one = ByteBuffer.allocateDirect(1);

    private final ReentrantLock hearing = new ReentrantLock();
    /** Guarded by {@link #hearing}. */
    private final ByteBuffer rung = ByteBuffer.allocateDirect(RINGS_AT_A_TIME);

    /** Takes over a connected channel that does not block; the caller closes it if this throws. */
    SocketDoorbell(SocketChannel channel) throws IOException {
        this.channel = channel;
        for (Wait what : Wait.values()) {
            waits.put(what, new ChannelWait(channel, SelectionKey.OP_READ));
        }
        wait(Wait.TO_READ).open();
    }

    private ChannelWait wait(Wait what) {
        return Objects.requireNonNull(waits.get(what));
    }

    @Override
    public void ring() {
        ringing.lock();
        try {
            channel.write(one.clear()); // with no room left, the other side has been rung for often enough
        } catch (IOException gone) {
            SafeLog.failure(SocketConnection.LOG, Level.TRACE, "nobody is there to be rung for", gone);
        } finally {
            ringing.unlock();
        }
    }

    @Override
    public boolean await(Wait what, long nanos) throws IOException {
        try {
            wait(what).await(nanos);
        } catch (ClosedSelectorException closed) {
            throw new IOException("closed at this side", closed);
        }
        return hear(what);
    }

    @Override
    public boolean isThere() {
        return hear(null);
    }

    /** Reads what has rung, and wakes who else waits for it. @return false if the other side is gone */
    private boolean hear(@Nullable Wait woken) {
        int last;
        boolean heard = false;
        hearing.lock();
        try {
            do {
                last = channel.read(rung.clear());
                heard |= last > 0;
            } while (last == RINGS_AT_A_TIME);
        } catch (IOException gone) { // a reset, if this side has rung and the other has not heard it
            SafeLog.failure(SocketConnection.LOG, Level.TRACE, "the end of a doorbell", gone);
            last = -1;
        } finally {
            hearing.unlock();
        }
        if (heard) {
            waits.forEach((what, wait) -> {
                if (what != woken) {
                    wait.wake();
                }
            });
        }
        return last >= 0;
    }

    @Override
    public void wake() {
        wait(Wait.TO_READ).wake();
        wait(Wait.TO_WRITE).wake();
    }

    @Override
    public void close() {
        SocketConnection.release(channel);
        waits.values().forEach(ChannelWait::close);
    }
}
