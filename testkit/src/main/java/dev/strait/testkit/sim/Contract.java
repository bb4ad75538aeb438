package dev.strait.testkit.sim;

import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.Lane;
import dev.strait.wire.engine.EngineEvent;
import dev.strait.wire.engine.EngineStatus;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.mux.OutStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Strait promises, checked as it happens: each value taken at most once, in order, and as it was sent; no clean end while something
 * is missing; no error without a cause; credit and memory within their limits; and counters that add up. See docs/testing.md.
 */
final class Contract {
    private final SimulationOptions options;
    private final List<SentValues> senders = new ArrayList<>();
    private final Map<Integer, SentValues> byNumber = new HashMap<>();
    private final Map<EndRef, ReceiverProgram> receivers = new HashMap<>();
    private final Map<String, Integer> sendersOpened = new HashMap<>();
    private final Generations generations = new Generations();
    private final Exchanges exchanges = new Exchanges();
    private final Limits limits;
    private final LinkWatch links;
    private final List<ChannelPlan> channels = new ArrayList<>();
    private boolean closingTime;
    private boolean directoryLost;
    private long sent;
    private long taken;

    Contract(SimulationOptions options, Disturbances disturbances) {
        this.options = options;
        this.links = new LinkWatch(options, disturbances);
        this.limits = new Limits(options);
    }

    long sent() {
        return sent;
    }

    long taken() {
        return taken;
    }

    /** What is promised of values of rendezvous channels. */
    Exchanges exchanges() {
        return exchanges;
    }

    /** From now on no thread makes another call. */
    void closingTime() {
        closingTime = true;
    }

    boolean isClosingTime() {
        return closingTime;
    }

    /** What is promised of links. */
    LinkWatch links() {
        return links;
    }

    /** Whether any link or node was lost so far: without that nothing else may be, whatever goes wrong. */
    boolean isHarmed() {
        return links.isHarmed();
    }

    /** A node has crashed. */
    void crashed(SimulatedNode node) {
        links.crashed();
        directoryLost |= node.config().hostsDirectory();
    }

    void plans(ChannelPlan channel) {
        channels.add(channel);
    }

    void opens(SenderProgram sender) {
        SentValues values = new SentValues(sender);
        senders.add(values);
        byNumber.put(sender.number(), values);
        sendersOpened.merge(sender.channel.name(), 1, Integer::sum);
    }

    void opens(ReceiverProgram receiver) {
        receivers.put(receiver.end(), receiver);
    }

    // --- values ---

    void sealed(SenderProgram sender, Lane lane, int first, int count) {
        sent += count;
        boolean open = lane.state() == OutStream.State.OPEN;
        ReceiverProgram to = open ? receivers.get(lane.receiver()) : null;
        sender.world
                .history()
                .add(sender.name, "sends %d values from %d to %s", count, first, to == null ? "whoever is there" : to);
        values(sender.number()).sealed(first, count, to);
    }

    void taken(ReceiverProgram receiver, Message message) {
        taken++;
        SentValues values = values(message.sender());
        if (!values.sender().isOn(receiver.channel)) {
            throw new ContractViolation(receiver + " took a value of another channel, from " + values.sender());
        }
        values.taken(message.sequence(), receiver);
        generations.heard(receiver, values.sender());
    }

    void takenInRendezvous(RendezvousReceiverProgram receiver, Message message, SimulatedCall by) {
        sent++;
        taken++;
        SenderProgram sender = values(message.sender()).sender();
        require(sender.isOn(receiver.channel), receiver + " took a value of another channel, from " + sender);
        exchanges.taken(receiver, message, by);
        generations.heard(receiver, sender);
    }

    private SentValues values(int sender) {
        SentValues values = byNumber.get(sender);
        if (values == null) {
            throw new ContractViolation("a value of sender " + sender + ", whom nobody knows");
        }
        return values;
    }

    // --- ends ---

    /** A receiver has been told how its channel ended. */
    void ended(ReceiverProgram receiver, Closure closure) {
        switch (closure) {
            case Closure.Done _ -> endedCleanly(receiver);
            case Closure.Failed failed -> {
                requireCause(receiver, failed);
                if (!isHarmed()) {
                    requireValuesOfFailed(receiver, failed);
                }
            }
            case Closure.SendersLost lost -> {
                if (!isHarmed()
                        || lost.nodes().isEmpty()
                        || receiver.channel.spec().toleratesLostSenders()) {
                    throw new ContractViolation(receiver + " was told of lost senders: " + lost);
                }
            }
            case Closure.Left _, Closure.Unreachable _ ->
                throw new ContractViolation(receiver + " ended with " + closure);
        }
    }

