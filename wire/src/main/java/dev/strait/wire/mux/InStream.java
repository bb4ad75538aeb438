package dev.strait.wire.mux;

import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.FragmentHead;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.Want;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a stream: checks that the sender keeps within its credit, puts large messages together, counts what is taken
 * and decides what to grant and when to say so. States and transitions (docs/protocol.md, "Streams"):
 *
 * <pre>
 *   OPEN     --DONE or ERROR----> ENDED      the total agrees with what arrived
 *   ENDED    --all taken--------> FINISHED   FINISHED is written; the id is free
 *   OPEN     --leave------------> LEAVING    what still arrives is dropped: the sender has it
 *   ENDED    --leave------------> LEAVING
 *   LEAVING  --LEFT-------------> FINISHED
 * </pre>
 *
 * What is taken is announced by thirds of a window: two thirds are on the way or being taken while the sender hears of one. By halves one way
 * made 11.0, 7.6 and 6.4 M messages a second, by thirds 11.4, 10.2 and 8.6, by quarters 10.3, 9.3 and 7.9, in turn. Where very many streams are
 * active it is by whole windows in messages: their senders have to wait for their turn anyway.
 *
 * <p>This class serves queue channels; {@link RendezvousInStream} is the half of a rendezvous channel. Not thread-safe.
 */
public sealed class InStream permits RendezvousInStream {
    /** Where the stream stands. */
    public enum State {
        /** Messages may come. */
        OPEN,
        /** The sender's end was seen; what arrived may still wait to be taken. */
        ENDED,
        /** LEAVE was said; waits for LEFT. */
        LEAVING,
        /** Over; its id is free. */
        FINISHED
    }

    /** In so many parts a window is announced as taken, if it is taken at a stretch. */
    private static final int ANNOUNCED_PARTS = 3;
    /** A window in messages is not made smaller than this for the sake of other streams. */
    private static final int LEAST_MESSAGES = 16;

    private final int id;
    private final EndRef sender;
    private final byte[] schema;
    /** Null until the stream is used: most are idle. */
    private @Nullable Account account;

    private final Window window;
    private final Budget budget;
    private final long maxMessageBytes;
    private State state = State.OPEN;
    private int windowMessages;
    private int windowBytes;
    private long reserved;
    /** Null until a large message is wanted: few streams have any. */
    private @Nullable Wish wish;

    private byte @Nullable [] large;
    private int largeAt;
    private boolean wasInterrupted;
    private @Nullable Object attachment;

    /** The ledger, and how much of it the sender has been told. */
    private static final class Account extends Ledger {
        long announcedTaken;
        long announcedMessages;
        long announcedBytes;
        /** The mean cost of the messages that came last. */
        long usualBytes;
        /** So many bytes were taken when that was announced last. */
        long announcedTakenBytes;
        /** The budget's round at the last announcement, and what had been announced before the first of it. */
        int busyRound;

        long takenBeforeRound;
        /** The budget's round in which the window was found used up last. */
        int round;

        Account(Window window) {
            super(window.initialMessages(), window.initialBytes());
            announcedMessages = window.initialMessages();
            announcedBytes = window.initialBytes();
        }
    }

    /** A large message that is wanted, and one that was and has not been taken. */
    private static final class Wish {
        /** The cost of what is wanted and not admitted; 0 if nothing is. */
        long wanted;
        /** Whether the budget has been asked for it. */
        boolean asked;
        /** Whether a large message is admitted and not taken, for the budget's rule of one. */
        boolean holder;
        /** The cost of the large message that is admitted and has not begun to come; 0 if there is none. */
        long admitted;
        /** The total of bytes that is taken once the large message is. */
        long heldUntil;
    }

    /** A stream as its OPEN describes it. */
    public InStream(Open open, EndRef sender, Window window, Budget budget, long maxMessageBytes) {
        this.id = open.stream();
        this.sender = sender;
        this.schema = open.schema();
        this.window = window;
        this.budget = budget;
        this.maxMessageBytes = maxMessageBytes;
        this.windowMessages = window.initialMessages();
        this.windowBytes = window.initialBytes();
        this.reserved = windowBytes;
        budget.promise(reserved);
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
        return account();
    }

