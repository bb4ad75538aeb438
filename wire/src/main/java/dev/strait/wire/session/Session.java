package dev.strait.wire.session;

import dev.strait.wire.frame.Ack;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.DirectoryFrame;
import dev.strait.wire.frame.Enclosed;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameHeader;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.SessionToken;
import org.jspecify.annotations.Nullable;

/**
 * A session of two nodes, which outlives its connections: what was written and is not acknowledged, to be written again on the next
 * connection; how much was received; and how long it waits for that connection (docs/protocol.md, "Session"). Both count the
 * sequenced frames alone, those of DIRECTORY and of streams, whose numbers nobody says.
 *
 * <pre>
 *   UP         --its connection is lost: suspend----> SUSPENDED
 *   SUSPENDED  --a connection: resume---------------> UP         what the peer has not received is written again
 *   SUSPENDED  --its time is over-------------------> LOST
 * </pre>
 *
 * Not thread-safe.
 */
public final class Session {
    /** An acknowledgement goes with something else from here on. */
    private static final int WORTH_FRAMES = 32;

    private static final int WORTH_BYTES = 64 << 10;
    /** And by itself from here on. */
    private static final int DUE_FRAMES = 512;

    private static final int DUE_BYTES = 512 << 10;

    private final SessionToken token;
    private final Retention retention;
    private final Unacknowledged out = new Unacknowledged();
    private long received;
    private long told;
    private long bytesSinceTold;
    /** Behind which acknowledgement something was found to be owed last, and when it was found first. */
    private long owedBehind = -1;

    private long owedSinceNanos;
    private long waiting;
    private boolean full;
    private long resumes;
    private boolean suspended;
    private long suspendedAtNanos;
    private long lostAtNanos = Long.MAX_VALUE;

    /** A new session, up. */
    public Session(SessionToken token, Retention retention) {
        this.token = token;
        this.retention = retention;
    }

    /** Its name. */
    public SessionToken token() {
        return token;
    }

    // --- what this side writes ---

    /** Notes a sequenced frame that is being written for the first time. */
    public void written(Frame frame) {
        long before = out.bytes();
        out.add(frame);
        retention.keep(out.bytes() - before);
    }

    /**
     * Takes in how many frames the peer has received; they are kept no longer.
     *
     * @return what those of them counted for that it was not known to have received
     * @throws ProtocolViolation if it cannot have received so many
     */
    public long acknowledged(long total) {
        if (total > out.written()) {
            throw new ProtocolViolation("acknowledges " + total + " frames of " + out.written() + " that were written");
        }
        long before = out.bytes();
        out.acknowledge(total);
        long released = before - out.bytes();
        retention.release(released);
        return released;
    }

    /** The next frame to be written again, ahead of everything new; null if there is none. */
    public @Nullable Frame pollAgain() {
        return out.pollAgain();
    }

    /** Whether anything is to be written again. */
    public boolean hasAgain() {
        return out.hasAgain();
    }

    /** So many bytes of arrays more hold messages that wait to be written for the first time, or fewer. */
    public void waits(long bytes) {
        waiting += bytes;
        retention.keep(bytes);
    }

    /**
     * Whether it takes messages: not while what is kept of it has reached its bound, or what is kept of all sessions that of the node and its own
     * is more than every session may keep. What waits to be written counts against its own bound only while it is suspended: else it does not
     * wait for long, and is bounded by credit. Having said no, it can be asked for {@link #regainsRoom}.
     */
    public boolean hasRoom() {
        boolean room = hasRoom(1);
        if (!room && !full) {
            full = true;
            retention.full(1);
        }
        return room;
    }

    /** @param part what part of the room must be free */
    private boolean hasRoom(int part) {
        Retention.Limits limits = retention.limits();
        long own = out.bytes() + (suspended ? waiting : 0);
        return own < limits.sessionBytes() / part
                && out.frames() < limits.sessionFrames() / part
                && (own <= limits.reservedBytes() || retention.bytes() < limits.nodeBytes());
    }

    /** Whether it takes messages again after it has said no, and a good many; said once. */
    public boolean regainsRoom() {
        if (!full || !hasRoom(2)) {
            return false;
        }
        full = false;
        retention.full(-1);
        return true;
    }

    /** Whether so much waits that the peer cannot mean to acknowledge it. */
    public boolean isNeglected() {
        return out.frames() >= retention.limits().mostFrames();
    }

