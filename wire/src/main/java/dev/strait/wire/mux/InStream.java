package dev.strait.wire.mux;

import dev.strait.wire.frame.Acked;
import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.FragmentHead;
import dev.strait.wire.frame.Mark;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.Want;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a stream: checks that the sender keeps within its credit, takes in what it sends, and counts what is taken. What it
 * grants, and when it says so, is with its {@link Grants}; the large messages that it admits, with its {@link Wish}; and those that come in
 * fragments, with its {@link Assembly}; what the program holds without an answer, with {@link Unanswered}. States and transitions (docs/protocol.md, "Streams"):
 *
 * <pre>
 *   OPEN     --DONE or ERROR----> ENDED      the total agrees with what arrived
 *   ENDED    --all answered-----> FINISHED   FINISHED is written; the id is free
 *   ENDED    --NACK-------------> OPEN       after DONE only: what goes back may come again
 *   OPEN     --leave------------> LEAVING    what still arrives is dropped: the sender has it
 *   ENDED    --leave------------> LEAVING
 *   LEAVING  --LEFT-------------> FINISHED
 * </pre>
 *
 * This class serves queue channels; {@link RendezvousInStream} is the half of a rendezvous channel. Not thread-safe.
 */
public sealed class InStream permits RendezvousInStream {
    /** Where the stream stands. */
    public enum State {
        /** Messages may come. */
        OPEN,
        /** The sender's end was seen; what arrived may still wait to be taken, or answered. */
        ENDED,
        /** LEAVE was said; waits for LEFT. */
        LEAVING,
        /** Over; its id is free. */
        FINISHED
    }

    private final int id;
    private final EndRef sender;
    private final byte[] schema;
    private final Terms terms;
    /** Null until the stream is used: most are idle. */
    private @Nullable Inbox inbox;

    private State state = State.OPEN;
    /** Whether the end that was seen is DONE. */
    private boolean endsCleanly;
    /** DONE counts for nothing any more, and the sender has yet to hear what it may send: nothing was granted behind the end. */
    private boolean reopened;

    private @Nullable Object attachment;

    /** A stream as the frame describes it that opens it. */
    public InStream(int id, byte[] schema, EndRef sender, Terms terms) {
        this.id = id;
        this.sender = sender;
        this.schema = schema;
        this.terms = terms;
        terms.budget().promise(terms.window().initialBytes());
    }

    /** The id, chosen by the sending side. */
    public int id() {
        return id;
    }

    /** The end that sends on it. */
    public EndRef sender() {
        return sender;
    }

    /** The sender's schema; empty if it is the receiver's own. */
    public byte[] schema() {
        return schema;
    }

    /** What whoever keeps the stream knows of it: nothing of the stream's own. */
    public final @Nullable Object attachment() {
        return attachment;
    }

    /** Sets the {@link #attachment}; null for none, as at first. */
    public final void attach(@Nullable Object what) {
        attachment = what;
    }

    /** Where the stream stands. */
    public State state() {
        return state;
    }

    /** The credit of this stream; "sent" reads "received". */
    public final Ledger ledger() {
        return inbox();
    }

    /** It is used soon: what it needs then is made now, and not in the method below, which is compiled into every use. */
    public void prepare() {
        inbox = new Inbox(terms);
    }

    private Inbox inbox() {
        Inbox made = inbox;
        if (made == null) {
            made = new Inbox(terms);
            inbox = made;
        }
        return made;
    }

    /** Takes in a batch; null if the stream is being left and drops it. */
    public @Nullable Parcel data(Data data) {
        if (!takesData()) {
            return null;
        }
        Inbox it = inbox();
        if (it.isAssembling()) {
            throw violation("a batch in the middle of a fragmented message");
        }
        Mark mark = it.mark();
        if (mark != null && mark.headed()) {
            throw violation("a batch that was said to be a message with headers");
        }
        spend(data.messages(), data.creditBytes());
        return parcel(data.array(), data.from(), data.to(), data.messages(), false);
    }

    private Parcel parcel(byte[] array, int from, int to, int messages, boolean whole) {
        Inbox it = inbox();
        long last = it.sentMessages();
        long first = last - messages + 1;
        Marks marks = it.marks;
        Mark mark = it.mark();
        if (marks == null || mark == null) {
            return new Parcel(this, array, from, to, messages, whole, first, 0, false);
        }
        marks.come(last);
        return new Parcel(this, array, from, to, messages, whole, first, mark.redeliveries(), mark.headed());
    }

