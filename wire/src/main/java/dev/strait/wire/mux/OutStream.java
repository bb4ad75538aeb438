package dev.strait.wire.mux;

import dev.strait.wire.frame.Acked;
import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Finished;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.Leave;
import dev.strait.wire.frame.Left;
import dev.strait.wire.frame.Mark;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.StreamError;
import dev.strait.wire.frame.Waiting;
import dev.strait.wire.frame.Want;
import dev.strait.wire.frame.Withdraw;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a stream: what waits to be written, in order; what was sent and is not taken; and the credit for more. States
 * and transitions (docs/protocol.md, "Streams"):
 *
 * <p>A stream of a rendezvous channel sends single messages, each on a ticket (the message limit of its credit), and keeps each until a
 * verdict on it has come, by number; it also says how many sends wait (docs/protocol.md, "Rendezvous").
 *
 * <pre>
 *   OPEN    --finish--------> ENDED     the last message is queued, DONE or ERROR behind it
 *   OPEN    --LEAVE---------> LEFT      what is not taken is handed back; LEFT is queued
 *   ENDED   --NACK----------> OPEN      after DONE only: what came back may have to be sent here again
 *   ENDED   --FINISHED------> CLOSED    everything was answered and the end was seen
 *   ENDED   --LEAVE---------> LEFT
 *   LEFT    --LEFT written--> CLOSED    the id is free
 * </pre>
 *
 * Not thread-safe.
 */
public class OutStream {
    /** Where the stream stands. */
    public enum State {
        /** Takes messages. */
        OPEN,
        /** DONE or ERROR is queued; waits for FINISHED. */
        ENDED,
        /** The receiver has left; LEFT is queued. */
        LEFT,
        /** Over; its id is free. */
        CLOSED
    }

    /** Most bytes of content in one FRAGMENT frame: 64 KiB, so that nothing waits long behind one, and a message of that length takes one. */
    public static final int MAX_FRAGMENT_BYTES = 64 << 10;

    private final int id;
    private final boolean isRendezvous;
    private final int initialMessages;
    private final int initialBytes;
    /** To be written ahead of everything; null once it is. */
    private @Nullable Open opening;
    /** Null until the stream is used: most are idle. */
    private @Nullable Outbox outbox;

    private State state = State.OPEN;
    private boolean endWritten;
    /** The end is DONE, which a message that comes back takes back; not ERROR. */
    private boolean endsCleanly;

    /**
     * A new stream; its OPEN is the first frame to be written.
     *
     * @param open the frame that opens it, which names its id
     * @param initialMessages what the receiver's node lets every stream send before the first CREDIT, in messages
     * @param initialBytes the same in bytes
     * @param isRendezvous whether it is of a rendezvous channel; else of a queue channel
     */
    public OutStream(Open open, int initialMessages, int initialBytes, boolean isRendezvous) {
        this(open.stream(), open, initialMessages, initialBytes, isRendezvous);
    }

    /**
     * A new stream of a queue channel, whose first frame somebody else writes ahead of all others.
     *
     * @param id the id that this frame names
     */
    public OutStream(int id, int initialMessages, int initialBytes) {
        this(id, null, initialMessages, initialBytes, false);
        outbox = new Outbox(initialMessages, initialBytes); // it is used soon; see InStream.prepare
    }

    private OutStream(int id, @Nullable Open opening, int initialMessages, int initialBytes, boolean isRendezvous) {
        this.id = id;
        this.isRendezvous = isRendezvous;
        this.initialMessages = initialMessages;
        this.initialBytes = initialBytes;
        this.opening = opening;
    }

    /** OPEN, if it is not written, for whoever writes it now; else null. */
    public final @Nullable Open takeOpening() {
        Open taken = opening;
        opening = null;
        return taken;
    }

    /** What gets the arrays of what was taken, for what comes; null if they are not to be used again. */
    protected @Nullable Spares spares() {
        return null;
    }

    /** So many bytes of arrays more are kept by what waits to be written, or fewer. */
    protected void waits(long bytes) {
        // nobody counts them
    }

    private Outbox outbox() {
        Outbox made = outbox;
        if (made == null) {
            made = new Outbox(initialMessages, initialBytes);
            outbox = made;
        }
        return made;
    }

    private ArrayDeque<Item> queue() {
        return outbox().queue();
    }

