package dev.strait.wire.engine;

import dev.strait.wire.dispatch.Carrier;
import dev.strait.wire.dispatch.Enclosure;
import dev.strait.wire.dispatch.Lane;
import dev.strait.wire.dispatch.QueueSenderEnd;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.frame.Acked;
import dev.strait.wire.frame.Enclosed;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.FragmentHead;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.LongTable;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.Withdraw;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.OutStream;
import dev.strait.wire.mux.Turns;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An established link: the streams in both directions and what waits to be written, in the order in which it is written: frames that
 * steer (credit, leaving, directory), then lanes in fair turns, then, when nothing else waits, news of what was taken. Not thread-safe.
 */
final class Link implements Carrier {
    /** What a link is written with: it is told that something waits to be written, as often as it becomes so. */
    interface Pen {
        /** As {@link Carrier#isLocal}. */
        default boolean isLocal() {
            return false;
        }

        /** Something waits that nothing is to be gained by keeping back. */
        void ready();

        /** Something waits to which more may be added before long. */
        void linger();

        /** As {@link Carrier#waits}. */
        default void waits(long bytes) {}

        /** As {@link Carrier#hasRoom}. */
        default boolean hasRoom() {
            return true;
        }
    }

    /** In OPEN and ENCLOSED: the receiver's own, or the part of it. */
    static final byte[] SAME_SCHEMA = {};

    /** Most streams of a link that are refused and not LEFT yet; of each its id is kept. */
    static final int MAX_REFUSED = 65_536;

    final LongTable<Lane> lanes = new LongTable<>();
    final LongTable<Incoming> incoming = new LongTable<>();
    /** Ids of incoming streams that were refused and not LEFT yet. */
    final Set<Integer> refused = new HashSet<>();
    /** What incoming streams have for schemas. */
    final SharedSchemas schemas = new SharedSchemas();

    private final NodeRef peer;
    private final long maxMessageBytes;
    private final int initialMessages;
    private final int initialBytes;
    private final Pen pen;
    private final ArrayDeque<Frame> control = new ArrayDeque<>();
    private final Turns<Lane> turns = new Turns<>();
    private final Set<InStream> news = new LinkedHashSet<>();
    /** Senders of lanes that were over once LEFT was written. */
    private final ArrayDeque<SenderEnd> parted = new ArrayDeque<>();

    private final Withdrawals withdrawals = new Withdrawals();

    private long newsSince;
    /** Since when the program waits that has taken what the news is of. */
    private long idleSince = Long.MAX_VALUE;

    /** The fragment whose content is coming; null if none is. */
    private @Nullable FragmentHead coming;
    /** The fragment that was cut off with its connection, and is to come anew as a whole before anything else does; null if none was. */
    private @Nullable FragmentHead interrupted;

    private boolean up = true;
    /** Empty while it is not. */
    private String whyLost = "";

    private int nextStream = 1;

    /**
     * A link without streams.
     *
     * @param initialMessages what the peer grants every new stream
     * @param initialBytes what the peer grants every new stream
     * @param pen is told when something waits to be written
     */
    Link(NodeRef peer, long maxMessageBytes, int initialMessages, int initialBytes, Pen pen) {
        this.peer = peer;
        this.maxMessageBytes = maxMessageBytes;
        this.initialMessages = initialMessages;
        this.initialBytes = initialBytes;
        this.pen = pen;
    }

    @Override
    public boolean isLocal() {
        return pen.isLocal();
    }

    @Override
    public NodeRef peer() {
        return peer;
    }

    @Override
    public long maxMessageBytes() {
        return maxMessageBytes;
    }

    @Override
    public boolean isUp() {
        return up;
    }

    @Override
    public void waits(long bytes) {
        pen.waits(bytes);
    }

    @Override
    public boolean hasRoom() {
        return pen.hasRoom();
    }

