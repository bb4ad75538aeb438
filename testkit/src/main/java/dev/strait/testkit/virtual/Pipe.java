package dev.strait.testkit.virtual;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: bytes arrive in order, in pieces, some time after they were written; the end arrives behind them. While
 * it is held up nothing arrives; once it is broken nothing more gets into it, and of what was under way, the first part arrives at most.
 */
final class Pipe {
    /** Who gets what arrives. */
    interface Outlet {
        void arrived(byte[] bytes);

        void ended(String reason);
    }

    /** Bytes that arrive together, or the end of them all. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Piece(
            long atNanos, byte[] bytes, @Nullable String end) {}

    private static final byte[] NOTHING = {};
    /** A write is cut into no more pieces than this, so that large values do not take all day. */
    private static final int MAX_PIECES = 12;

    private final EventQueue queue;
    private final Dice dice;
    private final NetworkOptions network;
    private final Outlet outlet;
    private final ArrayDeque<Piece> underWay = new ArrayDeque<>();
    private long underWayBytes;
    private long freeAt;
    private long lastArrival;
    private long heldUntil;
    private boolean armed;
    private boolean broken;
    /** Whether whoever writes has ended it. */
    private boolean ended;

    private @Nullable Runnable whenFree;

    Pipe(EventQueue queue, Dice dice, NetworkOptions network, Outlet outlet) {
        this.queue = queue;
        this.dice = dice;
        this.network = network;
        this.outlet = outlet;
    }

    /** Whether it takes bytes now; if not, the given action is run once it does. */
    boolean isFree(Runnable then) {
        if (queue.now() < freeAt) {
            queue.at(freeAt, then);
            return false;
        }
        if (underWayBytes >= network.bufferBytes() && !broken) {
            whenFree = then;
            return false;
        }
        return true;
    }

    /** Takes bytes, whether it is free or not; not behind its end, as no connection does. */
    void write(byte[] bytes) {
        if (ended) {
            throw new IllegalStateException("written behind the end");
        }
        freeAt = Math.max(freeAt, queue.now());
        int at = 0;
        for (int pieces = 0; at < bytes.length; pieces++) {
            int left = bytes.length - at;
            int length = pieces < MAX_PIECES ? Math.min(left, dice.between(1, network.maxPieceBytes())) : left;
            freeAt += length * 1_000_000_000L / network.bytesPerSecond();
            add(new Piece(arrival(), Arrays.copyOfRange(bytes, at, at + length), null));
            at += length;
        }
    }

    /** Ends it behind what was written. */
    void end(String reason) {
        ended = true;
        endsWith(reason);
    }

    private void endsWith(String reason) {
        add(new Piece(arrival(), NOTHING, reason));
    }

    /** Lets nothing arrive until then. */
    void hold(long untilNanos) {
        heldUntil = Math.max(heldUntil, untilNanos);
    }

    /** Loses what is under way and whatever is written from now on; the outlet hears nothing of it. */
    void sever() {
        if (broken) {
            return; // what is left of it arrives
        }
        broken = true;
        underWay.clear();
        underWayBytes = 0;
    }

    /**
     * Breaks: of what is under way some part arrives, down to a byte, or nothing; nothing that is written from now on does.
     *
     * @param end what the outlet is told behind that; null if it is told nothing
     * @return when the last of it arrives
     */
    long breakOff(@Nullable String end) {
        if (broken) {
            return queue.now();
        }
        long left = dice.chance(0.3) ? 0 : dice.between(0, underWayBytes);
        ArrayDeque<Piece> arriving = new ArrayDeque<>();
        for (Piece piece : underWay) {
            int length = (int) Math.min(left, piece.bytes().length);
            left -= length;
            if (length > 0) {
                arriving.add(new Piece(piece.atNanos(), Arrays.copyOf(piece.bytes(), length), null));
            }
        }
        underWay.clear();
        underWay.addAll(arriving);
        underWayBytes = underWay.stream().mapToLong(it -> it.bytes().length).sum();
        if (end != null) {
            endsWith(end);
        }
        broken = true;
        Piece last = underWay.peekLast();
        return Math.max(heldUntil, last == null ? queue.now() : last.atNanos());
    }

    private long arrival() {
        lastArrival =
                Math.max(lastArrival, Math.max(queue.now(), freeAt) + dice.skewed(1_000, network.maxDelayNanos()));
        return lastArrival;
    }

    private void add(Piece piece) {
        if (!broken) {
            underWay.add(piece);
            underWayBytes += piece.bytes().length;
            arm();
        }
    }

    private void arm() {
        Piece first = underWay.peek();
        if (!armed && first != null) {
            armed = true;
            queue.at(Math.max(first.atNanos(), heldUntil), this::deliver);
        }
    }

    private void deliver() {
        armed = false;
        for (Piece piece = underWay.peek();
                piece != null && Math.max(piece.atNanos(), heldUntil) <= queue.now();
                piece = underWay.peek()) {
            underWay.remove();
            underWayBytes -= piece.bytes().length;
            if (piece.end() == null) {
                outlet.arrived(piece.bytes());
            } else {
                outlet.ended(piece.end());
            }
        }
        arm();
        Runnable waiting = whenFree;
        if (waiting != null && underWayBytes < network.bufferBytes()) {
            whenFree = null;
            waiting.run();
        }
    }
}
