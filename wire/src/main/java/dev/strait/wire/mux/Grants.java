package dev.strait.wire.mux;

/**
 * What the receiving half of a stream has granted: the ledger, the window as it has grown, what the budget has reserved for it, and how much of
 * all that the sender has been told. Here "sent" reads "received".
 *
 * <p>What is taken is announced by thirds of a window: two thirds are on the way or being taken while the sender hears of one. By halves one way
 * made 11.0, 7.6 and 6.4 M messages a second, by thirds 11.4, 10.2 and 8.6, by quarters 10.3, 9.3 and 7.9, in turn. Thirds are rounded down:
 * three larger ones would be more than a window, and a sender that uses up its limit would end each batch just before its receiver has anything
 * to announce. Where very many streams are active it is by whole windows in messages: their senders have to wait for their turn anyway.
 *
 * <p>Not thread-safe.
 */
sealed class Grants extends Ledger permits Inbox {
    /** In so many parts a window is announced as taken, if it is taken at a stretch. */
    private static final int ANNOUNCED_PARTS = 3;
    /** A window in messages is not made smaller than this for the sake of other streams. */
    private static final int LEAST_MESSAGES = 16;

    private final Window window;
    private final Budget budget;
    private int windowMessages;
    private int windowBytes;
    private long reserved;

    private long announcedTaken;
    private long announcedMessages;
    private long announcedBytes;
    /** The mean cost of the messages that came last. */
    private long usualBytes;
    /** So many bytes were taken when that was announced last. */
    private long announcedTakenBytes;
    /** The budget's round at the last announcement, and what had been announced before the first of it. */
    private int busyRound;

    private long takenBeforeRound;
    /** The budget's round in which the window was found used up last. */
    private int round;

    /** The initial credit of a window, which the budget has promised. */
    Grants(Window window, Budget budget) {
        super(window.initialMessages(), window.initialBytes());
        this.window = window;
        this.budget = budget;
        windowMessages = window.initialMessages();
        windowBytes = window.initialBytes();
        reserved = windowBytes;
        announcedMessages = windowMessages;
        announcedBytes = windowBytes;
    }

    /** Counts what has come. The caller has asked {@link #covers}. */
    void come(long messages, long bytes) {
        spend(messages, bytes);
        usualBytes = (bytes + messages - 1) / messages;
    }

    /** Gives the budget back what is taken and not granted anew. */
    void releaseTaken() {
        long needed = Math.max(window.initialBytes(), byteLimit() - takenBytes());
        if (needed < reserved) {
            budget.release(reserved - needed);
            reserved = needed;
        }
    }

    /** Gives the budget back everything. */
    void releaseAll() {
        budget.release(reserved);
        reserved = 0;
    }

    // --- large messages ---

    /** How many bytes are to be reserved until the byte limit may be so high. */
    long lackingFor(long limit) {
        return Math.max(0, limit - takenBytes() - reserved);
    }

    /** Raises the byte limit, now that the budget has reserved what was {@link #lackingFor lacking} for it. */
    void raise(long limit, long lacking) {
        reserved += lacking;
        grant(0, limit);
    }

    /** Whether so many bytes can only come if the limit is raised beyond the window, and may then. */
    boolean isBeyondWindow(long bytes) {
        return bytes > windowBytes && untakenBytes() + bytes <= window.maxBytes();
    }

    // --- announcements ---

    /** Whether something is taken that the sender has not heard of. */
    boolean hasTakenToAnnounce() {
        return takenMessages() > announcedTaken;
    }

    /** How many messages the sender knows to be taken. */
    long announcedTaken() {
        return announcedTaken;
    }

    /** Whether so many messages are taken and not announced that the sender should hear of them at once. */
    boolean hasMessagesToAnnounce() {
        return takenMessages() - announcedTaken >= worthMessages();
    }

    /** Whether so many bytes are taken and not announced that the sender may wait for them: a part of a window. */
    boolean hasBytesToAnnounce() {
        return takenBytes() + windowBytes - announcedBytes >= worthBytes();
    }

    /** Whether a limit that the ledger has is not announced. */
    boolean hasLimitToAnnounce() {
        return byteLimit() > announcedBytes || messageLimit() > announcedMessages;
    }

    /** How many messages more, at least one, are to be taken before the sender should hear of it at once. */
    long untilUrgent() {
        return Math.max(1, worthMessages() - (takenMessages() - announcedTaken));
    }

    /**
     * So many taken are worth an announcement. In a crowd the whole window: its last message is taken for sure, and all rates are as the windows
     * are, which parts of them, sent as they come, would upset.
     */
    private int worthMessages() {
        return budget.isCrowded() ? windowMessages : Math.max(1, windowMessages / ANNOUNCED_PARTS);
    }

    /** The same in bytes; never the whole window, whose last bytes may be too few for another message. */
    private long worthBytes() {
        return windowBytes / (budget.isCrowded() ? 2 : ANNOUNCED_PARTS);
    }

    /** Whether the sender has less than half a window left, as far as it knows. */
    boolean isLow() {
        return (announcedMessages - sentMessages()) * 2 < windowMessages
                || announcedBytes - sentBytes() < Math.max(windowBytes / 2, usualBytes);
    }

    /** The sender is told all totals. */
    void announced() {
        announcedTaken = takenMessages();
        announcedTakenBytes = takenBytes();
        announcedMessages = messageLimit();
        announcedBytes = byteLimit();
    }

    /** Grants a window from what is taken, a larger one if the sender was held back by it, a smaller one if others need room. */
    void renew() {
        if (grow()) {
            round = budget.usedUp(round);
        }
        windowBytes = Math.clamp(budget.fairBytes(), window.initialBytes(), windowBytes);
        int least = Math.min(windowMessages, LEAST_MESSAGES);
        windowMessages = Math.clamp(budget.fairMessages(), least, windowMessages);
        long wish = Math.max(byteLimit() - takenBytes(), windowBytes);
        if (wish > reserved) {
            reserved += budget.reserveUpTo(wish - reserved);
        }
        grant(takenMessages() + windowMessages, takenBytes() + Math.min(wish, reserved));
    }

    /** @return whether the sender is seen to have used up its window */
    private boolean grow() {
        boolean messages = windowMessages > 0 && announcedMessages - sentMessages() <= windowMessages / 4;
        // A window that held less than two messages more held the sender back, however much of it is left.
        boolean bytes = announcedBytes - sentBytes() < Math.max(windowBytes / 4 + 1, 2 * usualBytes);
        boolean busy = isBusyInCrowd();
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
    private boolean isBusyInCrowd() {
        if (busyRound != budget.round()) {
            busyRound = budget.round();
            takenBeforeRound = announcedTakenBytes;
        }
        return budget.isCrowded() && takenBytes() - takenBeforeRound >= windowBytes / 2;
    }
}
