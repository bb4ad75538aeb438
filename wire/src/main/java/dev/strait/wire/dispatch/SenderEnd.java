package dev.strait.wire.dispatch;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.FewMap;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.OutStream;
import dev.strait.wire.mux.Spares;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sender end: one lane to each receiver end, the choice among them, and how its end reaches them all. How it sends is for its two kinds
 * to say: {@link QueueSenderEnd} and {@link RendezvousSenderEnd}. States and transitions (docs/protocol.md, "Ends"):
 *
 * <pre>
 *   OPEN    --done, error----------------> ENDING   takes nothing more from the program
 *   OPEN    --channel failed-------------> CLOSED   by others
 *   OPEN    --channel completed----------> ENDING   by others; CLOSED if there is no lane
 *   ENDING  --channel failed-------------> CLOSED
 *   ENDING, CLOSED, no lane, nothing returned: drained
 * </pre>
 *
 * <p>Not thread-safe.
 */
public abstract sealed class SenderEnd permits QueueSenderEnd, RendezvousSenderEnd {
    enum Phase {
        OPEN,
        ENDING,
        CLOSED
    }

    /** Null until something is sent: most open ends are idle. */
    private @Nullable LaneChoice choice;

    /** Null until something is sent: most open ends are idle. */
    private @Nullable Spares spares;

    private final EndRef ref;
    private @Nullable Object attachment;
    private final Map<EndRef, Lane> lanes = new FewMap<>();
    private Phase phase = Phase.OPEN;
    private Closure.@Nullable Failed failure;
    private @Nullable Closure closure;
    private int awaitedLanes = -1;
    /** Whether the program has said done, before others ended the channel. */
    private boolean done;

    /** A sender end without receivers. */
    SenderEnd(EndRef ref) {
        this.ref = ref;
    }

    /** Which end it is. */
    public final EndRef ref() {
        return ref;
    }

    /** What whoever has opened it knows of it: nothing of the end's own. */
    public final @Nullable Object attachment() {
        return attachment;
    }

    /** Sets the {@link #attachment}; null for none, as at first. */
    public final void attach(@Nullable Object what) {
        attachment = what;
    }

    /** Whether it sends offers on tickets (capacity 0); else it sends batches on allowances. */
    public final boolean isRendezvous() {
        return this instanceof RendezvousSenderEnd;
    }

    /** Whom the next message goes to. */
    final LaneChoice choice() {
        LaneChoice made = choice;
        if (made == null) {
            made = new LaneChoice();
            lanes.values().forEach(made::add);
            choice = made;
        }
        return made;
    }

    /** Arrays of what was sent and taken, for what comes. */
    public final Spares spares() {
        Spares made = spares;
        if (made == null) {
            made = new Spares();
            spares = made;
        }
        return made;
    }

    /** Its lanes, in the order in which they came. */
    public final Collection<Lane> lanes() {
        return lanes.values();
    }

    /** Whether there is a lane to this receiver. */
    public final boolean reaches(EndRef receiver) {
        return lanes.containsKey(receiver);
    }

    /** Whether a lane to another receiver has a purpose: to send, or to tell it of the end. Not when others have ended the channel. */
    public final boolean takesLanes() {
        return phase != Phase.CLOSED;
    }

    /** Lanes that take messages. */
    public final int liveLanes() {
        int live = 0;
        for (Lane lane : lanes.values()) {
            if (lane.state() == OutStream.State.OPEN) {
                live++;
            }
        }
        return live;
    }

    /** The largest message that any live lane takes, in bytes; -1 if there is no live lane. */
    public final long largestMessageBytes() {
        long largest = -1;
        for (Lane lane : lanes.values()) {
            if (lane.state() == OutStream.State.OPEN) {
                largest = Math.max(largest, lane.carrier().maxMessageBytes());
            }
        }
        return largest;
    }

    /** Why the program may send nothing more; null while it may. */
    public final @Nullable Closure closure() {
        if (closure != null) {
            return closure;
        }
        if (failure != null) {
            return failure;
        }
        return phase == Phase.OPEN ? null : new Closure.Done();
    }

    /**
     * The program is done: the end follows what it sent.
     *
     * @return whether that counts: it was open until then
     */
    public final boolean done() {
        if (phase != Phase.OPEN) {
            done |= closure
                    instanceof Closure.ReceiverGone; // what was lost with it is to be told, whichever came first
            return false;
        }
        phase = Phase.ENDING;
        done = true;
        settle(true);
        return true;
    }

    /** The program fails the channel: the error follows what was sent. */
    public final void fail(Closure.Failed cause) {
        if (phase == Phase.CLOSED || failure != null) {
            return;
        }
        phase = Phase.ENDING;
        failure = cause;
        settle();
    }

    /**
     * Others have ended the channel. If it failed, nothing more is dispatched, and what comes back counts as undelivered; if it completed
     * without this sender, what it has sent is delivered, and the end behind it. A sender that is done still says so on every stream: a receiver
     * that has come back to the directory with an outcome of its own does not hear of the failure, and waits for the end.
     */
    public final void close(Closure cause) {
        if (phase == Phase.CLOSED || failure != null) {
            return;
        }
        closure = cause;
        if (cause instanceof Closure.Done && !lanes.isEmpty()) {
            // Its lease ended, it was counted as lost, and the channel completed. Receivers whose session with it lives
            // still wait for it.
            phase = Phase.ENDING;
            settle();
            return;
        }
        giveUp();
        settle();
    }

    private void giveUp() {
        phase = Phase.CLOSED;
        givenUp();
    }