    /** Takes in MARK. */
    public void mark(Mark mark) {
        if (!takesData()) {
            return;
        }
        Inbox it = inbox();
        if (it.isAssembling() || it.mark() != null) {
            throw violation("a mark " + (it.isAssembling() ? "in the middle of a message" : "after another"));
        }
        it.marks = it.marks == null ? new Marks() : it.marks;
        it.marks.say(mark);
    }

    /** Takes in a fragment; gives the message when it is whole. */
    public final @Nullable Parcel fragment(Fragment fragment) {
        FragmentHead head = fragment.head();
        begin(head);
        Place place = place();
        if (place != null) {
            System.arraycopy(fragment.array(), fragment.from(), place.array(), place.at(), fragment.length());
        }
        return arrived(head);
    }

    /**
     * Takes in what is ahead of a fragment's content, which is to go to {@link #place}, and is there when {@link #arrived} says so. Memory
     * is allocated only for what the byte limit has admitted.
     */
    public void begin(FragmentHead head) {
        if (!takesData()) {
            return;
        }
        if (head.first()) {
            if (inbox().isAssembling()) {
                throw violation("a message begins in the middle of another");
            }
            if (head.totalBytes() > terms.maxMessageBytes()) {
                throw violation("a message of " + head.totalBytes() + " bytes, of at most " + terms.maxMessageBytes());
            }
            spend(1, Batch.wholeCost(head.totalBytes()));
            assembly().begin(head.totalBytes());
        }
        assembly().check(head);
    }

    private Assembly assembly() {
        Inbox it = inbox();
        Assembly made = it.assembly;
        if (made == null) {
            made = new Assembly(this);
            it.assembly = made;
        }
        return made;
    }

    private @Nullable Assembly assemblyIfAny() {
        return inbox == null ? null : inbox.assembly;
    }

    private @Nullable Unanswered unanswered() {
        return inbox == null ? null : inbox.unanswered;
    }

    private @Nullable Wish wish() {
        return inbox == null ? null : inbox.wish;
    }

    /** Where the content of the fragment that has begun goes; null if nobody wants it any more. */
    public final @Nullable Place place() {
        Assembly assembly = assemblyIfAny();
        return assembly == null ? null : assembly.place();
    }

    /**
     * The fragment that had begun was cut off, and comes anew. Whoever still writes what was read of it writes the bytes that are there anyway, but may
     * do so late: the message is copied before anybody has it.
     */
    public final void interrupted() {
        Assembly assembly = assemblyIfAny();
        if (assembly != null) {
            assembly.interrupted();
        }
    }

    /** The content of the fragment that had begun is in its place; gives the message when it is whole. */
    public @Nullable Parcel arrived(FragmentHead head) {
        Assembly assembly = takesData() ? assemblyIfAny() : null;
        if (assembly == null) {
            return null;
        }
        byte[] message = assembly.arrived(head);
        return message == null ? null : parcel(message, 0, message.length, 1, true);
    }

    /** Takes in DONE. One that was written before all that went back had come there is passed over: another follows. */
    public final void done(Done done) {
        if (!takesData()) {
            return;
        }
        requireEnd(done.totalMessages());
        Unanswered unanswered = unanswered();
        long returned = unanswered == null ? 0 : unanswered.returned();
        if (done.returnedMessages() > returned) {
            throw violation("ends with " + done.returnedMessages() + " messages that came back, of " + returned);
        }
        if (done.returnedMessages() == returned) {
            endsCleanly = true;
            end();
        }
    }

    /** Takes in ERROR with its total. */
    public final void error(long total) {
        if (takesData()) {
            requireEnd(total);
            end();
        }
    }

    /** The end has come. */
    void end() {
        state = State.ENDED;
    }

    private void requireEnd(long total) {
        Inbox it = inbox();
        if (it.mark() != null) {
            throw violation("ends after a mark");
        }
        if (it.isAssembling() || total != it.sentMessages()) {
            throw violation("ends after " + total + " messages, of which " + it.sentMessages() + " arrived whole");
        }
    }

