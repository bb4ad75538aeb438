package dev.strait.wire.dispatch;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.OutStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sender end of a queue channel: sends batches on allowances, and sends what comes back again.
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
public final class QueueSenderEnd extends SenderEnd {
    /** A batch of so many bytes is worth a write of its own. */
    private static final int LONG_BYTES = 16 << 10;

    /** Most messages of one allowance while other receivers have credit. */
    static final int MAX_SHARED_ALLOWANCE = 256;

    private ReturnedBatches returned = ReturnedBatches.NONE;

    private @Nullable Allowance filling;
    private int waitingFor = -1;
    /** Whether a receiver has gone since {@link #wakes} was last asked: it may have been the last whose node takes what waits. */
    private boolean forsaken;

    private long sentMessages;
    private long undeliveredMessages;
    private long doubtfulMessages;

    /** A sender end without receivers. */
    public QueueSenderEnd(EndRef ref) {
        super(ref);
    }

    /**
     * Sets credit aside for the next messages.
     *
     * @param minBytes the cost of the message that is encoded already and must fit; 0 if none is
     * @param usualBytes the cost of the messages that come one by one, if they are large: so many bytes are set aside if there are; else 0
     * @return null if there is none now: {@link #wakes} will tell when to ask again
     */
    public @Nullable Allowance allow(int minBytes, int usualBytes) {
        if (phase() != Phase.OPEN || filling != null) {
            throw new IllegalStateException("an allowance in phase " + phase() + ", filling " + filling);
        }
        dispatchReturned();
        Lane best = returned.isEmpty() ? choice().choose(Math.max(1, minBytes)) : null;
        if (best == null) {
            waitingFor = minBytes;
            if (returned.isEmpty() && minBytes > 0) {
                choice().wantFor(minBytes);
            }
            return null;
        }
        waitingFor = -1;
        choice().chosen(best, minBytes);
        int messages = (int) Math.min(best.ledger().freeMessages(), sharedAllowance(best));
        long bytes =
                Math.min(best.ledger().freeBytes(), Math.max(usualBytes, Math.max(minBytes, Batch.MAX_FRAMED_BYTES)));
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
    public boolean fill(long nowNanos) {
        Allowance allowance = filling;
        if (allowance == null) {
            throw new IllegalStateException("fills without an allowance");
        }
        Lane lane = allowance.lane();
        if (lane.state() != OutStream.State.OPEN) {
            return false;
        }
        lane.fills(nowNanos);
        lane.carrier().linger(lane);
        return true;
    }

    /** An array that a batch had which is taken, for another; null if there is none. */
    public byte @Nullable [] spare() {
        return spares().take();
    }

    /** The same for a message of so many bytes that goes by itself. */
    public byte @Nullable [] spareLarge(int bytes) {
        return spares().takeLarge(bytes);
    }

    /** Ends the allowance: sends the batch, if any, and returns the rest of the credit. */
    public void seal(@Nullable Batch batch) {
        Allowance allowance = filling;
        if (allowance == null) {
            throw new IllegalStateException("seals without an allowance");
        }
        filling = null;
        Lane lane = allowance.lane();
        lane.fillsNoMore();
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

    @Override
    void dispatch() {
        dispatchReturned();
        if (waitingFor > 0 && phase() == Phase.OPEN && returned.isEmpty() && choice().choose(waitingFor) == null) {
            choice().wantFor(waitingFor);
        }
    }

    @Override
    void added(Lane lane) {
        // nothing is said to it before the first message
    }

    @Override
    boolean mayEnd(Lane lane, long untaken) {
        return filling == null && returned.isEmpty() && (hasFailed() || untaken == lane.untaken());
    }

    @Override
    void givenUp() {
        undeliveredMessages += returned.messages();
        returned = ReturnedBatches.NONE;
    }

    /** A receiver has left: what it had not taken goes to others. */
    @Override
    public void takeBack(Lane lane, List<Batch> batches) {
        forsaken = true;
        batches.forEach(this::giveBack);
        lane.carrier().ready(lane);
        settle();
    }

    /**
     * A lane's session is lost. If messages may or may not have been taken, the channel fails: at once, for with the lane gone the
     * others would seem to be the last, and be told that all went well.
     */
    @Override
    public Closure.@Nullable Failed lose(Lane lane) {
        forsaken = true;
        long doubtful = lane.inDoubt();
        doubtfulMessages += doubtful;
        List<Batch> batches = lane.lose();
        Closure.Failed cause = doubtful == 0 ? null : receiverLost(lane.carrier(), doubtful);
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

    /** After {@link #allow} gave null. */
    @Override
    boolean wakesToSend() {
        if (waitingFor < 0) {
            forsaken = false;
            return false;
        }
        boolean tooLarge = forsaken && waitingFor > largestMessageBytes();
        boolean news = tooLarge
                || phase() != Phase.OPEN
                || (returned.isEmpty() && choice().choose(Math.max(1, waitingFor)) != null);
        forsaken = false;
        if (!news) {
            return false;
        }
        waitingFor = -1;
        return true;
    }

    @Override
    public boolean isDrained() {
        return super.isDrained() && filling == null && returned.isEmpty();
    }

    @Override
    public long untaken() {
        return super.untaken() + returned.messages();
    }

    @Override
    public long sentMessages() {
        return sentMessages;
    }

    @Override
    public long undeliveredMessages() {
        return undeliveredMessages;
    }

    @Override
    public long doubtfulMessages() {
        return doubtfulMessages;
    }

    @Override
    public boolean isFilling() {
        return filling != null;
    }

    private long sharedAllowance(Lane best) {
        return choice().hasRival(best)
                ? Math.clamp(Math.max(best.share(), best.ledger().untakenMessages() / 4), 1, MAX_SHARED_ALLOWANCE)
                : Integer.MAX_VALUE;
    }

    private void send(Lane lane, Batch batch) {
        lane.send(batch);
        if (batch.isWhole() || batch.cost() >= LONG_BYTES || phase() != Phase.OPEN || choice().choose(1) == null) {
            lane.carrier().ready(lane);
        } else {
            lane.carrier().linger(lane); // the program may go on at once
        }
    }

    private void giveBack(Batch batch) {
        if (batch.live() == 0) {
            return;
        }
        if (phase() == Phase.CLOSED || hasFailed()) {
            undeliveredMessages += batch.live();
        } else {
            returned = returned.with(batch);
        }
    }

    private void dispatchReturned() {
        for (Batch oldest = returned.pollFirst(); oldest != null; oldest = returned.pollFirst()) {
            long minBytes = Redispatch.firstCost(oldest);
            Lane lane = choice().choose(minBytes);
            if (lane == null) {
                returned = returned.with(oldest);
                choice().wantFor(minBytes);
                return;
            }
            choice().chosen(lane, minBytes);
            Batch part = Redispatch.next(
                    oldest, lane.ledger().freeMessages(), lane.ledger().freeBytes());
            lane.ledger().spend(part.messages(), part.cost());
            send(lane, part);
            if (oldest.live() > 0) {
                returned = returned.with(oldest);
            }
        }
    }

    /** The failure that a receiver's death causes; what its text has in it is for {@link LostReceiver} to say. */
    private static Closure.Failed receiverLost(Carrier lost, long doubtful) {
        String node = lost.peer().id();
        return new Closure.Failed(
                ErrorCode.RECEIVER_LOST, node, new LostReceiver(doubtful, node, lost.whyLost()).text());
    }
}
