package dev.strait.wire.mux;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a node has granted to all streams that it receives on, against the most it will hold: every grant reserves here, every take
 * releases. A large message waits here until its whole length fits, in order of asking, so that half-admitted messages cannot block
 * each other.
 *
 * <p>Credit cannot be taken back, so windows of idle streams may fill the budget for good. Therefore one large message at a time is
 * admitted even where it does not fit. Nor can a sender that gives up give its credit back: when a large message waits, and what was
 * admitted before it has not begun to come on any stream for {@link #PATIENCE_NANOS}, those streams are passed over and count as no
 * other large message any more, until their credit is used up or they end.
 *
 * <p><b>Fair windows.</b> What a stream gets in a round of all is its window. So where many senders use theirs up, those that grew first must
 * not keep more than the others, nor can all of them have more on the way than helps anybody: {@link #fairBytes} and {@link #fairMessages}
 * divide a part of the budget, and a number of messages, among the streams whose window was found used up in this second or the last, and a
 * window beyond that shrinks. Streams that carry little are not among them and take nothing from the others. (Of 10,000 senders over one link,
 * all as fast as they can, the slowest tenth had 0.05 to 0.20 of the median rate without this; docs/performance.md, "Scale on one link".)
 *
 * <p>So the most that is ever granted is the budget, the initial credit of all streams, one message of the largest size, and one more for
 * every stream that is passed over. A peer can bring that about on purpose, with a stream each and in {@link #PATIENCE_NANOS} each; the
 * memory itself is allocated only when the message begins to come. Not thread-safe.
 */
public final class Budget {
    /** How long a message may take to begin to come, once it is admitted and another waits for it. */
    static final long PATIENCE_NANOS = 250_000_000L;

    /** The windows of all active streams together are no more than this part of the budget: 4 MiB, the most there is, for 16 by default. */
    private static final int WINDOWS_PART = 4;

    /** The same in messages: 32 for each of 10,000 streams, and the default capacity of 1,024 for 312. */
    private static final int WINDOWS_MESSAGES = 320_000;

    /** How long a round is in which streams are counted. */
    static final long ROUND_NANOS = 1_000_000_000L;

    /** With more streams that use up their windows than this a part of one is not worth a frame: others have their turn meanwhile. */
    private static final int CROWD = 1_024;

    private static final long NEVER = Long.MAX_VALUE;

    private final long limitBytes;
    private long reservedBytes;

    private int round = 1;
    private long roundSinceNanos = Long.MIN_VALUE;
    /** Streams whose window was found used up in this round, and in the one before. */
    private int active;

    private int activeBefore;
    /** Streams with a large message admitted and not taken, but for those passed over. */
    private final Set<InStream> holders = new LinkedHashSet<>();

    private final Set<InStream> passedOver = new HashSet<>();
    /** Since when a large message has waited for holders of whose own nothing has come; {@link #NEVER} if none does. */
    private long idleSince = NEVER;

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
     * Notes that a stream's sender has used up its window.
     *
     * @param lastRound what this returned when it did so last; 0 if it has not
     * @return the number of the round that is on
     */
    int usedUp(int lastRound) {
        if (lastRound != round) {
            active++;
        }
        return round;
    }

    /** The number of the round that is on. */
    int round() {
        return round;
    }

    private void look(long nowNanos) {
        boolean first = roundSinceNanos == Long.MIN_VALUE;
        if (!first && nowNanos - roundSinceNanos < ROUND_NANOS) {
            return;
        }
        boolean next = !first && nowNanos - roundSinceNanos < 2 * ROUND_NANOS;
        roundSinceNanos = nowNanos;
        round++;
        activeBefore = next ? active : 0;
        active = 0;
    }

    /** How large a window may be in bytes, so that those of all active streams have room. */
    long fairBytes() {
        return limitBytes / WINDOWS_PART / streams();
    }

    /** The same in messages. */
    long fairMessages() {
        return WINDOWS_MESSAGES / streams();
    }

    /** Whether so many streams use up their windows that a part of one is not worth announcing. */
    boolean isCrowded() {
        return streams() > CROWD;
    }

    private int streams() {
        return Math.max(1, Math.max(active, activeBefore));
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

    /** Whether no stream, or none but this, has a large message admitted and not taken; those passed over do not count. */
    boolean isOnlyHolder(InStream stream, boolean orThis) {
        return holders.isEmpty() || (orThis && holders.size() == 1 && holders.contains(stream));
    }

    /** A large message of the stream is admitted. */
    void hold(InStream stream) {
        passedOver.remove(stream);
        holders.add(stream);
    }

    /** The stream's large message is taken, or the stream is over. */
    void unhold(InStream stream) {
        passedOver.remove(stream);
        holders.remove(stream);
    }

    /** Streams with a large message admitted and not taken, but for those passed over. */
    int holders() {
        return holders.size();
    }

    /** Streams passed over whose credit is not used up. */
    public int passedOver() {
        return passedOver.size();
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

    /**
     * Admits those waiting that fit now, in order; stops at the first that does not. Their credit is to be announced. To be called
     * after whatever may have changed something, and at the {@link #deadline}.
     */
    public List<InStream> admit(long nowNanos) {
        look(nowNanos);
        if (waiting.isEmpty()) {
            idleSince = NEVER;
            return List.of();
        }
        List<InStream> admitted = admitWhatFits();
        if (waiting.isEmpty() || !admitted.isEmpty() || holders.stream().anyMatch(InStream::isAdmittedHere)) {
            idleSince = NEVER;
        } else if (idleSince == NEVER) {
            idleSince = nowNanos;
        } else if (nowNanos - idleSince >= PATIENCE_NANOS) {
            idleSince = NEVER;
            passedOver.addAll(holders);
            holders.clear();
            return admitWhatFits();
        }
        return admitted;
    }

    /** When {@link #admit} is due though nothing happens; {@link Long#MAX_VALUE} for never. */
    public long deadline() {
        return idleSince == NEVER ? NEVER : idleSince + PATIENCE_NANOS;
    }

    private List<InStream> admitWhatFits() {
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

    /** The most bytes that are granted beyond the initial credit of streams, one large message, and one for each passed over. */
    public long limitBytes() {
        return limitBytes;
    }
}
