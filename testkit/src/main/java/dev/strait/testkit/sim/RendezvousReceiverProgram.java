package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.Offered;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.frame.MessageCursor;
import dev.strait.wire.mux.Parcel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A receiver end of a rendezvous channel, with what core's {@code RendezvousReceiver} does around it, for calls of several threads. */
final class RendezvousReceiverProgram extends ReceiverProgram implements RendezvousPort {
    private final ReceiverEnd end;
    private final WaitingLine line;
    /** Whether it stays open when no thread is left that it was opened for. */
    private final boolean stays;
    /** Offers that are kept undecided, each with the calls that may yet take it. */
    private final Map<Offered, List<Place>> kept = new LinkedHashMap<>();

    private @Nullable Closure over;
    private int told;
    private int mostTold;

    RendezvousReceiverProgram(
            World world,
            SimulatedNode node,
            ChannelPlan channel,
            int number,
            boolean stays,
            long maxThinkNanos,
            byte[] schema) {
        super(world, node, channel, number, maxThinkNanos, schema);
        this.end = receiver();
        this.line = new WaitingLine(world.tampering());
        this.stays = stays;
    }

    @Override
    public WaitingLine line() {
        return line;
    }

    /** Offers that are kept undecided, each with the calls that may yet take it. */
    Map<Offered, List<Place>> kept() {
        return kept;
    }

    /** The most receives that ever waited here at once. */
    int mostTold() {
        return mostTold;
    }

    // --- calls ---

    @Override
    public @Nullable Result attempt(Place place) {
        for (Offered offered : end.offered()) {
            if (node.engine().take(end, offered, node.now())) {
                return received(offered, place);
            }
        }
        return checkOver() ? new Result.Closed() : null;
    }

    private Result.Received received(Offered offered, Place by) {
        Parcel parcel = offered.parcel();
        Message message;
        if (parcel.whole()) {
            message = Message.read(parcel.array(), parcel.from(), parcel.to());
        } else {
            MessageCursor cursor = new MessageCursor();
            cursor.reset(parcel.array(), parcel.from(), 1);
            cursor.next();
            message = Message.read(cursor.array(), cursor.from(), cursor.to());
        }
        counts(message, 0);
        world.contract().takenInRendezvous(this, message, by.call());
        return new Result.Received(message);
    }

    @Override
    public boolean mayAsk() {
        return over == null && end.waitingSenders() > 0;
    }

    @Override
    public void askBack(Place place) {
        throw new IllegalStateException(name + " sends nothing");
    }

    @Override
    public void release() {
        if (!kept.isEmpty() || (line.open() != told && over == null)) {
            decide();
        }
    }

    // --- what the engine says ---

    /** An offer has arrived, or something else has changed: looks now, as a thread does that finds nobody at work here; or a little later. */
    void signal() {
        if (dice.chance(0.5)) {
            step();
        } else {
            wake();
        }
    }

    @Override
    void step() {
        decide();
        hearOfEnd();
    }

    private void decide() {
        kept.clear();
        List<Offered> unwanted = new ArrayList<>();
        for (Offered offered : end.offered()) {
            Place place = line.claimFirst();
            if (place != null) {
                if (!node.engine().take(end, offered, node.now())) {
                    throw new ContractViolation(name + ": an offer went away while it was decided");
                }
                place.complete(received(offered, place));
                continue;
            }
            List<Place> waiting = line.mayYetTake(offered.rank());
            if (!waiting.isEmpty()) {
                kept.put(offered, waiting);
            } else if (world.tampering().givesBack()) {
                unwanted.add(offered);
            }
        }
        if (!checkOver()) {
            if (end.waitingSenders() == 0) {
                line.denyAll();
            }
            told = line.open();
            mostTold = Math.max(mostTold, told);
            node.engine().waiting(end, told, node.now());
        }
        for (Offered offered : unwanted) {
            world.history()
                    .add(
                            name,
                            "gives %d of %s back",
                            offered.number(),
                            offered.rank().sender());
            node.engine().giveBack(end, offered, node.now());
        }
        if (!kept.isEmpty()) {
            world.history().add(name, "keeps %d offers undecided", kept.size());
            world.contract().exchanges().keeps(this);
        }
        if (over != null) {
            for (Place place = line.claimFirst(); place != null; place = line.claimFirst()) {
                place.complete(new Result.Closed());
            }
        }
    }

    // --- the end ---

    private boolean checkOver() {
        if (over == null) {
            over = end.closure();
        }
        return over != null;
    }

    /** Threads may have found that it is over ahead of this. */
    private void hearOfEnd() {
        Closure why = over;
        if (why != null && stage() == Stage.RUNNING) {
            ended(why);
        }
    }

    @Override
    void report() {}

    @Override
    void leave() {
        super.leave();
        if (isOver()) {
            checkOver();
            decide();
        }
    }

    /** No thread is left that it was opened for. */
    void callersOver() {
        hearOfEnd();
        if (!stays) {
            leave();
        }
    }
}
