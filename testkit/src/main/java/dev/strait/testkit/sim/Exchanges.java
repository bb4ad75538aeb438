package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.wire.dispatch.Offer;
import dev.strait.wire.dispatch.Offered;
import dev.strait.wire.dispatch.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is promised of every value of a rendezvous: it is out once at a time, taken once at most, by the end that it was offered to and for
 * a call that waits; its call is told TAKEN after that, RETURNED if nobody has it, and UNKNOWN only if a link was lost meanwhile. And those who
 * keep values undecided never wait for each other in a circle.
 */
final class Exchanges {
    private static final class Fate {
        final SimulatedCall call;
        final RendezvousSenderProgram sender;

        @Nullable
        Offer out;

        @Nullable
        Offer last;

        @Nullable
        SimulatedCall takenBy;

        boolean unknown;
        int lossesBefore;

        Fate(SimulatedCall call, RendezvousSenderProgram sender) {
            this.call = call;
            this.sender = sender;
        }
    }

    private record Way(Caller caller, SenderProgram sender, ReceiverProgram receiver) {}

    private final Map<Message, Fate> fates = new HashMap<>();
    private final Map<Offer, SimulatedCall> out = new LinkedHashMap<>();
    /** Calls in progress that have received a value. */
    private final Map<SimulatedCall, Message> received = new HashMap<>();

    private final Map<Way, Integer> lastTaken = new HashMap<>();
    private final Set<RendezvousReceiverProgram> keepers = new LinkedHashSet<>();
    private final Map<SenderProgram, Integer> takenOf = new HashMap<>();

    /** Values of a sender that were taken. */
    int takenOf(SenderProgram sender) {
        return takenOf.getOrDefault(sender, 0);
    }

    void begins(SimulatedCall call) {
        for (Clause clause : call.clauses()) {
            Value value = clause.value();
            if (value != null) {
                fates.put(value.message(), new Fate(call, (RendezvousSenderProgram) clause.port()));
            }
        }
    }

    private Fate fate(Message message) {
        Fate fate = fates.get(message);
        if (fate == null) {
            throw new ContractViolation(message + " appears, which no call was to send");
        }
        return fate;
    }

    /** A call's value goes out. */
    void offers(RendezvousSenderProgram sender, Place place, Offer offer) {
        Message message = place.value().message();
        Fate fate = fate(message);
        require(
                fate.call == place.call() && !fate.call.isOver(),
                () -> sender + " offers " + message + " for a call that has ended");
        require(
                fate.out == null && fate.takenBy == null && !fate.unknown && fate.call.out() == place,
                () -> sender + " offers " + message + ", which is not its own to offer");
        require(!received.containsKey(fate.call), () -> sender + " offers " + message + " for a call that is served");
        fate.out = offer;
        fate.last = offer;
        fate.lossesBefore = sender.node.losses();
        out.put(offer, fate.call);
        sender.world
                .history()
                .add(
                        sender.name,
                        "offers %d to %s for %s",
                        message.sequence(),
                        offer.lane().receiver(),
                        fate.call.caller());
    }

    /** A receive has taken a value. */
    void taken(RendezvousReceiverProgram receiver, Message message, SimulatedCall by) {
        Fate fate = fate(message);
        require(fate.takenBy == null, () -> receiver + " took " + message + ", which was taken before");
        require(
                fate.out != null || fate.unknown || fate.sender.stage() == Program.Stage.CRASHED,
                () -> receiver + " took " + message + ", which is not out");
        Offer offer = fate.last;
        require(
                offer != null && offer.lane().receiver().equals(receiver.end()),
                () -> receiver + " took " + message + ", which was offered to another");
        require(!by.isOver(), () -> receiver + " took " + message + " for a call that had ended: " + by);
        require(by.out() == null, () -> receiver + " took " + message + " for a call that has a value out: " + by);
        require(received.put(by, message) == null, () -> receiver + " took a second value for " + by);
        fate.takenBy = by;
        takenOf.merge(fate.sender, 1, Integer::sum);
        requireOrder(fate, receiver, message);
    }

    /** What one thread sends plainly through one end to another is taken in that order. */
    private void requireOrder(Fate fate, RendezvousReceiverProgram receiver, Message message) {
        if (fate.call.clauses().size() == 1) {
            Integer before = lastTaken.put(new Way(fate.call.caller(), fate.sender, receiver), message.sequence());
            require(
                    before == null || before < message.sequence(),
                    () -> receiver + " took " + message + " after " + before + " of the same thread");
        }
    }

