package dev.strait.runtime;

import dev.strait.transport.Connection;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.DirectoryFrame;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.FragmentHead;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameDecoder;
import dev.strait.wire.frame.FrameHeader;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.mux.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one connection into frames for the engine, about one lock per read.
 *
 * <p>The socket puts bytes into a direct buffer, which saves the JDK one of its own, and from there they are copied once, to where they
 * stay. (At 64 KiB a message took 22 to 32 us of the receiving process in place of 38 to 45; docs/performance.md, "Large messages".)
 *
 * <ul>
 *   <li>Frames go into a chunk and are handed on by reference: a large batch stays there until its receiver has decoded it, and the chunk is
 *       left to it until then ({@link Chunks}); a batch of less than an eighth of the chunk is copied, so that one small message cannot keep
 *       a large chunk alive.
 *   <li>The content of a fragment that is not complete goes straight into the message that is put together, at the place that the engine
 *       names once it has judged the fragment's head; only what came into the chunk along with the head is copied from there. Behind one
 *       fragment another is expected: no more than a head goes into the chunk, until something else turns up.
 * </ul>
 *
 * <p>Both start small, since most connections are idle, and grow while reads fill them. For one thread at a time.
 */
final class FrameReader {
    private static final int FIRST_CHUNK_BYTES = 4 << 10;
    /**
     * A third of the default window in the sample record, 26 KB, is more than an eighth of the largest chunk and less than a quarter: if it were copied, each
     * message would leave 72 B behind beside the program's own 144.
     */
    private static final int SMALL_PART = 8;

    private static final int LARGEST_CHUNK_BYTES = Chunks.BYTES;
    private static final int LARGEST_READ_BYTES = 128 << 10;

    private final long id;
    private final EngineAccess access;
    private final Runnable whenEstablished;
    private final FrameDecoder decoder = FrameDecoder.beforeHandshake();
    private final List<Frame> frames = new ArrayList<>();
    private ByteBuffer arrived = ByteBuffer.allocateDirect(FIRST_CHUNK_BYTES);
    private byte[] chunk = new byte[FIRST_CHUNK_BYTES];
    private int from;
    private int to;
    private boolean shared;
    private boolean established;

    /** The fragment whose content is coming, and how much of that is still to come; null if none is. */
    private @Nullable FragmentHead coming;

    private int toCome;
    /** Whether the engine knows that it is coming. */
    private boolean begun;
    /** The fragment whose content has come, before the engine knows. */
    private @Nullable FragmentHead come;
    /** Where content goes; null if it is dropped. */
    private @Nullable Place place;
    /** The last that came was content of a fragment. */
    private boolean expectsFragment;
    /** What is behind the frames that are complete cannot be of a frame: to be said when the engine has these; null if that is not so. */
    private @Nullable ProtocolViolation violation;

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
        int read = connection.tryRead(arrived.clear());
        if (read <= 0) {
            return read < 0 ? Outcome.END_OF_FILE : Outcome.NOTHING;
        }
        arrived.flip();
        boolean goesOn = coming == null || deliver();
        while (goesOn && arrived.hasRemaining()) {
            if (coming == null) {
                goesOn = takeFrames();
            } else {
                takeContent(coming);
            }
        }
        if (goesOn && come != null) {
            goesOn = deliver();
        }
        if (!goesOn) {
            return Outcome.STOPPED;
        }
        if (read < arrived.capacity()) {
            return Outcome.ALL;
        }
        if (read < LARGEST_READ_BYTES) {
            arrived = ByteBuffer.allocateDirect(read * 2);
        }
        return Outcome.SOME;
    }

    private boolean takeFrames() {
        int most = expectsFragment ? FrameHeader.FIRST_FRAGMENT_BYTES - (to - from) : chunk.length;
        int count = Math.min(Math.min(most, chunk.length - to), arrived.remaining());
        arrived.get(chunk, to, count);
        to += count;
        boolean goesOn;
        do {
            decode();
            goesOn = deliver();
            if (goesOn && violation != null) {
                throw violation;
            }
            // What came with the handshake's last frame was judged by the handshake's limits; now the larger ones hold.
        } while (goesOn && justEstablished() && from < to);
        if (goesOn && coming != null) {
            takeContentOfChunk();
        }
        makeRoom(count);
        return goesOn;
    }

    private void decode() {
        try {
            decodeAll();
        } catch (ProtocolViolation found) {
            violation = found;
        }
    }

    private void decodeAll() {
        Frame frame = decoder.next(chunk, from, to);
        while (frame != null) {
            frames.add(own(frame));
            from += decoder.consumed();
            if (!established) {
                return;
            }
            frame = decoder.next(chunk, from, to);
        }
        if (established) {
            coming = decoder.nextHead(chunk, from, to);
            from += decoder.consumed();
            toCome = coming == null ? 0 : coming.length();
            begun = false;
            expectsFragment = coming != null
                    || (expectsFragment && frames.isEmpty() && to - from < FrameHeader.FIRST_FRAGMENT_BYTES);
        }
    }

    /** What came behind the head of a fragment is content, and not all of it. */
    private void takeContentOfChunk() {
        if (place != null) {
            System.arraycopy(chunk, from, place.array(), place.at(), to - from);
        }
        toCome -= to - from;
        from = to;
    }

    private void takeContent(FragmentHead head) {
        int count = Math.min(toCome, arrived.remaining());
        if (place == null) {
            arrived.position(arrived.position() + count);
        } else {
            arrived.get(place.array(), place.at() + head.length() - toCome, count);
        }
        toCome -= count;
        if (toCome == 0) {
            come = head;
            coming = null;
            place = null;
        }
    }

    private boolean deliver() {
        boolean goesOn = true;
        NodeEngine engine = access.enter();
        try {
            long now = access.now();
            engine.alive(id, now);
            if (come != null) {
                goesOn = engine.arrived(id, come, now);
                come = null;
            }
            for (int i = 0; goesOn && i < frames.size(); i++) {
                goesOn = engine.receive(id, frames.get(i), now);
            }
            if (coming != null && goesOn) {
                goesOn = begun || engine.begin(id, coming, now);
                begun = true;
                place = engine.place(id, coming);
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
            // The engine copies these while it takes them in: a fragment is rarely here whole, if it is not short.
            case Fragment fragment -> fragment;
            case DirectoryFrame message -> message;
            case Frame other -> other;
        };
    }

    private boolean isSmall(int start, int end) {
        return end - start < chunk.length / SMALL_PART;
    }

    private void makeRoom(int count) {
        int kept = to - from;
        int needed = Math.max(decoder.needed(), kept + 1);
        boolean full = to == chunk.length;
        if (kept == 0 && !shared) {
            from = 0;
            to = 0;
            if (full && count >= chunk.length / 2 && chunk.length < LARGEST_CHUNK_BYTES) {
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
