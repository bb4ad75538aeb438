package dev.strait.wire.dispatch;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Parcel;
import dev.strait.wire.mux.RendezvousInStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A receiver end of a rendezvous channel: gives out tickets for the receives that wait, and keeps each offer that comes on one until the
 * program has taken it or given it back (docs/protocol.md, "Rendezvous"). An offer whose stream is over is gone. Not thread-safe.
 */
public final class RendezvousReceiverEnd extends ReceiverEnd {
    private final Set<Offered> offered = new LinkedHashSet<>();
    /** Streams in the order in which those who wait get tickets. */
    private final Set<RendezvousInStream> turn = new LinkedHashSet<>();

    private int receives;
    private int lastWaitingSenders;
    private boolean arrivedNew;
    private boolean toldOfEnd;

    /** A receiver end without senders. */
    public RendezvousReceiverEnd(EndRef ref, boolean toleratesLostSenders) {
        super(ref, toleratesLostSenders);
    }

    /** So many receives of the program wait here now; one that takes counts as gone until this is said again. */
    public void waiting(int receives) {
        if (receives < 0) {
            throw new IllegalArgumentException(receives + " receives cannot wait");
        }
        this.receives = receives;
    }

    /** Gives out the tickets that are due; the streams that have got some are to be told at once. */
    public List<RendezvousInStream> grantTickets() {
        if (receives == 0 || isLeft() || isSettled()) {
            return List.of();
        }
        long free = receives;
        List<RendezvousInStream> open = new ArrayList<>();
        List<Tickets.Standing> standings = new ArrayList<>();
        for (RendezvousInStream stream : turn) {
            free -= stream.messagesInHand();
            if (stream.state() == InStream.State.OPEN) {
                open.add(stream);
                standings.add(new Tickets.Standing(
                        stream.unusedTickets(), stream.awaitsAdmission() ? 0 : stream.sendsThatMayCome()));
            }
        }
        long[] grants = Tickets.grant(free, standings);
        List<RendezvousInStream> granted = new ArrayList<>();
        for (int i = 0; i < grants.length; i++) {
            if (grants[i] > 0) {
                RendezvousInStream stream = open.get(i);
                stream.grantTickets(grants[i]);
                turn.remove(stream);
                turn.add(stream);
                granted.add(stream);
            }
        }
        return granted;
    }

    @Override
    public void opened(InStream stream) {
        super.opened(stream);
        turn.add((RendezvousInStream) stream);
    }

    @Override
    void keep(Parcel parcel) {
        RendezvousInStream stream = (RendezvousInStream) parcel.stream();
        long number = stream.arrivedMessages();
        offered.add(new Offered(parcel, new OfferRank(stream.sender(), ref(), number), number));
        arrivedNew = true;
    }

    /**
     * An offer is decided.
     *
     * @param taken whether it was taken; else it goes back
     * @return whether it was there
     */
    public boolean decide(Offered offer, boolean taken) {
        if (!offered.remove(offer)) {
            return false;
        }
        if (taken) {
            receives = Math.max(0, receives - 1);
            took(1);
        } else {
            unreceived(1);
        }
        return true;
    }

    @Override
    public List<Offered> offered() {
        return List.copyOf(offered);
    }

    @Override
    public int waitingSenders() {
        long waiting = 0;
        for (RendezvousInStream stream : turn) {
            waiting += stream.waitingSends() + stream.arrivingMessages();
        }
        return (int) Math.min(waiting, Integer.MAX_VALUE);
    }

    /** Whether the program should look again: an offer has arrived, the end is over by others, or no send waits for it any more. */
    @Override
    public boolean wakes() {
        int waitingSenders = waitingSenders();
        boolean forsaken = waitingSenders == 0 && lastWaitingSenders > 0 && !isLeft();
        boolean ended = !toldOfEnd && !isLeft() && closure() != null;
        boolean wakes = arrivedNew || forsaken || ended;
        lastWaitingSenders = waitingSenders;
        arrivedNew = false;
        toldOfEnd |= ended;
        return wakes;
    }

    @Override
    boolean holdsAny() {
        return !offered.isEmpty();
    }

    @Override
    void giveUp() {
        unreceived(offered.size());
        offered.clear();
    }

    @Override
    void dropped(InStream stream) {
        if (stream instanceof RendezvousInStream it) {
            turn.remove(it);
        }
        int before = offered.size();
        offered.removeIf(each -> each.parcel().stream() == stream);
        unreceived(before - offered.size());
    }
}