    /** A receiver is there to be sent to. */
    public final void add(Lane lane) {
        lanes.put(lane.receiver(), lane);
        if (choice != null) {
            choice.add(lane);
        }
        added(lane);
        if (lane.hasFrames()) {
            lane.carrier().ready(lane);
        }
        settle();
    }

    /** A lane is over (FINISHED came, or LEFT is written): forgets it. */
    public final void forget(Lane lane) {
        if (lane.state() != OutStream.State.CLOSED) {
            throw new IllegalStateException("forgets a lane that is " + lane.state());
        }
        lanes.remove(lane.receiver(), lane);
        if (choice != null) {
            choice.remove(lane);
        }
        settle();
    }

    /** Credit, a lane more or a lane less has changed what can be done: does it. */
    public final void settle() {
        settle(false);
    }

    /** @param patient whether the program caused it, and says itself when it has nothing to add */
    private void settle(boolean patient) {
        if (closure != null && phase == Phase.ENDING && !mayStillReach()) {
            // Nobody is left to whom what comes back could go: the channel is over for everybody else.
            giveUp();
        }
        dispatch();
        if (phase == Phase.ENDING || (phase == Phase.CLOSED && done)) {
            long untaken = untaken();
            for (Lane lane : lanes.values()) {
                if (lane.state() == OutStream.State.OPEN && mayEnd(lane, untaken)) {
                    end(lane, patient);
                }
            }
        }
    }

    /** Whether somebody is left who can be sent to, or takes its end back by giving back what it holds. */
    private boolean mayStillReach() {
        for (Lane lane : lanes.values()) {
            boolean mayReopen = lane.state() == OutStream.State.ENDED && !isRendezvous();
            if (mayReopen || lane.state() == OutStream.State.OPEN) {
                return true;
            }
        }
        return false;
    }

    private void end(Lane lane, boolean patient) {
        if (failure != null) {
            lane.error(failure.code(), failure.origin(), failure.text());
        } else {
            lane.done(!done);
        }
        if (patient) {
            lane.carrier().linger(lane);
        } else {
            lane.carrier().ready(lane);
        }
    }

    /** The channel is over, and a lane has taken its end back for what came back on it: as that goes nowhere any more, it ends again. */
    final void endAgain(Lane lane) {
        if (closure instanceof Closure.Failed(ErrorCode code, String origin, String text)) {
            lane.error(code, origin, text);
        } else {
            lane.done(!done);
        }
        lane.carrier().ready(lane);
    }

    /** A receiver has left, for this reason, and hands back what it had not taken. */
    public abstract void takeBack(Lane lane, List<Batch> batches, String why);

    /** A lane's session is lost, for this reason. */
    public abstract void lose(Lane lane, String why);

    /** A receiver has acknowledged messages, by their places among those sent. */
    void acknowledged(Lane lane, long firstPlace, int messages) {
        // verdicts say it
    }

    /** What became of what was sent. */
    public abstract SenderCounts counts();

    /** Messages that are dropped, as {@link #counts} says. */
    public long dropped() {
        return 0;
    }

    /** Does what credit allows now. */
    abstract void dispatch();

    /** A lane was added and has written nothing. */
    abstract void added(Lane lane);

    /** Whether the end may go out on this lane, behind what is queued there; so many messages are untaken on all. */
    abstract boolean mayEnd(Lane lane, long untaken);

    /** Others have ended the channel: nothing more is dispatched. */
    abstract void givenUp();

    /** Whether a program that waits to send should look again; asks once per wait. */
    abstract boolean wakesToSend();

    /** Notes that the program waits for so many live lanes, or none (-1). */
    public final void awaitLanes(int count) {
        // Several may wait, for different numbers: who is woken too early looks, and waits again.
        awaitedLanes = awaitedLanes < 0 ? count : Math.min(awaitedLanes, count);
    }

    /** Whether a program that waits, to send or for lanes, should look again; asks once per wait. */
    public final boolean wakes() {
        boolean wakes = wakesToSend();
        if (awaitedLanes >= 0 && (phase != Phase.OPEN || liveLanes() >= awaitedLanes)) {
            awaitedLanes = -1;
            wakes = true;
        }
        return wakes;
    }

    /** Whether everything is over: the program has ended it, every lane is closed and nothing waits for a receiver. */
    public boolean isDrained() {
        return phase != Phase.OPEN && lanes.isEmpty();
    }

    /** Messages that wait for a receiver or are not known to be taken. */
    public long untaken() {
        long untaken = 0;
        for (Lane lane : lanes.values()) {
            untaken += lane.untaken();
        }
        return untaken;
    }

    /** Messages sent so far: sealed, or offered. */
    public abstract long sentMessages();

    /** Whether there are messages that nobody is known to have processed, and that are not sent again. */
    public final boolean hasLostAny() {
        SenderCounts counts = counts();
        return counts.undelivered() + counts.unknown() > 0;
    }

    /** Messages that nobody is known to have processed though the program had said done: no call of its could tell it. */
    public final long lostAfterDone() {
        SenderCounts counts = done && losesAfterDone() ? counts() : SenderCounts.NONE;
        return counts.undelivered() + counts.unknown();
    }

    /** Whether something has happened by which messages may be lost though the program had said done. */
    boolean losesAfterDone() {
        return failure != null;
    }

    /** Whether the program holds an allowance. */
    public boolean isFilling() {
        return false;
    }

    final Phase phase() {
        return phase;
    }

    /** Whether it has failed the channel itself. */
    final boolean hasFailed() {
        return failure != null;
    }
}
