package dev.strait.testkit.sim;

import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameDecoder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One side of a connection, as the node at that side has it: bytes that came and are no whole frame yet, and the way out. */
final class Line implements Pipe.Outlet {
    private static final byte[] NOTHING = {};

    private final long id;
    private final SimulatedNode node;
    private final FrameDecoder decoder = FrameDecoder.beforeHandshake();
    private @Nullable Pipe out;
    private byte[] pending = NOTHING;
    private int from;
    private boolean closed;
    /** Whether the writer is at work, or waits until the way out is free. */
    private boolean writing;

    Line(long id, SimulatedNode node) {
        this.id = id;
        this.node = node;
    }

    void joinTo(Pipe out) {
        this.out = out;
    }

    long id() {
        return id;
    }

    SimulatedNode node() {
        return node;
    }

    Pipe out() {
        return Objects.requireNonNull(out, "joined when it was made");
    }

    boolean isClosed() {
        return closed || !node.isUp();
    }

    boolean isWriting() {
        return writing;
    }

    void writing(boolean writing) {
        this.writing = writing;
    }

    /** The node is through with it. */
    void close() {
        closed = true;
    }

    void sever() {
        out().sever();
    }

    @Override
    public void arrived(byte[] bytes) {
        node.arrived(this, bytes);
    }

    @Override
    public void ended(String reason) {
        node.ended(this, reason);
    }

    /** Adds bytes that came, in an array that nobody else has: frames refer to it for as long as their values are not taken. */
    void append(byte[] bytes) {
        int kept = pending.length - from;
        byte[] joined = new byte[kept + bytes.length];
        System.arraycopy(pending, from, joined, 0, kept);
        System.arraycopy(bytes, 0, joined, kept, bytes.length);
        pending = joined;
        from = 0;
    }

    /** The next whole frame among the bytes; null if there is none. */
    @Nullable
    Frame next(boolean established) {
        if (established) {
            decoder.handshakeDone();
        }
        Frame frame = decoder.next(pending, from, pending.length);
        from += decoder.consumed();
        return frame;
    }
}