    private Unsettled unsettled() {
        Outbox it = outbox();
        Unsettled made = it.unsettled;
        if (made == null) {
            made = isRendezvous ? new Undecided(id, it) : new Retained(id, it, spares(), this::acknowledged);
            it.unsettled = made;
        }
        return made;
    }

    /** The id, chosen by the sending side. */
    public final int id() {
        return id;
    }

    /** Where the stream stands. */
    public final State state() {
        return state;
    }

    /** The credit of this stream. What has been set aside for a batch in the making is spent already. */
    public final Ledger ledger() {
        return outbox();
    }

    /** What it has said that {@link #waits}, summed up anew: for those who check the count, since it looks at each batch. */
    public final long recountWaiting() {
        return outbox == null ? 0 : outbox.recountWaiting();
    }

    /** Messages put into the queue so far: the total that DONE names. */
    public final long queuedMessages() {
        return outbox == null ? 0 : outbox.queuedMessages;
    }

    /** Whether anything waits to be written. */
    public final boolean hasFrames() {
        if (opening != null || outbox == null) {
            return opening != null;
        }
        return outbox.hasQueued() || (state == State.OPEN && outbox.waiting != outbox.announcedWaiting);
    }

    /** Queues a batch whose credit is spent already, and keeps it until it is settled. */
    public final void send(Batch batch) {
        requireOpen();
        Outbox it = outbox();
        if (isRendezvous) {
            if (batch.isHeaded()) {
                throw new IllegalArgumentException("headers on stream " + id + " of a rendezvous channel");
            }
            batch.place(it.queuedMessages);
        }
        batch.number(it.queuedMessages + 1);
        it.queuedMessages += batch.messages();
        if (!isRendezvous && (batch.past().isInDoubt() || batch.isHeaded())) {
            it.queue().add(new Item.Control(new Mark(id, batch.past().redeliveries(), batch.isHeaded())));
        }
        it.queue().add(batch);
        waits(batch.keptBytes());
        unsettled().add(batch);
        it.wanted = -1; // at the receiver a message ends what was wanted before it
    }

    /**
     * Asks for the credit that one message of this length needs; asked once until that credit has come or a message is sent, and
     * never for what the initial credit holds: the receiver grants so much anew whenever all is taken.
     *
     * @return whether there is a frame to write for it
     */
    public final boolean want(int length) {
        requireOpen();
        if (awaitsBytes(length)) {
            return false;
        }
        outbox().wanted = length;
        queue().add(new Item.Control(new Want(id, length)));
        return true;
    }

    /**
     * Whether the bytes for a message of this length can be waited for here: they have been asked for, or the receiver grants so much
     * without being asked.
     */
    public final boolean awaitsBytes(int length) {
        return (outbox != null && length <= outbox.wanted) || Batch.wholeCost(length) <= initialBytes;
    }

    /** Ends the stream cleanly behind everything queued. */
    public final void done() {
        done(false);
    }

    /**
     * As {@link #done()}.
     *
     * @param without whether it is the channel that has completed without this sender, whose program has not said done
     */
    public final void done(boolean without) {
        requireOpen();
        state = State.ENDED;
        endsCleanly = true;
        Outbox it = outbox();
        it.queue().add(new Item.Control(new Done(id, it.queuedMessages, it.returnedMessages, without)));
    }

    /** Ends the stream in failure behind everything queued. */
    public final void error(ErrorCode code, String origin, String text) {
        requireOpen();
        state = State.ENDED;
        queue().add(new Item.Control(new StreamError(id, queuedMessages(), code, origin, text)));
    }

    /** Takes in the receiver's totals; what is taken is retained no longer. */
    public final void credit(Credit credit) {
        if (state == State.LEFT || state == State.CLOSED) {
            return;
        }
        requireWritten("taken", credit.takenMessages());
        Outbox it = outbox();
        it.known(credit.takenMessages());
        Unsettled unsettled = unsettled();
        unsettled.answered(credit.answeredMessages(), it.writtenMessages);
        if (credit.answeredMessages() < credit.takenMessages() && unsettled instanceof Retained retained) {
            retained.compactOldest(); // something is held, and nobody knows for how long
        }
        it.grant(credit.messageLimit(), credit.byteLimit());
        if (it.freeBytes() >= Batch.wholeCost(it.wanted)) {
            it.wanted = -1;
        }
    }