    private void endedCleanly(ReceiverProgram receiver) {
        ChannelPlan channel = receiver.channel;
        if (channel.spec().neverCompletes()) {
            throw new ContractViolation(receiver + " ended cleanly on a channel that never completes");
        }
        int opened = sendersOpened.getOrDefault(channel.name(), 0);
        if (opened < channel.neededSenders()) {
            throw new ContractViolation(receiver + " ended cleanly after " + opened + " senders of "
                    + channel.neededSenders() + " expected");
        }
        boolean tolerates = isHarmed() && channel.spec().toleratesLostSenders();
        for (SentValues values : senders) {
            SenderProgram sender = values.sender();
            // What a lost directory knew, nobody may have told this receiver.
            boolean known = !directoryLost || sender.stage() != Program.Stage.CRASHED || values.hasTaken(receiver);
            boolean promised = known && generations.together(receiver, sender) && receiver.openedAt() < sender.overAt();
            if (sender.isOn(channel) && promised && !tolerates) {
                requireComplete(receiver, values);
            }
        }
    }

    private void requireComplete(ReceiverProgram receiver, SentValues values) {
        SenderProgram sender = values.sender();
        long counted = sender.sender().doubtfulMessages() + sender.sender().undeliveredMessages();
        boolean told = isHarmed() && sender.stage() != Program.Stage.CRASHED;
        if (values.takenCount() + (told ? counted : 0) < values.sealed()) {
            throw new ContractViolation(receiver + " ended cleanly though " + (values.sealed() - values.takenCount())
                    + " values of " + sender + " are not taken");
        }
        boolean crashed = sender.stage() == Program.Stage.CRASHED && !sender.hasEnded();
        boolean open = !isHarmed()
                && !sender.hasEnded()
                && sender.stoppedBy() == null
                && sender.openedAt() < receiver.world.now();
        if (crashed || (open && sender.sender().closure() == null)) {
            throw new ContractViolation(
                    receiver + " ended cleanly though " + sender + " had not said done; it is " + sender.stage());
        }
    }

    Generations generations() {
        return generations;
    }

    private void requireValuesOfFailed(ReceiverProgram receiver, Closure.Failed failed) {
        List<SentValues> failing = senders.stream()
                .filter(each ->
                        each.sender().isOn(receiver.channel) && each.sender().hasEnded())
                .filter(each -> each.sender().ending() != SenderProgram.Ending.DONE)
                .toList();
        if (failing.size() == 1 && !failing.getFirst().isThrough(receiver)) {
            throw new ContractViolation(receiver + " was told of " + failed + " ahead of values of "
                    + failing.getFirst().sender());
        }
    }

    /** A sender was told that its channel is over though it had not ended it. */
    void stopped(SenderProgram sender, Closure closure) {
        switch (closure) {
            case Closure.Done _ -> {
                if (!isHarmed() && values(sender.number()).sealed() + exchanges.takenOf(sender) > 0) {
                    throw new ContractViolation(sender + " was answered closed after it had sent");
                }
            }
            case Closure.Failed failed -> requireCause(sender, failed);
            case Closure.SendersLost _, Closure.Left _, Closure.Unreachable _ ->
                throw new ContractViolation(sender + " was stopped by " + closure);
        }
    }

    private void requireCause(Program program, Closure.Failed failed) {
        boolean explained = switch (failed.code()) {
            case APPLICATION_ERROR -> hasEnded(program.channel, SenderProgram.Ending.ERROR);
            case CLOSED_WITHOUT_DONE ->
                hasEnded(program.channel, SenderProgram.Ending.WITHOUT_DONE)
                        || hasEnded(program.channel, SenderProgram.Ending.NEVER);
            case RECEIVER_LOST -> isHarmed() && !program.channel.isRendezvous();
            default -> false;
        };
        if (!explained) {
            throw new ContractViolation(program + " was told of an error that nobody made: " + failed);
        }
    }

    private boolean hasEnded(ChannelPlan channel, SenderProgram.Ending how) {
        return senders.stream()
                .map(SentValues::sender)
                .anyMatch(each -> each.isOn(channel) && each.ending() == how && each.hasEnded());
    }