    /** Takes in WANT: gives the credit at once if it is due and the budget admits it, else when its turn comes. */
    public void want(Want want) {
        if (!takesData()) {
            return;
        }
        if (want.messageBytes() > terms.maxMessageBytes()) {
            throw violation(
                    "wants a message of " + want.messageBytes() + " bytes, of at most " + terms.maxMessageBytes());
        }
        Inbox it = inbox();
        it.wish = it.wish == null ? new Wish(this, it, terms.budget()) : it.wish;
        it.wish.want(Batch.wholeCost(want.messageBytes()));
    }

    /** Raises the byte limit by what is wanted, if the budget admits all of it. */
    boolean tryAdmit() {
        Wish wish = wish();
        if (wish == null) {
            throw new IllegalStateException("nothing is wanted on stream " + id);
        }
        return wish.tryAdmit();
    }

    /** Counts what the receiver has taken. */
    public void take(long messages, long bytes) {
        if (state == State.LEAVING || state == State.FINISHED) {
            return;
        }
        Inbox it = inbox();
        if (it.unanswered != null) {
            it.unanswered.took(it.takenMessages() + 1, it.takenMessages() + messages);
        }
        it.take(messages, bytes);
        it.releaseTaken();
        if (it.wish != null) {
            it.wish.taken();
        }
    }

    /** Whether the large message that was admitted has come, or is coming: the others wait for it to be taken. */
    boolean isAdmittedHere() {
        Wish wish = wish();
        return wish == null || wish.hasCome();
    }

    /** Whether the sender has yet to hear of something taken, or of a limit raised for a large message. */
    public boolean hasNews() {
        Inbox it = inbox;
        return it != null
                && (state == State.OPEN || state == State.ENDED)
                && (it.hasTakenToAnnounce()
                        || it.hasLimitToAnnounce()
                        || reopened
                        || (it.unanswered != null && it.unanswered.hasNews(it.takenMessages())));
    }

    // --- what is held ---

    /** So many messages, from the first, are answered. */
    public final long answeredMessages() {
        long taken = ledger().takenMessages();
        Unanswered unanswered = unanswered();
        return unanswered == null ? taken : unanswered.answered(taken);
    }

    /** Messages that are held: taken, or about to be, and not answered. */
    public final int heldMessages() {
        Unanswered unanswered = unanswered();
        return unanswered == null ? 0 : unanswered.size();
    }

    /** Whether the message of this number has not come, and its sender has been granted the credit for it. */
    public final boolean isToCome(long number) {
        long sent = ledger().sentMessages();
        return number > sent && number - sent <= ledger().freeMessages();
    }

    /** Whether the message of this number is held. */
    public final boolean isHeld(long number) {
        Unanswered unanswered = unanswered();
        return unanswered != null && unanswered.isHeld(number);
    }

    /** The message of this number is about to be taken, and is not acknowledged thereby: {@link #answer} or {@link #nack} will be called for it. */
    public final void hold(long number) {
        Inbox it = inbox();
        long taken = it.takenMessages();
        if (number <= taken || number > it.sentMessages()) {
            throw new IllegalStateException("holds message " + number + " of stream " + id + ", with " + taken + " of "
                    + it.sentMessages() + " taken");
        }
        if (state == State.OPEN || state == State.ENDED) {
            it.unanswered = it.unanswered == null ? new Unanswered(taken) : it.unanswered;
            it.unanswered.hold(number);
        }
    }

    /**
     * Answers a message that is held: acknowledged or rejected.
     *
     * @return false if it is not held (any more): the sender has it already, or is lost
     */
    public final boolean answer(long number, boolean acknowledged) {
        Unanswered unanswered = unanswered();
        return unanswered != null && unanswered.answer(number, acknowledged, ledger().takenMessages());
    }

    /**
     * Gives a message back that is held. If DONE was seen, it counts for nothing.
     *
     * @return false if it is not held (any more)
     */
    public final boolean nack(long number) {
        Unanswered unanswered = unanswered();
        if (unanswered == null || !answer(number, false)) {
            return false;
        }
        unanswered.giveBack();
        if (endsCleanly) {
            endsCleanly = false;
            state = State.OPEN;
            reopened = true;
        }
        return true;
    }

