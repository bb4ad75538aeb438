package dev.strait.wire.engine;

import dev.strait.wire.frame.FragmentHead;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameDecoder;
import dev.strait.wire.frame.FrameType;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.mux.Place;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: what was written and has not arrived, and who reads it there. Bytes may arrive in pieces of any size, cut
 * at any byte; as in the runtime, the content of a fragment that is not all there goes straight to its place.
 */
final class Pipe {
    final Player from;
    final Player to;
    final long toConnection;
    /** Written, and on the way. */
    final ArrayDeque<byte[]> bytes = new ArrayDeque<>();

    private boolean ended;
    private boolean unread;
    private final FrameDecoder decoder = FrameDecoder.beforeHandshake();
    /** What has arrived and is no whole frame. */
    private byte[] rest = {};

    private @Nullable FragmentHead coming;
    private int toCome;
    private boolean over;

    Pipe(Player from, Player to, long toConnection) {
        this.from = from;
        this.to = to;
        this.toConnection = toConnection;
    }

    /** Nothing is written any more: its end arrives behind what is on the way. */
    void end() {
        ended = true;
    }

    /** Nobody reads any more what is on the way, or comes. */
    void unread() {
        unread = true;
        bytes.clear();
    }

    boolean isEnded() {
        return ended;
    }

    boolean isUnread() {
        return unread;
    }

    void add(byte[] written) {
        if (!unread) {
            bytes.add(written);
        }
    }

    boolean isBetween(Player one, Player other) {
        return (from == one && to == other) || (from == other && to == one);
    }

    /** These bytes arrive; frames of the types given are lost on the reader. */
    void arrive(byte[] piece, Predicate<FrameType> swallowed, long now) {
        byte[] all = Arrays.copyOf(rest, rest.length + piece.length);
        System.arraycopy(piece, 0, all, rest.length, piece.length);
        to.engine.alive(toConnection, now);
        int at = 0;
        try {
            int taken = next(all, at, swallowed, now);
            while (taken > 0 && !over) {
                at += taken;
                taken = next(all, at, swallowed, now);
            }
            at += Math.max(0, taken);
        } catch (ProtocolViolation violation) {
            over = true;
            to.engine.violated(toConnection, violation, now);
        }
        rest = over ? new byte[0] : Arrays.copyOfRange(all, at, all.length);
    }

    /** Takes in one frame, or one part of one. @return how many bytes that was, 0 if they are not all there */
    private int next(byte[] all, int at, Predicate<FrameType> swallowed, long now) {
        if (over || at == all.length) {
            return 0;
        }
        if (coming != null) {
            return content(coming, all, at, now);
        }
        boolean established = to.engine.isEstablished(toConnection);
        if (established) {
            decoder.handshakeDone();
        }
        Frame frame = decoder.next(all, at, all.length);
        if (frame != null) {
            int taken = decoder.consumed();
            from.written.merge(frame.type().name(), 1, Integer::sum);
            if (frame instanceof Hello hello) {
                from.said = hello;
            }
            over = !swallowed.test(frame.type()) && !to.engine.receive(toConnection, frame, now);
            return taken;
        }
        coming = established ? decoder.nextHead(all, at, all.length) : null;
        if (coming == null) {
            return 0;
        }
        toCome = coming.length();
        over = !to.engine.begin(toConnection, coming, now);
        return decoder.consumed();
    }

    private int content(FragmentHead head, byte[] all, int at, long now) {
        int count = Math.min(toCome, all.length - at);
        Place place = to.engine.place(toConnection, head);
        if (place != null) {
            System.arraycopy(all, at, place.array(), place.at() + head.length() - toCome, count);
        }
        toCome -= count;
        if (toCome == 0) {
            coming = null;
            from.written.merge(FrameType.FRAGMENT.name(), 1, Integer::sum);
            over = !to.engine.arrived(toConnection, head, now);
        }
        return count;
    }
}
