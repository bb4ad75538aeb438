package dev.strait.wire.session;

import dev.strait.wire.frame.Acked;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.DirectoryFrame;
import dev.strait.wire.frame.Enclosed;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameHeader;
import dev.strait.wire.frame.Open;
import org.jspecify.annotations.Nullable;

/**
 * The sequenced frames that were written and not acknowledged, in order, and which of them is to be written again next. Frames refer to
 * their messages; an array whose messages were all taken may have others in it by now (and counts again for those), but what it held the peer has received, so it never asks
 * for that again. A ring, since a frame goes in and out for every batch. Not thread-safe.
 */
final class Unacknowledged {
    private static final int FIRST_LENGTH = 16;
    /** A ring longer than this is let go of when it is empty. */
    private static final int LONGEST_IDLE = 1_024;
    /** What a frame counts for besides its content, or the array that holds that. */
    static final int FRAME_BYTES = 64;

    private static final int ACKED_RANGE_BYTES = 32;

    /** Of frames. An array of that type, an interface, would have C2 compile whatever stores into it twice (docs/performance.md, "Compiling less"). */
    private @Nullable Object[] ring = new @Nullable Object[FIRST_LENGTH];
    /** How many were acknowledged, and how many written: the numbers of the first kept, and of the next to come, from 0. */
    private long acknowledged;

    private long written;
    private long again;
    private long bytes;

    /** What a frame that is kept counts for: all of the array that it keeps alive, of which the fragments of a message share one. */
    private static long keptBytes(Frame frame) {
        int kept = switch (frame) {
            case Data data -> data.array().length;
            case Fragment fragment -> fragment.last() ? fragment.array().length - fragment.from() : fragment.length();
            case DirectoryFrame message -> message.array().length;
            case Open open -> open.schema().length;
            case Enclosed enclosed -> enclosed.schema().length;
            case Acked acked -> acked.ranges().size() * ACKED_RANGE_BYTES;
            default -> FrameHeader.BYTES;
        };
        return (long) FRAME_BYTES + kept;
    }

    long written() {
        return written;
    }

    long acknowledged() {
        return acknowledged;
    }

    int frames() {
        return (int) (written - acknowledged);
    }

    long bytes() {
        return bytes;
    }

    /** The same, of each that is kept. */
    long recount() {
        long sum = 0;
        for (long number = acknowledged; number < written; number++) {
            sum += keptBytes(kept(at(number)));
        }
        return sum;
    }

    void add(Frame frame) {
        if (written - acknowledged == ring.length) {
            grow();
        }
        ring[at(written)] = frame;
        written++;
        again = written;
        bytes += keptBytes(frame);
    }

    /** Forgets those of the first so many that are kept. */
    void acknowledge(long total) {
        while (acknowledged < total) {
            int at = at(acknowledged);
            bytes -= keptBytes(kept(at));
            ring[at] = null;
            acknowledged++;
        }
        again = Math.max(again, acknowledged);
        if (acknowledged == written && ring.length > LONGEST_IDLE) {
            ring = new @Nullable Object[FIRST_LENGTH];
        }
    }

    /** All that are kept are to be written again. */
    void rewind() {
        again = acknowledged;
    }

    boolean hasAgain() {
        return again < written;
    }

    /** The next to be written again; null if there is none. */
    @Nullable
    Frame pollAgain() {
        return hasAgain() ? kept(at(again++)) : null;
    }

    private Frame kept(int at) {
        if (ring[at] instanceof Frame frame) {
            return frame;
        }
        throw new IllegalStateException("nothing is kept at " + at);
    }

    private int at(long number) {
        return (int) (number & (ring.length - 1));
    }

    private void grow() {
        @Nullable Object[] longer = new @Nullable Object[ring.length * 2];
        for (long number = acknowledged; number < written; number++) {
            longer[(int) (number & (longer.length - 1))] = ring[at(number)];
        }
        ring = longer;
    }
}