    /** It has no connection, until {@link #resumed}. */
    void suspended() {
        up = false;
        if (coming != null) {
            interrupted = coming;
            coming = null;
            Incoming cutOff = incoming.get(interrupted.stream());
            if (cutOff != null) {
                cutOff.stream().interrupted();
            }
        }
    }

    /** It is over, and this is why: said before its streams are. */
    void lost(String reason) {
        up = false;
        whyLost = reason;
    }

    @Override
    public String whyLost() {
        return whyLost;
    }

    /** It has a connection again: what was asked on the one before is answered on this one, and the time for it begins anew. */
    void resumed(long nowNanos) {
        up = true;
        withdrawals.allowAnew(nowNanos);
    }

    /** The WITHDRAWs that have no answer. */
    Withdrawals withdrawals() {
        return withdrawals;
    }

    /** A fragment has begun to come, and its head was accepted. */
    void begun(FragmentHead head) {
        coming = head;
    }

    /** All of the fragment has come. */
    void arrived() {
        coming = null;
    }

    /** Whether a fragment that comes is the one that was cut off, whose head was accepted then. */
    boolean isAgain(FragmentHead head) {
        if (interrupted == null) {
            return false;
        }
        requireNothingInterrupted(head.equals(interrupted));
        interrupted = null;
        return true;
    }

    /** A frame comes that is no fragment. */
    void requireNothingInterrupted() {
        requireNothingInterrupted(interrupted == null);
    }

    private void requireNothingInterrupted(boolean holds) {
        if (!holds) {
            throw new ProtocolViolation("another frame in place of the fragment that was cut off: " + interrupted);
        }
    }

    int initialMessages() {
        return initialMessages;
    }

    int initialBytes() {
        return initialBytes;
    }

    /** A stream id that no lane of this link uses. */
    int freeStreamId() {
        while (lanes.contains(nextStream)) {
            advance();
        }
        int id = nextStream;
        advance();
        return id;
    }

    private void advance() {
        nextStream = nextStream == Integer.MAX_VALUE ? 1 : nextStream + 1;
    }

    @Override
    public void ready(Lane lane) {
        if (takesTurn(lane)) {
            pen.ready();
        }
    }

    @Override
    public void linger(Lane lane) {
        if (takesTurn(lane)) {
            pen.linger();
        }
    }

    private boolean takesTurn(Lane lane) {
        if (lane.state() == OutStream.State.CLOSED) {
            return false;
        }
        if (!lane.isInTurns()) {
            lane.inTurns(true);
            turns.add(lane);
        }
        return true;
    }

    @Override
    public Lane enclose(QueueSenderEnd enclosed, Lane enclosing, long number) {
        Enclosure receiver = Objects.requireNonNull(enclosed.enclosure(), "the channel has a name");
        Open opening = enclosing.takeOpening();
        if (opening != null) {
            steerLater(opening); // it would come behind what steers
        }
        byte[] schema = enclosing.isSchemaShared() ? SAME_SCHEMA : receiver.schema();
        Enclosed frame = new Enclosed(
                freeStreamId(), enclosed.ref().number(), enclosing.id(), number, receiver.capacity(), schema);
        int messages = Math.min(initialMessages, receiver.capacity());
        // The peer has a number for its end, but nobody here needs it: that of the stream does as well.
        EndRef end = new EndRef(peer, frame.stream());
        Lane lane = new Lane(frame, messages, initialBytes, enclosed, end, this);
        lanes.put(lane.id(), lane);
        steerLater(frame); // it goes with the message
        enclosed.add(lane);
        return lane;
    }

    /** Queues a frame that steers. */
    void steer(Frame frame) {
        control.add(frame);
        pen.ready();
    }

    /** Queues a frame that steers and that nobody waits for: it goes with the next that somebody does wait for, or before long. */
    void steerLater(Frame frame) {
        control.add(frame);
        pen.linger();
    }

