package dev.strait.wire.engine;

import dev.strait.wire.dispatch.Lane;
import dev.strait.wire.session.SessionTimes;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The WITHDRAWs of a link that have no answer, and how long one may take. A node answers without its program; so one that has got the frame has to answer
 * soon, or it would keep a call that has run out of time. That it has got it is known by its acknowledgement: until then the frame may be behind large
 * messages on a slow line, which is nobody's fault, as long as it acknowledges them at some speed: {@value #WORTH_BYTES} bytes in the time that it may take
 * to acknowledge anything. So the time that it has is bounded by what was written before. Not thread-safe.
 */
final class Withdrawals {
    /** So much that is acknowledged is worth the whole time anew: the largest frame that a stream writes. */
    private static final int WORTH_BYTES = 64 << 10;

    /** Those that the other side is not known to have, in the order of writing. */
    private final ArrayDeque<Asked> unheard = new ArrayDeque<>();
    /** Those that it has, in the order in which it was known to. */
    private final ArrayDeque<Asked> heard = new ArrayDeque<>();
    /** From when on the time for an acknowledgement counts, unless what is unheard was written later. */
    private long progressNanos;

    /**
     * One of them; those at the front that have been answered go when somebody looks.
     *
     * @param message the number on its lane of the message that is wanted back
     * @param frame the number of the frame in its session
     * @param sinceNanos when it was written, or was known to have been received
     */
    private record Asked(Lane lane, long message, long frame, long sinceNanos) {
        Asked since(long nanos) {
            return new Asked(lane, message, frame, nanos);
        }
    }

    /** One is being written, as the session's frame of this number. */
    void written(Lane lane, long message, long frame, long nowNanos) {
        forgetAnswered(unheard);
        unheard.add(new Asked(lane, message, frame, nowNanos));
    }

    /**
     * The other side has acknowledged more than before.
     *
     * @param frames how many frames of the session in all
     * @param bytes what those count for that are new, in bytes
     */
    void acknowledged(long frames, long bytes, SessionTimes times, long nowNanos) {
        Asked first = unheard.peek();
        if (first == null) {
            return;
        }
        long worth = Math.min(bytes, WORTH_BYTES) * (times.acknowledgementNanos() / WORTH_BYTES);
        progressNanos = Math.min(nowNanos, Math.max(first.sinceNanos(), progressNanos) + worth);
        received(frames, nowNanos);
    }

    /** The other side is known to have received so many frames of the session. */
    void received(long frames, long nowNanos) {
        for (Asked oldest = unheard.peek(); oldest != null && oldest.frame() <= frames; oldest = unheard.peek()) {
            heard.add(unheard.remove().since(nowNanos));
        }
    }

    /** All time begins anew: on another connection, or because this node has stood still. */
    void allowAnew(long nowNanos) {
        progressNanos = nowNanos;
        List<Asked> again = List.copyOf(heard);
        heard.clear();
        again.forEach(it -> heard.add(it.since(nowNanos)));
    }

    /** When something is late; {@link Long#MAX_VALUE} for never. */
    long deadline(SessionTimes times) {
        return Math.min(answerDeadline(times), acknowledgementDeadline(times));
    }

    private long answerDeadline(SessionTimes times) {
        forgetAnswered(heard);
        Asked oldest = heard.peek();
        return oldest == null ? Long.MAX_VALUE : oldest.sinceNanos() + times.answerNanos();
    }

    private long acknowledgementDeadline(SessionTimes times) {
        forgetAnswered(unheard);
        Asked oldest = unheard.peek();
        return oldest == null
                ? Long.MAX_VALUE
                : Math.max(oldest.sinceNanos(), progressNanos) + times.acknowledgementNanos();
    }

    /** What is late, for people; null if nothing is. */
    @Nullable
    String late(SessionTimes times, long nowNanos) {
        if (nowNanos >= answerDeadline(times)) {
            return "WITHDRAW was not answered within " + times.answerNanos() / 1_000_000 + " ms";
        }
        return nowNanos >= acknowledgementDeadline(times)
                ? "too little was acknowledged within " + times.acknowledgementNanos() / 1_000_000
                        + " ms, with WITHDRAW to be answered"
                : null;
    }

    private static void forgetAnswered(ArrayDeque<Asked> all) {
        for (Asked oldest = all.peek();
                oldest != null && !oldest.lane().isUndecided(oldest.message());
                oldest = all.peek()) {
            all.remove();
        }
    }
}