    /** An offer has met its fate. */
    void settled(RendezvousSenderProgram sender, Place place, Verdict verdict) {
        Message message = place.value().message();
        Fate fate = fate(message);
        Offer offer = fate.out;
        require(
                offer != null && offer == place.offer(),
                () -> sender + " was told " + verdict + " of " + message + ", which is not out");
        fate.out = null;
        out.remove(offer);
        sender.world.history().add(sender.name, "is told %s of %d", verdict, message.sequence());
        switch (verdict) {
            case TAKEN ->
                require(fate.takenBy != null, () -> sender + " was told that " + message + " is taken, and it is not");
            case RETURNED ->
                require(
                        fate.takenBy == null,
                        () -> sender + " was told that " + message + " came back, and it is taken");
            case UNKNOWN -> {
                require(
                        sender.node.losses() > fate.lossesBefore,
                        () -> sender + " was told that the fate of " + message + " is unknown, and no link was lost");
                fate.unknown = true;
            }
        }
    }

    /**
     * A call is over.
     *
     * @param won what it was told; null for nothing
     */
    void ended(SimulatedCall call, @Nullable Place won) {
        Message got = received.remove(call);
        Message told = won != null && won.result() instanceof Result.Received it ? it.message() : null;
        require(
                got == null ? told == null : got.equals(told),
                () -> call + " was told of " + told + ", and " + got + " was taken for it");
        for (Clause clause : call.clauses()) {
            Value value = clause.value();
            if (value != null) {
                requireTold(
                        fate(value.message()),
                        value.message(),
                        won != null && won.clause().equals(clause) ? won.result() : null);
            }
        }
    }

    private static void requireTold(Fate fate, Message message, @Nullable Result told) {
        require(fate.out == null, () -> fate.call + " is over, and " + message + " is out");
        switch (told) {
            case Result.Accepted _ ->
                require(fate.takenBy != null, () -> fate.call + " is over ahead of the receive of " + message);
            case Result.Unknown _ -> require(fate.unknown, () -> fate.call + " knows not of " + message);
            case null, default ->
                require(
                        fate.takenBy == null && !fate.unknown,
                        () -> fate.call + " is over without " + message + ", which was taken by " + fate.takenBy);
        }
    }

    /** A sender has no lanes any more: nothing of it can be out. */
    void drained(RendezvousSenderProgram sender) {
        require(sender.out() == 0, () -> sender + " is drained, and " + sender.out() + " offers have no verdict");
    }

    /** All is over: so is every call, but those of threads that crashed. */
    void finish() {
        fates.forEach((message, fate) -> require(
                fate.out == null || fate.sender.stage() == Program.Stage.CRASHED,
                () -> message + " of " + fate.sender + " has no verdict"));
    }

    // --- waits-for ---

    /** An end keeps offers undecided: there must be no circle of calls that wait for each other by that. */
    void keeps(RendezvousReceiverProgram receiver) {
        keepers.add(receiver);
        keepers.removeIf(each -> each.kept().isEmpty() || !each.node.isUp());
        Map<SimulatedCall, Set<SimulatedCall>> waitsFor = new LinkedHashMap<>();
        for (RendezvousReceiverProgram keeper : keepers) {
            List<Offered> there = keeper.receiver().offered();
            keeper.kept().forEach((offered, places) -> {
                SimulatedCall giver = there.contains(offered) ? giver(offered) : null;
                if (giver != null) {
                    places.stream()
                            .map(Place::call)
                            .filter(each -> each.out() != null)
                            .forEach(each -> waitsFor.computeIfAbsent(giver, _ -> new LinkedHashSet<>())
                                    .add(each));
                }
            });
        }
        for (SimulatedCall from : waitsFor.keySet()) {
            requireNoCircle(waitsFor, from, new ArrayList<>(), new HashSet<>());
        }
    }

    private @Nullable SimulatedCall giver(Offered offered) {
        for (Map.Entry<Offer, SimulatedCall> each : out.entrySet()) {
            if (each.getKey().rank().equals(offered.rank())) {
                return each.getValue();
            }
        }
        return null;
    }

    private static void requireNoCircle(
            Map<SimulatedCall, Set<SimulatedCall>> waitsFor,
            SimulatedCall call,
            List<SimulatedCall> path,
            Set<SimulatedCall> seen) {
        require(!path.contains(call), () -> "calls wait for each other in a circle: " + path + " and again " + call);
        if (seen.add(call)) {
            path.add(call);
            for (SimulatedCall next : waitsFor.getOrDefault(call, Set.of())) {
                requireNoCircle(waitsFor, next, path, seen);
            }
            path.removeLast();
        }
    }

    private static void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new ContractViolation(otherwise.get());
        }
    }
}