    /** Something was taken: it is announced at once if the sender may be waiting for it, else when there is nothing else to write. */
    void taken(InStream stream, long sinceNanos) {
        if (!stream.hasNews()) {
            return;
        }
        if (stream.isUrgent()) {
            news.remove(stream);
            announce(stream);
        } else if (news.add(stream)) {
            boolean first = news.size() == 1;
            newsSince = first ? sinceNanos : Math.min(newsSince, sinceNanos);
            idleSince = first ? Long.MAX_VALUE : idleSince;
        }
    }

    /** Announces what is taken and acknowledged of a stream, and what may come. */
    void announce(InStream stream) {
        announceAhead(stream);
        steer(stream.announce());
    }

    /** Announces what is acknowledged ahead of what is not. */
    void announceAhead(InStream stream) {
        for (Acked ahead = stream.announceAhead(); ahead != null; ahead = stream.announceAhead()) {
            steer(ahead);
        }
    }

    /** The program waits for more on a stream of which there is news: the sender is to know soon who has nothing to do. */
    void idle(long nowNanos) {
        idleSince = Math.min(idleSince, nowNanos);
    }

    /** When the oldest news must be announced, within a fifth of the time if its program is idle; never if there is none. */
    long newsDeadline(long announceNanos) {
        if (news.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long deadline = newsSince + announceNanos;
        return idleSince == Long.MAX_VALUE ? deadline : Math.min(deadline, idleSince + announceNanos / 5);
    }

    /** Whether there is news of this stream. */
    boolean hasNews(InStream stream) {
        return news.contains(stream);
    }

    /** Whether there is news of any stream. */
    boolean hasNews() {
        return !news.isEmpty();
    }

    void forgetNews(InStream stream) {
        news.remove(stream);
    }

    /** Whether anything waits to be written. */
    boolean hasFrames() {
        return !control.isEmpty() || !turns.isEmpty() || !news.isEmpty();
    }

    /** Whether it has streams, in either direction. */
    boolean hasStreams() {
        return lanes.size() > 0 || incoming.size() > 0;
    }

    /** How many frames that steer wait. */
    int controlFrames() {
        return control.size();
    }

    /** The next frame that steers; null if there is none. */
    @Nullable
    Frame nextSteering() {
        return control.poll();
    }

    /**
     * The next frame of some stream, in fair turns; null if there is none. Lanes with only a batch in the making are put aside.
     *
     * @param number the number that the frame will have in its session
     */
    @Nullable
    Frame nextInTurn(List<Lane> aside, long number, long nowNanos) {
        for (Lane lane = turns.next(); lane != null; lane = turns.next()) {
            lane.inTurns(false);
            Frame frame = lane.poll();
            if (frame != null) {
                if (frame instanceof Withdraw withdraw && !isLocal()) {
                    withdrawals.written(lane, withdraw.number(), number, nowNanos);
                }
                if (lane.hasFrames() || lane.isFilling()) {
                    lane.inTurns(true);
                    turns.add(lane);
                }
                if (lane.state() == OutStream.State.CLOSED) {
                    lanes.remove(lane.id());
                    lane.sender().forget(lane);
                    parted.add(lane.sender());
                }
                return frame;
            }
            if (lane.isFilling()) {
                aside.add(lane);
            }
        }
        return null;
    }

    /** The next sender that has lost a lane by writing LEFT, and may be drained by it; null if there is none. */
    @Nullable
    SenderEnd nextParted() {
        return parted.poll();
    }

    /** Puts a lane that was put aside back in line. */
    void resume(Lane lane) {
        if (!lane.isInTurns()) {
            lane.inTurns(true);
            turns.add(lane);
        }
    }

    /** The news, announced now. */
    List<Frame> announceNews() {
        if (news.isEmpty()) {
            return List.of();
        }
        List<Frame> frames = new ArrayList<>();
        for (InStream stream : news) {
            if (stream.hasNews()) {
                for (Acked ahead = stream.announceAhead(); ahead != null; ahead = stream.announceAhead()) {
                    frames.add(ahead);
                }
                frames.add(stream.announce());
            }
        }
        news.clear();
        return frames;
    }
}