    /** Takes in FINISHED. */
    public final void finished(Finished finished) {
        if (state == State.LEFT || state == State.CLOSED) {
            return;
        }
        long written = writtenMessages();
        if (!endWritten || finished.takenMessages() < written) {
            throw violation("is FINISHED before its end was sent and all was answered");
        }
        unsettled().answered(finished.takenMessages(), written);
        if (!unsettled().isEmpty()) {
            throw violation("is FINISHED before all its messages had a verdict");
        }
        state = State.CLOSED;
        clearQueue(); // what is left wanted messages back that are settled now
    }

    /** Takes in ACKED. */
    public final void acknowledged(Acked acked) {
        Retained retained = retained();
        if (state != State.LEFT && state != State.CLOSED) {
            Outbox it = outbox();
            retained.acknowledged(acked, it.writtenMessages);
            it.known(acked.ranges().getLast().last());
        }
    }

    /**
     * Takes in NACK or REJECT.
     *
     * @param comesBack whether it is NACK: then DONE, which may have crossed it, is taken back, for the message may have to go this way again
     * @return the message, to be sent again or not; null if all were handed back already
     */
    public final @Nullable Batch refused(long number, boolean comesBack) {
        Retained retained = retained();
        if (state == State.LEFT || state == State.CLOSED) {
            return null;
        }
        Outbox it = outbox();
        Batch message = retained.takeOut(number, it.writtenMessages);
        it.known(number);
        if (comesBack) {
            it.returnedMessages++;
            if (endsCleanly) {
                endsCleanly = false;
                endWritten = false;
                it.queue().removeIf(each -> each instanceof Item.Control(Frame frame) && frame instanceof Done);
                state = State.OPEN;
            }
        }
        return message;
    }

    private Retained retained() {
        if (unsettled() instanceof Retained retained) {
            return retained;
        }
        throw violation("of a rendezvous channel has an answer that is no verdict");
    }

    /** The place of the message that was sent first of those that are not answered; {@link Long#MAX_VALUE} if there is none. */
    public final long firstUnanswered() {
        return outbox == null || outbox.unsettled == null || isRendezvous
                ? Long.MAX_VALUE
                : retained().firstPlace();
    }

    /** So many messages, of these places among those that the sender has sent, are acknowledged. */
    protected void acknowledged(long firstPlace, int messages) {
        // nobody counts them
    }

    private void requireWritten(String what, long messages) {
        if (messages > writtenMessages()) {
            throw violation("announces " + messages + " messages " + what + " of " + writtenMessages() + " sent");
        }
    }

