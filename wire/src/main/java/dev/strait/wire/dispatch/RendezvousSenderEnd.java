package dev.strait.wire.dispatch;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.OutStream;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sender end of a rendezvous channel: sends offers, each one message on a ticket, and hears a verdict on each (docs/protocol.md,
 * "Rendezvous"). Nothing is sent again by itself and no loss fails the channel: every offer belongs to a call of the program, which is told.
 * The end follows on each lane directly behind the offers there.
 *
 * <p>Not thread-safe.
 */
public final class RendezvousSenderEnd extends SenderEnd {
    /** By their messages: a batch is equal only to itself. */
    private final Map<Batch, Offer> out = new HashMap<>();

    private final ArrayDeque<Settlement> settlements = new ArrayDeque<>();
    private int waiting;
    /** Whether {@link #prepare} has given null since the program was last told to look again. */
    private boolean refused;
    /** Whether something has changed since then. */
    private boolean changed;
    /** Whether a receiver has gone since then: it may have been the last whose node takes what waits. */
    private boolean forsaken;
    /** The length of the message that {@link #prepare} last gave null for, which the others stand behind; -1 if it has chosen since. */
    private int stuckBytes = -1;

    private final Fates fates = new Fates();
    private long sentMessages;
    private long returnedMessages;

    /** A sender end without receivers. */
    public RendezvousSenderEnd(EndRef ref) {
        super(ref);
    }

    /** So many sends of the program wait for a ticket: the receivers are told if it is news to them. */
    public void waiting(int offers) {
        if (offers < 0) {
            throw new IllegalArgumentException(offers + " sends cannot wait");
        }
        changed |= offers < waiting; // what stood before the others may have gone
        waiting = offers;
        announce();
    }

    /** Tells every receiver how many sends could use a ticket of its now. */
    private void announce() {
        for (Lane lane : lanes()) {
            if (lane.state() == OutStream.State.OPEN) {
                lane.waiting(isStuck(lane) ? 0 : waiting);
                if (lane.hasFrames()) {
                    lane.carrier().ready(lane);
                }
            }
        }
    }

    /**
     * Whether there is a ticket of this receiver's that the sends that wait cannot use: the first of them is too large for its node, or
     * lacks bytes that were not asked of it. It must not keep the receive that the ticket was given for from other senders.
     */
    private boolean isStuck(Lane lane) {
        return stuckBytes >= 0
                && lane.ledger().freeMessages() > 0
                && (stuckBytes > lane.carrier().maxMessageBytes()
                        || (lane.ledger().freeBytes() < Batch.wholeCost(stuckBytes) && !lane.awaitsBytes(stuckBytes)));
    }

    /**
     * Chooses a lane with a ticket and the bytes for a message of this length; nothing is set aside.
     *
     * @return null if there is none now: {@link #wakes} will tell when to ask again
     */
    public @Nullable Offer prepare(int messageBytes) {
        if (phase() != Phase.OPEN) {
            return null;
        }
        long cost = Batch.wholeCost(messageBytes);
        Lane lane = choice().choose(cost);
        if (lane == null) {
            refused = true;
            stuckBytes = messageBytes;
            choice().wantFor(cost);
            announce();
            return null;
        }
        stuckBytes = -1;
        if (lane.isInVain()) {
            choice().wantBeside(lane, cost);
        }
        return new Offer(lane, lane.queuedMessages() + 1, cost);
    }

    /** Sends the message on the lane that was chosen for it. */
    public void offer(Offer prepared, Batch message) {
        Lane lane = prepared.lane();
        if (message.messages() != 1
                || prepared.isSent()
                || lane.sender() != this
                || phase() != Phase.OPEN
                || lane.state() != OutStream.State.OPEN
                || prepared.number() != lane.queuedMessages() + 1
                || message.cost() > prepared.preparedCost()
                || !lane.ledger().covers(1, message.cost())) {
            throw new IllegalStateException("an offer of " + message.messages() + " messages of " + message.cost()
                    + " bytes that was not prepared just now, or not for these");
        }
        // Not what the message costs: framed it costs less than was asked for, and nothing of that is left to be used.
        choice().chosen(lane, prepared.preparedCost());
        lane.ledger().spend(1, message.cost());
        lane.send(message);
        prepared.sent(message);
        out.put(message, prepared);
        sentMessages++;
        lane.carrier().ready(lane);
    }

    /** The program wants an offer back: it is, if its message has not begun to be written; else its receiver is asked, once. */
    public void withdraw(Offer offer) {
        Batch message = offer.withdraw();
        if (message == null) {
            return;
        }
        Lane lane = offer.lane();
        if (lane.withdraw(message)) {
            settle(message, Verdict.RETURNED);
            changed = true; // its ticket is free
        } else {
            lane.carrier().ready(lane);
        }
    }

    /** A receiver has decided. */
    public void decided(Lane lane, long number, Verdict verdict) {
        Batch message = lane.decide(number);
        if (message != null) {
            lane.inVain(verdict == Verdict.RETURNED);
            settle(message, verdict);
        }
    }

    /** The next offer that has got its verdict; null if there is none. */
    public @Nullable Settlement pollSettlement() {
        return settlements.poll();
    }

    private void settle(Batch message, Verdict verdict) {
        Offer offer = out.remove(message);
        if (offer == null) {
            throw new IllegalStateException("a verdict on a message that nobody offered");
        }
        offer.settled();
        switch (verdict) {
            case TAKEN -> fates.acknowledged(0, 1, offer.lane().receiver());
            case UNKNOWN -> fates.settled(0, 1, Fate.UNKNOWN, null, "");
            case RETURNED -> returnedMessages++;
        }
        settlements.add(new Settlement(offer, verdict));
    }

    /** A receiver has left: what it had not decided is returned. */
    @Override
    public void takeBack(Lane lane, List<Batch> batches, String why) {
        forsaken = true;
        batches.forEach(message -> settle(message, Verdict.RETURNED));
        lane.carrier().ready(lane);
        settle();
    }

    /** A lane's session is lost: what was written in full may have been taken; nothing else was. */
    @Override
    public void lose(Lane lane, String why) {
        forsaken = true;
        long written = lane.writtenMessages();
        for (Batch message : lane.lose(lane.receiver(), why)) {
            settle(message, message.firstPlace() < written ? Verdict.UNKNOWN : Verdict.RETURNED);
        }
        forget(lane);
    }

    @Override
    void dispatch() {
        changed = true; // sends are the program's to dispatch
        announce();
    }

    @Override
    void added(Lane lane) {
        lane.waiting(waiting); // behind its OPEN
    }

    @Override
    boolean mayEnd(Lane lane, long untaken) {
        return true;
    }

    @Override
    void givenUp() {
        changed = true;
    }

    @Override
    boolean wakesToSend() {
        boolean asks = changed && (waiting > 0 || refused);
        boolean news = forsaken || phase() != Phase.OPEN || choice().choose(1) != null;
        changed = false;
        forsaken = false;
        if (!asks || !news) {
            return false;
        }
        refused = false;
        return true;
    }

    @Override
    public SenderCounts counts() {
        return fates.counts(sentMessages - returnedMessages, out.size());
    }

    @Override
    public long sentMessages() {
        return sentMessages;
    }
}
