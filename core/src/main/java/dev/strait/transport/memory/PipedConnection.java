package dev.strait.transport.memory;

import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;

/** One side of a pair of pipes, as a connection. */
public class PipedConnection implements Connection {
    private final Address remote;
    private final Pipe input;
    private final Pipe output;

    /**
     * A connection that is open.
     *
     * @param remote the other side
     * @param input what the other side writes to
     * @param output what it reads from
     */
    public PipedConnection(Address remote, Pipe input, Pipe output) {
        this.remote = remote;
        this.input = input;
        this.output = output;
    }

    @Override
    public final int tryRead(ByteBuffer into) throws IOException {
        if (!into.hasRemaining()) {
            throw new IllegalArgumentException("no room to read into");
        }
        try {
            return input.tryRead(into);
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    @Override
    public final void awaitReadable() throws IOException {
        try {
            input.awaitReadable();
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    @Override
    public long tryWrite(ByteBuffer[] from, int offset, int length) throws IOException {
        try {
            return output.tryWrite(from, offset, length);
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    @Override
    public void write(ByteBuffer[] from, int offset, int length) throws IOException {
        try {
            output.write(from, offset, length);
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    /** {@inheritDoc} What was written stays readable by the other side, so there is nothing to wait for. */
    @Override
    public void close(Duration linger) {
        output.end();
        input.abandon();
    }

    private IOException failure(IOException cause) {
        String why = cause instanceof AsynchronousCloseException ? "closed at this side" : cause.getMessage();
        return new IOException("connection with " + remote + ": " + why, cause);
    }

    @Override
    public final Address remote() {
        return remote;
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + remote + "]";
    }
}
