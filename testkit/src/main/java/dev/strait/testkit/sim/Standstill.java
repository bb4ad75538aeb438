package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.testkit.virtual.Dice;
import dev.strait.wire.dispatch.Lane;
import dev.strait.wire.dispatch.Offer;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.OutStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at the calls in progress once nothing goes wrong any more: a send and a receive that wait on one channel must meet, a value that is
 * out must get its verdict, and a call whose time has passed must end, all within a bound. Calls that wait for nobody wait rightly,
 * and are interrupted when nothing else goes on.
 */
final class Standstill {
    private static final long BOUND_NANOS = 120_000_000_000L;

    private record Meeting(SimulatedCall send, SimulatedCall receive) {}

    private final World world;
    private final Workload workload;
    private final Dice dice;
    private final Map<Object, Long> since = new HashMap<>();

    Standstill(World world, Workload workload) {
        this.world = world;
        this.workload = workload;
        this.dice = new Dice(world.options().seed(), "standstill");
    }

    /** Looks, and goes on where nobody else does. */
    void look() {
        List<Caller> callers =
                workload.callers().stream().filter(each -> !each.isOver()).toList();
        List<SimulatedCall> calls = new ArrayList<>();
        for (Caller caller : callers) {
            SimulatedCall call = caller.call();
            if (call != null) {
                calls.add(call);
            }
        }
        Map<Object, String> pending = new HashMap<>();
        Set<SimulatedCall> partnered = new HashSet<>();
        for (SimulatedCall call : calls) {
            Place out = call.out();
            Offer offer = out == null ? null : out.offer();
            if (offer != null) {
                pending.put(offer, call + " has had a value out");
            }
            if (!call.isPatient()
                    || call.deadline() <= world.now()
                    || call.caller().isInterrupted()) {
                pending.put(call, call + " was to end, and has waited");
            }
            for (SimulatedCall other : calls) {
                if (meets(call, other)) {
                    pending.put(new Meeting(call, other), call + " and " + other + " have waited for each other");
                    partnered.add(call);
                    partnered.add(other);
                }
            }
        }
        require(pending);
        // What was out a while ago and still is, somebody has to decide: an interrupt would bring it back and hide that
        // nobody does.
        boolean awaited = since.entrySet().stream()
                .anyMatch(each -> each.getKey() instanceof Offer && each.getValue() < world.now());
        boolean stands = !awaited
                && calls.size() == callers.size()
                && calls.stream()
                        .allMatch(each -> each.isPatient()
                                && each.deadline() == SimulatedCall.FOREVER
                                && !each.caller().isInterrupted()
                                && !partnered.contains(each));
        if (stands && world.contract().isClosingTime()) {
            calls.stream()
                    .filter(_ -> calls.size() == 1 || dice.chance(0.5))
                    .forEach(each -> each.caller().node().input(each.caller()::interrupt));
        }
    }

    private void require(Map<Object, String> pending) {
        since.keySet().retainAll(pending.keySet());
        pending.forEach((what, text) -> {
            long from = since.computeIfAbsent(what, _ -> world.now());
            if (world.now() - from > BOUND_NANOS) {
                throw new ContractViolation(text + " for " + (world.now() - from) / 1_000_000_000 + " s");
            }
        });
    }

    /** Whether one waits to send what the other waits to receive. */
    private static boolean meets(SimulatedCall one, SimulatedCall other) {
        if (one == other || !one.isUndecided() || !other.isUndecided()) {
            return false;
        }
        for (Clause give : one.clauses()) {
            for (Clause take : other.clauses()) {
                if (give.port() instanceof RendezvousSenderProgram sender
                        && take.port() instanceof RendezvousReceiverProgram receiver
                        && sender.channel.equals(receiver.channel)
                        && areConnected(sender, receiver)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean areConnected(RendezvousSenderProgram sender, RendezvousReceiverProgram receiver) {
        if (sender.stage() != Program.Stage.RUNNING || receiver.stage() != Program.Stage.RUNNING) {
            return false;
        }
        for (Lane lane : sender.sender().lanes()) {
            if (lane.receiver().equals(receiver.end()) && lane.state() == OutStream.State.OPEN) {
                for (InStream stream : receiver.receiver().streams()) {
                    if (stream.sender().equals(sender.end()) && stream.state() == InStream.State.OPEN) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
