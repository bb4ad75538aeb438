package dev.strait.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * An open connection that carries bytes in order in both directions.
 *
 * <p><b>Threads.</b> At any time one thread may read, one may write, one may wait for something to read, and any may
 * close. {@link #awaitReadable}, {@link #read} and {@link #write} block and are for the link's own reader and writer
 * thread; {@link #tryRead} and {@link #tryWrite} never block and may come from any thread that holds the role of the
 * reader or the writer. Handing a role on needs a happens-before edge, such as a lock.
 *
 * <p><b>Interrupts</b> never harm a connection. {@code tryRead} and {@code tryWrite} ignore and keep the interrupt
 * status; the others may clear it, since nobody but the link owns the threads that call them, and are ended by {@code
 * close} alone.
 *
 * <p><b>Buffers</b> belong to the caller, are used only during the call, and may be heap or direct; heap is what links
 * pass, and costs one copy inside. Positions move over the bytes done. What an implementation keeps per thread for
 * that copy is bounded, so batches of any size may be passed.
 *
 * <p><b>Failure.</b> An {@link IOException} names the other side and is final: close the connection. After it, or after
 * a {@code close}, how much of the unfinished call arrived is unknown.
 */
public interface Connection extends AutoCloseable {

    /** How long {@link #close()} waits for the other side: 1 second. */
    Duration DEFAULT_LINGER = Duration.ofSeconds(1);

    /**
     * Reads what is there.
     *
     * @param into has room for at least one byte
     * @return the number of bytes read; 0 if there are none now; or -1 when the other side has ended its output and all
     *     of it has been read
     * @throws IOException if the connection is lost or closed at this side
     * @throws IllegalArgumentException if {@code into} has no room
     */
    int tryRead(ByteBuffer into) throws IOException;

    /**
     * Waits until there is something to read, or the other side has ended its output. Others may read meanwhile, so that
     * there may be nothing when it returns; it may also return for no reason.
     *
     * @throws IOException if the connection is lost, or closed at this side before or during the call
     */
    void awaitReadable() throws IOException;

    /**
     * Reads what is there, waiting for the first byte if there is none.
     *
     * @param into has room for at least one byte
     * @return the number of bytes read, at least 1; or -1 when the other side has ended its output and all of it has
     *     been read
     * @throws IOException if the connection is lost, or closed at this side before or during the call
     * @throws IllegalArgumentException if {@code into} has no room
     */
    default int read(ByteBuffer into) throws IOException {
        int count = tryRead(into);
        while (count == 0) {
            awaitReadable();
            count = tryRead(into);
        }
        return count;
    }

    /**
     * Writes as much as goes out without waiting.
     *
     * @param from the buffers, in order, of which those from {@code offset} to before {@code offset + length} are
     *     written
     * @return the number of bytes written: all, some, or 0 if the other side takes no more now
     * @throws IOException if the connection is lost or closed at this side
     */
    long tryWrite(ByteBuffer[] from, int offset, int length) throws IOException;

    /**
     * Writes everything, waiting for the other side as long as it takes.
     *
     * @param from as for {@link #tryWrite}
     * @throws IOException if the connection is lost, or closed at this side before or during the call
     */
    void write(ByteBuffer[] from, int offset, int length) throws IOException;

    /**
     * Closes the connection in order. Reads and writes in other threads end at once with an {@link IOException}, as do
     * later ones. What was written before still goes out, followed by end of file; what the other side still sends is
     * discarded until it ends too, since closing a TCP socket with unread input would destroy the output on its way.
     * Then everything is released. Idempotent; a second call returns at once. Never throws.
     *
     * @param linger the most the caller is blocked waiting for the other side to end. Zero waits for nothing, for
     *     connections known to be dead: bytes on their way may be lost.
     */
    void close(Duration linger);

    /** Closes with a linger of {@link #DEFAULT_LINGER}. */
    @Override
    default void close() {
        close(DEFAULT_LINGER);
    }

    /** Returns the other side: the address dialled, or for an accepted connection where it came from. For messages and logs. */
    Address remote();
}
