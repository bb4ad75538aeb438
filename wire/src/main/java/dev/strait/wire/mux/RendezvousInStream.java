package dev.strait.wire.mux;

import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.FragmentHead;
import dev.strait.wire.frame.Mark;
import dev.strait.wire.frame.Waiting;
import dev.strait.wire.frame.Withdraw;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a stream of a rendezvous channel (docs/protocol.md, "Rendezvous"): every message comes alone, on a ticket, and is
 * decided on its own, by number; tickets take the place of a window of messages. Bytes are granted as on any stream. Not thread-safe.
 */
public final class RendezvousInStream extends InStream {
    private final Set<Long> undecided = new HashSet<>();
    private int waitingSends;
    /** Its link has no connection: whoever waits there cannot send now, and what is coming does not come. */
    private boolean suspended;

    /** A stream as its OPEN describes it, without a ticket; the window bounds bytes alone. */
    public RendezvousInStream(int id, byte[] schema, EndRef sender, Terms terms) {
        super(id, schema, sender, terms);
        if (terms.window().maxMessages() != 0) {
            throw new IllegalArgumentException("a rendezvous has tickets in place of " + terms.window());
        }
    }

    @Override
    public @Nullable Parcel data(Data data) {
        if (data.messages() != 1 && takesData()) {
            throw violation("a batch of " + data.messages() + " messages on a ticket for one");
        }
        Parcel message = super.data(data);
        if (message != null) {
            begun();
            undecided.add(arrivedMessages());
        }
        return message;
    }

    @Override
    public void begin(FragmentHead head) {
        long before = ledger().sentMessages();
        super.begin(head);
        if (ledger().sentMessages() > before) {
            begun();
        }
    }

    @Override
    public @Nullable Parcel arrived(FragmentHead head) {
        Parcel message = super.arrived(head);
        if (message != null) {
            undecided.add(arrivedMessages());
        }
        return message;
    }

    /** Whoever has sent it waits no more: the sending half counts the same way, and says so if it is not true. */
    private void begun() {
        waitingSends = Math.max(0, waitingSends - 1);
    }

    @Override
    void end() {
        super.end();
        waitingSends = 0;
    }

    /** Its link has lost its connection, or has one again. */
    public void suspended(boolean isSuspended) {
        suspended = isSuspended;
    }

    /** Sends that wait for a ticket at its other side and could use one now. */
    public int sendsThatMayCome() {
        return suspended ? 0 : waitingSends();
    }

    /** Messages that have come and are not decided, and those that are coming now. */
    public long messagesInHand() {
        return undecidedMessages() - (suspended ? arrivingMessages() : 0);
    }

    @Override
    public void mark(Mark mark) {
        if (takesData()) {
            throw violation("a mark on a stream of a rendezvous channel");
        }
    }

    /** Takes in WAITING. */
    public void waiting(Waiting waiting) {
        if (takesData()) {
            waitingSends = waiting.sends();
        }
    }

    /**
     * Takes in WITHDRAW.
     *
     * @return whether the message is undecided, and so is to be returned
     */
    public boolean withdraw(Withdraw withdraw) {
        if (state() == State.LEAVING || state() == State.FINISHED) {
            return false;
        }
        if (withdraw.number() > arrivedMessages()) {
            throw violation("message " + withdraw.number() + " is withdrawn, and has not arrived");
        }
        return undecided.contains(withdraw.number());
    }

    /**
     * Counts a message as decided: taken or returned.
     *
     * @return whether it was undecided
     */
    public boolean decide(long number, long bytes) {
        if (!undecided.remove(number)) {
            return false;
        }
        take(1, bytes);
        return true;
    }

    /** How many sends wait for a ticket at the other side, as far as it has said. */
    public int waitingSends() {
        return state() == State.OPEN ? waitingSends : 0;
    }

    /** Messages that have begun to come and are not there whole: 0 or 1. */
    public int arrivingMessages() {
        return state() == State.OPEN ? (int) (ledger().sentMessages() - arrivedMessages()) : 0;
    }

    /** Tickets that the sender has not used. */
    public long unusedTickets() {
        return ledger().freeMessages();
    }

    /** Messages that have begun to come and are not decided. */
    public long undecidedMessages() {
        return state() == State.OPEN || state() == State.ENDED ? ledger().untakenMessages() : 0;
    }

    /**
     * Whether the first of those sends waits for bytes that the budget has not admitted: nobody knows when it can use its ticket, and the
     * others stand behind it.
     */
    public boolean awaitsAdmission() {
        return wantsBytes();
    }

    /** Gives the sender so many tickets more. */
    public void grantTickets(long tickets) {
        ledger().grant(Math.addExact(ledger().messageLimit(), tickets), 0);
    }

    /** A ticket does not wait, and nor does a byte limit that was raised; that something was decided is known from its verdict. */
    @Override
    public boolean isUrgent() {
        return hasLimitToAnnounce() || hasBytesToAnnounce();
    }
}
