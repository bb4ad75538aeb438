package dev.strait.wire.dispatch;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.OutStream;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sender end of a queue channel: one lane to each receiver end, and the choice among them. States and transitions
 * (docs/protocol.md, "Ends"):
 *
 * <pre>
 *   OPEN    --done, error----------------> ENDING   takes nothing more from the program
 *   OPEN    --receiver lost in doubt-----> ENDING   in failure: the channel fails
 *   OPEN    --channel failed-------------> CLOSED   by others
 *   OPEN    --channel completed----------> ENDING   by others; CLOSED if there is no lane
 *   ENDING  --channel failed-------------> CLOSED
 *   ENDING, CLOSED, no lane, nothing returned: drained
 * </pre>
 *
 * <p>The choice: the receiver with the fewest untaken messages among those with credit, ties in turn. An allowance is as large as
 * the credit when nobody else has any, and a quarter of what the chosen one has untaken when others have credit too: short queues are
 * filled message by message, so that a fast worker gets more; long ones in batches, so that choosing costs little.
 *
 * <p>The end of a lane: DONE goes out when nothing can come back for it any more, that is when no message waits to be dispatched again
 * and every <em>other</em> lane's messages are taken. A receiver that ended earlier could not take over from one that leaves.
 *
 * <p>Not thread-safe.
 */
public final class SenderEnd {
    /** Most messages of one allowance while other receivers have credit. */
    static final int MAX_SHARED_ALLOWANCE = 64;

    private enum Phase {
        OPEN,
        ENDING,
        CLOSED
    }

    private final EndRef ref;
    private final Map<EndRef, Lane> lanes = new LinkedHashMap<>();
    /** What came back, by the place of the first message: it goes out again in the order in which it was sent. */
    private final TreeMap<Long, Batch> returned = new TreeMap<>();

    private final ArrayDeque<Lane> turn = new ArrayDeque<>();
    private Phase phase = Phase.OPEN;
    private Closure.@Nullable Failed failure;
    private @Nullable Closure closure;
    private @Nullable Allowance filling;
    private @Nullable Lane wantedFrom;
    private int wantedCost;
    private int waitingFor = -1;
    private int awaitedLanes = -1;
    private long sentMessages;
    private long undeliveredMessages;
    private long doubtfulMessages;
    private boolean done;

    /** A sender end without receivers. */
    public SenderEnd(EndRef ref) {
        this.ref = ref;
    }

    /** Which end it is. */
    public EndRef ref() {
        return ref;
    }

    /** Whether it sends offers on tickets (capacity 0); else it sends batches on allowances. */
    public boolean isRendezvous() {
        return false;
    }

    /** Its lanes, in the order in which they came. */
    public Collection<Lane> lanes() {
        return lanes.values();
    }

    /** Whether there is a lane to this receiver. */
    public boolean reaches(EndRef receiver) {
        return lanes.containsKey(receiver);
    }

    /** Whether a lane to another receiver has a purpose: to send, or to tell it of the end. Not when others have ended the channel. */
    public boolean takesLanes() {
        return phase != Phase.CLOSED;
    }

    /** Lanes that take messages. */
    public int liveLanes() {
        int live = 0;
        for (Lane lane : lanes.values()) {
            if (lane.state() == OutStream.State.OPEN) {
                live++;
            }
        }
        return live;
    }

    /** The largest message that any live lane takes, in bytes; -1 if there is no live lane. */
    public long largestMessageBytes() {
        long largest = -1;
        for (Lane lane : lanes.values()) {
            if (lane.state() == OutStream.State.OPEN) {
                largest = Math.max(largest, lane.carrier().maxMessageBytes());
            }
        }
        return largest;
    }

    /** Why the program may send nothing more; null while it may. */
    public @Nullable Closure closure() {
        if (closure != null) {
            return closure;
        }
        if (failure != null) {
            return failure;
        }
        return phase == Phase.OPEN ? null : new Closure.Done();
    }