    /** A sender can reach none of its receivers. */
    void unreachable(SenderProgram sender) {
        if (!options.hasFaults()) {
            throw new ContractViolation(sender + " cannot reach its receivers though no connection was lost");
        }
    }

    /** Nothing of a sender is under way any more: its counters must add up. */
    void drained(SenderProgram sender) {
        account(values(sender.number()));
    }

    private void account(SentValues values) {
        SenderProgram sender = values.sender();
        if (sender instanceof RendezvousSenderProgram rendezvous) {
            exchanges.drained(rendezvous);
            return;
        }
        long all = sender.sender().sentMessages();
        long undelivered = sender.sender().undeliveredMessages();
        long doubtful = sender.sender().doubtfulMessages();
        long untaken = sender.sender().untaken();
        String counters = sender + " sent " + all + " (" + values.sealed() + " were handed over), undelivered "
                + undelivered + ", in doubt " + doubtful + ", untaken " + untaken + ", taken " + values.takenCount();
        long known = all - undelivered - doubtful - untaken;
        if (all != values.sealed()
                || untaken != 0
                || known < 0
                || values.takenCount() < known
                || values.takenCount() > known + doubtful) {
            throw new ContractViolation("counters do not add up: " + counters);
        }
        boolean clean = sender.hasEnded() && sender.ending() == SenderProgram.Ending.DONE && !hasFailed(sender.channel);
        if (!isHarmed() && (doubtful > 0 || (clean && undelivered > 0))) {
            throw new ContractViolation("lost without a fault: " + counters);
        }
    }

    private boolean hasFailed(ChannelPlan channel) {
        return senders.stream()
                .map(SentValues::sender)
                .anyMatch(each -> each.isOn(channel) && each.hasEnded() && each.ending() != SenderProgram.Ending.DONE);
    }

    /** All ends of a simulation fit each other. */
    void refused(Program program, EngineEvent.Refused refused) {
        require(false, program + " was refused: " + refused);
    }

    /** Only a sender drains. */
    void requireSender(Program program) {
        require(program instanceof SenderProgram, program + " is no sender, and drained");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ContractViolation(otherwise);
        }
    }

    // --- nodes ---

    /**
     * A link of a node has changed.
     *
     * @param reading the connection that the node has read from last
     * @param text as the engine says it
     */
    void linkChanged(SimulatedNode node, @Nullable Line reading, long now, String text) {
        String lost = links.changed(node, reading, now, text);
        if (lost != null && node.config().hostsDirectory()) {
            generations.lost(lost);
        }
    }

    void warned(SimulatedNode node, EngineEvent.Warning warning) {
        boolean always = switch (warning.code()) {
            case PROTOCOL_VIOLATION, CREDIT_EXCEEDED, MESSAGE_TOO_LARGE, REPLACED, INTERNAL -> true;
            default -> false;
        };
        if (always || !options.hasFaults()) {
            throw new ContractViolation(node.name() + " warns: " + warning.code() + ": " + warning.text());
        }
    }

    /** What holds after every step of a node. */
    void inspect(SimulatedNode node) {
        generations.look(node, channels);
        limits.check(node);
    }

    /** The simulation is over: nothing may be left of anything. */
    void finish(List<SimulatedNode> nodes) {
        for (SentValues values : senders) {
            if (values.sender().stage() != Program.Stage.CRASHED) {
                account(values);
            }
        }
        exchanges.finish();
        for (SimulatedNode node : nodes) {
            EngineStatus status = node.engine().status();
            if (status.connections()
                                    + status.links()
                                    + status.outgoingStreams()
                                    + status.incomingStreams()
                                    + status.senders()
                                    + status.receivers()
                            > 0
                    || status.reservedBytes() != 0
                    || status.keptBytes() != 0) {
                throw new ContractViolation(node.name() + " has something left over: " + status);
            }
        }
    }

    @Nullable
    ReceiverProgram receiver(EndRef end) {
        return receivers.get(end);
    }

    List<SenderProgram> sendersOf(ChannelPlan channel) {
        return senders.stream()
                .map(SentValues::sender)
                .filter(each -> each.isOn(channel))
                .toList();
    }

    List<ReceiverProgram> receiversOf(ChannelPlan channel) {
        return receivers.values().stream()
                .filter(each -> each.isOn(channel))
                .sorted((a, b) -> Integer.compare(a.number(), b.number()))
                .toList();
    }
}