    private ProtocolViolation violation(String what) {
        return new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, "stream " + id + " " + what);
    }

    /**
     * Takes in TAKEN or RETURNED.
     *
     * @return the message that it settles; null if all were handed back already
     */
    public final @Nullable Batch decide(long number) {
        Undecided undecided = undecided();
        return state == State.LEFT || state == State.CLOSED ? null : undecided.decide(number, writtenMessages());
    }

    /**
     * Wants a message back that has no verdict.
     *
     * @return true if it had not begun to be written and was taken off the queue; false if the receiver is asked
     */
    public final boolean withdraw(Batch message) {
        if (state == State.LEFT || state == State.CLOSED) {
            throw new IllegalStateException("stream " + id + " is " + state);
        }
        long number = Undecided.number(message);
        Outbox it = outbox();
        if (number <= it.writtenMessages || (it.fragmentAt >= 0 && number == it.writtenMessages + 1)) {
            it.queue().add(new Item.Control(new Withdraw(id, number)));
            return false;
        }
        it.queue().remove(message);
        waits(-message.keptBytes());
        undecided().remove(message);
        it.queuedMessages--;
        it.unspend(1, message.cost());
        return true;
    }

    /** Whether the message of this number was sent and has no verdict, nor was handed back. */
    public final boolean isUndecided(long number) {
        return undecided().has(number);
    }

    /** Notes how many sends wait for a ticket; said behind everything queued, if the receiver believes otherwise. */
    public final void waiting(int sends) {
        undecided();
        outbox().waiting = sends;
    }

    private Undecided undecided() {
        if (unsettled() instanceof Undecided undecided) {
            return undecided;
        }
        throw violation("of a queue channel has a verdict");
    }

    /**
     * Takes in LEAVE of this receiver: nothing more is written but LEFT.
     *
     * @return the batches with messages that were not answered, oldest first, as {@link Batch#live} tells
     */
    public final List<Batch> leave(Leave leave, EndRef receiver) {
        if (state == State.LEFT || state == State.CLOSED) {
            return List.of();
        }
        requireWritten("taken", leave.takenMessages());
        unsettled().answered(leave.answeredMessages(), writtenMessages());
        // It drops what it has not taken, so that is in no doubt.
        List<Batch> returned =
                unsettled().handBack(leave.takenMessages(), leave.takenMessages(), receiver, leave.text());
        clearQueue();
        opening = null;
        Outbox it = outbox();
        it.fragmentAt = -1;
        state = State.LEFT;
        it.queue().add(new Item.Control(new Left(id, it.writtenMessages)));
        return returned;
    }

    /**
     * Ends it because the session with this receiver is lost, for this reason: returns the batches not known to be answered, oldest first, those that
     * were never written with the past that they had.
     */
    public final List<Batch> lose(EndRef receiver, String why) {
        Outbox it = outbox();
        List<Batch> doubtful = unsettled().handBack(it.knownTaken, it.writtenMessages, receiver, why);
        clearQueue();
        opening = null;
        state = State.CLOSED;
        return doubtful;
    }

    /** Messages written in full so far. */
    public final long writtenMessages() {
        return outbox == null ? 0 : outbox.writtenMessages;
    }

    /** Messages written in full and not known to be answered: in doubt when the session is lost. What was never written is not. */
    public final long inDoubt() {
        return hasNothingOut() ? 0 : outbox().writtenMessages - outbox().takenMessages();
    }

    /** Messages queued or sent and not known to be answered; none once they were handed back. */
    public final long untaken() {
        return hasNothingOut() ? 0 : outbox().queuedMessages - outbox().takenMessages();
    }

    /** Whether nothing was sent on it, or what was is with others again. */
    private boolean hasNothingOut() {
        return outbox == null || state == State.LEFT || state == State.CLOSED;
    }

    /** The next frame to write, with at most 64 KiB of content; null when nothing waits. */
    public final @Nullable Frame poll() {
        Open first = opening;
        if (first != null) {
            opening = null;
            return first;
        }
        Outbox it = outbox;
        return it == null ? null : poll(it);
    }

    private @Nullable Frame poll(Outbox it) {
        return switch (it.queue().peek()) {
            case null -> waitingNews(it);
            case Item.Control control -> {
                it.queue().remove();
                yield control(control.frame(), it);
            }
            case Batch batch when batch.isWhole() -> fragment(batch, it);
            case Batch batch -> {
                it.queue().remove();
                waits(-batch.keptBytes());
                it.writtenMessages += batch.messages();
                it.announcedWaiting = Math.max(0, it.announcedWaiting - 1);
                yield new Data(id, batch.messages(), batch.array(), batch.from(), batch.to());
            }
        };
    }

    private @Nullable Frame waitingNews(Outbox it) {
        if (!hasFrames()) {
            return null;
        }
        it.announcedWaiting = it.waiting;
        return new Waiting(id, it.waiting);
    }

    /** The end names what was written: a message may have been taken off the queue since the end was queued behind it. */
    private Frame control(Frame frame, Outbox it) {
        return switch (frame) {
            case Done done -> {
                endWritten = true;
                yield new Done(id, it.writtenMessages, it.returnedMessages, done.without());
            }
            case StreamError error -> {
                endWritten = true;
                yield new StreamError(id, it.writtenMessages, error.code(), error.origin(), error.text());
            }
            case Left left -> {
                state = State.CLOSED;
                yield left;
            }
            default -> frame;
        };
    }

    private Fragment fragment(Batch batch, Outbox it) {
        boolean first = it.fragmentAt < 0;
        if (first) {
            it.announcedWaiting = Math.max(0, it.announcedWaiting - 1);
        }
        int from = first ? batch.from() : it.fragmentAt;
        int to = Math.min(batch.to(), from + MAX_FRAGMENT_BYTES);
        boolean last = to == batch.to();
        if (last) {
            it.queue().remove();
            waits(-batch.keptBytes());
            it.writtenMessages++;
            it.fragmentAt = -1;
        } else {
            it.fragmentAt = to;
        }
        return new Fragment(id, first, last, first ? batch.to() - batch.from() : 0, batch.array(), from, to);
    }

    private void clearQueue() {
        waits(-recountWaiting());
        queue().clear();
    }

    private void requireOpen() {
        if (state != State.OPEN) {
            throw new IllegalStateException("stream " + id + " is " + state);
        }
    }
}