    /**
     * Sets credit aside for the next messages.
     *
     * @param minBytes the cost of the message that is encoded already and must fit; 0 if none is
     * @return null if there is none now: {@link #wakes} will tell when to ask again
     */
    public @Nullable Allowance allow(int minBytes) {
        if (phase != Phase.OPEN || filling != null) {
            throw new IllegalStateException("an allowance in phase " + phase + ", filling " + filling);
        }
        dispatchReturned();
        Lane best = returned.isEmpty() ? choose(Math.max(1, minBytes)) : null;
        if (best == null) {
            waitingFor = minBytes;
            if (returned.isEmpty() && minBytes > 0) {
                wantFor(minBytes);
            }
            return null;
        }
        waitingFor = -1;
        chosen(best, minBytes);
        int messages = (int) Math.min(best.ledger().freeMessages(), sharedAllowance(best));
        long bytes = Math.min(best.ledger().freeBytes(), Math.max(minBytes, Batch.MAX_FRAMED_BYTES));
        best.ledger().spend(messages, bytes);
        Allowance allowance = new Allowance(best, messages, bytes);
        filling = allowance;
        return allowance;
    }

    /**
     * The program's first message for the allowance is encoded: its link may now ask for the batch.
     *
     * @return whether the lane still takes messages; if not, the batch is to be sealed, and goes elsewhere
     */
    public boolean fill() {
        Allowance allowance = filling;
        if (allowance == null) {
            throw new IllegalStateException("fills without an allowance");
        }
        Lane lane = allowance.lane();
        if (lane.state() != OutStream.State.OPEN) {
            return false;
        }
        lane.filling(true);
        lane.carrier().ready(lane);
        return true;
    }

    /** Ends the allowance: sends the batch, if any, and returns the rest of the credit. */
    public void seal(@Nullable Batch batch) {
        Allowance allowance = filling;
        if (allowance == null) {
            throw new IllegalStateException("seals without an allowance");
        }
        filling = null;
        Lane lane = allowance.lane();
        lane.filling(false);
        long messages = batch == null ? 0 : batch.messages();
        long bytes = batch == null ? 0 : batch.cost();
        if (batch != null) {
            batch.place(sentMessages);
        }
        sentMessages += messages;
        if (lane.state() == OutStream.State.OPEN) {
            lane.ledger().unspend(allowance.messages() - messages, allowance.bytes() - bytes);
            if (batch != null) {
                send(lane, batch);
            }
        } else if (batch != null) {
            giveBack(batch);
        }
        settle();
    }

    /** The program is done: the end follows what it sent. */
    public void done() {
        if (phase == Phase.OPEN) {
            phase = Phase.ENDING;
            done = true;
            settle();
        }
    }

    /** The program, or the loss of a receiver, fails the channel: the error follows what was sent. */
    public void fail(Closure.Failed cause) {
        if (phase == Phase.CLOSED || failure != null) {
            return;
        }
        phase = Phase.ENDING;
        failure = cause;
        settle();
    }

    /**
     * Others have ended the channel. If it failed, nothing more is dispatched, and what comes back counts as undelivered; if it completed
     * without this sender, what it has sent is delivered, and the end behind it.
     */
    public void close(Closure cause) {
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
    }

    private void giveUp() {
        phase = Phase.CLOSED;
        for (Batch batch : returned.values()) {
            undeliveredMessages += batch.live();
        }
        returned.clear();
    }

    /** A receiver is there to be sent to. */
    public void add(Lane lane) {
        lanes.put(lane.receiver(), lane);
        turn.add(lane);
        lane.carrier().ready(lane);
        settle();
    }

    /** A lane is over (FINISHED came, or LEFT is written): forgets it. */
    public void forget(Lane lane) {
        if (lane.state() != OutStream.State.CLOSED) {
            throw new IllegalStateException("forgets a lane that is " + lane.state());
        }
        lanes.remove(lane.receiver(), lane);
        turn.remove(lane);
        if (wantedFrom == lane) {
            wantedFrom = null;
        }
        settle();
    }

    /** Credit, a lane more or a lane less has changed what can be done: does it. */
    public void settle() {
        if (closure != null && phase == Phase.ENDING && liveLanes() == 0) {
            // Nobody is left to whom what comes back could go: the channel is over for everybody else.
            giveUp();
        }
        dispatchReturned();
        if (waitingFor > 0 && phase == Phase.OPEN && returned.isEmpty() && choose(waitingFor) == null) {
            wantFor(waitingFor);
        }
        if (phase == Phase.ENDING && filling == null) {
            endLanes();
        }
    }

