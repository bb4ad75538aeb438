package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.Offer;
import dev.strait.wire.dispatch.QueueSenderEnd;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.dispatch.Verdict;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sender end of a rendezvous channel, with what core's {@code RendezvousSender} does around it, for calls of several threads. */
final class RendezvousSenderProgram extends SenderProgram implements RendezvousPort {
    private record Settlement(Offer offer, Verdict verdict) {}

    private static final long MAX_THINK_NANOS = 1_000_000;

    private final SenderEnd end;
    private final WaitingLine line;
    private final Map<Offer, Place> out = new HashMap<>();
    private final ArrayDeque<Settlement> settlements = new ArrayDeque<>();
    private int told;
    private int values;

    RendezvousSenderProgram(
            World world, SimulatedNode node, ChannelPlan channel, int number, Ending ending, byte[] schema) {
        super(world, node, channel, number, ending, schema, MAX_THINK_NANOS, QueueSenderEnd.DEFAULT_ATTEMPTS);
        this.end = sender();
        this.line = new WaitingLine(world.tampering());
        world.history().add(name, "opens on %s/%s, then %s", node.name(), channel.name(), ending);
    }

    /** A new value for a call to send. */
    Value nextValue() {
        return new Value(new Message(number(), values++), drawLength());
    }

    @Override
    int values() {
        return values;
    }

    @Override
    public WaitingLine line() {
        return line;
    }

    /** Offers that have no verdict, as the program knows it. */
    int out() {
        return out.size();
    }

    // --- calls ---

    @Override
    public @Nullable Result attempt(Place place) {
        return line.firstOpen() != null ? null : tryPass(place, true);
    }

    /** Passes a value on, if a receive waits for one somewhere. @return null if none does, or if it is out now */
    private @Nullable Result tryPass(Place place, boolean comes) {
        Closure closure = node.engine().closure(end);
        if (hasEnded() || closure != null) {
            return new Result.Refused(hasEnded() ? null : closure);
        }
        Value value = place.value();
        Offer offer = node.engine().prepare(end, value.length(), node.now());
        if (offer == null) {
            return null;
        }
        world.contract().kept().begins(node, offer.lane());
        if (comes) {
            line.givePlace(place);
            place.round().claim(place);
        } else {
            line.claim(place);
        }
        place.offer(offer);
        out.put(offer, place);
        world.contract().exchanges().offers(this, place, offer);
        node.engine().offer(end, offer, value.batch(), node.now());
        return null;
    }

    /** Passes on what waits, first come first served. */
    private void serve() {
        for (Place first = line.firstOpen(); first != null; first = line.firstOpen()) {
            Result outcome = tryPass(first, false);
            if (outcome != null) {
                line.claim(first);
                first.complete(outcome);
            } else if (!first.isOut()) {
                return;
            }
        }
    }

    @Override
    public boolean mayAsk() {
        return false;
    }

    @Override
    public void askBack(Place place) {
        Offer offer = place.offer();
        if (offer != null) {
            world.history().add(name, "wants %d back", place.value().message().sequence());
            node.engine().withdraw(end, offer, node.now());
        }
    }

    @Override
    public void release() {
        int waiting = line.open();
        if (waiting != told) {
            told = waiting;
            node.engine().waiting(end, waiting, node.now());
        }
    }

    // --- what the engine says ---

    /** What has become of an offer. */
    void settled(Offer offer, Verdict verdict) {
        settlements.add(new Settlement(offer, verdict));
        signal();
    }

    /** Looks now, as a thread does that finds nobody at work here; or a little later. */
    void signal() {
        if (dice.chance(0.5)) {
            attend();
        } else {
            wake();
        }
    }

    @Override
    void step() {
        attend();
    }

    private void attend() {
        for (Settlement it = settlements.poll(); it != null; it = settlements.poll()) {
            Place place = out.remove(it.offer());
            if (place == null) {
                throw new ContractViolation(name + " was told " + it.verdict() + " of an offer that is not out");
            }
            world.contract().exchanges().settled(this, place, it.verdict());
            place.complete(
                    switch (it.verdict()) {
                        case TAKEN -> new Result.Accepted();
                        case RETURNED -> new Result.Returned();
                        case UNKNOWN -> new Result.Unknown();
                    });
        }
        serve();
        release();
    }

    // --- the end ---

    /**
     * A call was told that it cannot send.
     *
     * @param closure null if that is because this program has ended it
     */
    void refused(@Nullable Closure closure) {
        if (closure instanceof Closure.Unreachable) {
            world.contract().unreachable(this);
        } else if (closure != null && stage() == Stage.RUNNING) {
            stop(closure);
        }
    }

    /** No thread is left that it was opened for. */
    void callersOver() {
        if (stage() == Stage.RUNNING) {
            finish();
        }
    }

    @Override
    void seal() {}

    @Override
    void endedCalls() {
        attend();
    }
}
