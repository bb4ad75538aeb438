package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Connection;
import dev.strait.testkit.virtual.Side;
import dev.strait.wire.frame.FragmentHead;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameDecoder;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.mux.Place;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One side of a connection, as the node at that side has it: bytes that came and are no whole frame yet. As in core's
 * {@code FrameReader}, the content of a fragment that is not whole goes straight into the message that is put together.
 */
final class Line {
    private static final byte[] NOTHING = {};

    /** Who takes in what came, in the order in which it came; each answers whether the connection goes on. */
    interface Taker {
        /** A whole frame. */
        boolean frame(Frame frame);

        /** A fragment begins to come. */
        boolean begins(FragmentHead head);

        /** Where its content goes; null if it is dropped. */
        @Nullable
        Place place(FragmentHead head);

        /** All of it has come. */
        boolean arrived(FragmentHead head);

        /** Whether the handshake is over. */
        boolean isEstablished();
    }

    private final Side side;
    private final FrameDecoder decoder = FrameDecoder.beforeHandshake();
    private byte[] pending = NOTHING;
    private int from;
    /** The fragment whose content is coming, and how much of that is still to come; null if none is. */
    private @Nullable FragmentHead coming;

    private int toCome;
    /** Whether the writer is at work, or waits until the way out is free. */
    private boolean writing;

    Line(Side side) {
        this.side = side;
    }

    long id() {
        return side.id();
    }

    /** The way out. */
    Side side() {
        return side;
    }

    SimulatedNode node() {
        return SimulatedNode.at(side);
    }

    /** The connection that it is a side of. */
    Connection connection() {
        return side.connection();
    }

    /** The node at the other side. */
    SimulatedNode otherNode() {
        return SimulatedNode.at(side.other());
    }

    boolean isClosed() {
        return side.isClosed();
    }

    boolean isWriting() {
        return writing;
    }

    void writing(boolean writing) {
        this.writing = writing;
    }

    /** The first bytes of a frame that has come in part, its header at least; null if there are none. */
    byte @Nullable [] cutOff() {
        byte[] kept = Arrays.copyOfRange(pending, from, pending.length);
        return kept.length < FrameDecoder.beforeHandshake().needed() ? null : kept;
    }

    /**
     * Takes in bytes that came.
     *
     * @param bytes in an array that nobody else has: frames refer to it for as long as their values are not taken
     * @param byHeads whether a fragment is taken in as it comes, and not when it is whole
     * @throws ProtocolViolation if they cannot be of frames
     */
    void takeIn(byte[] bytes, boolean byHeads, Taker taker) {
        append(bytes);
        boolean goesOn = true;
        while (goesOn) {
            FragmentHead head = coming;
            if (head != null) {
                goesOn = takeContent(head, taker);
            } else {
                goesOn = takeFrame(byHeads, taker);
            }
        }
    }

    private void append(byte[] bytes) {
        int kept = pending.length - from;
        byte[] joined = new byte[kept + bytes.length];
        System.arraycopy(pending, from, joined, 0, kept);
        System.arraycopy(bytes, 0, joined, kept, bytes.length);
        pending = joined;
        from = 0;
    }

    private boolean takeFrame(boolean byHeads, Taker taker) {
        boolean established = taker.isEstablished();
        if (established) {
            decoder.handshakeDone();
        }
        Frame frame = decoder.next(pending, from, pending.length);
        from += decoder.consumed();
        if (frame != null) {
            return taker.frame(frame);
        }
        FragmentHead head = established && byHeads ? decoder.nextHead(pending, from, pending.length) : null;
        if (head == null) {
            return false;
        }
        from += decoder.consumed();
        coming = head;
        toCome = head.length();
        return taker.begins(head);
    }

    private boolean takeContent(FragmentHead head, Taker taker) {
        int count = Math.min(toCome, pending.length - from);
        if (count == 0) {
            return false;
        }
        // Asked anew for each part: the program may have given its end up meanwhile.
        Place place = taker.place(head);
        if (place != null) {
            System.arraycopy(pending, from, place.array(), place.at() + head.length() - toCome, count);
        }
        from += count;
        toCome -= count;
        if (toCome > 0) {
            return false;
        }
        coming = null;
        return taker.arrived(head);
    }
}