    /** A receiver has left: what it had not taken goes to others. */
    public void takeBack(Lane lane, List<Batch> batches) {
        batches.forEach(this::giveBack);
        lane.carrier().ready(lane);
        settle();
    }

    /**
     * A lane's session is lost. If messages may or may not have been taken, the channel fails: at once, for with the lane gone the
     * others would seem to be the last, and be told that all went well.
     *
     * @return the failure, for the caller to tell the directory; null if nothing is in doubt
     */
    public Closure.@Nullable Failed lose(Lane lane) {
        long doubtful = lane.inDoubt();
        doubtfulMessages += doubtful;
        List<Batch> batches = lane.lose();
        Closure.Failed cause =
                doubtful == 0 ? null : receiverLost(lane.carrier().peer().id(), doubtful);
        if (cause != null) {
            fail(cause);
        }
        long written = doubtful;
        for (Batch batch : batches) {
            if (written > 0) {
                written -= batch.live();
            } else {
                giveBack(batch);
            }
        }
        forget(lane);
        return cause;
    }

    /** Notes that the program waits for so many live lanes, or none (-1). */
    public void awaitLanes(int count) {
        // Several may wait, for different numbers: who is woken too early looks, and waits again.
        awaitedLanes = awaitedLanes < 0 ? count : Math.min(awaitedLanes, count);
    }

    /** Whether a program that waits (after {@link #allow} gave null, or for lanes) should look again; asks once per wait. */
    public boolean wakes() {
        boolean wakes = false;
        if (waitingFor >= 0
                && (phase != Phase.OPEN || (returned.isEmpty() && choose(Math.max(1, waitingFor)) != null))) {
            waitingFor = -1;
            wakes = true;
        }
        if (awaitedLanes >= 0 && (phase != Phase.OPEN || liveLanes() >= awaitedLanes)) {
            awaitedLanes = -1;
            wakes = true;
        }
        return wakes;
    }

    /** Whether everything is over: the program has ended it, every lane is closed and nothing waits for a receiver. */
    public boolean isDrained() {
        return phase != Phase.OPEN && filling == null && lanes.isEmpty() && returned.isEmpty();
    }

    /** Messages that wait for a receiver or are not known to be taken. */
    public long untaken() {
        long untaken = 0;
        for (Batch batch : returned.values()) {
            untaken += batch.live();
        }
        for (Lane lane : lanes.values()) {
            untaken += lane.untaken();
        }
        return untaken;
    }

    /** Messages sealed so far. */
    public long sentMessages() {
        return sentMessages;
    }

    /** Messages that came back when the channel had failed. */
    public long undeliveredMessages() {
        return undeliveredMessages;
    }

    /** Messages that nobody is known to have taken though the program had said done: no call of its could tell it. */
    public long lostAfterDone() {
        return done && failure != null ? doubtfulMessages + undeliveredMessages : 0;
    }

    /** Messages that a lost receiver may or may not have taken. */
    public long doubtfulMessages() {
        return doubtfulMessages;
    }

    private @Nullable Lane choose(long minBytes) {
        Lane asked = wantedFrom;
        if (asked != null && canSend(asked, minBytes)) {
            // Credit cannot be given back: what was asked of a receiver is used there once it has come, or it would be
            // kept from others for ever. Until then nobody waits for a receiver that may never take.
            return asked;
        }
        Lane best = null;
        for (Lane lane : turn) {
            if (canSend(lane, minBytes)
                    && (best == null
                            || lane.ledger().untakenMessages() < best.ledger().untakenMessages())) {
                best = lane;
            }
        }
        return best;
    }

    /** Whoever was chosen goes to the back, so that ties are broken in turn. */
    private void chosen(Lane lane, long cost) {
        // What is smaller than what was asked for leaves some of it unused: the rest is asked for of the same one.
        if (lane == wantedFrom && (cost == 0 || cost >= wantedCost)) {
            wantedFrom = null;
        }
        if (turn.size() > 1) {
            turn.remove(lane);
            turn.add(lane);
        }
    }