    /** What is acknowledged ahead of messages that are held, each once; null if there is nothing to say of it. */
    public final @Nullable Acked announceAhead() {
        Unanswered unanswered = unanswered();
        long taken = ledger().takenMessages();
        if (unanswered == null || !unanswered.hasAhead(taken)) {
            return null;
        }
        List<Acked.Range> ranges = unanswered.pollAhead(taken);
        return ranges.isEmpty() ? null : new Acked(id, ranges);
    }

    // --- announcements ---

    /** Whether the news should not wait: a part of a window is taken, a large message has been admitted, or the end was taken back. */
    public boolean isUrgent() {
        Inbox it = inbox();
        return reopened
                || it.hasLimitToAnnounce()
                || it.hasMessagesToAnnounce()
                || it.hasBytesToAnnounce()
                || (it.hasTakenToAnnounce() && it.hasRedelivered(it.announcedTaken()));
    }

    /** How many messages more, at least one, are to be taken before the sender should hear of it at once. */
    public long untilUrgent() {
        Inbox it = inbox();
        return it.hasRedelivered(it.takenMessages()) ? 1 : it.untilUrgent();
    }

    /** Whether the sender has less than half a window left, as far as it knows. */
    public boolean isLow() {
        return inbox().isLow();
    }

    /** The totals to announce now, after growing the window if the sender was held back by it. */
    public Credit announce() {
        Inbox it = inbox();
        if (state == State.OPEN) {
            it.renew();
        }
        it.announced();
        reopened = false;
        if (it.unanswered != null) {
            it.unanswered.announced(it.takenMessages());
        }
        return new Credit(id, it.takenMessages(), answeredMessages(), it.messageLimit(), it.byteLimit());
    }

    /** Whether the end was seen and everything that arrived is taken and answered: FINISHED is due. */
    public boolean isDrained() {
        return state == State.ENDED && ledger().untakenMessages() == 0 && heldMessages() == 0;
    }

    /** FINISHED is written: the stream is over. */
    public void finish() {
        state = State.FINISHED;
        free();
    }

    /** LEAVE is written: what still comes is dropped. */
    public void leave() {
        if (state == State.LEAVING || state == State.FINISHED) {
            return;
        }
        state = State.LEAVING;
        dropAssembly();
        free();
    }

    /** LEFT has come, or the session is lost. */
    public void close() {
        if (state != State.LEAVING && state != State.FINISHED) {
            free();
        }
        dropAssembly();
        state = State.FINISHED;
    }

    private void free() {
        Inbox it = inbox();
        if (it.unanswered != null) {
            it.unanswered.drop();
        }
        terms.budget().forget(this);
        it.releaseAll();
        if (it.wish != null) {
            it.wish.letGo();
        }
    }

    private void dropAssembly() {
        Assembly assembly = assemblyIfAny();
        if (assembly != null) {
            assembly.drop();
        }
    }

    /** Whether a limit that the ledger has is not announced. */
    final boolean hasLimitToAnnounce() {
        return inbox().hasLimitToAnnounce();
    }

    /** Whether so many bytes are taken and not announced that the sender may wait for them: a part of a window. */
    final boolean hasBytesToAnnounce() {
        return inbox().hasBytesToAnnounce();
    }

    /** Whether the sender has asked for bytes that are not granted. */
    final boolean wantsBytes() {
        Wish wish = wish();
        return wish != null && wish.isOpen();
    }

    /** Messages that have arrived whole. */
    public final long arrivedMessages() {
        Inbox it = inbox();
        return it.sentMessages() - (it.isAssembling() ? 1 : 0);
    }

    /** Whether what comes is to be judged; not once the stream is being left. */
    final boolean takesData() {
        return switch (state) {
            case OPEN -> true;
            case LEAVING -> false;
            case ENDED, FINISHED -> throw violation("a frame after its end");
        };
    }

    private void spend(long messages, long bytes) {
        Inbox it = inbox();
        if (!it.covers(messages, bytes)) {
            throw new ProtocolViolation(
                    ErrorCode.CREDIT_EXCEEDED,
                    "stream " + id + " sent " + messages + " messages of " + bytes + " bytes with credit for "
                            + it.freeMessages() + " and " + it.freeBytes());
        }
        it.come(messages, bytes);
        if (it.wish != null) {
            it.wish.come(bytes);
        }
    }

    final ProtocolViolation violation(String what) {
        return new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, "stream " + id + ": " + what);
    }
}
