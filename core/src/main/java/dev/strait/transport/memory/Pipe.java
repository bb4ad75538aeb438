package dev.strait.transport.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;

/**
 * One direction of a {@link PipedConnection}: bounded, written at one side and read at the other, each by one thread at a time; ended and
 * abandoned by any. Its calls keep the contract of {@link dev.strait.transport.Connection} for threads, interrupts and buffers.
 */
public interface Pipe {
    /** The most bytes that are under way, as a socket buffers some: 256 KiB. */
    int CAPACITY = 256 * 1024;

    /**
     * Reads what has arrived.
     *
     * @param into has room for at least one byte
     * @return the number of bytes read; 0 if there are none now; or -1 behind the last one of an ended pipe
     * @throws AsynchronousCloseException if it was abandoned
     * @throws IOException if it is broken
     */
    int tryRead(ByteBuffer into) throws IOException;

    /**
     * Waits until there is something to read, or it is ended or broken.
     *
     * @throws AsynchronousCloseException if it was abandoned, before or during the call
     */
    void awaitReadable() throws IOException;

    /**
     * Writes as much as there is room for.
     *
     * @return the number of bytes written
     * @throws AsynchronousCloseException if it was ended
     * @throws IOException if it is broken, or was abandoned
     */
    long tryWrite(ByteBuffer[] from, int offset, int length) throws IOException;

    /**
     * Writes everything, waiting for room.
     *
     * @throws AsynchronousCloseException if it was ended, before or during the call
     * @throws IOException if it is broken, or was abandoned
     */
    void write(ByteBuffer[] from, int offset, int length) throws IOException;

    /** The writing side closes: what was written stays readable, then comes end of file. Idempotent. */
    void end();

    /** The reading side closes: what is under way is discarded. Idempotent. */
    void abandon();
}