    private static boolean canSend(Lane lane, long minBytes) {
        return lane.state() == OutStream.State.OPEN
                && lane.ledger().covers(1, minBytes)
                && minBytes <= lane.carrier().maxMessageBytes() + Batch.WHOLE_OVERHEAD;
    }

    private long sharedAllowance(Lane best) {
        for (Lane lane : turn) {
            if (lane != best && canSend(lane, 1)) {
                return Math.clamp(best.ledger().untakenMessages() / 4, 1, MAX_SHARED_ALLOWANCE);
            }
        }
        return Integer.MAX_VALUE;
    }

    /** Asks a lane that has a message to spare for the bytes of a large message; one lane at a time. */
    private void wantFor(int cost) {
        wantedCost = cost;
        if (wantedFrom != null && wantedFrom.state() == OutStream.State.OPEN) {
            ask(wantedFrom, cost);
            return;
        }
        Lane best = null;
        for (Lane lane : turn) {
            if (lane.state() == OutStream.State.OPEN
                    && lane.ledger().freeMessages() > 0
                    && cost <= lane.carrier().maxMessageBytes() + Batch.WHOLE_OVERHEAD
                    && (best == null || isBetterToAsk(lane, best))) {
                best = lane;
            }
        }
        if (best != null) {
            wantedFrom = best;
            ask(best, cost);
        }
    }

    private static void ask(Lane lane, int cost) {
        if (lane.want(Math.max(0, cost - Batch.WHOLE_OVERHEAD))) {
            lane.carrier().ready(lane);
        }
    }

    /** The least busy; of equals whoever has granted most, so that it is used. */
    private static boolean isBetterToAsk(Lane lane, Lane best) {
        int byUntaken =
                Long.compare(lane.ledger().untakenMessages(), best.ledger().untakenMessages());
        return byUntaken < 0
                || (byUntaken == 0 && lane.ledger().freeBytes() > best.ledger().freeBytes());
    }

    private void send(Lane lane, Batch batch) {
        lane.send(batch);
        lane.carrier().ready(lane);
    }

    private void giveBack(Batch batch) {
        if (batch.live() == 0) {
            return;
        }
        if (phase == Phase.CLOSED || failure != null) {
            undeliveredMessages += batch.live();
        } else {
            returned.put(batch.firstPlace(), batch);
        }
    }

    private void dispatchReturned() {
        for (Map.Entry<Long, Batch> first = returned.firstEntry(); first != null; first = returned.firstEntry()) {
            Batch oldest = first.getValue();
            long minBytes = Redispatch.firstCost(oldest);
            Lane lane = choose(minBytes);
            if (lane == null) {
                wantFor((int) minBytes);
                return;
            }
            chosen(lane, minBytes);
            Batch part = Redispatch.next(
                    oldest, lane.ledger().freeMessages(), lane.ledger().freeBytes());
            lane.ledger().spend(part.messages(), part.cost());
            send(lane, part);
            returned.remove(first.getKey());
            if (oldest.live() > 0) {
                returned.put(oldest.firstPlace(), oldest);
            }
        }
    }

    private void endLanes() {
        if (!returned.isEmpty()) {
            return;
        }
        long untaken = untaken();
        for (Lane lane : lanes.values()) {
            if (lane.state() != OutStream.State.OPEN) {
                continue;
            }
            if (failure != null) {
                lane.error(failure.code(), failure.origin(), failure.text());
                lane.carrier().ready(lane);
            } else if (untaken == lane.untaken()) {
                lane.done();
                lane.carrier().ready(lane);
            }
        }
    }

    /** The failure that a receiver's death causes; its text is the number of messages in doubt, a space, and the node's id. */
    private static Closure.Failed receiverLost(String node, long doubtful) {
        return new Closure.Failed(ErrorCode.RECEIVER_LOST, node, doubtful + " " + node);
    }

    /** Whether the program holds an allowance. */
    public boolean isFilling() {
        return filling != null;
    }
}
