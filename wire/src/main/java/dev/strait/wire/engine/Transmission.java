package dev.strait.wire.engine;

import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameEncoder;
import dev.strait.wire.frame.FrameHeader;
import dev.strait.wire.frame.WireWriter;
import dev.strait.wire.mux.Batch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a link writes next, as one gathered write: frames without payload are encoded into a buffer of its own, messages are referred to
 * where they were encoded, their header in the room ahead of them. Reused from write to write by the one who writes; not thread-safe.
 */
public final class Transmission {
    /** Bytes after which a transmission counts as full: half a MiB, because each write costs more than its bytes (docs/performance.md, "Large messages"). */
    public static final int FULL_BYTES = 512 << 10;

    private static final int FULL_SEGMENTS = 64;

    private final WireWriter small = new WireWriter();
    private final List<Segment> segments = new ArrayList<>();
    private final List<SenderEnd> toSeal = new ArrayList<>();
    private boolean lingers;
    private boolean more;
    private boolean messages;
    private long bytes;
    private int smallFrom;

    /** Forgets everything. */
    public void clear() {
        goOn();
        small.truncate(0);
        segments.clear();
        messages = false;
        bytes = 0;
        smallFrom = 0;
    }

    /** Forgets what was said of the rest, and keeps what is to be written. */
    void goOn() {
        toSeal.clear();
        lingers = false;
        more = false;
    }

    /** Whether there is nothing to write. */
    public boolean isEmpty() {
        return bytes == 0;
    }

    /** Whether there are messages among what is to be written. */
    boolean hasMessages() {
        return messages;
    }

    /** Whether what comes next should wait for the next transmission. */
    public boolean isFull() {
        return bytes >= FULL_BYTES || segments.size() >= FULL_SEGMENTS;
    }

    /** Bytes to write. */
    public long bytes() {
        return bytes;
    }

    /** Senders whose batch in the making should be sealed, because the link has no other messages to write; what comes of them may be collected behind what is here. */
    public List<SenderEnd> toSeal() {
        return toSeal;
    }

    /** Whether there is more to write, for which another transmission is to be collected unasked. */
    public boolean hasMore() {
        return more;
    }

    /** Whether batches in the making were left alone. */
    public boolean lingers() {
        return lingers;
    }

    /** The bytes, in order. The buffers refer to batches: they are to be written before the next {@link #clear}. */
    public ByteBuffer[] buffers() {
        cutSmall();
        ByteBuffer[] buffers = new ByteBuffer[segments.size()];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = switch (segments.get(i)) {
                case Segment.Small(int from, int to) -> ByteBuffer.wrap(small.array(), from, to - from);
                case Segment.Shared(byte[] array, int from, int to) -> ByteBuffer.wrap(array, from, to - from);
            };
        }
        return buffers;
    }

    void add(Frame frame) {
        switch (frame) {
            case Data data -> {
                int at = data.from() - Batch.HEADROOM;
                FrameHeader.data(data.array(), at, data.stream(), data.to() - data.from() + 4, data.messages());
                share(data.array(), at, data.to());
            }
            case Fragment fragment -> {
                fragmentHeader(fragment);
                share(fragment.array(), fragment.from(), fragment.to());
            }
            case Frame other -> encode(other);
        }
    }

    /** A frame that was written before. Its array may have another header by now, in the room ahead of the messages: this one is written apart. */
    void addAgain(Frame frame) {
        if (frame instanceof Data data) {
            int at = small.reserve(Batch.HEADROOM);
            FrameHeader.data(small.array(), at, data.stream(), data.to() - data.from() + 4, data.messages());
            bytes += Batch.HEADROOM;
            share(data.array(), data.from(), data.to());
        } else {
            add(frame);
        }
    }

    void seal(SenderEnd sender) {
        toSeal.add(sender);
    }

    void linger() {
        lingers = true;
    }

    void more(boolean more) {
        this.more = more;
    }

    private void fragmentHeader(Fragment fragment) {
        if (fragment.first()) {
            int at = small.reserve(FrameHeader.FIRST_FRAGMENT_BYTES);
            FrameHeader.firstFragment(
                    small.array(),
                    at,
                    fragment.stream(),
                    fragment.length() + 4,
                    fragment.totalBytes(),
                    fragment.last());
            bytes += FrameHeader.FIRST_FRAGMENT_BYTES;
        } else {
            int at = small.reserve(FrameHeader.BYTES);
            FrameHeader.laterFragment(small.array(), at, fragment.stream(), fragment.length(), fragment.last());
            bytes += FrameHeader.BYTES;
        }
    }

    private void encode(Frame frame) {
        int before = small.size();
        FrameEncoder.encode(frame, small);
        bytes += small.size() - before;
    }

    private void share(byte[] array, int from, int to) {
        cutSmall();
        segments.add(new Segment.Shared(array, from, to));
        messages = true;
        bytes += to - from;
    }

    private void cutSmall() {
        if (small.size() > smallFrom) {
            segments.add(new Segment.Small(smallFrom, small.size()));
            smallFrom = small.size();
        }
    }

    private sealed interface Segment {
        record Small(int from, int to) implements Segment {}

        @SuppressWarnings("ArrayRecordComponent") // refers to where the bytes are
        record Shared(byte[] array, int from, int to) implements Segment {}
    }
}