    private Account account() {
        Account made = account;
        if (made == null) {
            made = new Account(window);
            account = made;
        }
        return made;
    }

    /** Takes in a batch; null if the stream is being left and drops it. */
    public @Nullable Parcel data(Data data) {
        if (!takesData()) {
            return null;
        }
        if (large != null) {
            throw violation("a batch in the middle of a fragmented message");
        }
        spend(data.messages(), data.creditBytes());
        return new Parcel(this, data.array(), data.from(), data.to(), data.messages(), false);
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
            if (large != null) {
                throw violation("a message begins in the middle of another");
            }
            if (head.totalBytes() > maxMessageBytes) {
                throw violation("a message of " + head.totalBytes() + " bytes, of at most " + maxMessageBytes);
            }
            spend(1, Batch.wholeCost(head.totalBytes()));
            large = new byte[head.totalBytes()];
            largeAt = 0;
        }
        byte[] message = large;
        if (message == null) {
            throw violation("a later fragment of no message");
        }
        if (head.length() > message.length - largeAt) {
            throw violation("fragments longer than their message of " + message.length + " bytes");
        }
        int end = largeAt + head.length();
        if (head.last() != (end == message.length)) {
            throw violation("the last fragment at " + end + " of " + message.length + " bytes");
        }
    }

    /** Where the content of the fragment that has begun goes; null if nobody wants it any more. */
    public final @Nullable Place place() {
        return large == null ? null : new Place(large, largeAt);
    }

    /**
     * The fragment that had begun was cut off, and comes anew. Whoever still writes what was read of it writes the bytes that are there anyway, but may
     * do so late: the message is copied before anybody has it.
     */
    public final void interrupted() {
        wasInterrupted = large != null;
    }

    /** The content of the fragment that had begun is in its place; gives the message when it is whole. */
    public @Nullable Parcel arrived(FragmentHead head) {
        byte[] message = large;
        if (!takesData() || message == null) {
            return null;
        }
        largeAt += head.length();
        if (!head.last()) {
            return null;
        }
        large = null;
        byte[] own = wasInterrupted ? message.clone() : message;
        wasInterrupted = false;
        return new Parcel(this, own, 0, own.length, 1, true);
    }

    /** Takes in DONE or ERROR with its total. */
    public void end(long total) {
        if (!takesData()) {
            return;
        }
        if (large != null || total != ledger().sentMessages()) {
            throw violation(
                    "ends after " + total + " messages, of which " + ledger().sentMessages() + " arrived whole");
        }
        state = State.ENDED;
    }

    /** Takes in WANT: gives the credit at once if it is due and the budget admits it, else when its turn comes. */
    public void want(Want want) {
        if (!takesData()) {
            return;
        }
        if (want.messageBytes() > maxMessageBytes) {
            throw violation("wants a message of " + want.messageBytes() + " bytes, of at most " + maxMessageBytes);
        }
        long cost = Batch.wholeCost(want.messageBytes());
        if (wish == null) {
            wish = new Wish();
        }
        if (cost == wish.wanted) {
            return; // it waits already, and keeps its place
        }
        budget.forget(this);
        wish.wanted = cost;
        wish.asked = false;
        askIfDue();
    }

    /**
     * Turns to the budget for what is wanted, unless taking what has arrived will make room for it: else every sender that is held back
     * could raise its limit message by message, and the windows would bound nothing.
     */
    private void askIfDue() {
        Wish wish = this.wish;
        if (wish == null || wish.wanted == 0 || wish.asked) {
            return;
        }
        boolean due = ledger().untakenMessages() == 0
                || (wish.wanted > windowBytes && ledger().untakenBytes() + wish.wanted <= window.maxBytes());
        if (!due) {
            return;
        }
        wish.asked = true;
        if (wish.holder) {
            // Others wait for what it holds and has not used up, so it cannot wait behind them.
            if (!tryAdmit()) {
                budget.awaitFirst(this);
            }
        } else if (budget.hasWaiting() || !tryAdmit()) {
            budget.await(this);
        }
    }

    /** Raises the byte limit by what is wanted, if the budget admits all of it. */
    boolean tryAdmit() {
        Wish wish = this.wish;
        if (wish == null) {
            throw new IllegalStateException("nothing is wanted on stream " + id);
        }
        long limit = Math.max(ledger().byteLimit(), ledger().sentBytes() + wish.wanted);
        long more = Math.max(0, limit - ledger().takenBytes() - reserved);
        // What it holds itself does not count if it is unused: the sender has changed its mind.
        boolean unused = wish.holder && ledger().untakenBytes() == 0;
        boolean alone = budget.isOnlyHolder(this, unused);
        if (!budget.reserveWhole(more, alone || (unused && !budget.isExceeded()))) {
            return false;
        }
        reserved += more;
        if (more > 0) {
            wish.heldUntil = limit;
            wish.admitted = wish.wanted;
            wish.holder = true;
            budget.hold(this);
        }
        wish.wanted = 0;
        ledger().grant(0, limit);
        return true;
    }

    /** Counts what the receiver has taken. */
    public void take(long messages, long bytes) {
        if (state == State.LEAVING || state == State.FINISHED) {
            return;
        }
        ledger().take(messages, bytes);
        long needed = Math.max(window.initialBytes(), ledger().byteLimit() - ledger().takenBytes());
        if (needed < reserved) {
            budget.release(reserved - needed);
            reserved = needed;
        }
        // It was granted as if it came in fragments; in a batch it costs up to four bytes less.
        if (wish != null && ledger().takenBytes() + Batch.WHOLE_OVERHEAD > wish.heldUntil) {
            unhold();
        }
        askIfDue();
    }

    /** Whether the large message that was admitted has come, or is coming: the others wait for it to be taken. */
    boolean isAdmittedHere() {
        return wish == null || wish.admitted == 0;
    }

    private void unhold() {
        if (wish != null && wish.holder) {
            wish.holder = false;
            wish.admitted = 0;
            budget.unhold(this);
        }
    }

    /** Whether the sender has yet to hear of something taken, or of a limit raised for a large message. */
    public boolean hasNews() {
        return account != null
                && (state == State.OPEN || state == State.ENDED)
                && (ledger().takenMessages() > account().announcedTaken || hasLimitToAnnounce());
    }

    /** Whether the news should not wait: a part of a window is taken, or a large message has been admitted. */
    public boolean isUrgent() {
        return hasLimitToAnnounce()
                || (ledger().takenMessages() - account().announcedTaken) >= worthMessages()
                || hasBytesToAnnounce();
    }

    /**
     * So many taken are worth an announcement. In a crowd the whole window: its last message is taken for sure, and all rates are as the windows
     * are, which parts of them, sent as they come, would upset.
     */
    private int worthMessages() {
        return budget.isCrowded() ? windowMessages : (windowMessages + ANNOUNCED_PARTS - 1) / ANNOUNCED_PARTS;
    }

    /** The same in bytes; never the whole window, whose last bytes may be too few for another message. */
    private long worthBytes() {
        return windowBytes / (budget.isCrowded() ? 2 : ANNOUNCED_PARTS);
    }

    /** How many messages more, at least one, are to be taken before the sender should hear of it at once. */
    public long untilUrgent() {
        return Math.max(1, worthMessages() - (ledger().takenMessages() - account().announcedTaken));
    }

    /** Whether the sender has less than half a window left, as far as it knows. */
    public boolean isLow() {
        Account it = account();
        return (it.announcedMessages - it.sentMessages()) * 2 < windowMessages
                || it.announcedBytes - it.sentBytes() < Math.max(windowBytes / 2, it.usualBytes);
    }

    /** The totals to announce now, after growing the window if the sender was held back by it. */
    public Credit announce() {
        Account it = account();
        if (state == State.OPEN) {
            if (grow()) {
                it.round = budget.usedUp(it.round);
            }
            windowBytes = Math.clamp(budget.fairBytes(), window.initialBytes(), windowBytes);
            int least = Math.min(windowMessages, LEAST_MESSAGES);
            windowMessages = Math.clamp(budget.fairMessages(), least, windowMessages);
            grant();
        }
        it.announcedTaken = it.takenMessages();
        it.announcedTakenBytes = it.takenBytes();
        it.announcedMessages = it.messageLimit();
        it.announcedBytes = it.byteLimit();
        return new Credit(id, it.announcedTaken, it.announcedMessages, it.announcedBytes);
    }

    /** @return whether the sender is seen to have used up its window */
    private boolean grow() {
        Account it = account();
        boolean messages = windowMessages > 0 && it.announcedMessages - it.sentMessages() <= windowMessages / 4;
        // A window that held less than two messages more held the sender back, however much of it is left.
        boolean bytes = it.announcedBytes - it.sentBytes() < Math.max(windowBytes / 4 + 1, 2 * it.usualBytes);
        boolean busy = isBusyInCrowd(it);
        if (messages || busy) {
            windowMessages = (int) Math.min(window.maxMessages(), windowMessages * 2L);
        }
        if (bytes || busy) {
            windowBytes = (int) Math.min(window.maxBytes(), windowBytes * 2L);
        }
        return messages || bytes;
    }

    /**
     * Whether half a window and more was taken in this round of the budget, in a crowd. There it takes longer from an announcement to what
     * comes by it than to the next announcement, so that no sender is seen to have used up what it knows of, and those with the smallest
     * windows would keep them: the slowest tenth had 0.41 to 0.51 of the median rate, now 0.47 to 0.58.
     */
    private boolean isBusyInCrowd(Account it) {
        if (it.busyRound != budget.round()) {
            it.busyRound = budget.round();
            it.takenBeforeRound = it.announcedTakenBytes;
        }
        return budget.isCrowded() && it.takenBytes() - it.takenBeforeRound >= windowBytes / 2;
    }

    private void grant() {
        long wish = Math.max(ledger().byteLimit() - ledger().takenBytes(), windowBytes);
        if (wish > reserved) {
            reserved += budget.reserveUpTo(wish - reserved);
        }
        ledger().grant(ledger().takenMessages() + windowMessages, ledger().takenBytes() + Math.min(wish, reserved));
    }

    /** Whether the end was seen and everything that arrived is taken: FINISHED is due. */
    public boolean isDrained() {
        return state == State.ENDED && ledger().untakenMessages() == 0;
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
        large = null;
        free();
    }

    /** LEFT has come, or the session is lost. */
    public void close() {
        if (state != State.LEAVING && state != State.FINISHED) {
            free();
        }
        large = null;
        state = State.FINISHED;
    }

    private void free() {
        budget.forget(this);
        budget.release(reserved);
        reserved = 0;
        unhold();
    }

    /** Whether a limit that the ledger has is not announced. */
    final boolean hasLimitToAnnounce() {
        Account it = account();
        return it.byteLimit() > it.announcedBytes || it.messageLimit() > it.announcedMessages;
    }

    /** Whether so many bytes are taken and not announced that the sender may wait for them: a part of a window. */
    final boolean hasBytesToAnnounce() {
        Account it = account();
        return it.takenBytes() + windowBytes - it.announcedBytes >= worthBytes();
    }

    /** Whether the sender has asked for bytes that are not granted. */
    final boolean wantsBytes() {
        return wish != null && wish.wanted != 0;
    }

    /** Messages that have arrived whole. */
    public final long arrivedMessages() {
        return ledger().sentMessages() - (large == null ? 0 : 1);
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
        if (!ledger().covers(messages, bytes)) {
            throw new ProtocolViolation(
                    ErrorCode.CREDIT_EXCEEDED,
                    "stream " + id + " sent " + messages + " messages of " + bytes + " bytes with credit for "
                            + ledger().freeMessages() + " and " + ledger().freeBytes());
        }
        ledger().spend(messages, bytes);
        account().usualBytes = (bytes + messages - 1) / messages;
        if (wish != null) {
            come(wish, bytes);
        }
    }

    private void come(Wish wish, long bytes) {
        if (bytes >= wish.admitted - Batch.WHOLE_OVERHEAD) {
            // Anything smaller means that the sender has changed its mind, and has the credit all the same.
            wish.admitted = 0;
        }
        if (wish.wanted != 0) {
            // What was wanted has come on ordinary credit, or went elsewhere.
            wish.wanted = 0;
            budget.forget(this);
        }
    }

    final ProtocolViolation violation(String what) {
        return new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, "stream " + id + ": " + what);
    }
}
