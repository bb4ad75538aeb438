package dev.strait.runtime;

import dev.strait.transport.Connection;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.DirectoryFrame;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns the bytes of one connection into frames for the engine, one lock per read.
 *
 * <p>Bytes are read into a chunk and handed on by reference: a large batch stays where the socket put it until its receiver has decoded it,
 * and the chunk is left to it until then ({@link Chunks}); a batch of less than a quarter of the chunk is copied, so that one small message cannot keep a large
 * chunk alive. The chunk starts small, since most connections are idle, and doubles while reads fill it. For one thread at a time.
 */
final class FrameReader {
    private static final int FIRST_CHUNK_BYTES = 4 << 10;
    private static final int LARGEST_CHUNK_BYTES = Chunks.BYTES;

    private final long id;
    private final EngineAccess access;
    private final Runnable whenEstablished;
    private final FrameDecoder decoder = FrameDecoder.beforeHandshake();
    private final List<Frame> frames = new ArrayList<>();
    private byte[] chunk = new byte[FIRST_CHUNK_BYTES];
    private int from;
    private int to;
    private boolean shared;
    private boolean established;

    /** Of one connection; the action runs once, when its handshake is over. */
    FrameReader(long id, EngineAccess access, Runnable whenEstablished) {
        this.id = id;
        this.access = access;
        this.whenEstablished = whenEstablished;
    }

    /** What came of a read. */
    enum Outcome {
        /** There was nothing to read. */
        NOTHING,
        /** All that was there. */
        ALL,
        /** As much as there was room for: there may be more. */
        SOME,
        /** The other side has ended its output. */
        END_OF_FILE,
        /** The engine has ended the connection, and has it closed when its last frame is written. */
        STOPPED
    }

    /** Nothing more is read. */
    void close() {
        access.chunks().leave(chunk);
    }

    /** Reads once, without waiting, and hands on what is complete; the events of that are left to {@link EngineAccess#runDeferred}. */
    Outcome read(Connection connection) throws IOException {
        int room = chunk.length - to;
        int read = connection.tryRead(ByteBuffer.wrap(chunk, to, room));
        if (read <= 0) {
            return read < 0 ? Outcome.END_OF_FILE : Outcome.NOTHING;
        }
        to += read;
        boolean goesOn = true;
        do {
            decode();
            goesOn = deliver();
            // What came with the handshake's last frame was judged by the handshake's limits; now the larger ones hold.
        } while (goesOn && justEstablished() && from < to);
        makeRoom(read);
        if (!goesOn) {
            return Outcome.STOPPED;
        }
        return read < room ? Outcome.ALL : Outcome.SOME;
    }

    private void decode() {
        Frame frame = decoder.next(chunk, from, to);
        while (frame != null) {
            frames.add(own(frame));
            from += decoder.consumed();
            if (!established) {
                return;
            }
            frame = decoder.next(chunk, from, to);
        }
    }

    private boolean deliver() {
        boolean goesOn = true;
        NodeEngine engine = access.enter();
        try {
            long now = access.now();
            engine.alive(id, now);
            for (Frame frame : frames) {
                goesOn = engine.receive(id, frame, now);
                if (!goesOn) {
                    break;
                }
            }
        } finally {
            access.exitReading();
        }
        frames.clear();
        return goesOn;
    }

    /** Before the session is established frames are decoded one by one, because the limits change with it. */
    private boolean justEstablished() {
        if (established) {
            return false;
        }
        NodeEngine engine = access.enter();
        try {
            established = engine.isEstablished(id);
        } finally {
            access.exitTaking();
        }
        if (established) {
            decoder.handshakeDone();
            whenEstablished.run();
        }
        return decoder.consumed() > 0;
    }

    private Frame own(Frame frame) {
        return switch (frame) {
            case Data data
            when isSmall(data.from(), data.to()) ->
                new Data(
                        data.stream(),
                        data.messages(),
                        Arrays.copyOfRange(chunk, data.from(), data.to()),
                        0,
                        data.to() - data.from());
            case Data data -> {
                shared = true;
                access.chunks().refers(chunk);
                yield data;
            }
            // The engine copies these while it takes them in.
            case Fragment fragment -> fragment;
            case DirectoryFrame message -> message;
            case Frame other -> other;
        };
    }

    private boolean isSmall(int start, int end) {
        return end - start < chunk.length / 4;
    }

    private void makeRoom(int read) {
        int kept = to - from;
        int needed = Math.max(decoder.needed(), kept + 1);
        boolean full = to == chunk.length;
        if (kept == 0 && !shared) {
            from = 0;
            to = 0;
            if (full && read >= chunk.length / 2 && chunk.length < LARGEST_CHUNK_BYTES) {
                chunk = access.chunks().take(chunk.length * 2);
            }
            return;
        }
        if (!full && from + needed <= chunk.length) {
            return;
        }
        int size = Math.max(needed, full ? Math.min(LARGEST_CHUNK_BYTES, chunk.length * 2) : chunk.length);
        byte[] last = chunk;
        byte[] next = shared || size > last.length ? access.chunks().take(size) : last;
        System.arraycopy(last, from, next, 0, kept);
        chunk = next;
        if (shared || size > last.length) {
            access.chunks().leave(last);
        }
        from = 0;
        to = kept;
        shared = false;
    }
}
