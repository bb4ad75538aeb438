package dev.strait.wire.dispatch;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.Nack;
import dev.strait.wire.frame.Reject;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.OutStream;
import dev.strait.wire.mux.Past;
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

    /** How often a message may reach a program before it is a dead letter, unless said otherwise. */
    public static final int DEFAULT_ATTEMPTS = 5;

    private static final String CLOSED_BY_PROGRAM = "the receiver was closed";

    private final boolean atMostOnce;
    private final int maxAttempts;
    /** Null until something is answered, or the program asks to be told. */
    private @Nullable Fates fates;

    private ReturnedBatches returned = ReturnedBatches.NONE;
    /** This and the next are null until there is one. */
    private @Nullable Delayed delayed;

    private @Nullable DeadLetters deadLetters;
    /** Null until a value holds the end of another channel. */
    private @Nullable Enclosing enclosing;
    /** What it knows of its receiver, if the channel has no name; else null. */
    private final @Nullable Enclosure enclosure;

    private @Nullable Allowance filling;
    private int waitingFor = -1;
    /** Whether a receiver has gone since {@link #wakes} was last asked: it may have been the last whose node takes what waits. */
    private boolean forsaken;

    private long sentMessages;
    /** A program waits for the fate of all messages before this place; -1 if none does. */
    private long awaitedPlace = -1;

    /** A sender end without receivers, at least once and with the default of attempts. */
    public QueueSenderEnd(EndRef ref) {
        this(ref, false, DEFAULT_ATTEMPTS);
    }

    /**
     * A sender end without receivers.
     *
     * @param atMostOnce whether a message that a receiver may have taken is never sent again
     * @param maxAttempts a message that has reached a program so often, and was not acknowledged, is a dead letter; at least 1
     */
    public QueueSenderEnd(EndRef ref, boolean atMostOnce, int maxAttempts) {
        this(ref, atMostOnce, maxAttempts, null);
    }

    /** The sender end of a channel without a name. */
    public QueueSenderEnd(EndRef ref, Enclosure enclosure, int maxAttempts) {
        this(ref, false, maxAttempts, enclosure);
    }

    private QueueSenderEnd(EndRef ref, boolean atMostOnce, int maxAttempts, @Nullable Enclosure enclosure) {
        super(ref);
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, were " + maxAttempts);
        }
        this.atMostOnce = atMostOnce;
        this.maxAttempts = maxAttempts;
        this.enclosure = enclosure;
    }

    private Fates fates() {
        Fates made = fates;
        if (made == null) {
            made = new Fates();
            fates = made;
        }
        return made;
    }

    // --- ends that travel ---

    /** What it knows of its one receiver, if its channel has no name; else null. */
    public @Nullable Enclosure enclosure() {
        return enclosure;
    }

    /** The message at this place, which is about to be made part of a batch, holds the receivers of these ends, which are all still here. */
    public void enclose(long place, List<QueueSenderEnd> ends) {
        enclosing = enclosing == null ? new Enclosing() : enclosing;
        enclosing.add(place, ends);
    }

    /** The message at this place, of which {@link #enclose} was said, is not made part of a batch after all. */
    public void revoke(long place) {
        if (enclosing != null) {
            enclosing.remove(place);
        }
    }

    /** The next end whose receiver travels in what this has sent and that something has happened to; null if there is none. */
    public @Nullable QueueSenderEnd pollEnclosed() {
        return enclosing == null ? null : enclosing.pollTouched();
    }

    /** Who had the message last that its receiver was in has acknowledged it. */
    void receiverArrived(Enclosure receiver) {
        receiver.arrived();
        if (!receiver.isReached()) {
            receiverGone(receiver, CLOSED_BY_PROGRAM, false);
        }
    }

    /** Its receiver takes nothing more: unless the program is done and all is settled, or a dead letter, the channel is over. */
    void receiverGone(Enclosure receiver, String why, boolean lost) {
        receiver.gone(lost);
        if (phase() == Phase.OPEN || untaken() > deadLettersWaiting()) {
            close(new Closure.ReceiverGone(receiver.node(), why));
        }
    }

    /** The program has closed the receiver; nothing happens if it has sent it. */
    public void abandonReceiver() {
        if (enclosure != null) {
            enclosure.abandoned();
            abandonIfHere(enclosure);
        }
    }

    /** The message that its receiver was in is not sent after all. */
    void receiverHere(Enclosure receiver) {
        receiver.revoked();
        abandonIfHere(receiver);
    }

    private void abandonIfHere(Enclosure enclosure) {
        if (enclosure.isHere() && enclosure.isAbandoned()) {
            receiverGone(enclosure, "the receiver was closed where the channel was made", false);
        }
    }

    /** A lane is gone, for this reason: if it is the one to its only receiver, nobody will ever take what is sent. */
    private void laneGone(Lane lane, String why, boolean lost) {
        if (enclosure != null && enclosure.hasArrivedBy(lane)) {
            receiverGone(enclosure, why, lost);
        }
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
        Lane best = mayDispatch() ? choice().choose(Math.max(1, minBytes)) : null;
        if (best == null) {
            waitingFor = minBytes;
            if (mayDispatch() && minBytes > 0) {
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
        if (hasFailed()) {
            wake(Long.MAX_VALUE);
            if (liveLanes() == 0) {
                settleReturned(); // the channel is over: nobody will come to whom it could go
            }
        }
        dispatchReturned();
        if (waitingFor > 0 && phase() == Phase.OPEN && mayDispatch() && choice().choose(waitingFor) == null) {
            choice().wantFor(waitingFor);
        }
    }

    @Override
    void added(Lane lane) {
        // nothing is said to it before the first message
    }

    @Override
    boolean mayEnd(Lane lane, long untaken) {
        return filling == null
                && returned.isEmpty()
                && (hasFailed() || untaken - deadLettersWaiting() == lane.untaken());
    }

    @Override
    void givenUp() {
        settleReturned();
        wake(Long.MAX_VALUE);
    }

    private void settleReturned() {
        for (Batch batch = returned.pollFirst(); batch != null; batch = returned.pollFirst()) {
            giveBack(batch);
        }
    }

    /** A receiver has left: what it had not acknowledged goes to others. */
    @Override
    public void takeBack(Lane lane, List<Batch> batches, String why) {
        forsaken = true;
        batches.forEach(this::giveBack);
        lane.carrier().ready(lane);
        laneGone(lane, why, false);
        settle();
    }

    /** A lane's session is lost: what its receiver may have taken is sent again, or dropped, as the channel has chosen. */
    @Override
    public void lose(Lane lane, String why) {
        forsaken = true;
        lane.lose(lane.receiver(), why).forEach(this::giveBack);
        laneGone(lane, why, true);
        forget(lane);
    }

    /** A receiver gives one message back. */
    public void nacked(Lane lane, Nack nack, long nowNanos) {
        boolean hadEnded = lane.state() == OutStream.State.ENDED;
        Batch message = lane.refused(nack.number(), true);
        if (message == null) {
            return;
        }
        if (hadEnded && lane.state() == OutStream.State.OPEN && phase() == Phase.CLOSED) {
            endAgain(lane);
        }
        message.past(message.past().reached(lane.receiver(), nack.text()));
        if (nack.delayMillis() > 0 && isSentAgain(message)) {
            delayed = delayed == null ? new Delayed() : delayed;
            delayed.add(message, nowNanos + nack.delayMillis() * 1_000_000L);
        } else {
            giveBack(message);
        }
        settle();
    }

    /** A receiver will never process one message. */
    public void rejected(Lane lane, Reject reject) {
        Batch message = lane.refused(reject.number(), false);
        if (message != null) {
            message.past(message.past().reached(lane.receiver(), reject.text()));
            bury(message);
            settle();
        }
    }

    /** Sends again what has waited long enough for it. */
    public void tick(long nowNanos) {
        if (delayed != null) {
            wake(nowNanos);
            settle();
        }
    }

    private void wake(long nowNanos) {
        if (delayed != null) {
            delayed.poll(nowNanos).forEach(this::giveBack);
        }
    }

    /** When {@link #tick} is due; {@link Long#MAX_VALUE} for never. */
    public long deadline() {
        return delayed == null ? Long.MAX_VALUE : delayed.deadline();
    }

    private void bury(Batch batch) {
        deadLetters = deadLetters == null ? new DeadLetters() : deadLetters;
        deadLetters.add(batch);
    }

    /** The next message that is not sent again; {@link #buried} answers. Null if there is none. */
    public @Nullable DeadLetter pollDeadLetter() {
        return deadLetters == null ? null : deadLetters.poll();
    }

    /** Whoever gets dead letters has the one that was message {@code place}. */
    public void buried(long place) {
        if (deadLetters == null) {
            throw new IllegalStateException("no dead letter waits");
        }
        Past past = deadLetters.buried(place);
        settled(place, 1, Fate.DEAD_LETTERED, past.last(), past.why());
        settle();
    }

    private int deadLettersWaiting() {
        return deadLetters == null ? 0 : deadLetters.waiting();
    }

    @Override
    void acknowledged(Lane lane, long firstPlace, int messages) {
        fates().acknowledged(firstPlace, messages, lane.receiver());
        if (enclosing != null) {
            enclosing.acknowledged(firstPlace, messages);
        }
    }

    /** From now on {@link #pollAnswer} tells what becomes of every message. */
    public void tellAnswers() {
        fates().tell();
    }

    /** What became of some messages; null if there is nothing to tell. */
    public @Nullable Answer pollAnswer() {
        return fates == null ? null : fates.poll();
    }

    /** How many messages were sent before the first whose fate is open; {@link Long#MAX_VALUE} if none is. */
    public long firstUnanswered() {
        long first = Math.min(returned.firstPlace(), deadLetters == null ? Long.MAX_VALUE : deadLetters.firstPlace());
        if (delayed != null) {
            first = Math.min(first, delayed.firstPlace());
        }
        for (Lane lane : lanes()) {
            first = Math.min(first, lane.firstUnanswered());
        }
        return first;
    }

    /** Notes that the program waits until the fate of all messages before this place is known: {@link #wakes} says when. */
    public void awaitAnswers(long place) {
        awaitedPlace = awaitedPlace < 0 ? place : Math.min(awaitedPlace, place);
    }

    /** After {@link #allow} gave null. */
    @Override
    boolean wakesToSend() {
        boolean answered = awaitedPlace >= 0 && firstUnanswered() >= awaitedPlace;
        if (answered) {
            awaitedPlace = -1;
        }
        return wakesForCredit() || answered;
    }

    private boolean wakesForCredit() {
        if (waitingFor < 0) {
            forsaken = false;
            return false;
        }
        boolean tooLarge = forsaken && waitingFor > largestMessageBytes();
        boolean news = tooLarge
                || phase() != Phase.OPEN
                || (mayDispatch() && choice().choose(Math.max(1, waitingFor)) != null);
        forsaken = false;
        if (!news) {
            return false;
        }
        waitingFor = -1;
        return true;
    }

    @Override
    public boolean isDrained() {
        return super.isDrained()
                && filling == null
                && returned.isEmpty()
                && delayedMessages() == 0
                && deadLettersWaiting() == 0
                && (enclosure == null || !enclosure.isUnderWay());
    }

    @Override
    public long untaken() {
        return super.untaken() + returned.messages() + delayedMessages() + deadLettersWaiting();
    }

    @Override
    public long sentMessages() {
        return sentMessages;
    }

    @Override
    public SenderCounts counts() {
        return (fates == null ? new Fates() : fates).counts(sentMessages, untaken());
    }

    @Override
    boolean losesAfterDone() {
        return super.losesAfterDone() || (enclosure != null && enclosure.isLost());
    }

    @Override
    public long dropped() {
        return fates == null ? 0 : fates.count(Fate.DROPPED);
    }

    private int delayedMessages() {
        return delayed == null ? 0 : delayed.size();
    }

    /** Whether something new may go out: not ahead of what came back, nor while too many dead letters wait, or too many for their time. */
    private boolean mayDispatch() {
        return returned.isEmpty()
                && deadLettersWaiting() < DeadLetters.MAX_WAITING
                && delayedMessages() < Delayed.MAX_WAITING
                && !mayComeBack();
    }

    /**
     * Whether whoever had the one receiver before may still give something back, which is to stay ahead of what is sent where it is now: its stream
     * has not been left, though the message that the receiver was in has come back.
     */
    private boolean mayComeBack() {
        if (enclosure == null || lanes().size() < 2) {
            return false;
        }
        Lane newest = null;
        for (Lane lane : lanes()) {
            if (newest != null && Enclosure.isReached(newest)) {
                return true;
            }
            newest = lane;
        }
        return false;
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
        if (enclosing != null) {
            enclosing.sent(lane, batch.firstPlace(), batch.live());
        }
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
        Past past = batch.past();
        if (isSentAgain(batch)) {
            returned = returned.with(batch);
        } else if (phase() == Phase.CLOSED || hasFailed()) {
            settled(batch, past.isInDoubt() ? Fate.UNKNOWN : Fate.UNDELIVERED);
        } else if (atMostOnce && past.isInDoubt()) {
            settled(batch, Fate.DROPPED);
        } else {
            bury(batch);
        }
    }

    /** Whether what came back with this past goes out again. */
    private boolean isSentAgain(Batch batch) {
        Past past = batch.past();
        return phase() != Phase.CLOSED
                && !hasFailed()
                && !(atMostOnce && past.isInDoubt())
                && past.attempts() < maxAttempts;
    }

    /** Why nothing goes out any more: of what no receiver had there is no other reason. */
    private String whyOver() {
        return switch (closure()) {
            case Closure.Failed failed -> "the channel failed, by node " + failed.origin() + ": " + failed.text();
            case Closure.ReceiverGone gone -> gone.text();
            case null, default -> "the channel is over";
        };
    }

    private void settled(Batch batch, Fate fate) {
        Past past = batch.past();
        settled(batch.firstPlace(), batch.live(), fate, past.last(), past.last() == null ? whyOver() : past.why());
    }

    private void settled(long firstPlace, int messages, Fate fate, @Nullable EndRef last, String why) {
        fates().settled(firstPlace, messages, fate, last, why);
        if (enclosing != null) {
            enclosing.settled(firstPlace, messages, why);
        }
    }

    private void dispatchReturned() {
        if (mayComeBack()) {
            return;
        }
        for (Batch oldest = returned.pollFirst(); oldest != null; oldest = returned.pollFirst()) {
            long minBytes = Redispatch.firstCost(oldest);
            Lane lane = choice().choose(minBytes, oldest.past().last());
            if (lane == null) {
                returned = returned.with(oldest);
                choice().wantFor(minBytes, oldest.past().last());
                return;
            }
            choice().chosen(lane, minBytes);
            Batch part = Redispatch.next(
                    oldest, lane.ledger().freeMessages(), lane.ledger().freeBytes());
            lane.ledger().spend(part.messages(), part.cost());
            if (part.past().isInDoubt()) {
                fates().redelivered(part.messages());
            }
            send(lane, part);
            if (oldest.live() > 0) {
                returned = returned.with(oldest);
            }
        }
    }
}
