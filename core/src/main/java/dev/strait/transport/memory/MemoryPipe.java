package dev.strait.transport.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One direction of a connection: a ring of bytes that starts small and grows to its bound, under one lock held only
 * while bytes are copied. Ended by the writing side, abandoned by the reading side.
 */
final class MemoryPipe implements Pipe {
    private static final int FIRST_CAPACITY = 4 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition readable = lock.newCondition();
    private final Condition writable = lock.newCondition();
    private byte[] ring = new byte[0];
    private int head;
    private int size;
    private boolean ended;
    private boolean abandoned;

    @Override
    public void awaitReadable() throws IOException {
        lock.lock();
        try {
            while (size == 0 && !ended && !abandoned) {
                readable.awaitUninterruptibly();
            }
            if (abandoned) {
                throw new AsynchronousCloseException();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int tryRead(ByteBuffer into) throws IOException {
        lock.lock();
        try {
            if (abandoned) {
                throw new AsynchronousCloseException();
            }
            if (size == 0) {
                return ended ? -1 : 0;
            }
            int count = Math.min(size, into.remaining());
            int straight = Math.min(count, ring.length - head);
            into.put(ring, head, straight).put(ring, 0, count - straight);
            head = (head + count) % ring.length;
            size -= count;
            writable.signal();
            return count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long tryWrite(ByteBuffer[] from, int offset, int length) throws IOException {
        lock.lock();
        try {
            return copyIn(from, offset, length);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(ByteBuffer[] from, int offset, int length) throws IOException {
        lock.lock();
        try {
            copyIn(from, offset, length);
            while (hasRemaining(from, offset, length)) {
                if (size == CAPACITY) {
                    writable.awaitUninterruptibly();
                }
                copyIn(from, offset, length);
            }
        } finally {
            lock.unlock();
        }
    }

    private long copyIn(ByteBuffer[] from, int offset, int length) throws IOException {
        if (ended) {
            throw new AsynchronousCloseException();
        }
        if (abandoned) {
            throw new IOException("closed by the other side");
        }
        long total = 0;
        for (int i = offset; i < offset + length && size < CAPACITY; i++) {
            total += copyIn(from[i]);
        }
        if (total > 0) {
            readable.signal();
        }
        return total;
    }

    private int copyIn(ByteBuffer from) {
        int count = Math.min(from.remaining(), CAPACITY - size);
        if (count == 0) {
            return 0;
        }
        growTo(size + count);
        int tail = (head + size) % ring.length;
        int straight = Math.min(count, ring.length - tail);
        from.get(ring, tail, straight).get(ring, 0, count - straight);
        size += count;
        return count;
    }

    private void growTo(int needed) {
        if (needed <= ring.length) {
            return;
        }
        int capacity = Math.max(ring.length, FIRST_CAPACITY);
        while (capacity < needed) {
            capacity *= 2;
        }
        byte[] larger = new byte[capacity];
        int straight = Math.min(size, ring.length - head);
        System.arraycopy(ring, head, larger, 0, straight);
        System.arraycopy(ring, 0, larger, straight, size - straight);
        ring = larger;
        head = 0;
    }

    private static boolean hasRemaining(ByteBuffer[] from, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (from[i].hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    /** The writing side closes: what is buffered stays readable, then end of file. */
    @Override
    public void end() {
        lock.lock();
        try {
            ended = true;
            readable.signalAll();
            writable.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The reading side closes: what is buffered is discarded. */
    @Override
    public void abandon() {
        lock.lock();
        try {
            abandoned = true;
            ring = new byte[0];
            head = 0;
            size = 0;
            readable.signalAll();
            writable.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
