package dev.strait.testkit.network;

import dev.strait.transport.Address;
import dev.strait.transport.memory.PipedConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** One side of a line. */
final class FaultyConnection extends PipedConnection {
    private final Line line;
    private final FaultyPipe output;

    FaultyConnection(Address remote, Line line, FaultyPipe input, FaultyPipe output) {
        super(remote, input, output);
        this.line = line;
        this.output = output;
    }

    @Override
    public long tryWrite(ByteBuffer[] from, int offset, int length) throws IOException {
        try {
            return super.tryWrite(from, offset, length);
        } finally {
            cutLineWithOutput();
        }
    }

    @Override
    public void write(ByteBuffer[] from, int offset, int length) throws IOException {
        try {
            super.write(from, offset, length);
        } finally {
            cutLineWithOutput();
        }
    }

    private void cutLineWithOutput() {
        if (output.isCut()) {
            line.cut();
        }
    }

    @Override
    public void close(Duration linger) {
        super.close(linger);
        line.closed(this);
    }
}
