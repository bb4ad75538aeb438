package dev.strait.wire.engine;

import dev.strait.wire.dispatch.Lane;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.session.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes into a transmission of a link, and in which order: first what steers, then news that cannot wait, then streams in fair turns, then
 * the news. Every frame is noted in the session, which keeps it until it is acknowledged.
 */
final class Filler {
    /**
     * How long a batch in the making waits behind messages of others, which fill a transmission by themselves; so long it may fill up. Where
     * there was no such bound, one beside a message of 16 MiB waited for all of it: 17 ms, the 99th percentile of a ping, instead of 10.6.
     */
    static final long BEHIND_OTHERS_NANOS = 200_000;

    private final Link link;
    private final Session session;
    private final Transmission out;

    Filler(Link link, Session session, Transmission out) {
        this.link = link;
        this.session = session;
        this.out = out;
    }

    /** Writes what the other side has not received of what was written before. @return whether that is all of it */
    boolean again() {
        while (session.hasAgain() && !out.isFull()) {
            Frame frame = session.pollAgain();
            if (frame != null) {
                out.addAgain(frame);
            }
        }
        return !session.hasAgain();
    }

    /**
     * Fills the transmission.
     *
     * @param newsDue whether news has waited for long enough
     * @param sealUntilNanos as {@link NodeEngine#transmit}
     * @return whether nothing is left but what it names to be sealed, and what lingers
     */
    boolean fill(boolean newsDue, long sealUntilNanos, long nowNanos) {
        Frame steering = link.nextSteering();
        while (steering != null) {
            add(steering);
            steering = out.isFull() ? null : link.nextSteering();
        }
        if (newsDue) {
            // On a link that always has something else to write it would never be its turn.
            link.announceNews().forEach(this::add);
        }
        List<Lane> aside = new ArrayList<>();
        Frame frame = next(aside, nowNanos);
        while (frame != null) {
            add(frame);
            frame = next(aside, nowNanos);
        }
        boolean drained = !out.isFull();
        for (Lane lane : aside) {
            boolean behindOthers = out.hasMessages() && lane.fillingSince() > nowNanos - BEHIND_OTHERS_NANOS;
            if (!behindOthers && lane.fillingSince() <= sealUntilNanos) {
                out.seal(lane.sender());
            } else {
                link.resume(lane);
                out.linger();
            }
        }
        if (drained && out.toSeal().isEmpty()) {
            link.announceNews().forEach(this::add);
        }
        return drained;
    }

    private @Nullable Frame next(List<Lane> aside, long nowNanos) {
        return out.isFull() ? null : link.nextInTurn(aside, session.writtenFrames() + 1, nowNanos);
    }

    private void add(Frame frame) {
        session.written(frame);
        out.add(frame);
    }
}
