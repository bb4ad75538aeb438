package dev.strait.transport.ring;

import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.ring.Doorbell.Wait;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection between two processes of one machine through memory that they share: bytes are copied into it and out of it, and the kernel is called
 * only to wake who waits.
 *
 * <p>Over a Unix-domain socket each write, each read and each look whether there is anything is a call of the kernel. Where that is dear they were 20
 * of the 49 us of a third of a window, one way; without them 7.1 M messages a second were passed in place of 5.9 M, and a round trip took 11 us in
 * place of 22 (docs/performance.md, "Shared memory").
 *
 * <p><b>The end.</b> Who closes says in the memory that it writes no more and discards what still comes, so that the other side's writes end and
 * not block; waits for the other side to say the same; and is gone then, which its doorbell tells as well if the process is killed. What was
 * written before stays readable: the memory lasts as long as one side has it mapped.
 */
public final class RingConnection implements Connection {
    private static final long ASKING_NANOS = 10_000_000;

    private final SharedRings memory;
    private final ByteRing in;
    private final ByteRing out;
    private final Doorbell bell;
    private final Address remote;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** The other process is gone; what it has written can still be read. */
    private volatile boolean gone;

    /** The reader's: that the end was read, and when it has last asked whether the other process is there. */
    private boolean ended;

    private long askedNanos = System.nanoTime();

    private RingConnection(SharedRings memory, ByteRing in, ByteRing out, Doorbell bell, Address remote) {
        this.memory = memory;
        this.in = in;
        this.out = out;
        this.bell = bell;
        this.remote = remote;
    }

    /** The side that has made the memory. It and the doorbell are closed with the connection. */
    public static RingConnection ofMaker(SharedRings memory, Doorbell bell, Address remote) {
        return new RingConnection(memory, memory.toMaker(), memory.fromMaker(), bell, remote);
    }

    /** The side that has opened it. It and the doorbell are closed with the connection. */
    public static RingConnection ofOpener(SharedRings memory, Doorbell bell, Address remote) {
        return new RingConnection(memory, memory.fromMaker(), memory.toMaker(), bell, remote);
    }

    @Override
    public int tryRead(ByteBuffer into) throws IOException {
        if (!into.hasRemaining()) {
            throw new IllegalArgumentException("no room to read into");
        }
        try {
            requireOpen();
            int count = ended ? 0 : in.read(into);
            if (count == 0) {
                askWhetherItIsThere();
                return isOver() ? readLast(into) : 0;
            }
            VarHandle.loadLoadFence();
            requireOpen(); // otherwise the other side may have written over what was read
            if (in.wakesWriter()) {
                bell.ring();
            }
            return count;
        } catch (IOException | IllegalStateException failed) {
            throw failure(failed);
        }
    }

    /** What the other side had written before it ended. */
    private int readLast(ByteBuffer into) throws IOException {
        int count = ended ? 0 : in.read(into);
        VarHandle.loadLoadFence();
        requireOpen(); // otherwise this side may have ended it, and not the other
        ended = count == 0;
        return ended ? -1 : count;
    }

    /** A process that is killed says nothing in the memory, and nobody need be waiting at the doorbell while programs read again and again. */
    private void askWhetherItIsThere() {
        long now = System.nanoTime();
        if (now - askedNanos >= ASKING_NANOS) {
            askedNanos = now;
            if (!bell.isThere()) {
                gone = true;
            }
        }
    }

    private boolean isOver() {
        return in.isEnded() || gone;
    }

    @Override
    public void awaitReadable() throws IOException {
        try {
            requireOpen();
            if (in.isEmpty() && !isOver()) {
                in.readerWaits();
                if (in.isEmpty() && !isOver() && !closed.get()) {
                    await(Wait.TO_READ, Long.MAX_VALUE);
                }
            }
        } catch (IOException | IllegalStateException failed) {
            throw failure(failed);
        }
        if (closed.get()) {
            throw failure(new AsynchronousCloseException());
        }
    }

    private void await(Wait what, long nanos) throws IOException {
        if (!bell.await(what, nanos)) {
            gone = true;
        }
    }

    @Override
    public long tryWrite(ByteBuffer[] from, int offset, int length) throws IOException {
        try {
            requireOpen();
            if (gone) {
                throw new IOException("the other side is gone");
            }
            long count = out.write(from, offset, length);
            requireOpen(); // otherwise it may be behind the end
            if (count > 0 && out.wakesReader()) {
                bell.ring();
            }
            return count;
        } catch (IOException | IllegalStateException failed) {
            throw failure(failed);
        }
    }

    @Override
    public void write(ByteBuffer[] from, int offset, int length) throws IOException {
        long left = 0;
        for (int i = offset; i < offset + length; i++) {
            left += from[i].remaining();
        }
        left -= tryWrite(from, offset, length);
        while (left > 0) {
            awaitRoom();
            left -= tryWrite(from, offset, length);
        }
    }

    private void awaitRoom() throws IOException {
        try {
            out.writerWaits();
            if (!out.hasRoom() && !gone && !closed.get()) {
                await(Wait.TO_WRITE, Long.MAX_VALUE);
            }
            out.grow();
        } catch (IOException | IllegalStateException failed) {
            throw failure(failed);
        }
    }

    private void requireOpen() throws IOException {
        if (closed.get()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public void close(Duration linger) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        out.end();
        if (!linger.isZero()) {
            in.discard();
            ring();
            bell.wake();
            awaitEnd(System.nanoTime() + TimeUnit.NANOSECONDS.convert(linger));
        }
        in.leave();
        ring();
        bell.close();
        memory.close();
    }

    /** Wakes who waits at the other side. */
    private void ring() {
        boolean reader = out.wakesReader();
        boolean writer = in.wakesWriter();
        if (reader || writer) {
            bell.ring();
        }
    }

    private void awaitEnd(long deadlineNanos) {
        boolean interrupted = false;
        try {
            long leftNanos = deadlineNanos - System.nanoTime();
            while (leftNanos > 0) {
                in.readerWaits();
                if (isOver()) {
                    return;
                }
                interrupted |= Thread.interrupted();
                await(Wait.TO_END, leftNanos);
                leftNanos = deadlineNanos - System.nanoTime();
            }
        } catch (IOException lost) {
            gone = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private IOException failure(Exception cause) {
        if (cause instanceof IllegalStateException wrong && !closed.get()) {
            throw wrong;
        }
        String why = closed.get() || cause.getMessage() == null ? "closed at this side" : cause.getMessage();
        return new IOException("connection with " + remote + ": " + why, cause);
    }

    @Override
    public Address remote() {
        return remote;
    }

    @Override
    public String toString() {
        return "RingConnection[" + remote + (closed.get() ? ", closed]" : "]");
    }
}
