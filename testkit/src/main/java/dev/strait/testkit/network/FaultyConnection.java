package dev.strait.testkit.network;

import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** One side of a line. */
final class FaultyConnection implements Connection {
    private final Address remote;
    private final Line line;
    private final FaultyPipe input;
    private final FaultyPipe output;

    FaultyConnection(Address remote, Line line, FaultyPipe input, FaultyPipe output) {
        this.remote = remote;
        this.line = line;
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
        } finally {
            cutLineWithOutput();
        }
    }

    @Override
    public void write(ByteBuffer[] from, int offset, int length) throws IOException {
        try {
            output.write(from, offset, length);
        } catch (IOException failed) {
            throw failure(failed);
        } finally {
            cutLineWithOutput();
        }
    }

    private void cutLineWithOutput() {
        if (output.isCut()) {
            line.cut();
        }
    }

    /** {@inheritDoc} What was written stays readable by the other side, so there is nothing to wait for. */
    @Override
    public void close(Duration linger) {
        output.end();
        input.abandon();
        line.closed(this);
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
        return "FaultyConnection[" + remote + "]";
    }
}
