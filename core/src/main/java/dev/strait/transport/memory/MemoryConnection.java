package dev.strait.transport.memory;

import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** One side of a pair of pipes. */
final class MemoryConnection implements Connection {
    private final Address remote;
    private final MemoryPipe input;
    private final MemoryPipe output;

    MemoryConnection(Address remote, MemoryPipe input, MemoryPipe output) {
        this.remote = remote;
        this.input = input;
        this.output = output;
    }

    @Override
    public int tryRead(ByteBuffer into) throws IOException {
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
    public void awaitReadable() throws IOException {
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

    /** {@inheritDoc} In memory what was written stays readable by the other side, so there is nothing to wait for. */
    @Override
    public void close(Duration linger) {
        output.end();
        input.abandon();
    }

    private IOException failure(IOException cause) {
        return new IOException("connection with " + remote + ": " + cause.getMessage(), cause);
    }

    @Override
    public Address remote() {
        return remote;
    }

    @Override
    public String toString() {
        return "MemoryConnection[" + remote + "]";
    }
}
