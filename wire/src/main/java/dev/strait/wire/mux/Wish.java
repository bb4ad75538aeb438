package dev.strait.wire.mux;

/**
 * The large messages of a stream at its receiving half: one that is wanted, and one that was, is admitted, and has not been taken. The
 * budget admits a message as a whole, in order of asking among all streams. Not thread-safe.
 */
final class Wish {
    private final InStream stream;
    private final Grants grants;
    private final Budget budget;
    /** The cost of what is wanted and not admitted; 0 if nothing is. */
    private long wanted;
    /** Whether the budget has been asked for it. */
    private boolean asked;
    /** Whether a large message is admitted and not taken, for the budget's rule of one. */
    private boolean holder;
    /** The cost of the large message that is admitted and has not begun to come; 0 if there is none. */
    private long admitted;
    /** The total of bytes that is taken once the large message is. */
    private long heldUntil;

    /** Nothing is wanted yet. */
    Wish(InStream stream, Grants grants, Budget budget) {
        this.stream = stream;
        this.grants = grants;
        this.budget = budget;
    }

    /** The sender wants so many bytes of credit for one message, in place of what it wanted before. */
    void want(long cost) {
        if (cost == wanted) {
            return; // it waits already, and keeps its place
        }
        budget.forget(stream);
        wanted = cost;
        asked = false;
        askIfDue();
    }

    /** Whether something is wanted that is not admitted. */
    boolean isOpen() {
        return wanted != 0;
    }

    /** Whether what was admitted has begun to come. */
    boolean hasCome() {
        return admitted == 0;
    }

    /**
     * Turns to the budget for what is wanted, unless taking what has arrived will make room for it: else every sender that is held back
     * could raise its limit message by message, and the windows would bound nothing.
     */
    private void askIfDue() {
        if (wanted == 0 || asked) {
            return;
        }
        if (grants.untakenMessages() != 0 && !grants.isBeyondWindow(wanted)) {
            return;
        }
        asked = true;
        if (holder) {
            // Others wait for what it holds and has not used up, so it cannot wait behind them.
            if (!tryAdmit()) {
                budget.awaitFirst(stream);
            }
        } else if (budget.hasWaiting() || !tryAdmit()) {
            budget.await(stream);
        }
    }

    /** Raises the byte limit by what is wanted, if the budget admits all of it. */
    boolean tryAdmit() {
        long limit = Math.max(grants.byteLimit(), grants.sentBytes() + wanted);
        long lacking = grants.lackingFor(limit);
        // What it holds itself does not count if it is unused: the sender has changed its mind.
        boolean unused = holder && grants.untakenBytes() == 0;
        boolean alone = budget.isOnlyHolder(stream, unused);
        if (!budget.reserveWhole(lacking, alone || (unused && !budget.isExceeded()))) {
            return false;
        }
        grants.raise(limit, lacking);
        if (lacking > 0) {
            heldUntil = limit;
            admitted = wanted;
            holder = true;
            budget.hold(stream);
        }
        wanted = 0;
        return true;
    }

    /** Messages have come, or one has begun to, of so many bytes. */
    void come(long bytes) {
        if (bytes > admitted - Batch.WHOLE_OVERHEAD) {
            // Anything smaller means that the sender has changed its mind, and has the credit all the same.
            admitted = 0;
        }
        if (wanted != 0) {
            // What was wanted has come on ordinary credit, or went elsewhere.
            wanted = 0;
            budget.forget(stream);
        }
    }

    /** The ledger has more taken. */
    void taken() {
        // It was granted as if it came in fragments; in a batch it costs up to four bytes less.
        if (grants.takenBytes() + Batch.WHOLE_OVERHEAD > heldUntil) {
            letGo();
        }
        askIfDue();
    }

    /** What was admitted is taken, or the stream is over. */
    void letGo() {
        if (holder) {
            holder = false;
            admitted = 0;
            budget.unhold(stream);
        }
    }
}
