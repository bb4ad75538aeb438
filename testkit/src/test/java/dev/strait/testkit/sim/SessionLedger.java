package dev.strait.testkit.sim;

import dev.strait.testkit.sim.Tampering.Passage;
import dev.strait.testkit.virtual.Connection;
import dev.strait.wire.frame.Ack;
import dev.strait.wire.frame.DirectoryFrame;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameDecoder;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.Ready;
import dev.strait.wire.frame.SessionToken;
import dev.strait.wire.frame.StreamFrame;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a defect of sessions has to know of them to keep up appearances: how many sequenced frames were written in each direction, what was said
 * of how many were received, and by how much the one who says so is mistaken since.
 */
final class SessionLedger {
    /** One direction of a session, which outlives its connections. */
    static final class Direction {
        /** How many frames were written. */
        long written;
        /** The most that was acknowledged, or said to be received. */
        long acknowledged;
        /** How many frames the reader is to count that its engine has not, or has not to count. */
        long mistake;
    }

    private record Key(SessionToken token, SimulatedNode from) {}

    private final Map<Key, Direction> directions = new HashMap<>();
    private final Map<Connection, SessionToken> asked = new HashMap<>();
    private final Map<Connection, SessionToken> answered = new HashMap<>();
    /** What was written so far, counted from the beginning of the session, on each connection. */
    private final Map<Passage, Long> position = new HashMap<>();

    private final Set<Passage> acknowledging = new HashSet<>();

    /** Notes a HELLO as it arrives. */
    void introduced(Passage passage, Hello hello) {
        boolean byDialler = passage.connection().dialled().host().equals(passage.from());
        (byDialler ? asked : answered).put(passage.connection(), hello.session());
    }

    /** The session that the dialler of a connection has asked for. */
    SessionToken asked(Connection connection) {
        return asked.getOrDefault(connection, SessionToken.NONE);
    }

    /** Whether the connection resumes a session. */
    boolean resumes(Passage passage) {
        SessionToken token = asked(passage.connection());
        return !token.isNone() && token.equals(answered.get(passage.connection()));
    }

    /** Whether this ACK is the one that answers READY where a session is resumed; true once. */
    boolean isFirst(Passage passage) {
        boolean byAcceptor = passage.connection().accepted().host().equals(passage.from());
        return byAcceptor && resumes(passage) && acknowledging.add(passage);
    }

    /** The direction that the reader of a passage writes in, of which what arrives there speaks. */
    Direction spokenOf(Passage passage) {
        return direction(passage.back());
    }

    /** The direction of a passage. */
    Direction direction(Passage passage) {
        SessionToken token = answered.getOrDefault(passage.connection(), SessionToken.NONE);
        return directions.computeIfAbsent(new Key(token, passage.from()), _ -> new Direction());
    }

    /** The frames of a direction are written from there on again. */
    void writesAgainFrom(Passage passage, long total) {
        position.put(passage, total);
    }

    /** Notes what is written. */
    void written(Passage passage, byte[] bytes) {
        FrameDecoder decoder = FrameDecoder.afterHandshake();
        int at = 0;
        for (Frame frame = decoder.next(bytes, at, bytes.length);
                frame != null;
                frame = decoder.next(bytes, at, bytes.length)) {
            at += decoder.consumed();
            if (isSequenced(frame)) {
                long total = position.merge(passage, 1L, Long::sum);
                Direction direction = direction(passage);
                direction.written = Math.max(direction.written, total);
            }
        }
    }

    /** Whether a frame is counted. */
    static boolean isSequenced(Frame frame) {
        return frame instanceof StreamFrame || frame instanceof DirectoryFrame;
    }

    /** What a frame says of how many were received; negative if it says nothing. */
    static long received(Frame frame) {
        return switch (frame) {
            case Ready ready -> ready.receivedFrames();
            case Ack ack -> ack.receivedFrames();
            default -> -1;
        };
    }

    /** The same kind of frame with another total. */
    static Frame saying(Frame frame, long total) {
        return frame instanceof Ready ? new Ready(total) : new Ack(total);
    }
}
