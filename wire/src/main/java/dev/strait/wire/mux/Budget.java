package dev.strait.wire.mux;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node has granted to all streams that it receives on, against the most it will hold: every grant reserves here, every take
 * releases. A large message waits here until its whole length fits, in order of asking, so that half-admitted messages cannot block
 * each other.
 *
 * <p>Credit cannot be taken back, so windows of idle streams may fill the budget for good. Therefore one large message at a time is
 * admitted even where it does not fit: the most that is ever held is the budget, the initial credit of all streams, and one message of
 * the largest size. Not thread-safe.
 */
public final class Budget {
    private final long limitBytes;
    private long reservedBytes;
    private int holders;
    private final ArrayDeque<InStream> waiting = new ArrayDeque<>();

    /** A budget of so many bytes. */
    public Budget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Reserves a new stream's initial credit: the handshake has promised it, so it is counted even where it exceeds the limit. */
    void promise(long bytes) {
        reservedBytes += bytes;
    }

    /** Reserves up to so many bytes, as far as they are free and no large message waits. */
    long reserveUpTo(long bytes) {
        if (!waiting.isEmpty()) {
            return 0;
        }
        long granted = Math.clamp(limitBytes - reservedBytes, 0, bytes);
        reservedBytes += granted;
        return granted;
    }

    /**
     * Reserves all of it or nothing.
     *
     * @param soleHolder whether no other large message is admitted, so that it need not fit
     */
    boolean reserveWhole(long bytes, boolean soleHolder) {
        if (!soleHolder && reservedBytes + bytes > limitBytes) {
            return false;
        }
        reservedBytes += bytes;
        return true;
    }

    /** Streams with a large message admitted and not taken. */
    int holders() {
        return holders;
    }

    /** A stream has become a holder. */
    void hold() {
        holders++;
    }

    /** A stream is a holder no more. */
    void unhold() {
        holders--;
    }

    void release(long bytes) {
        reservedBytes -= bytes;
        if (reservedBytes < 0) {
            throw new IllegalStateException("released more than was reserved");
        }
    }

    /** Puts a stream whose large message does not fit at the end of those waiting. */
    void await(InStream stream) {
        waiting.add(stream);
    }

    /** Puts a stream that others wait for ahead of them. */
    void awaitFirst(InStream stream) {
        waiting.addFirst(stream);
    }

    /** Whether more is reserved than the limit. */
    boolean isExceeded() {
        return reservedBytes > limitBytes;
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    void forget(InStream stream) {
        waiting.remove(stream);
    }

    /** Admits those waiting that fit now, in order; stops at the first that does not. Their credit is to be announced. */
    public List<InStream> admit() {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<InStream> admitted = new ArrayList<>();
        for (InStream first = waiting.peek(); first != null && first.tryAdmit(); first = waiting.peek()) {
            admitted.add(waiting.remove());
        }
        return admitted;
    }

    /** Bytes reserved now. */
    public long reservedBytes() {
        return reservedBytes;
    }

    /** The most bytes that are granted beyond the initial credit of streams and one large message. */
    public long limitBytes() {
        return limitBytes;
    }
}