    /** What is kept counts for so much: the arrays of messages not written, and of frames not acknowledged, in bytes. */
    public long keptBytes() {
        return waiting + out.bytes();
    }

    /** That part of it which waits to be written. */
    public long waitingBytes() {
        return waiting;
    }

    /** What its frames that are not acknowledged count for, summed up anew: for those who check the count, since it looks at each. */
    public long recountFrames() {
        return out.recount();
    }

    // --- what it receives ---

    /** A sequenced frame has been received, and has taken effect. */
    public void received(Frame frame) {
        received(switch (frame) {
                    case Data data -> data.to() - data.from();
                    case Fragment fragment -> fragment.length();
                    case DirectoryFrame message -> message.length();
                    case Open open -> open.schema().length;
                    case Enclosed enclosed -> enclosed.schema().length;
                    default -> FrameHeader.BYTES;
                }
                + (long) Unacknowledged.FRAME_BYTES);
    }

    /** As {@link #received(Frame)}, for a frame of so many bytes. */
    public void received(long bytes) {
        received++;
        bytesSinceTold += bytes;
    }

    /** Sequenced frames received. */
    public long receivedFrames() {
        return received;
    }

    /** Whether nothing of it has ever come from the other side, which may not know of it. */
    public boolean isUnheard() {
        return received == 0 && out.acknowledged() == 0;
    }

    /** Whether anything was received since the last acknowledgement. */
    public boolean hasToAcknowledge() {
        return received > told;
    }

    /** Whether so much was received that an acknowledgement should go with what is written anyway. */
    public boolean isWorthAcknowledging() {
        return received - told >= WORTH_FRAMES || bytesSinceTold >= WORTH_BYTES;
    }

    /**
     * Whether an acknowledgement should go with what is written anyway though little was received, for it is owed so long: a side that always has
     * something to write has no heartbeat due, which would say it. To be asked whenever something is written.
     */
    public boolean isOverdueToAcknowledge(long mostNanos, long nowNanos) {
        if (hasToAcknowledge() && owedBehind != told) {
            owedBehind = told;
            owedSinceNanos = nowNanos;
        }
        return hasToAcknowledge() && nowNanos - owedSinceNanos >= mostNanos;
    }

    /** Whether so much was received that an acknowledgement should wait for nothing. */
    public boolean isDueToAcknowledge() {
        return received - told >= DUE_FRAMES || bytesSinceTold >= DUE_BYTES;
    }

    /** The acknowledgement of everything received, which is being written. */
    public Ack acknowledge() {
        told = received;
        bytesSinceTold = 0;
        return new Ack(received);
    }

    // --- its connection ---

    /** Whether it has no connection. */
    public boolean isSuspended() {
        return suspended;
    }

    /** Its connection is lost: it waits for another until then. Said again while it waits, that changes nothing. */
    public void suspend(long nowNanos, long untilNanos) {
        if (!suspended) {
            suspended = true;
            suspendedAtNanos = nowNanos;
            lostAtNanos = untilNanos;
        }
    }

    /** When it is lost; {@link Long#MAX_VALUE} while it has a connection. */
    public long lostAtNanos() {
        return lostAtNanos;
    }

    /** When its connection was lost. */
    public long suspendedAtNanos() {
        return suspendedAtNanos;
    }

    /**
     * Another connection carries it, and the peer has received so many frames: the others are to be written again.
     *
     * @return how many
     * @throws ProtocolViolation if it cannot have received so many
     */
    public int resume(long peerReceived) {
        if (peerReceived < out.acknowledged()) {
            throw new ProtocolViolation(
                    "has received " + peerReceived + " frames, and had acknowledged " + out.acknowledged());
        }
        acknowledged(peerReceived);
        resumes++;
        out.rewind();
        suspended = false;
        lostAtNanos = Long.MAX_VALUE;
        return out.frames();
    }

    /** Frames that were written, each once. */
    public long writtenFrames() {
        return out.written();
    }

    /** Those of them that the other side is known to have received. */
    public long acknowledgedFrames() {
        return out.acknowledged();
    }

    /** Those of them that it may not have received. */
    public int keptFrames() {
        return out.frames();
    }

    /** How often it went on with another connection. */
    public long resumes() {
        return resumes;
    }

    /** It is over: nothing is kept any more. */
    public void end() {
        acknowledged(out.written());
        if (full) {
            full = false;
            retention.full(-1);
        }
    }
}
