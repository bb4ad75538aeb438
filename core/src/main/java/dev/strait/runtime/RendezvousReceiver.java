package dev.strait.runtime;

import dev.strait.channel.Signal;
import dev.strait.codec.Codec;
import dev.strait.wire.dispatch.Offered;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.MessageCursor;
import dev.strait.wire.mux.Parcel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The receiving end of a channel of capacity 0. Every receive that waits is a ticket for a sender somewhere. What comes on it is decided
 * at once: taken by a receive that waits, or given back if none does any more. It is kept undecided only while a select waits here that
 * has a value of its own, of higher rank, at another node: that one may yet take it.
 *
 * @param <T> the type of the values
 */
final class RendezvousReceiver<T> extends RemoteReceiver<T> {
    /** More receives than this are not told of at a time: each that is served makes room for another ticket. */
    private static final int MOST_TICKETS = 256;

    /** How many waiting receives the engine knows of. */
    private int told;
    /** Whether something was kept undecided. */
    private boolean keeps;

    RendezvousReceiver(EngineAccess access, Host host, String channel, Codec<T> codec, ReceiverEnd end) {
        super(access, host, channel, codec, end);
    }

    /** What arrives is decided by {@link #decide}; only the end is for everybody. */
    @Override
    protected boolean ready() {
        return isOver();
    }

    @Override
    protected Object pollItem() {
        NodeEngine engine = access.enter();
        Parcel taken = null;
        try {
            for (Offered offered : end.offered()) {
                if (engine.take(end, offered, access.now())) {
                    taken = offered.parcel();
                    break;
                }
            }
            if (taken == null) {
                return checkOver() ? Signal.CLOSED : Signal.EMPTY;
            }
        } finally {
            access.exitLater();
        }
        return item(taken);
    }

    private Item<T> item(Parcel parcel) {
        int from = parcel.from();
        int to = parcel.to();
        if (!parcel.whole()) {
            MessageCursor cursor = new MessageCursor();
            cursor.reset(parcel.array(), from, 1);
            cursor.next();
            from = cursor.from();
            to = cursor.to();
        }
        return new Item<>(reader(parcel.stream()), parcel.array(), from, to, parcel.whole(), false, null);
    }

    @Override
    protected void serveLine() {
        decide();
    }

    @Override
    protected boolean mayAsk() {
        access.enter();
        try {
            return !isOver() && end.waitingSenders() > 0;
        } finally {
            access.exitLater();
        }
    }

    @Override
    void runErrand(boolean hasArrived) {
        decide();
    }

    /** Whoever has come to wait or gone changes what is kept, and how many tickets are out. */
    @Override
    protected void unlocking() {
        if (keeps || (waitingReceivers(MOST_TICKETS) != told && !isOver())) {
            decide();
        }
    }

    private void decide() {
        Map<Claimant, Parcel> taken = new LinkedHashMap<>();
        NodeEngine engine = access.enter();
        try {
            List<Offered> unwanted = new ArrayList<>();
            keeps = false;
            for (Offered offered : end.offered()) {
                Claimant claimant = claim();
                if (claimant != null) {
                    if (!engine.take(end, offered, access.now())) {
                        throw new IllegalStateException("an offer went away in one hold of the engine");
                    }
                    taken.put(claimant, offered.parcel());
                } else if (mayYetTake(new RemoteRank(offered.rank()))) {
                    keeps = true;
                } else {
                    unwanted.add(offered);
                }
            }
            if (!checkOver()) {
                if (end.waitingSenders() == 0) {
                    deny();
                }
                // Before anything goes back: a ticket is not to be granted for a receive that has gone.
                told = waitingReceivers(MOST_TICKETS);
                engine.waiting(end, told, access.now());
            }
            unwanted.forEach(offered -> engine.giveBack(end, offered, access.now()));
        } finally {
            access.exitLater();
            taken.forEach((claimant, parcel) -> give(claimant, item(parcel)));
        }
        if (isOver()) {
            serve();
        }
    }
}
